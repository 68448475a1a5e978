{{%AUTOESCAPE context="HTML"}}
<p id="result">{{RESULT}}</p>
<input name="name" value="{{NAME}}">{{#NAME_WRONG}}<b id="name-error">{{NAME_ERROR}}</b>{{/NAME_WRONG}}
<input name="price" value="{{PRICE}}">{{#PRICE_WRONG}}<b id="price-error">{{PRICE_ERROR}}</b>{{/PRICE_WRONG}}
<input name="stock" value="{{STOCK}}">{{#STOCK_WRONG}}<b id="stock-error">{{STOCK_ERROR}}</b>{{/STOCK_WRONG}}
