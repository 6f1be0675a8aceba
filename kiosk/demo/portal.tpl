{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Portal – demo</title><link rel="stylesheet" href="{{STYLE}}"></head>
<body><main><h1>Sign in to the portal</h1>
<p class="lead">This stands for the clinic's own patient portal. A recovered user name and password really sign in here.</p>
{{#RESULT}}<p class="notice" role="status">{{TEXT}}</p>{{/RESULT}}
<form method="post" action="/demo/portal">
<p class="box"><label for="user_name">User name</label><input id="user_name" name="user_name" type="text" autocomplete="username" autocapitalize="none"></p>
<p class="box"><label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password"></p>
<p><button class="primary">Sign in</button></p></form>
<p><a class="foot" href="/">I can't get in</a> · <a class="foot" href="/demo">Sent messages</a></p></main></body></html>
