{{%AUTOESCAPE context="HTML"}}
{{>FRAME}}
<h1>Item {{NUMBER}}</h1>
{{#COVER}}
<img class="cover" src="{{COVER_URL}}" width="64" height="64" alt="The cover of item {{NUMBER}}">
{{/COVER}}
<p class="price">Price: {{PRICE}}</p>
<form class="put" action="/basket" method="post"><input type="hidden" name="next" value="/item/{{NUMBER}}"><button>Put into the basket</button></form>
<p>And below there is a line of text, <a class="other" href="/">with a link</a>.</p>
<p><a class="kept" href="/kept/{{NUMBER}}">A page that browsers keep</a>, <a class="edit" href="/item/{{NUMBER}}/edit">change it</a></p>
