{{%AUTOESCAPE context="HTML"}}
<nav class="corner">{{LIVE:x-live=/_corner}}</nav>
<h1>Quiet</h1>
<p>No messages here, <a class="other" href="/item/1">but there</a>.</p>
