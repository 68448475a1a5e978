{{%AUTOESCAPE context="HTML"}}
<div class="head">
<h1>Notes</h1>
<p><a class="button" href="{{LINK:x-link=/notes/write}}" rel="nofollow">Write a note</a></p>
</div>
{{>NOTE_LIST}}
{{>PAGE_LINKS}}
