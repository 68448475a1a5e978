{{%AUTOESCAPE context="HTML"}}
{{>FRAME}}
<h1>Items</h1>
<ul>
{{#ITEMS}}
<li><a href="/item/{{NUMBER}}">Item {{NUMBER}}</a></li>
{{/ITEMS}}
</ul>
