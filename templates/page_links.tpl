{{%AUTOESCAPE context="HTML"}}
{{! The links to the other pages of a list: what Pagination::add_to sets. }}
{{#HAS_PAGES}}
<nav class="pager" aria-label="Pages">
<span>{{#HAS_PREVIOUS}}<a class="button" rel="prev" href="{{PREVIOUS_URL}}">Previous</a>{{/HAS_PREVIOUS}}</span>
<span class="pager-numbers">
{{#PAGES}}
{{#OTHER_PAGE}}<a href="{{PAGE_URL}}" aria-label="Page {{PAGE_NUMBER}}">{{PAGE_NUMBER}}</a>{{/OTHER_PAGE}}
{{#THIS_PAGE}}<b aria-current="page" aria-label="Page {{PAGE_NUMBER}}">{{PAGE_NUMBER}}</b>{{/THIS_PAGE}}
{{#PAGE_GAP}}<span aria-hidden="true">…</span>{{/PAGE_GAP}}
{{/PAGES}}
</span>
<span>{{#HAS_NEXT}}<a class="button" rel="next" href="{{NEXT_URL}}">Next</a>{{/HAS_NEXT}}</span>
</nav>
{{/HAS_PAGES}}
