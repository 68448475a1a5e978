{{%AUTOESCAPE context="HTML"}}
<header class="site-header">
<div class="site-header-row"><a class="brand" href="/">Shop</a><nav class="corner">{{LIVE:x-live=/_corner}}</nav></div>
</header>
<div class="messages">{{LIVE:x-live=/_messages}}</div>
