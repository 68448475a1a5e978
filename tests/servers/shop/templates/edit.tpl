{{%AUTOESCAPE context="HTML"}}
{{>FRAME}}
<h1>Change item {{NUMBER}}</h1>
<form class="price" action="{{PRICE_URL}}" method="post">
<label>Price <input name="price" value="{{PRICE}}" {{#PRICE_WRONG}}aria-invalid="true"{{/PRICE_WRONG}}></label>
{{#PRICE_WRONG}}<p class="error">{{PRICE_ERROR}}</p>{{/PRICE_WRONG}}
<button>Change the price</button>
</form>
<form class="cover" action="{{COVER_URL}}" method="post" enctype="multipart/form-data">
<label>Cover <input type="file" name="cover" accept="image/png,image/jpeg,image/gif" {{#COVER_WRONG}}aria-invalid="true"{{/COVER_WRONG}}></label>
{{#COVER_WRONG}}<p class="error">{{COVER_ERROR}}</p>{{/COVER_WRONG}}
<button>Change the cover</button>
</form>
