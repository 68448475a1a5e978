{{%AUTOESCAPE context="HTML"}}
{{>FRAME}}
<h1>Your basket</h1>
<p>Things in it: <b id="count">{{COUNT}}</b></p>
<form class="order" action="/order" method="post"><button>Order</button></form>
<form class="empty" action="/basket/empty" method="post"><button>Empty it</button></form>
