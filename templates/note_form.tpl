{{%AUTOESCAPE context="HTML"}}
<div class="narrow note-page">
<h1>Your note on <bdi>{{LABEL}}</bdi></h1>
<p class="problem" role="alert" id="site-problem">{{REASON}}</p>
<form class="note-form" action="{{ACTION_URL}}" method="post">
<label for="site-note">{{#CAN_SEND}}Your note{{/CAN_SEND}}{{#CANNOT_SEND}}What you wrote{{/CANNOT_SEND}}</label>
<textarea id="site-note" name="text" rows="10" dir="auto" aria-describedby="site-problem"{{#CAN_SEND}} aria-invalid="true" required autofocus{{/CAN_SEND}}{{#CANNOT_SEND}} readonly{{/CANNOT_SEND}}>{{TYPED:p}}</textarea>
<p>{{#CAN_SEND}}<button>Send</button> {{/CAN_SEND}}<a href="{{BACK_URL}}">{{#CAN_SEND}}Back without sending{{/CAN_SEND}}{{#CANNOT_SEND}}Continue{{/CANNOT_SEND}}</a></p>
</form>
</div>
