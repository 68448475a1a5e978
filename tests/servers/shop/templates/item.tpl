{{%AUTOESCAPE context="HTML"}}
{{>FRAME}}
<h1>Item {{NUMBER}}</h1>
<p class="price">Price: {{PRICE}}</p>
<form class="put" action="/basket" method="post"><input type="hidden" name="next" value="/item/{{NUMBER}}"><button>Put into the basket</button></form>
<p>And below there is a line of text, <a class="other" href="/">with a link</a>.</p>
