{{%AUTOESCAPE context="HTML"}}
<div class="narrow account">
<h1>Sign in</h1>
<p class="lead">If you are signed in, each page lists what you read last, and you can add notes.</p>
{{#HAS_ERROR}}<p class="problem" role="alert" id="site-problem" tabindex="-1" autofocus>{{ERROR}}</p>{{/HAS_ERROR}}
<form action="{{ACTION_URL}}" method="post">
<input type="hidden" name="next" value="{{NEXT}}">
<input type="hidden" name="expects-cookies" value="yes">
{{>NOTE_DRAFT}}
<label for="site-name">Name</label>
<input id="site-name" name="name" value="{{NAME}}" autocomplete="username" autocapitalize="none" spellcheck="false" required{{#HAS_ERROR}} aria-describedby="site-problem"{{/HAS_ERROR}}{{#IS_WRONG}} aria-invalid="true"{{/IS_WRONG}}>
<label for="site-password">Password</label>
<input id="site-password" type="password" name="password" autocomplete="current-password" required{{#HAS_ERROR}} aria-describedby="site-problem"{{/HAS_ERROR}}{{#IS_WRONG}} aria-invalid="true"{{/IS_WRONG}}>
<button>Sign in</button>
</form>
<p>New here? <a href="{{SIGN_UP_URL}}">Sign up</a></p>
</div>
