{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="en" data-kept="{{KEPT}}" data-for="{{FOR}}">
<head><meta charset="utf-8"><title>Latchkey</title><script src="{{SCRIPT}}" defer></script></head>
<body></body>
</html>
