{{%AUTOESCAPE context="HTML"}}
<h1>Sign in</h1>
<form action="{{ACTION_URL}}" method="post">
<input type="hidden" name="next" value="{{NEXT}}">
<label for="name">Name</label>
<input id="name" name="name" value="{{NAME}}" autocomplete="username" autocapitalize="none" spellcheck="false" required{{#NAME_WRONG}} aria-invalid="true" aria-describedby="name-problem"{{/NAME_WRONG}}>
{{#NAME_WRONG}}<p class="problem" id="name-problem" role="alert">{{NAME_ERROR}}</p>{{/NAME_WRONG}}
<label for="password">Password</label>
<input id="password" type="password" name="password" autocomplete="current-password" required{{#PASSWORD_WRONG}} aria-invalid="true" aria-describedby="password-problem"{{/PASSWORD_WRONG}}>
{{#PASSWORD_WRONG}}<p class="problem" id="password-problem" role="alert">{{PASSWORD_ERROR}}</p>{{/PASSWORD_WRONG}}
<button>Sign in</button>
</form>
<p>New here? <a href="{{OTHER_URL}}">Sign up</a></p>
