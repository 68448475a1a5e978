{{%AUTOESCAPE context="HTML"}}
<p>holed</p>
{{NOTE_PATH:x-live}}
