{{%AUTOESCAPE context="HTML"}}
<b>{{VALUE}}</b>
