{{%AUTOESCAPE context="HTML"}}
{{#MESSAGES}}
<p class="message" role="status">{{MESSAGE}}</p>
{{/MESSAGES}}
