{{%AUTOESCAPE context="HTML"}}
{{#MESSAGES}}
<p class="message" data-kind="{{KIND}}" role="status">{{MESSAGE}}</p>
{{/MESSAGES}}
