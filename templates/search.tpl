{{%AUTOESCAPE context="HTML"}}
<div class="narrow">
<h1 class="search-title">Search</h1>
{{>SEARCH_BOX}}
{{#HAS_QUERY}}
{{#CORRECTED}}
<p class="meant">Nothing matches <b>{{QUERY}}</b>. These are the results for <a href="{{SUGGESTION_URL}}">{{SUGGESTION}}</a>.</p>
{{/CORRECTED}}
{{#DID_YOU_MEAN}}
<p class="meant">Did you mean <a href="{{SUGGESTION_URL}}">{{SUGGESTION}}</a>?</p>
{{/DID_YOU_MEAN}}
{{#HAS_RESULTS}}
{{#SOME_WORDS}}<p class="meant">No page has all of these words. These pages have some of them.</p>{{/SOME_WORDS}}
<p class="tally" role="status">{{#ONE_RESULT}}One page{{/ONE_RESULT}}{{#MANY_RESULTS}}{{TOTAL}} pages{{/MANY_RESULTS}} for <b>{{SHOWN_QUERY}}</b>{{#HAS_PAGES}}, {{FIRST}} to {{LAST}} shown{{/HAS_PAGES}}</p>
<ol class="results">
{{#RESULTS}}
<li{{#EXACT}} class="exact"{{/EXACT}}><a href="{{URL}}">{{NAME}}<span>({{RESULT_SECTION}})</span></a> <p>{{DESCRIPTION}}</p></li>
{{/RESULTS}}
</ol>
{{/HAS_RESULTS}}
{{#NO_RESULTS}}
<div class="nothing" role="status">
<p class="lead">No page has the name <b>{{QUERY}}</b>, and no description contains it.</p>
<p>Try fewer or shorter words, or the beginning of a name. The search looks at names and short descriptions, not at the text of the pages.</p>
</div>
{{/NO_RESULTS}}
{{>PAGE_LINKS}}
{{/HAS_QUERY}}
</div>
