{{%AUTOESCAPE context="HTML"}}
{{>FRAME}}
<h1>Items</h1>
<ul class="items">
{{#ITEMS}}
<li><a href="{{ITEM_URL}}">Item {{NUMBER}}</a></li>
{{/ITEMS}}
</ul>
{{#HAS_PAGES}}
<nav class="pages" aria-label="Pages">
{{#HAS_PREVIOUS}}<a rel="prev" href="{{PREVIOUS_URL}}">Previous</a>{{/HAS_PREVIOUS}}
{{#HAS_NEXT}}<a rel="next" href="{{NEXT_URL}}">Next</a>{{/HAS_NEXT}}
</nav>
{{/HAS_PAGES}}
<p>{{LIVE:x-live=/_sign-in-link}}</p>
