{{%AUTOESCAPE context="HTML"}}
<div class="narrow">
<div class="slab status">
<p class="status-number" aria-hidden="true">{{STATUS}}</p>
<h1>{{REASON}}</h1>
</div>
<p class="lead">{{EXPLANATION}}</p>
{{#REQUEST}}<p>If you report this, name the request <code>{{REQUEST_ID}}</code>.</p>
{{/REQUEST}}<p><a class="button" href="{{LINK:x-link=/}}">All sections</a></p>
</div>
