{{%AUTOESCAPE context="HTML"}}
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{TITLE}} · {{SITE_NAME}}</title>
<meta name="color-scheme" content="light dark">
{{>ASPIC_HEAD}}
<link rel="stylesheet" href="{{STATIC:x-static=site.css}}">
<link rel="icon" type="image/svg+xml" href="{{STATIC:x-static=favicon.svg}}">
<script defer src="{{STATIC:x-static=site.js}}"></script>
</head>
<body>
<header class="top">
<a class="brand" href="{{LINK:x-link=/}}"><img src="{{STATIC:x-static=favicon.svg}}" alt="" width="28" height="28"> {{SITE_NAME}}</a>
<nav aria-label="Pages"><a href="{{LINK:x-link=/notes}}">Notes</a></nav>
{{! A hole: the page is cached for everyone, and what is in the hole belongs to one visitor. }}
<nav class="corner" aria-label="Your account">{{LIVE:x-live=/_navigation}}</nav>
</header>
<main>
<div class="messages">{{LIVE:x-live=/_messages}}</div>
{{>CONTENT}}
</main>
<footer><p>{{SITE_NAME}}, served by Aspic</p></footer>
</body>
</html>
