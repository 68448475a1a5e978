{{%AUTOESCAPE context="HTML"}}
<div class="manual" data-mark-read="{{MARK_READ_URL}}">
<header class="page-head">
<nav class="crumbs" aria-label="Where you are"><a href="{{LINK:x-link=/}}">Manual</a> <a href="{{SECTION_URL}}">Section {{SECTION}}: {{SECTION_TITLE}}</a></nav>
<h1 class="page-name"><span class="name">{{NAME}}</span><a class="cube" href="{{SECTION_URL}}"><span class="unseen">(</span>{{SECTION}}<span class="unseen">)</span></a></h1>
<p class="lead" lang="{{LANGUAGE}}" dir="{{DIRECTION}}">{{DESCRIPTION}}</p>
{{#HAS_OTHERS}}
<ul class="others" aria-label="The same name elsewhere">
{{#OTHERS}}
<li><a href="{{OTHER_URL}}">{{OTHER_LABEL}}</a> {{OTHER_DESCRIPTION}}</li>
{{/OTHERS}}
</ul>
{{/HAS_OTHERS}}
{{#HAS_LANGUAGES}}
<nav class="languages" aria-labelledby="site-languages"><span id="site-languages">Also in</span>
<ul>
{{#LANGUAGES}}
<li><a href="{{LANGUAGE_URL}}" lang="{{OTHER_LANGUAGE}}" hreflang="{{OTHER_LANGUAGE}}">{{LANGUAGE_NAME}}</a></li>
{{/LANGUAGES}}
</ul>
</nav>
{{/HAS_LANGUAGES}}
</header>
{{#HAS_TOC}}
<details class="toc">
<summary>On this page</summary>
<nav aria-label="On this page">
<ol>
{{#TOC}}
<li><a href="{{TOC_URL}}">{{TOC_HEADING}}</a>
{{#HAS_SUBHEADINGS}}
<ol>
{{#SUBHEADINGS}}
<li><a href="{{SUBHEADING_URL}}">{{SUBHEADING}}</a></li>
{{/SUBHEADINGS}}
</ol>
{{/HAS_SUBHEADINGS}}
</li>
{{/TOC}}
</ol>
</nav>
</details>
{{/HAS_TOC}}
<article aria-label="{{TITLE}}" lang="{{LANGUAGE}}" dir="{{DIRECTION}}">
{{BODY:none}}
</article>
<footer class="colophon">
<p>{{#HAS_SOURCE}}<span>{{SOURCE}}</span>{{/HAS_SOURCE}}{{#HAS_DATE}}<span>{{DATE}}</span>{{/HAS_DATE}}<span>{{TITLE}}</span></p>
<p><a href="#site-content">Back to the top</a></p>
{{#HAS_PACKAGE}}
<nav class="package" aria-labelledby="site-package"><span id="site-package">From the package <a href="{{PACKAGE_URL}}">{{PACKAGE}}</a></span>
<ul>
{{#PACKAGE_PAGES}}
<li><a href="{{PACKAGE_PAGE_URL}}">{{PACKAGE_PAGE_LABEL}}</a></li>
{{/PACKAGE_PAGES}}
{{#HAS_MORE}}<li class="rest"><a href="{{PACKAGE_URL}}">and {{MORE}} more</a></li>{{/HAS_MORE}}
</ul>
</nav>
{{/HAS_PACKAGE}}
<nav class="neighbours" aria-label="Other pages of section {{SECTION}}">
{{#HAS_PREVIOUS}}<a rel="prev" href="{{PREVIOUS_URL}}"><span class="unseen">Previous: </span><b>{{PREVIOUS_LABEL}}</b> <span>{{PREVIOUS_DESCRIPTION}}</span></a>{{/HAS_PREVIOUS}}
{{#HAS_NEXT}}<a rel="next" href="{{NEXT_URL}}"><span class="unseen">Next: </span><b>{{NEXT_LABEL}}</b> <span>{{NEXT_DESCRIPTION}}</span></a>{{/HAS_NEXT}}
</nav>
</footer>
<section class="recent" aria-label="Recently read">{{LIVE:x-live=/_recent}}<noscript><p>This list needs JavaScript.</p></noscript></section>
<section class="notes" id="notes" aria-labelledby="site-notes-title">
<h2 id="site-notes-title">Notes from readers</h2>
<form class="note-form" action="{{ADD_NOTE_URL}}" method="post">
<label for="site-note">Add a note on <b class="literal">{{TITLE}}</b></label>
<textarea id="site-note" name="text" rows="3" maxlength="{{LONGEST_NOTE}}" dir="auto" required aria-describedby="site-note-hint"></textarea>
<p><button>Add note</button> <span id="site-note-hint">Notes are plain text, and everyone can read them. If you are not signed in, you are asked to sign in, and your note is saved until then.</span></p>
</form>
{{NOTES_PATH:x-live}}
</section>
</div>
<script defer src="{{STATIC:x-static=manual.js}}"></script>
