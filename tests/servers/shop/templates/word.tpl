{{%AUTOESCAPE context="HTML"}}
<p>{{WORD}}</p>
