{{%AUTOESCAPE context="HTML"}}
<h1>Page {{NAME}}</h1>
<section class="box">{{SECOND:x-live=/_second}}</section>
<p>Between the two holes there is a line of text.</p>
<section class="box">{{THIRD:x-live=/_third}}</section>
<p>And below them there is another one, <a href="/page/two">with a link</a>.</p>
