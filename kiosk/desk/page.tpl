{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="{{LANG}}" dir="{{DIR}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{HEADING}} – {{CLINIC}}</title>
<link rel="stylesheet" href="{{STYLE}}">
</head>
<body class="wide desk">
<a class="skip" href="#main">{{T_SKIP}}</a>
<header>
<p class="clinic">{{CLINIC}} – {{T_DESK}}</p>
{{#BAR}}
<nav class="links" aria-label="{{T_PAGES}}"><a href="/">{{T_TICKETS}}</a> {{#VOUCH_LINK}}<a href="/vouch">{{T_VOUCH}}</a>{{/VOUCH_LINK}} {{#LETTERS_LINK}}<a href="/letters">{{T_LETTERS}}</a>{{/LETTERS_LINK}} {{#KIOSKS_LINK}}<a href="/kiosks">{{T_KIOSKS}}</a>{{/KIOSKS_LINK}}</nav>
<form method="get" action="/find" role="search"><label for="find">{{T_FIND}}</label> <input id="find" name="number" type="text" inputmode="numeric" autocomplete="off" maxlength="16"> <button class="secondary">{{T_FIND_GO}}</button></form>
<form method="post" action="/sign-out"><input type="hidden" name="csrf" value="{{CSRF}}"><span>{{WHO}} ({{ROLE}})</span> <button class="link">{{T_SIGN_OUT}}</button></form>
{{/BAR}}
</header>
<main id="main">
{{#PROBLEM}}<div class="problem" role="alert"><p>{{TEXT}}</p></div>{{/PROBLEM}}
{{#NOTICE}}<p class="notice" role="status">{{TEXT}}</p>{{/NOTICE}}
<h1>{{HEADING}}</h1>
{{#MESSAGE}}<p class="lead">{{TEXT}}</p>{{/MESSAGE}}
{{#SIGN_IN}}
<form class="narrow" method="post" action="/sign-in">
<p class="box"><label for="name">{{T_NAME}}</label><input id="name" name="name" type="text" value="{{NAME}}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="128" required></p>
<p class="box"><label for="password">{{T_PASSWORD}}</label><input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required></p>
<p class="box middle"><label for="code">{{T_CODE}}</label><span class="hint" id="code-hint">{{T_CODE_HINT}}</span><input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="10" aria-describedby="code-hint" required></p>
<p><button class="primary">{{T_GO}}</button></p>
</form>
<p><a href="/enrol">{{T_FIRST_TIME}}</a></p>
{{/SIGN_IN}}
{{#ENROL}}
<p class="lead">{{T_ABOUT}}</p>
<form class="narrow" method="post" action="/enrol">
<p class="box"><label for="name">{{T_NAME}}</label><input id="name" name="name" type="text" value="{{NAME}}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="128" required></p>
<p class="box"><label for="setup">{{T_SETUP}}</label><input id="setup" name="setup" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40" required></p>
<p><button class="primary">{{T_GO}}</button></p>
</form>
<p><a href="/sign-in">{{T_BACK}}</a></p>
{{/ENROL}}
{{#FINISH}}
<p class="lead">{{T_SCAN}}</p>
<svg class="qr" role="img" aria-label="{{T_PICTURE}}" viewBox="0 0 {{SIDE}} {{SIDE}}" xmlns="http://www.w3.org/2000/svg"><rect width="100%" height="100%" fill="#fff"></rect><path fill="#000" d="{{PATH}}"></path></svg>
<p>{{T_BY_HAND}} <strong class="key">{{SECRET}}</strong></p>
<details><summary>{{T_ADDRESS}}</summary><p class="key">{{URI}}</p></details>
<form class="narrow" method="post" action="/enrol">
<input type="hidden" name="name" value="{{NAME}}"><input type="hidden" name="setup" value="{{SETUP}}">
<p class="box"><label for="password">{{T_PASSWORD}}</label><span class="hint" id="password-hint">{{T_PASSWORD_HINT}}</span><input id="password" name="password" type="password" autocomplete="new-password" maxlength="256" aria-describedby="password-hint" required></p>
<p class="box middle"><label for="code">{{T_CODE}}</label><span class="hint" id="code-hint">{{T_CODE_HINT}}</span><input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="10" aria-describedby="code-hint" required></p>
<p><button class="primary" name="do" value="finish">{{T_GO}}</button></p>
</form>
{{/FINISH}}
{{#LIST}}
<nav class="tabs" aria-label="{{T_WHICH}}">{{#TAB}}<a href="/?show={{WHICH}}" {{#CURRENT}}aria-current="page"{{/CURRENT}}>{{TEXT}}</a> {{/TAB}}</nav>
{{#NONE}}<p class="lead">{{T_NONE}}</p>{{/NONE}}
{{#TABLE}}
<div class="scroll" tabindex="0" role="region" aria-labelledby="tickets">
<table>
<caption id="tickets">{{T_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_NUMBER}}</th><th scope="col">{{T_FAILURE}}</th><th scope="col">{{T_CATEGORY}}</th><th scope="col">{{T_OFFICE}}</th><th scope="col">{{T_PROMISED}}</th><th scope="col">{{T_AGE}}</th><th scope="col">{{T_LANGUAGE}}</th><th scope="col">{{T_STATE}}</th><th scope="col">{{T_OWNER}}</th></tr></thead>
<tbody>
{{#ROW}}<tr><th scope="row"><a class="number" href="{{PATH}}">{{NUMBER}}</a></th><td>{{FAILURE}}{{#FRAUD}} <span class="mark bad">{{T_FRAUD}}</span>{{/FRAUD}}</td><td>{{CATEGORY}}</td><td>{{OFFICE}}</td><td>{{PROMISED}}{{#OVERDUE}} <span class="mark bad">{{T_OVERDUE}}</span>{{/OVERDUE}}</td><td>{{AGE}}</td><td>{{LANGUAGE}}</td><td>{{STATE}}</td><td>{{OWNER}}</td></tr>{{/ROW}}
</tbody>
</table>
</div>
{{/TABLE}}
<p>{{#FIRST}}<a href="/?show={{WHICH}}">{{T_FIRST}}</a> {{/FIRST}}{{#MORE}}<a href="/?show={{WHICH}}&amp;after={{AFTER}}">{{T_MORE}}</a>{{/MORE}}</p>
{{/LIST}}
{{#TICKET}}
<p class="lead"><strong>{{PATIENT}}</strong>{{#OVERDUE}} <span class="mark bad">{{T_OVERDUE}}</span>{{/OVERDUE}}{{#FRAUD}} <span class="mark bad">{{T_FRAUD}}</span>{{/FRAUD}}</p>
{{#REPUDIATED}}<p class="notice">{{T_REPUDIATED}}</p>{{/REPUDIATED}}
<div class="columns">
<div>
<section aria-labelledby="facts"><h2 id="facts">{{T_FACTS}}</h2>
<dl>{{#FACT}}<dt>{{LABEL}}</dt><dd>{{VALUE}}</dd>{{/FACT}}</dl></section>
{{#CONTACT}}
<section class="card"><h2>{{T_CONTACT}} {{NUMBER}}</h2>
<p>{{AT}} · {{CHANNEL}} · {{FAILURE}}</p>
<dl>{{#FACT}}<dt>{{LABEL}}</dt><dd><pre>{{VALUE:pre_escape}}</pre></dd>{{/FACT}}</dl>
{{#UNPROVEN}}<p class="notice">{{T_UNPROVEN}}</p>{{/UNPROVEN}}
{{#VOICEMAIL}}<p><strong>{{T_VOICEMAIL}}</strong> {{SPOKEN}}{{#LENGTH}} · {{SECONDS}}{{/LENGTH}}{{#AWAITED}} · {{T_VOICEMAIL_AWAITED}}{{/AWAITED}}{{#LOST}} · {{T_VOICEMAIL_LOST}}{{/LOST}}</p>
{{#LISTEN}}<form method="post" action="/voicemail"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{TICKET}}"><p><button class="secondary" name="message" value="{{ID}}">{{T_LISTEN}}</button></p></form>{{/LISTEN}}{{/VOICEMAIL}}
{{#TRIED}}<div class="scroll" tabindex="0"><table><caption>{{T_TRIED}}</caption>
<thead><tr><th scope="col">{{T_WHEN}}</th><th scope="col">{{T_STEP}}</th><th scope="col">{{T_RESULT}}</th></tr></thead>
<tbody>{{#STEP}}<tr><td>{{STEP_AT}}</td><th scope="row">{{STEP_WHAT}}</th><td>{{STEP_RESULT}}</td></tr>{{/STEP}}</tbody></table></div>{{/TRIED}}
</section>
{{/CONTACT}}
{{#CALLS}}{{#CALL}}<p class="hint">{{T_CALL}}: {{CALL_CHANNEL}}, {{CALL_BEGAN}} – {{CALL_ENDED}}, {{T_STEPS}}: {{CALL_STEPS}}</p>{{/CALL}}{{/CALLS}}
<section aria-labelledby="timeline"><h2 id="timeline">{{T_TIMELINE}}</h2>
<div class="scroll" tabindex="0"><table><caption class="hidden">{{T_TIMELINE}}</caption>
<thead><tr><th scope="col">{{T_WHEN}}</th><th scope="col">{{T_WHO}}</th><th scope="col">{{T_WHAT}}</th><th scope="col">{{T_DETAILS}}</th></tr></thead>
<tbody>{{#EVENT}}<tr><td>{{EVENT_AT}}</td><td>{{EVENT_BY}}</td><th scope="row">{{EVENT_WHAT}}</th><td>{{EVENT_DETAILS}}{{#NOTE}}<pre>{{TEXT:pre_escape}}</pre>{{/NOTE}}</td></tr>{{/EVENT}}</tbody></table></div></section>
</div>
{{#ACTS}}
<div class="acts">
{{#OTHERS}}<p class="notice">{{TEXT}}</p>{{/OTHERS}}
{{#CLAIM}}<form method="post" action="{{ACTION}}"><input type="hidden" name="csrf" value="{{CSRF}}"><p><button class="primary" name="do" value="claim">{{T_CLAIM}}</button></p></form>{{/CLAIM}}
{{#RELEASE}}<form method="post" action="{{ACTION}}"><input type="hidden" name="csrf" value="{{CSRF}}"><p><button class="secondary" name="do" value="release">{{T_RELEASE}}</button></p></form>{{/RELEASE}}
<form class="card" method="post" action="{{ACTION}}"><input type="hidden" name="csrf" value="{{CSRF}}"><h2>{{T_ADD_NOTE}}</h2>
<p class="box"><label for="note">{{T_NOTE}}</label><span class="hint" id="note-hint">{{T_NOTE_HINT}}</span><textarea id="note" name="note" rows="4" maxlength="3000" aria-describedby="note-hint" required>{{NOTE_TYPED:pre_escape}}</textarea></p>
<p><button class="secondary" name="do" value="note">{{T_ADD_NOTE}}</button></p></form>
{{#ATTEMPT}}<form class="card" method="post" action="{{ACTION}}"><input type="hidden" name="csrf" value="{{CSRF}}"><h2>{{T_ATTEMPT}}</h2>
<p class="box"><label for="result">{{T_ATTEMPT_RESULT}}</label><select id="result" name="result" required><option value="">{{T_PICK}}</option>{{#OPTION}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/OPTION}}</select></p>
<p><button class="secondary" name="do" value="attempt">{{T_ATTEMPT_GO}}</button></p></form>{{/ATTEMPT}}
{{#END}}<form class="card" method="post" action="{{ACTION}}"><input type="hidden" name="csrf" value="{{CSRF}}"><h2>{{T_END}}</h2>
<p class="box"><label for="outcome">{{T_OUTCOME}}</label><select id="outcome" name="outcome" required><option value="">{{T_PICK}}</option>{{#OPTION}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/OPTION}}</select></p>
<p class="box short"><label for="minutes">{{T_MINUTES}}</label><input id="minutes" name="minutes" type="text" inputmode="numeric" maxlength="3" value="{{MINUTES}}"></p>
<p class="box"><label for="end-note">{{T_NOTE}}</label><textarea id="end-note" name="note" rows="3" maxlength="3000">{{END_NOTE:pre_escape}}</textarea></p>
<p><button class="secondary" name="do" value="end">{{T_END_GO}}</button></p></form>{{/END}}
</div>
{{/ACTS}}
</div>
<p><a href="/">{{T_BACK}}</a></p>
{{/TICKET}}
{{#VOUCH}}
<p class="lead">{{T_ABOUT}}</p>
<form class="narrow" method="post" action="/vouch" autocomplete="off"><input type="hidden" name="csrf" value="{{CSRF}}">
<p class="box"><label for="method">{{T_METHOD}}</label><select id="method" name="method" required><option value="">{{T_PICK}}</option>{{#METHOD}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/METHOD}}</select></p>
<p class="box"><label for="first">{{T_FIRST}}</label><input id="first" name="first" type="text" value="{{FIRST}}" autocomplete="off" spellcheck="false" maxlength="80" required></p>
<p class="box"><label for="last">{{T_LAST}}</label><input id="last" name="last" type="text" value="{{LAST}}" autocomplete="off" spellcheck="false" maxlength="80" required></p>
<fieldset><legend class="label">{{T_BIRTH_DATE}}</legend><div class="date">
<p class="box short"><label for="month">{{T_MONTH}}</label><input id="month" name="month" type="text" value="{{MONTH}}" inputmode="numeric" autocomplete="off" maxlength="2" required></p>
<p class="box short"><label for="day">{{T_DAY}}</label><input id="day" name="day" type="text" value="{{DAY}}" inputmode="numeric" autocomplete="off" maxlength="2" required></p>
<p class="box middle"><label for="year">{{T_YEAR}}</label><input id="year" name="year" type="text" value="{{YEAR}}" inputmode="numeric" autocomplete="off" maxlength="4" required></p>
</div></fieldset>
<p class="box"><label for="record">{{T_RECORD}}</label><input id="record" name="record" type="text" value="{{RECORD}}" autocomplete="off" spellcheck="false" maxlength="32"></p>
<p class="box middle"><label for="match">{{T_MATCH}}</label><span class="hint" id="match-hint">{{T_MATCH_HINT}}</span><input id="match" name="match" type="text" inputmode="numeric" autocomplete="off" maxlength="8" aria-describedby="match-hint" required></p>
{{#READ}}<p class="box tick"><input id="read" name="code" type="checkbox" value="read" required> <label for="read">{{T_READ}}</label></p>{{/READ}}
<p><button class="primary">{{T_GO}}</button></p>
</form>
{{/VOUCH}}
{{#KIOSKS}}
{{#PAIRING}}
<div class="notice" role="status"><p>{{T_PAIRING}} <strong>{{NAME}}</strong></p><p class="key">{{ADDRESS}}</p><p>{{T_PAIRING_CODE}} <strong class="key">{{CODE}}</strong></p><p>{{T_PAIRING_LIFE}}</p></div>
{{/PAIRING}}
{{#NONE}}<p class="lead">{{T_NONE}}</p>{{/NONE}}
{{#TABLE}}
<div class="scroll" tabindex="0" role="region" aria-labelledby="kiosks">
<table>
<caption id="kiosks">{{T_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_NAME}}</th><th scope="col">{{T_OFFICE}}</th><th scope="col">{{T_STATE}}</th><th scope="col">{{T_SEEN}}</th><th scope="col">{{T_INSPECTED}}</th><th scope="col">{{T_DO}}</th></tr></thead>
<tbody>
{{#KIOSK}}<tr><th scope="row">{{NAME}}</th><td>{{OFFICE}}</td><td>{{STATE}}{{#SILENT}} <span class="mark bad">{{T_SILENT}}</span>{{/SILENT}}</td><td>{{SEEN}}</td><td>{{INSPECTED}}</td><td>{{#LIVE}}<form method="post" action="/kiosks"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="kiosk" value="{{ID}}"><button class="secondary" name="do" value="inspect">{{T_INSPECT}}</button> <details><summary>{{T_MORE}}</summary><p><button class="secondary" name="do" value="pair">{{T_PAIR}}</button> <button class="secondary" name="do" value="revoke">{{T_REVOKE}}</button></p></details></form>{{/LIVE}}</td></tr>{{/KIOSK}}
</tbody>
</table>
</div>
{{/TABLE}}
{{#ADD}}
<form class="card narrow" method="post" action="/kiosks"><input type="hidden" name="csrf" value="{{CSRF}}"><h2>{{T_ADD}}</h2>
<p class="box"><label for="kiosk-name">{{T_ADD_NAME}}</label><span class="hint" id="kiosk-name-hint">{{T_ADD_NAME_HINT}}</span><input id="kiosk-name" name="name" type="text" autocomplete="off" maxlength="60" aria-describedby="kiosk-name-hint" required></p>
<p class="box"><label for="location">{{T_OFFICE}}</label><select id="location" name="location" required><option value="">{{T_PICK}}</option>{{#PLACE}}<option value="{{ID}}">{{NAME}}</option>{{/PLACE}}</select></p>
<p><button class="primary" name="do" value="add">{{T_ADD_GO}}</button></p></form>
{{/ADD}}
<p>{{T_INSPECTION}}</p>
{{/KIOSKS}}
{{#VOICEMAIL_PAGE}}
<p class="lead">{{T_ABOUT}}</p>
<p><audio controls preload="metadata" src="{{SOUND}}" aria-label="{{HEADING}}"></audio></p>
<p><a href="{{TICKET}}">{{T_BACK}}</a></p>
{{/VOICEMAIL_PAGE}}
{{#LETTERS}}
<p class="lead">{{T_ABOUT}}</p>
{{#NONE}}<p>{{T_NONE}}</p>{{/NONE}}
{{#TABLE}}
<div class="scroll" tabindex="0" role="region" aria-labelledby="letters">
<table>
<caption id="letters">{{T_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_NAME}}</th><th scope="col">{{T_NEWS}}</th><th scope="col">{{T_WHY}}</th><th scope="col">{{T_OFFICE}}</th><th scope="col">{{T_ASKED}}</th></tr></thead>
<tbody>
{{#LETTER}}<tr><th scope="row"><a href="/letters?letter={{ID}}">{{NAME}}</a></th><td>{{ABOUT}}</td><td>{{WHY}}</td><td>{{OFFICE}}</td><td>{{ASKED}}</td></tr>{{/LETTER}}
</tbody>
</table>
</div>
{{/TABLE}}
{{/LETTERS}}
{{#LETTER_PAGE}}
{{#NO_ADDRESS}}<p class="notice">{{T_NO_ADDRESS}}</p>{{/NO_ADDRESS}}
{{#SHEET}}
<div class="sheet" lang="{{SHEET_LANG}}" dir="{{SHEET_DIR}}">
<p>{{CLINIC}}<br>{{FROM}}</p>
<p>{{TO}}<br><span class="lines">{{ADDRESS:pre_escape}}</span></p>
<p>{{GREETING}}</p>
<p>{{NEWS}}</p>
<p>{{WAS_YOU}}</p>
<p><strong>{{NOT_YOU}}</strong></p>
<p>{{WHY_POST}}</p>
<p>{{STAFF}}</p>
<p>{{CLINIC}}</p>
</div>
{{/SHEET}}
<form class="screen" method="post" action="/letters"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="letter" value="{{ID}}">
<p>{{T_PRINT}}</p>
<p>{{#POSTED}}<button class="primary" name="do" value="posted">{{T_POSTED}}</button> {{/POSTED}}<button class="secondary" name="do" value="told">{{T_TOLD}}</button></p></form>
<p class="screen"><a href="/letters">{{T_BACK}}</a></p>
{{/LETTER_PAGE}}
</main>
</body>
</html>
