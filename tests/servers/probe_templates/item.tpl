{{%AUTOESCAPE context="HTML"}}
<p id="value">{{VALUE}}</p>
