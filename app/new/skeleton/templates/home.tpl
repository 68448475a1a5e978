{{%AUTOESCAPE context="HTML"}}
<section class="hero">
<h1>Welcome to {{SITE_NAME}}</h1>
<p>A server keeps this page in its cache, and it still knows who is looking: sign in, and see the corner above. To begin, change <code>templates/home.tpl</code>.</p>
<p><a class="button" href="{{LINK:x-link=/notes/write}}" rel="nofollow">Write a note</a></p>
</section>
<h2>Newest notes</h2>
{{>NOTE_LIST}}
{{#HAS_NOTES}}
<p><a href="{{LINK:x-link=/notes}}">All notes</a></p>
{{/HAS_NOTES}}
