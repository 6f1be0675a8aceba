{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="{{LANG}}" dir="{{DIR}}" class="kiosk">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{#SLIP}}{{TEXT}}: {{/SLIP}}{{TITLE}}</title>
{{#ATTRACT}}<noscript><meta http-equiv="refresh" content="{{SECONDS}};url=/kiosk"></noscript>{{/ATTRACT}}
{{#VISIT}}<noscript><meta http-equiv="refresh" content="{{SECONDS}};url={{NEXT}}"></noscript>{{/VISIT}}
<link rel="icon" type="{{ICON_TYPE}}" href="{{ICON}}"><link rel="stylesheet" href="{{STYLE}}"><link rel="stylesheet" href="{{KIOSK_STYLE}}"><script src="{{SCRIPT}}" defer></script><script src="{{KIOSK_SCRIPT}}" defer></script>
</head>
<body {{#ATTRACT}}data-attract="{{SECONDS}}"{{/ATTRACT}} {{#VISIT}}data-idle="{{IDLE}}" data-asked="{{ASKED}}" data-whole="{{WHOLE}}" data-whole-idle="{{WHOLE_IDLE}}" data-question="{{QUESTION}}" {{#POLL}}data-poll="{{SECONDS}}"{{/POLL}}{{/VISIT}} data-reveal="{{SHOW}}" data-conceal="{{HIDE}}" data-typed="{{TYPED}}" data-deleted="{{DELETED}}">
<a class="skip" href="#main">{{SKIP}}</a>
<header>
<p class="clinic">{{#LOGO}}<img class="logo" src="{{PATH}}" alt="">{{/LOGO}}<bdi>{{CLINIC}}</bdi></p>
{{#END_LINK}}<a class="end" href="/kiosk">{{TEXT}}</a>{{/END_LINK}}
<div class="tools" role="group" aria-label="{{TOOLS}}" hidden><button type="button" class="secondary" data-look="large" aria-pressed="false">{{LARGER}}</button> <button type="button" class="secondary" data-look="contrast" aria-pressed="false">{{CONTRAST}}</button> <button type="button" class="secondary" data-look="speak" aria-pressed="false">{{SPEAK}}</button> <button type="button" class="secondary" data-say="again" hidden>{{AGAIN_WORD}}</button> <button type="button" class="secondary" data-say="pause" data-pause="{{PAUSE}}" data-resume="{{RESUME}}" hidden>{{PAUSE}}</button></div>
<nav class="languages" aria-label="{{LANGUAGES}}">{{#LANGUAGE_POST}}<form method="post" action="/kiosk/now"><input type="hidden" name="s" value="{{SECRET}}"><input type="hidden" name="q" value="{{QUESTION}}"><button class="link" name="do" value="lang-{{CODE}}" lang="{{CODE}}" dir="{{DIRECTION}}">{{NAME}}</button></form>{{/LANGUAGE_POST}}</nav>
</header>
<main id="main">
{{#PROBLEM}}<div class="problem" role="alert" tabindex="-1"><h2>{{HEADING}}</h2><p id="problem">{{#LINKED}}<a href="#{{FIELD}}">{{TEXT}}</a>{{/LINKED}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}</p>{{#MORE}}<p>{{TEXT}}</p>{{/MORE}}</div>{{/PROBLEM}}
{{#NOTICE}}<p class="notice" role="status">{{TEXT}}</p>{{/NOTICE}}
{{#INTERPRETED}}<p class="notice well" lang="{{CODE}}" dir="{{DIRECTION}}">{{TEXT}}</p>{{/INTERPRETED}}
{{#FIRST}}
<h1>{{HEADING}}</h1>
<p class="lead">{{ABOUT}}</p>
{{#ALSO}}<p class="lead" lang="{{CODE}}" dir="{{WAY}}">{{TEXT}}</p>{{/ALSO}}
<ul class="choices">{{#START}}<li><form method="post" action="/kiosk/start"><input type="hidden" name="lang" value="{{CODE}}"><button class="primary" lang="{{CODE}}" dir="{{WAY}}"><strong>{{NAME}}</strong> {{TEXT}}</button></form></li>{{/START}}</ul>
<p>{{PRIVATE}}</p>
<section class="card"><h2>{{DESK_TITLE}}</h2><p>{{DESK}}</p>{{#ALSO_DESK}}<p lang="{{CODE}}" dir="{{WAY}}">{{TEXT}}</p>{{/ALSO_DESK}}</section>
{{/FIRST}}
{{#TONGUES}}
<h1>{{HEADING}}</h1>
<p class="lead">{{ABOUT}}</p>
<ul class="choices">{{#TONGUE}}<li><form method="post" action="/kiosk/start"><input type="hidden" name="interpreter" value="{{CODE}}"><button class="choice" lang="{{CODE}}" dir="{{DIRECTION}}"><strong>{{NAME}}</strong> {{TEXT}}</button></form></li>{{/TONGUE}}</ul>
{{/TONGUES}}
{{#PAIR}}
<form method="post" action="/kiosk/pair">
<h1>{{HEADING}}</h1>
<p class="lead" id="about">{{ABOUT}}</p>
<p class="box"><label for="pairing">{{LABEL}}</label><input id="pairing" name="code" type="text" autocomplete="off" autocapitalize="characters" autocorrect="off" spellcheck="false" maxlength="20" aria-describedby="about{{#INVALID}} problem{{/INVALID}}" {{#INVALID}}aria-invalid="true" {{/INVALID}}></p>
<div class="keys" data-keyboard="{{KEYBOARD}}" data-keypad="{{KEYPAD}}" data-delete="{{DELETE}}" data-space="{{SPACE}}" data-capitals="{{CAPITAL_KEYS}}" data-signs="{{SIGNS}}" data-letters="{{LETTERS}}" data-next="{{NEXT_KEY}}" data-hint="{{KEYS_HINT}}" hidden></div>
<p class="go"><button class="primary">{{GO}}</button></p>
</form>
{{/PAIR}}
{{#STEP}}
{{#FORM}}<form method="post" action="/kiosk/now" novalidate autocomplete="off">
<input type="hidden" name="s" value="{{SECRET}}"><input type="hidden" name="q" value="{{QUESTION}}">{{/FORM}}
{{#PART}}<p class="part">{{TEXT}}</p>{{/PART}}
<h1>{{HEADING}}</h1>
<p class="lead" id="about">{{ABOUT}}</p>
{{#SHOWN}}<p class="shown"><span class="label">{{LABEL}}</span> <bdi dir="ltr"><strong>{{VALUE}}</strong></bdi></p>{{/SHOWN}}
{{#OFFER}}<p>{{TEXT}}</p>{{/OFFER}}
{{#HOURS}}<div class="card"><h2><bdi>{{OFFICE}}</bdi></h2><dl class="hours">{{#LINE}}<dt>{{DAYS}}</dt><dd>{{TIMES}}</dd>{{/LINE}}</dl><p><bdi dir="ltr">{{PHONE_TEXT}}</bdi></p></div>{{/HOURS}}
{{#LIST}}<h2>{{HEADING}}</h2><ul class="plain">{{#ITEM}}<li>{{TEXT}}</li>{{/ITEM}}</ul>{{/LIST}}
{{#CHOICES}}{{#GROUP}}<h2 class="group">{{NAME}}</h2>{{/GROUP}}<ul class="choices">{{#OPTION}}<li><button class="{{LOOK}}" name="option" value="{{ID}}">{{TEXT}}</button></li>{{/OPTION}}</ul>{{/CHOICES}}
{{#BOX}}<p class="box {{SIZE}}"><label for="{{ID}}">{{LABEL}}</label><input id="{{ID}}" name="{{ID}}" type="{{TYPE}}" dir="{{DIRECTION}}" value="{{VALUE}}" autocomplete="off" inputmode="{{INPUTMODE}}" autocapitalize="{{CAPITALS}}" autocorrect="off" spellcheck="false" maxlength="{{LONGEST}}" aria-describedby="about{{#INVALID}} problem{{/INVALID}}" {{#INVALID}}aria-invalid="true" {{/INVALID}}></p>{{/BOX}}{{#METER}}<p class="meter"><button type="button" class="link" data-show="{{SHOW}}" data-hide="{{HIDE}}" aria-pressed="false" hidden>{{SHOW}}</button> <span role="status" data-meter="{{LEAST}}" data-more="{{MORE}}" data-enough="{{ENOUGH}}" data-repeats="{{REPEATS}}"></span></p>{{/METER}}
{{#AREA}}<p class="box"><label for="text">{{LABEL}}</label><textarea id="text" name="text" dir="auto" rows="4" maxlength="{{LONGEST}}" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="about{{#INVALID}} problem{{/INVALID}}" {{#INVALID}}aria-invalid="true" {{/INVALID}}>{{VALUE}}</textarea></p>{{/AREA}}
{{#DATE}}<fieldset><legend class="{{LOOK}}">{{LEGEND}}</legend><div class="date">
<p class="box short"><label for="month">{{MONTH_LABEL}}</label><input id="month" name="month" type="text" dir="ltr" inputmode="numeric" autocomplete="off" maxlength="2" aria-describedby="about{{#INVALID}} problem{{/INVALID}}" {{#INVALID}}aria-invalid="true" {{/INVALID}}></p>
<p class="box short"><label for="day">{{DAY_LABEL}}</label><input id="day" name="day" type="text" dir="ltr" inputmode="numeric" autocomplete="off" maxlength="2" aria-describedby="about{{#INVALID}} problem{{/INVALID}}" {{#INVALID}}aria-invalid="true" {{/INVALID}}></p>
<p class="box middle"><label for="year">{{YEAR_LABEL}}</label><input id="year" name="year" type="text" dir="ltr" inputmode="numeric" autocomplete="off" maxlength="4" aria-describedby="about{{#INVALID}} problem{{/INVALID}}" {{#INVALID}}aria-invalid="true" {{/INVALID}}></p>
</div></fieldset>{{/DATE}}
{{#OFFICES}}<ul class="choices tight">{{#OFFICE}}<li><button class="choice" name="option" value="{{ID}}">{{NAME}}</button></li>{{/OFFICE}}</ul>{{/OFFICES}}
<div class="keys" data-keyboard="{{KEYBOARD}}" data-keypad="{{KEYPAD}}" data-delete="{{DELETE}}" data-space="{{SPACE}}" data-capitals="{{CAPITAL_KEYS}}" data-signs="{{SIGNS}}" data-letters="{{LETTERS}}" data-next="{{NEXT_KEY}}" data-hint="{{KEYS_HINT}}" hidden></div>
{{#GO}}<p class="go"><button class="primary" name="do" value="answer">{{TEXT}}</button></p>{{/GO}}
{{#OTHER}}<p><button class="link" name="do" value="other" formnovalidate>{{TEXT}}</button></p>{{/OTHER}}
{{#LOOK_AGAIN}}<p><button class="secondary" name="do" value="look">{{TEXT}}</button></p>{{/LOOK_AGAIN}}
{{#FORM}}</form>{{/FORM}}
{{/STEP}}
{{#STILL}}
<form method="post" action="/kiosk/more"><input type="hidden" name="s" value="{{SECRET}}">
<h1>{{HEADING}}</h1>
<p class="lead">{{ABOUT}}</p>
<p><button class="primary">{{MORE}}</button></p></form>
{{/STILL}}
{{#QR}}<section class="card scan"><div>{{#QR_TITLE}}<h2>{{TEXT}}</h2>{{/QR_TITLE}}<p>{{TEXT}}</p></div><svg class="qr" role="img" aria-label="{{PICTURE}}" viewBox="0 0 {{SIDE}} {{SIDE}}" xmlns="http://www.w3.org/2000/svg"><rect width="100%" height="100%" fill="#fff"></rect><path fill="#000" d="{{PATH}}"></path></svg></section>{{/QR}}
{{#RECEIPT}}<section class="card receipt" aria-labelledby="receipt"><h2 id="receipt">{{HEADING}}</h2><p>{{CLINIC}}</p><dl><dt>{{NUMBER_LABEL}}</dt><dd class="number"><bdi dir="ltr">{{NUMBER}}</bdi></dd><dt>{{PROMISE_LABEL}}</dt><dd>{{PROMISE}}</dd></dl><h3><bdi>{{OFFICE}}</bdi></h3><p><bdi dir="ltr">{{OFFICE_PHONE}}</bdi></p><dl class="hours">{{#LINE}}<dt>{{DAYS}}</dt><dd>{{TIMES}}</dd>{{/LINE}}</dl></section><p class="print"><button type="button" class="secondary" data-print hidden>{{PRINT}}</button></p>{{/RECEIPT}}
{{#DONE}}<p><a class="primary" href="/kiosk">{{TEXT}}</a></p>{{/DONE}}
{{#HELPS}}<section class="helps"><h2><a href="/kiosk/languages">{{HEADING}}</a></h2><ul>{{#HELP_LINE}}<li lang="{{CODE}}" dir="{{WAY}}">{{TEXT}}</li>{{/HELP_LINE}}</ul></section>{{/HELPS}}
</main>
<aside class="help" aria-labelledby="help">
<h2 id="help">{{HELP}}</h2>
<p>{{DESK_HELP}}</p>
{{#HELP_FORM}}<form method="post" action="/kiosk/now"><input type="hidden" name="s" value="{{SECRET}}"><input type="hidden" name="q" value="{{QUESTION}}">
<p><button class="secondary" name="do" value="person">{{PERSON}}</button> <button class="link" name="do" value="start_over">{{START_OVER}}</button></p></form>{{/HELP_FORM}}
</aside>
<footer><p>{{EMERGENCY}}</p></footer>
{{#VISIT}}<dialog id="still" aria-labelledby="still-title" aria-describedby="still-text"><h2 id="still-title">{{STILL_TITLE}}</h2><p id="still-text" data-late="{{LATE}}">{{STILL_TEXT}}</p><p class="count" aria-hidden="true"></p><p><button type="button" class="primary" data-more>{{MORE_TIME}}</button> <button type="button" class="secondary" data-end>{{END}}</button></p><input type="hidden" data-secret value="{{SECRET}}"></dialog>{{/VISIT}}
</body>
</html>
