{{%AUTOESCAPE context="HTML"}}
<div class="narrow">
<div class="slab status">
<p class="status-number" aria-hidden="true">{{NAME}}<span>({{SECTION}})</span></p>
<h1>This page cannot be read</h1>
</div>
<p class="lead">The manual page <b class="literal">{{NAME}}</b> in section {{SECTION}} is installed on this machine, but its file cannot be read.</p>
<p>The server says: {{REASON}}.</p>
{{#HAS_LANGUAGES}}
<h2>The same page in another language</h2>
<ul class="results">
{{#LANGUAGES}}
<li><a href="{{LANGUAGE_URL}}" lang="{{OTHER_LANGUAGE}}" hreflang="{{OTHER_LANGUAGE}}">{{LANGUAGE_NAME}}</a></li>
{{/LANGUAGES}}
</ul>
{{/HAS_LANGUAGES}}
{{#HAS_OTHERS}}
<h2>The same name in another section</h2>
<ul class="results">
{{#OTHERS}}
<li><a href="{{OTHER_URL}}">{{OTHER_LABEL}}</a> <p>{{OTHER_DESCRIPTION}}</p></li>
{{/OTHERS}}
</ul>
{{/HAS_OTHERS}}
<p><a class="button" href="{{LINK:x-link=/}}">All sections</a></p>
</div>
