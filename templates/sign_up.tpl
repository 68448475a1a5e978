{{%AUTOESCAPE context="HTML"}}
<div class="narrow account">
<h1>Sign up</h1>
<p class="lead">You need only a name and a password.</p>
{{#HAS_ERROR}}<p class="problem" role="alert" id="site-problem" tabindex="-1" autofocus>{{ERROR}}</p>{{/HAS_ERROR}}
<form action="{{ACTION_URL}}" method="post">
<input type="hidden" name="next" value="{{NEXT}}">
<input type="hidden" name="expects-cookies" value="yes">
{{>NOTE_DRAFT}}
<label for="site-name">Name <small>at most {{MAXIMUM_NAME}} characters</small></label>
<input id="site-name" name="name" value="{{NAME}}" maxlength="{{MAXIMUM_NAME}}" autocomplete="username" autocapitalize="none" spellcheck="false" required{{#HAS_ERROR}} aria-describedby="site-problem"{{/HAS_ERROR}}{{#IS_WRONG}} aria-invalid="true"{{/IS_WRONG}}>
<label for="site-password">Password <small>at least {{MINIMUM_LENGTH}} characters</small></label>
<input id="site-password" type="password" name="password" minlength="{{MINIMUM_LENGTH}}" autocomplete="new-password" required{{#HAS_ERROR}} aria-describedby="site-problem"{{/HAS_ERROR}}{{#IS_WRONG}} aria-invalid="true"{{/IS_WRONG}}>
<button>Sign up</button>
</form>
<p>Already signed up? <a href="{{SIGN_IN_URL}}">Sign in</a></p>
</div>
