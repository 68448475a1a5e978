{{%AUTOESCAPE context="HTML"}}
{{#HAS_DRAFT}}
<div class="draft">
<p>Your note on <b class="literal">{{DRAFT_LABEL}}</b> is saved, and is added when you have signed in.</p>
<blockquote class="notes-text" dir="auto">{{DRAFT_TEXT:p}}</blockquote>
<label><input type="checkbox" name="leave-out" value="yes"> Do not add this note</label>
</div>
{{/HAS_DRAFT}}
