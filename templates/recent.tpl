{{%AUTOESCAPE context="HTML"}}
{{#GUEST}}
<p><a href="{{SIGN_IN_URL}}" rel="nofollow">Sign in</a>, and what you read is listed here.</p>
{{/GUEST}}
{{#NOTHING_RECENT}}
<p>What you read is listed here.</p>
{{/NOTHING_RECENT}}
{{#HAS_RECENT}}
<h2>Read lately</h2>
<ul>
{{#RECENT}}
<li><a href="{{RECENT_URL}}" title="{{RECENT_DESCRIPTION}}">{{RECENT_LABEL}}</a></li>
{{/RECENT}}
</ul>
{{/HAS_RECENT}}
