{{%AUTOESCAPE context="HTML"}}
<div class="of-package">
<header class="page-head">
<nav class="crumbs" aria-label="Where you are"><a href="{{LINK:x-link=/}}">Manual</a></nav>
<h1 class="page-name"><span class="unseen">Package </span>{{PACKAGE}}</h1>
<p class="lead">A package with {{COUNT}} manual pages</p>
</header>
{{#HAS_BAR}}
<div class="index-bar">
<form class="filter" action="{{LINK:x-link=/search}}" method="get">
<label class="unseen" for="site-filter">Filter the names on this page</label>
<input id="site-filter" type="search" name="q" placeholder="Filter {{ROWS}} pages" autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="search">
<output for="site-filter" class="filter-count" aria-live="polite"></output>
</form>
{{#HAS_SECTIONS}}<nav class="letters" aria-label="Sections">{{#SECTIONS}}<a href="#{{ANCHOR}}">{{SECTION}}</a>{{/SECTIONS}}</nav>{{/HAS_SECTIONS}}
</div>
{{/HAS_BAR}}
<div class="index">
{{#GROUPS}}
<section id="{{ANCHOR}}">
<h2><a href="{{SECTION_URL}}"><span class="cube" aria-hidden="true">{{SECTION}}</span><span class="unseen">Section {{SECTION}}: </span>{{SECTION_TITLE}}</a></h2>
<ul>
{{#ENTRIES}}
{{#PAGE}}<li><a href="{{URL}}">{{NAME}}</a> {{DESCRIPTION}}{{/PAGE}}
{{#FOLDER}}<li class="folder"><a href="{{URL}}">{{NAME}}…</a> {{FOLDER_COUNT}} pages{{/FOLDER}}
{{/ENTRIES}}
</ul>
</section>
{{/GROUPS}}
<p class="nothing" hidden>No name or description on this page matches. Press Enter to search all sections.</p>
</div>
</div>
