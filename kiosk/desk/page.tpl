{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="{{LANG}}" dir="{{DIR}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{HEADING}} – {{CLINIC}}</title>
<link rel="stylesheet" href="{{STYLE}}">
<script src="{{SCRIPT}}" defer></script>
{{#PASSKEY_SCRIPT}}<script src="{{PATH}}" defer></script>{{/PASSKEY_SCRIPT}}
</head>
<body class="wide desk">
<a class="skip" href="#main">{{T_SKIP}}</a>
<header>
<p class="clinic">{{CLINIC}} – {{T_DESK}}</p>
{{#BAR}}
<nav class="links" aria-label="{{T_PAGES}}">{{#PAGE_LINK}}<a href="{{LINK}}" {{#HERE}}aria-current="page"{{/HERE}}>{{TEXT}}</a> {{/PAGE_LINK}}</nav>
<form method="get" action="/find" role="search"><label for="find">{{T_FIND}}</label> <input id="find" name="number" type="text" inputmode="numeric" autocomplete="off" maxlength="16"> <button class="secondary">{{T_FIND_GO}}</button></form>
<form method="post" action="/sign-out"><input type="hidden" name="csrf" value="{{CSRF}}"><a href="/me">{{WHO}} ({{ROLE}})</a> <button class="link">{{T_SIGN_OUT}}</button></form>
{{/BAR}}
</header>
<main id="main">
{{#STAY}}<div class="stay" role="status" data-left="{{LEFT}}"><form class="notice" method="post" action="/stay" hidden><input type="hidden" name="csrf" value="{{CSRF}}"><p>{{T_STAY}}</p><p><button class="secondary">{{T_STAY_GO}}</button></p></form></div>{{/STAY}}
{{#PROBLEM}}<div class="problem" role="alert"><p>{{TEXT}}</p></div>{{/PROBLEM}}
{{#NOTICE}}<p class="notice" role="status">{{TEXT}}</p>{{/NOTICE}}
<h1>{{HEADING}}</h1>
{{#OUTAGE}}<p class="notice">{{TEXT}}{{#UNTIL}} {{TEXT}}{{/UNTIL}}{{#CHANGE}} <a href="/incident">{{T_OUTAGE_CHANGE}}</a>{{/CHANGE}}</p>{{/OUTAGE}}
{{#LOOKS}}<div role="status" data-page="{{TAG}}"><p class="notice" hidden>{{T_CHANGED}} <a href="{{PATH}}">{{T_SHOW_NOW}}</a></p></div>{{/LOOKS}}
{{#MESSAGE}}<p class="lead">{{TEXT}}</p>{{/MESSAGE}}
{{>desk/sign_in.part.tpl}}
{{>desk/ticket_list.part.tpl}}
{{>desk/ticket.part.tpl}}
{{>desk/patients.part.tpl}}
{{>desk/sheet.part.tpl}}
{{>desk/vouch.part.tpl}}
{{>desk/kiosks.part.tpl}}
{{>desk/incident.part.tpl}}
{{>desk/voicemail.part.tpl}}
{{>desk/letters.part.tpl}}
{{>desk/first_letters.part.tpl}}
{{>desk/step_up.part.tpl}}
{{>desk/confirm.part.tpl}}
{{>desk/me.part.tpl}}
{{>desk/colleagues.part.tpl}}
{{>desk/contacts.part.tpl}}
{{>desk/report.part.tpl}}
{{>desk/audit.part.tpl}}
{{>desk/review.part.tpl}}
{{>desk/installation.part.tpl}}
{{>desk/settings.part.tpl}}
{{>desk/texts.part.tpl}}
{{>desk/roster.part.tpl}}
</main>
</body>
</html>
