{{%AUTOESCAPE context="HTML"}}
{{#GUEST}}
<p><a href="{{SIGN_IN_URL}}" rel="nofollow">Sign in</a> to see the pages that you read last.</p>
{{/GUEST}}
{{#NOTHING_RECENT}}
<p>The pages that you read are listed here.</p>
{{/NOTHING_RECENT}}
{{#HAS_RECENT}}
<h2>Recently read</h2>
<ul>
{{#RECENT}}
<li><a href="{{RECENT_URL}}" title="{{RECENT_DESCRIPTION}}">{{RECENT_LABEL}}</a></li>
{{/RECENT}}
</ul>
{{/HAS_RECENT}}
