{{%AUTOESCAPE context="HTML"}}
<h1>A hole</h1>
<section>{{FRAGMENT:x-live}}</section>
