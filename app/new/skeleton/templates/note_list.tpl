{{%AUTOESCAPE context="HTML"}}
{{#NO_NOTES}}
<p class="none">Nobody has written a note so far.</p>
{{/NO_NOTES}}
{{#HAS_NOTES}}
<ol class="notes">
{{#NOTES}}
<li>
{{! The modifier :p keeps line ends. }}
<p class="text" dir="auto">{{TEXT:p}}</p>
<p class="by"><b>{{AUTHOR}}</b>, <time datetime="{{DAY}}">{{DAY}}</time></p>
</li>
{{/NOTES}}
</ol>
{{/HAS_NOTES}}
