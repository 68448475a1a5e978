{{%AUTOESCAPE context="HTML"}}
<header class="page-head">
<nav class="crumbs" aria-label="Where you are"><a href="{{LINK:x-link=/}}">Manual</a>{{#BELOW}} <a href="{{SECTION_URL}}">Section {{SECTION}}: {{SECTION_TITLE}}</a>{{/BELOW}}</nav>
<h1 class="section-name"><span class="cube" aria-hidden="true">{{SECTION}}</span> <span><span class="unseen">Section {{SECTION}}: </span>{{SECTION_TITLE}}{{#BELOW}} <code>{{BELOW_PREFIX}}…</code>{{/BELOW}}</span></h1>
<p class="lead">{{SECTION_ABOUT}}</p>
{{#BELOW}}<p class="up"><a href="{{PARENT_URL}}">One level up</a></p>{{/BELOW}}
{{#HAS_SUBSECTIONS}}
<ul class="subsections" aria-label="Parts of this section">
{{#SUBSECTIONS}}
<li><a href="{{SUBSECTION_URL}}"><b>{{SUBSECTION}}</b> {{SUBSECTION_TITLE}} <span>{{SUBSECTION_COUNT}}</span></a></li>
{{/SUBSECTIONS}}
</ul>
{{/HAS_SUBSECTIONS}}
</header>
<div class="index-bar">
<form class="filter" action="{{LINK:x-link=/search}}" method="get">
<label class="unseen" for="site-filter">Filter the names on this page</label>
<input id="site-filter" type="search" name="q" placeholder="Filter {{COUNT}} pages" autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="search">
<output for="site-filter" class="filter-count" aria-live="polite"></output>
</form>
<nav class="letters" aria-label="Alphabetical">{{#LETTERS}}<a href="#{{ANCHOR}}">{{LETTER}}</a>{{/LETTERS}}</nav>
</div>
<div class="index">
{{#GROUPS}}
<section id="{{ANCHOR}}">
<h2>{{LETTER}}</h2>
<ul>
{{#ENTRIES}}
{{#PAGE}}<li><a href="{{URL}}">{{NAME}}{{#OTHER_SUFFIX}}<small>({{PAGE_SECTION}})</small>{{/OTHER_SUFFIX}}</a> {{DESCRIPTION}}{{/PAGE}}
{{#FOLDER}}<li class="folder"><a href="{{URL}}">{{NAME}}…</a> {{FOLDER_COUNT}} pages{{/FOLDER}}
{{/ENTRIES}}
</ul>
</section>
{{/GROUPS}}
<p class="nothing" hidden>No name or description on this page matches. Press Enter to search all sections.</p>
</div>
