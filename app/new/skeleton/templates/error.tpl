{{%AUTOESCAPE context="HTML"}}
<p class="status" aria-hidden="true">{{STATUS}}</p>
<h1>{{REASON}}</h1>
<p>{{EXPLANATION}}</p>
<p><a class="button" href="{{LINK:x-link=/}}">Back to the start</a></p>
