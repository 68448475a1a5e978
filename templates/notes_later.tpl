{{%AUTOESCAPE context="HTML"}}
<div class="narrow note-page">
<h1>Saved</h1>
<p role="status">Your change to the notes on <bdi>{{LABEL}}</bdi> is saved. Other readers may see the old page for up to an hour.</p>
<p><a href="{{BACK_URL}}">Back to <bdi>{{LABEL}}</bdi></a></p>
</div>
