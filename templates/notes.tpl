{{%AUTOESCAPE context="HTML"}}
{{#NO_NOTES}}
<p class="notes-none">Nobody has left a note on this page so far.</p>
{{/NO_NOTES}}
{{#HAS_NOTES}}
<ol class="notes-list" aria-label="Notes, the newest first" aria-live="polite">
{{#NOTES}}
{{! A script that changes the list in place finds a note by its id. }}
<li id="site-note-row-{{NOTE_ID}}">
<p class="notes-head"><b><bdi>{{AUTHOR}}</bdi></b> <span><time datetime="{{DAY_NUMERIC}}">{{DAY}}</time>{{#EDITED}}, edited{{/EDITED}}</span></p>
{{! The modifier :p keeps line ends and tabs. }}
<div class="notes-text" dir="auto">{{TEXT:p}}</div>
{{#OWN}}
<details>
<summary>Edit<span class="unseen"> or delete your note of {{DAY}}</span></summary>
<form class="note-form" action="{{CHANGE_URL}}" method="post">
<label class="unseen" for="site-note-{{NOTE_ID}}">Your note of {{DAY}}</label>
<textarea id="site-note-{{NOTE_ID}}" name="text" rows="4" dir="auto" required>{{TEXT:p}}</textarea>
<p><button>Save</button> <button class="plain" formaction="{{DELETE_URL}}" formnovalidate>Delete</button></p>
</form>
</details>
{{/OWN}}
</li>
{{/NOTES}}
</ol>
{{/HAS_NOTES}}
{{#HAS_UNLISTED}}
<p class="notes-none">{{#ONE_UNLISTED}}One older note is{{/ONE_UNLISTED}}{{#MANY_UNLISTED}}{{UNLISTED}} older notes are{{/MANY_UNLISTED}} not shown.</p>
{{/HAS_UNLISTED}}
