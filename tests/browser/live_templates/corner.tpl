{{%AUTOESCAPE context="HTML"}}
{{#GUEST}}
<a href="{{LINK:x-link=/well/start}}">Sign in</a>
{{/GUEST}}
{{#SIGNED_IN}}
<p class="greeting">Hi, logged in as {{NAME}}</p>
<form action="{{LINK:x-link=/sign-out}}" method="post"><button>Sign out</button></form>
{{/SIGNED_IN}}
