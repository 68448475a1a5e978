{{%AUTOESCAPE context="HTML"}}
<h1>{{TITLE}}</h1>
<p class="price" data-price="{{PRICE}}">{{PRICE}}</p>
<form class="change" action="/change" method="post"><input name="price"><button>Change</button></form>
<form class="sign-in" action="/sign-in" method="post"><input type="hidden" name="name" value="Leo"><button>Be Leo</button></form>
<form class="typed" action="/typed" method="post"><button>Answer here</button></form>
