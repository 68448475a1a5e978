{{%AUTOESCAPE context="HTML"}}
{{#GUEST}}
<a href="{{SIGN_IN_URL}}" rel="nofollow">Sign in</a>
{{/GUEST}}
{{#SIGNED_IN}}
<span>Hi, {{NAME}}</span>
<form action="{{SIGN_OUT_URL}}" method="post"><input type="hidden" name="next" value="{{NEXT}}"><button class="plain">Sign out</button></form>
{{/SIGNED_IN}}
