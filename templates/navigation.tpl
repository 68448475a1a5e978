{{%AUTOESCAPE context="HTML"}}
{{#GUEST}}
<a href="{{SIGN_IN_URL}}" rel="nofollow">Sign in</a>
<a class="button" href="{{SIGN_UP_URL}}" rel="nofollow">Sign up</a>
{{/GUEST}}
{{#SIGNED_IN}}
<details class="menu">
<summary><span>Hi, logged in as {{NAME}}</span></summary>
<div class="menu-card">
<h2>Recently read</h2>
{{#HAS_RECENT}}
<ul>
{{#RECENT}}
<li><a href="{{RECENT_URL}}"><b>{{RECENT_LABEL}}</b> {{RECENT_DESCRIPTION}}</a></li>
{{/RECENT}}
</ul>
{{/HAS_RECENT}}
<p>The pages that you read are listed here.</p>
</div>
</details>
<form action="{{SIGN_OUT_URL}}" method="post">
<input type="hidden" name="next" value="{{NEXT}}">
<button>Sign out</button>
</form>
{{/SIGNED_IN}}
