{{%AUTOESCAPE context="HTML"}}
{{>FRAME}}
<h1>Sign in</h1>
<form class="sign-in" action="/sign-in" method="post"><input type="hidden" name="next" value="{{NEXT}}"><input name="name" value="Ana"><button>Sign in</button></form>
