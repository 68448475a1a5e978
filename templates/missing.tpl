{{%AUTOESCAPE context="HTML"}}
<div class="narrow">
<div class="slab status">
<p class="status-number" aria-hidden="true">{{NAME}}{{#HAS_SECTION}}<span>({{SECTION}})</span>{{/HAS_SECTION}}</p>
<h1>Page not found</h1>
</div>
<p class="lead">This machine has no manual page <b class="literal">{{NAME}}</b>{{#HAS_SECTION}} in section {{SECTION}}{{/HAS_SECTION}}.</p>
{{#HAS_OTHERS}}
<h2>The same name in another section</h2>
<ul class="results">
{{#OTHERS}}
<li><a href="{{OTHER_URL}}">{{OTHER_LABEL}}</a> <p>{{OTHER_DESCRIPTION}}</p></li>
{{/OTHERS}}
</ul>
{{/HAS_OTHERS}}
{{#HAS_SIMILAR}}
<h2>Similar names</h2>
<ul class="results">
{{#SIMILAR}}
<li><a href="{{SIMILAR_URL}}">{{SIMILAR_LABEL}}</a> <p>{{SIMILAR_DESCRIPTION}}</p></li>
{{/SIMILAR}}
</ul>
{{/HAS_SIMILAR}}
<p><a class="button" href="{{SEARCH_URL}}">Search for {{NAME}}</a></p>
</div>
