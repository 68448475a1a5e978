{{%AUTOESCAPE context="HTML"}}
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{TITLE}} · Manual</title>
<meta name="description" content="{{SUMMARY}}">
{{#HAS_CANONICAL}}<link rel="canonical" href="{{CANONICAL_URL}}">
{{/HAS_CANONICAL}}<meta name="color-scheme" content="light dark">
<meta name="theme-color" media="(prefers-color-scheme: light)" content="#f6f7f3">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="#131412">
{{>ASPIC_HEAD}}
<link rel="stylesheet" href="{{STATIC:x-static=site.css}}">
<link rel="icon" type="image/svg+xml" href="{{STATIC:x-static=favicon.svg}}">
<link rel="search" type="application/opensearchdescription+xml" title="Manual" href="{{LINK:x-link=/opensearch.xml}}">
<script defer src="{{STATIC:x-static=site.js}}"></script>
<script defer src="{{STATIC:x-static=search.js}}"></script>
</head>
<body>
<a class="skip" href="#site-content">Skip to the content</a>
<header class="site-header">
<div class="site-header-row">
<a class="brand" href="{{LINK:x-link=/}}"><img src="{{STATIC:x-static=favicon.svg}}" alt="" width="30" height="30"> Manual</a>
<form class="quick-search" action="{{LINK:x-link=/search}}" method="get" role="search" data-suggest="{{LINK:x-link=/suggest}}">
<label class="unseen" for="site-quick-search">Search the manual</label>
<input id="site-quick-search" type="search" name="q" placeholder="Search the manual" autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="search">
<kbd aria-hidden="true">/</kbd>
</form>
<nav class="corner" aria-label="Your account">{{LIVE:x-live=/_navigation}}</nav>
</div>
</header>
<main id="site-content" tabindex="-1">
{{>CONTENT}}
</main>
<footer class="site-footer">
<p><a href="{{LINK:x-link=/}}">Manual</a>: the pages of this machine, served by Aspic.</p>
<p class="keys" aria-hidden="true"><kbd>/</kbd> search</p>
</footer>
</body>
</html>
