{{%AUTOESCAPE context="HTML"}}
<!DOCTYPE html>
<html lang="en"><head><title>item</title></head>
<body>
{{>CONTENT}}
</body>
</html>
