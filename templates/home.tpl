{{%AUTOESCAPE context="HTML"}}
<div class="hero slab">
{{! Decoration only. }}
<p class="held" aria-hidden="true"><span>--help</span><span>ls(1)</span><span>printf(3)</span><span>^D</span><span>crontab(5)</span><span>[file ...]</span><span>-rf</span><span>$PATH</span><span>SEE ALSO</span><span>EINTR</span></p>
<h1>The manual of this machine</h1>
<p><strong>{{TOTAL}}</strong> pages, exactly as installed.</p>
{{>SEARCH_BOX}}
</div>
<section class="recent" aria-label="Recently read">{{LIVE:x-live=/_recent}}<noscript><p>This list needs JavaScript.</p></noscript></section>
<h2 class="shelf-title" id="site-sections">Sections</h2>
<ol class="shelf" aria-labelledby="site-sections">
{{#SECTIONS}}
<li><a href="{{URL}}"><span class="cube" aria-hidden="true">{{NUMBER}}</span>
<span class="shelf-name"><span class="unseen">Section {{NUMBER}}: </span>{{SECTION_TITLE}}</span>
<span class="shelf-count">{{COUNT}}<span class="unseen"> pages</span></span>
<span class="shelf-about">{{SECTION_ABOUT}}</span></a></li>
{{/SECTIONS}}
</ol>
