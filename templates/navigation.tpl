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
<details class="more">
<summary aria-label="More ways to sign out"></summary>
<form action="{{SIGN_OUT_URL}}" method="post">
<input type="hidden" name="next" value="{{NEXT}}">
<button name="everywhere" value="yes">Sign out everywhere</button>
<p>In all browsers where you are signed in.</p>
</form>
</details>
{{/SIGNED_IN}}
