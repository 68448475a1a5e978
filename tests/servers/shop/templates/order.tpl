{{%AUTOESCAPE context="HTML"}}
{{>FRAME}}
<h1>Your order {{NUMBER}}</h1>
<p>Things in it: <b id="things">{{THINGS}}</b></p>
<p>It is <b id="state">{{STATE}}</b>.</p>
