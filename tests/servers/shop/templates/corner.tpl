{{%AUTOESCAPE context="HTML"}}
{{#SIGNED_IN}}
<span class="name">{{NAME}}</span>
{{/SIGNED_IN}}
<a class="basket" href="/basket">Basket: {{COUNT}}</a>
