{{%AUTOESCAPE context="HTML"}}
{{#GUEST}}
<p>Words for every guest.</p>
{{/GUEST}}
{{#SIGNED_IN}}
<p>Words for {{NAME}} alone.</p>
{{/SIGNED_IN}}
