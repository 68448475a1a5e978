{{%AUTOESCAPE context="HTML"}}
<h1>Write a note</h1>
<form action="{{ACTION_URL}}" method="post">
<label for="text">Your note</label>
{{! No maxlength: a text that is pasted would be cut without a word. }}
<textarea id="text" name="text" rows="6" dir="auto" required data-longest="{{LONGEST_NOTE}}" aria-describedby="hint"{{#TEXT_WRONG}} aria-invalid="true"{{/TEXT_WRONG}}>{{TEXT:p}}</textarea>
{{#TEXT_WRONG}}<p class="problem" role="alert">{{TEXT_ERROR}}</p>{{/TEXT_WRONG}}
<p class="hint" id="hint">At most {{LONGEST_NOTE}} characters. Everyone can read it. <output for="text"></output></p>
<button>Save</button>
</form>
