{{%AUTOESCAPE context="HTML"}}
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{TITLE}}</title>
<link rel="icon" type="image/svg+xml" href="{{STATIC:x-static=favicon.svg}}">
{{>ASPIC_HEAD}}
<link rel="stylesheet" href="{{STATIC:x-static=site.css}}">
<link rel="stylesheet" href="{{STATIC:x-static=live_site.css}}">
</head>
<body>
<header class="site-header">
<div class="site-header-row"><a class="brand" href="{{LINK:x-link=/well/start}}">Holes</a><nav class="corner">{{LIVE:x-live=/_corner}}</nav></div>
</header>
<main>
{{>CONTENT}}
</main>
</body>
</html>
