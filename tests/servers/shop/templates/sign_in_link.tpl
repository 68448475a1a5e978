{{%AUTOESCAPE context="HTML"}}
{{#GUEST}}<a class="sign-in" rel="nofollow" href="{{SIGN_IN_URL}}">Sign in</a>{{/GUEST}}
