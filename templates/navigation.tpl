{{%AUTOESCAPE context="HTML"}}
{{#GUEST}}
<a href="{{SIGN_IN_URL}}" rel="nofollow">Sign in</a>
<a class="button" href="{{SIGN_UP_URL}}" rel="nofollow">Sign up</a>
{{/GUEST}}
{{#SIGNED_IN}}
<p class="greeting">Hi, logged in as {{NAME}}</p>
<form action="{{SIGN_OUT_URL}}" method="post">
<input type="hidden" name="next" value="{{NEXT}}">
<button>Sign out</button>
</form>
{{/SIGNED_IN}}
