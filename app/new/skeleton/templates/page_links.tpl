{{%AUTOESCAPE context="HTML"}}
{{! What Pagination::add_to sets. }}
{{#HAS_PAGES}}
<nav class="pager" aria-label="Pages of this list">
{{#HAS_PREVIOUS}}<a rel="prev" href="{{PREVIOUS_URL}}">Previous</a>{{/HAS_PREVIOUS}}
{{#PAGES}}
{{#OTHER_PAGE}}<a href="{{PAGE_URL}}" aria-label="Page {{PAGE_NUMBER}}">{{PAGE_NUMBER}}</a>{{/OTHER_PAGE}}
{{#THIS_PAGE}}<b aria-current="page" aria-label="Page {{PAGE_NUMBER}}">{{PAGE_NUMBER}}</b>{{/THIS_PAGE}}
{{#PAGE_GAP}}<span aria-hidden="true">…</span>{{/PAGE_GAP}}
{{/PAGES}}
{{#HAS_NEXT}}<a rel="next" href="{{NEXT_URL}}">Next</a>{{/HAS_NEXT}}
</nav>
{{/HAS_PAGES}}
