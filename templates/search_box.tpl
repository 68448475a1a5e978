{{%AUTOESCAPE context="HTML"}}
<form class="search-box" action="{{LINK:x-link=/search}}" method="get" role="search" data-suggest="{{LINK:x-link=/suggest}}">
<label class="unseen" for="site-search">Search names and descriptions</label>
<input id="site-search" type="search" name="q" value="{{QUERY}}" placeholder="Name or subject" autocomplete="off" autocapitalize="none" spellcheck="false" enterkeyhint="search">
<button>Search</button>
</form>
