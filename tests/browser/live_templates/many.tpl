{{%AUTOESCAPE context="HTML"}}
<h1>Many holes</h1>
<template data-live-unavailable="/_many/2"><p>The second word is not available. <a href="" data-live-retry>Ask again</a></p></template>
{{#HOLES}}
<section class="box">{{FRAGMENT:x-live}}</section>
{{/HOLES}}
