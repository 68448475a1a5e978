{{%AUTOESCAPE context="HTML"}}
<h1>Page {{NAME}}</h1>
<section class="box">{{FRAGMENT:x-live}}</section>
<p>Between the two holes there is a line of text.</p>
<section class="box">{{LIVE:x-live=/_words}}</section>
<p>And below them there is another one, <a href="{{LINK:x-link=/well/two}}">with a link</a>.</p>
