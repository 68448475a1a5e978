{{%AUTOESCAPE context="HTML"}}
{{#GUEST}}
<p>A few words for every guest.</p>
{{/GUEST}}
{{#SIGNED_IN}}
<h2>For {{NAME}} alone</h2>
<ul>
<li>One more line</li>
<li>than a guest sees,</li>
<li>and another.</li>
</ul>
<p><label>Something to type into <input name="typed" id="site-typed" autocomplete="off"></label></p>
{{/SIGNED_IN}}
