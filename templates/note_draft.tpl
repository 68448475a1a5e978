{{%AUTOESCAPE context="HTML"}}
{{#HAS_DRAFT}}
<div class="draft">
<p>Your note on <b class="literal">{{DRAFT_LABEL}}</b> is kept, and is added as soon as you are in.</p>
<blockquote class="notes-text" dir="auto">{{DRAFT_TEXT:p}}</blockquote>
<label><input type="checkbox" name="leave-out" value="yes"> Leave it out</label>
</div>
{{/HAS_DRAFT}}
