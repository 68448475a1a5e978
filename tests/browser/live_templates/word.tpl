{{%AUTOESCAPE context="HTML"}}
{{#GUEST}}
<p>A word for every guest.</p>
{{/GUEST}}
{{#SIGNED_IN}}
<p>A word for {{NAME}} alone.</p>
{{/SIGNED_IN}}
