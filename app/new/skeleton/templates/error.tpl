{{%AUTOESCAPE context="HTML"}}
<p class="status" aria-hidden="true">{{STATUS}}</p>
<h1>{{REASON}}</h1>
<p>{{EXPLANATION}}</p>
{{! The log has the same id. }}
{{#REQUEST}}<p>If you report this, name the request <code>{{REQUEST_ID}}</code>.</p>
{{/REQUEST}}<p><a class="button" href="{{LINK:x-link=/}}">Back to the start</a></p>
