{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="{{LANG}}" dir="{{DIR}}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{#SLIP}}{{TEXT}}: {{/SLIP}}{{TITLE}}</title>
{{#REFRESH}}<meta http-equiv="refresh" content="{{SECONDS}}">{{/REFRESH}}
<link rel="icon" type="{{ICON_TYPE}}" href="{{ICON}}"><link rel="stylesheet" href="{{STYLE}}"><script src="{{SCRIPT}}" defer></script>{{#CHECK_SCRIPT}}<script src="{{SCRIPT}}" defer></script>{{/CHECK_SCRIPT}}
</head>
<body>
<a class="skip" href="#main">{{SKIP}}</a>
<header>
<p class="clinic">{{#LOGO}}<img class="logo" src="{{PATH}}" alt="">{{/LOGO}}<bdi>{{CLINIC}}</bdi></p>
<nav class="languages" aria-label="{{LANGUAGES}}">
{{#LANGUAGE_LINK}}<a href="{{PATH}}?lang={{CODE}}" lang="{{CODE}}" dir="{{DIRECTION}}" hreflang="{{CODE}}">{{NAME}}</a>{{/LANGUAGE_LINK}}
{{#LANGUAGE_POST}}<form method="post" action="/recover?lang={{LANG}}"><input type="hidden" name="s" value="{{SECRET}}"><input type="hidden" name="q" value="{{QUESTION}}"><button class="link" name="do" value="lang-{{CODE}}" lang="{{CODE}}" dir="{{DIRECTION}}">{{NAME}}</button></form>{{/LANGUAGE_POST}}
{{#FIRST_TONGUES}}<a href="/languages?lang={{LANGUAGE}}">{{#TONGUE}}<span lang="{{CODE}}" dir="{{DIRECTION}}">{{NAME}}</span>, {{/TONGUE}}…</a>{{/FIRST_TONGUES}}
</nav>
</header>
<main id="main">
{{#OLD}}<div role="status" data-old><form method="post" action="/recover?lang={{LANG}}" class="notice screen" hidden><input type="hidden" name="s" value="{{SECRET}}"><input type="hidden" name="q" value="{{QUESTION}}"><p>{{TEXT}}</p><p><button class="secondary" name="do" value="look">{{GO}}</button></p></form></div>{{/OLD}}
{{#STAY}}<div class="stay" role="status" data-left="{{MINUTES}}"><form method="post" action="/recover/stay" class="notice screen" hidden><input type="hidden" name="s" value="{{SECRET}}"><p>{{TEXT}}</p><p><button class="secondary">{{GO}}</button></p></form></div>{{/STAY}}
{{#PROBLEM}}<div class="problem" role="alert" tabindex="-1"><h2>{{HEADING}}</h2><p id="problem">{{#LINKED}}<a href="#{{FIELD}}">{{TEXT}}</a>{{/LINKED}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}</p>{{#MORE}}<p>{{TEXT}}</p>{{/MORE}}</div>{{/PROBLEM}}
{{#BEGUN}}<p class="notice well">{{TEXT}} <a href="/recover">{{GO}}</a></p>{{/BEGUN}}
{{#NOTICE}}<p class="notice" role="status">{{TEXT}}</p>{{/NOTICE}}
{{#INTERPRETED}}<p class="notice well" lang="{{CODE}}" dir="{{DIRECTION}}">{{TEXT}}</p>{{/INTERPRETED}}
{{#TONGUES}}
<h1>{{HEADING}}</h1>
<p class="lead">{{ABOUT}}</p>
<form method="post" action="/recover?lang={{LANG}}"><input type="hidden" name="s" value="{{SECRET}}"><input type="hidden" name="q" value="{{QUESTION}}">
<ul class="choices">{{#TONGUE}}<li>{{#INTERPRETED}}<button class="choice" name="interpreter" value="{{CODE}}" lang="{{CODE}}" dir="{{DIRECTION}}"><b>{{NAME}}</b> <span>{{TEXT}}</span></button>{{/INTERPRETED}}{{#SPOKEN}}<a class="choice" href="/?lang={{CODE}}" lang="{{CODE}}" dir="{{DIRECTION}}"><b>{{NAME}}</b> <span>{{TEXT}}</span></a>{{/SPOKEN}}</li>{{/TONGUE}}</ul></form>
<p><a class="secondary" href="{{BACK}}">{{BACK_TEXT}}</a></p>
{{/TONGUES}}
{{#ARTICLES}}
<h1>{{HEADING}}</h1>
<p class="lead">{{ABOUT}}</p>
<ul class="choices">{{#ONE}}<li><a class="choice" href="/help/{{NAME}}?lang={{LANGUAGE}}">{{TITLE}}</a></li>{{/ONE}}</ul>
<p><a class="secondary screen" href="{{BACK}}">{{BACK_TEXT}}</a></p>
{{/ARTICLES}}
{{#ARTICLE}}
<article>
<h1>{{HEADING}}</h1>
{{#BLOCK}}{{#HEADING_TWO}}<h2>{{TEXT}}</h2>{{/HEADING_TWO}}{{#PARAGRAPH}}<p>{{#RUN}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}{{#STRONG}}<strong>{{TEXT}}</strong>{{/STRONG}}{{#LINK}}<a href="{{PATH}}?lang={{LANGUAGE}}">{{TEXT}}</a>{{/LINK}}{{/RUN}}</p>{{/PARAGRAPH}}{{#BULLETS}}<ul>{{#ITEM}}<li>{{#RUN}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}{{#STRONG}}<strong>{{TEXT}}</strong>{{/STRONG}}{{#LINK}}<a href="{{PATH}}?lang={{LANGUAGE}}">{{TEXT}}</a>{{/LINK}}{{/RUN}}</li>{{/ITEM}}</ul>{{/BULLETS}}{{#STEPS}}<ol>{{#ITEM}}<li>{{#RUN}}{{#PLAIN}}{{TEXT}}{{/PLAIN}}{{#STRONG}}<strong>{{TEXT}}</strong>{{/STRONG}}{{#LINK}}<a href="{{PATH}}?lang={{LANGUAGE}}">{{TEXT}}</a>{{/LINK}}{{/RUN}}</li>{{/ITEM}}</ol>{{/STEPS}}
{{/BLOCK}}
</article>
<p class="keep screen"><button type="button" class="link" data-print>{{PRINT}}</button></p>
<p class="screen"><a class="secondary" href="{{BACK}}">{{BACK_TEXT}}</a></p>
<p class="screen"><a class="foot" href="/help?lang={{LANGUAGE}}">{{ALL}}</a></p>
{{/ARTICLE}}
{{#STEP}}
{{#FORM}}<form method="post" action="{{ACTION}}" novalidate>
<input type="hidden" name="s" value="{{SECRET}}"><input type="hidden" name="q" value="{{QUESTION}}">{{/FORM}}{{#HIDDEN}}<input type="hidden" name="{{NAME}}" value="{{HELD}}">{{/HIDDEN}}
{{#PART}}<p class="part">{{TEXT}}</p>{{/PART}}
<h1>{{HEADING}}</h1>
<p class="lead" id="about">{{ABOUT}}</p>
{{#OPENS}}<p class="screen"><a href="{{PORTAL}}" target="_blank" rel="noopener">{{TEXT}}</a></p>{{/OPENS}}
{{#SHOWN}}<p class="shown {{LOOK}}"><span class="label">{{LABEL}}</span> <bdi dir="ltr"><strong>{{VALUE}}</strong></bdi></p>{{/SHOWN}}
{{#PRINT}}<p class="scripts"><button type="button" class="secondary" data-print>{{TEXT}}</button></p>{{/PRINT}}
{{#HOURS}}<div class="card"><h2><bdi>{{OFFICE}}</bdi></h2><dl class="hours">{{#LINE}}<dt>{{DAYS}}</dt><dd>{{TIMES}}</dd>{{/LINE}}</dl><p><a class="call" href="tel:{{PHONE}}" dir="ltr">{{PHONE_TEXT}}</a></p></div>{{/HOURS}}
{{#LIST}}<h2>{{HEADING}}</h2><ul class="plain">{{#ITEM}}<li>{{TEXT}}</li>{{/ITEM}}</ul>{{/LIST}}
{{#OFFER}}<p><a class="primary" href="{{PORTAL}}">{{SIGN_IN}}</a></p><p>{{TEXT}}</p>{{/OFFER}}
{{#CHOICES}}{{#GROUP}}<h2 class="group">{{NAME}}</h2>{{/GROUP}}<ul class="choices">{{#OPTION}}<li><button class="{{LOOK}}" name="option" value="{{ID}}">{{TEXT}}</button></li>{{/OPTION}}</ul>{{/CHOICES}}
{{#BOX}}<p class="box {{SIZE}}"><label for="{{ID}}">{{LABEL}}</label>{{#HINT}}<span class="hint" id="{{HINTED}}-hint">{{TEXT}}</span>{{/HINT}}<input id="{{ID}}" name="{{ID}}" type="{{TYPE}}" dir="{{DIRECTION}}" value="{{VALUE}}" autocomplete="{{AUTOCOMPLETE}}" inputmode="{{INPUTMODE}}" autocapitalize="{{CAPITALS}}" autocorrect="off" spellcheck="false" maxlength="{{LONGEST}}" aria-describedby="about{{#INVALID}} problem{{/INVALID}}" {{#INVALID}}aria-invalid="true" {{/INVALID}}></p>{{/BOX}}{{#METER}}<p class="meter"><span role="status" class="caps" data-caps="{{CAPS}}"></span><button type="button" class="link" data-show="{{SHOW}}" data-hide="{{HIDE}}" aria-pressed="false" hidden>{{SHOW}}</button> <span role="status" data-meter="{{LEAST}}" data-more="{{MORE}}" data-enough="{{ENOUGH}}" data-repeats="{{REPEATS}}"></span></p>{{/METER}}
{{#AREA}}<p class="box"><label for="text">{{LABEL}}</label><textarea id="text" name="text" dir="auto" rows="4" maxlength="{{LONGEST}}" autocomplete="off" autocapitalize="none" spellcheck="false" aria-describedby="about{{#INVALID}} problem{{/INVALID}}" {{#INVALID}}aria-invalid="true" {{/INVALID}}>{{VALUE}}</textarea></p>{{/AREA}}
{{#DATE}}<fieldset><legend class="{{LOOK}}">{{LEGEND}}</legend><div class="date">
<p class="box short"><label for="month">{{MONTH_LABEL}}</label><input id="month" name="month" type="text" dir="ltr" value="{{MONTH}}" inputmode="numeric" autocomplete="bday-month" maxlength="2" aria-describedby="about{{#INVALID}} problem{{/INVALID}}" {{#INVALID}}aria-invalid="true" {{/INVALID}}></p>
<p class="box short"><label for="day">{{DAY_LABEL}}</label><input id="day" name="day" type="text" dir="ltr" value="{{DAY}}" inputmode="numeric" autocomplete="bday-day" maxlength="2" aria-describedby="about{{#INVALID}} problem{{/INVALID}}" {{#INVALID}}aria-invalid="true" {{/INVALID}}></p>
<p class="box middle"><label for="year">{{YEAR_LABEL}}</label><input id="year" name="year" type="text" dir="ltr" value="{{YEAR}}" inputmode="numeric" autocomplete="bday-year" maxlength="4" aria-describedby="about{{#INVALID}} problem{{/INVALID}}" {{#INVALID}}aria-invalid="true" {{/INVALID}}></p>
</div></fieldset>{{/DATE}}
{{#OFFICES}}<p class="box"><label for="option">{{LABEL}}</label><select id="option" name="option" aria-describedby="about{{#INVALID}} problem{{/INVALID}}" {{#INVALID}}aria-invalid="true" {{/INVALID}}><option value="">{{PICK}}</option>{{#OFFICE}}<option value="{{ID}}" dir="auto">{{NAME}}</option>{{/OFFICE}}</select></p>{{/OFFICES}}
{{#GO}}<p><button class="primary" name="do" value="answer">{{TEXT}}</button></p>{{/GO}}{{#GO_OFFICE}}<p><button class="primary" name="do" value="answer">{{TEXT}}</button></p>{{/GO_OFFICE}}
{{#OTHER}}<p><button class="link" name="do" value="other" formnovalidate>{{TEXT}}</button></p>{{/OTHER}}
{{#LOOK_AGAIN}}<p><button class="secondary" name="do" value="look">{{TEXT}}</button></p>{{/LOOK_AGAIN}}
{{#FORM}}</form>{{/FORM}}
{{/STEP}}
{{#PRINTED}}<section class="printed"><h2>{{HEADING}}</h2><ol>{{#LINE}}<li><strong>{{TITLE}}</strong> {{TEXT}}</li>{{/LINE}}</ol></section>{{/PRINTED}}
{{#STEPS}}<h1>{{HEADING}}</h1><ol class="steps">{{#LINE}}<li><strong>{{TITLE}}</strong> {{TEXT}}</li>{{/LINE}}</ol><form method="post" action="/recover?lang={{LANG}}"><input type="hidden" name="s" value="{{LANGUAGE}}"><input type="hidden" name="q" value="0"><p><button class="secondary" name="guide" value="{{NODE}}">{{STUCK}}</button></p></form>{{/STEPS}}
{{#KEEP}}<div class="screen keep"><p>{{TEXT}}</p><p class="links">{{#PRINT}}<button type="button" class="link scripts" data-print>{{TEXT}}</button>{{/PRINT}} {{#MAIL}}<a href="mailto:?subject={{SUBJECT}}&amp;body={{BODY}}">{{TEXT}}</a>{{/MAIL}} {{#MESSAGE}}<a class="touch" href="sms:?&amp;body={{BODY}}">{{TEXT}}</a>{{/MESSAGE}}</p></div>{{/KEEP}}
{{#CHECK}}
<div id="check" data-now="{{NOW}}" data-wait="{{WAIT}}" data-neutral="{{NEUTRAL}}" data-bait="{{BAIT}}" data-other="{{OTHER}}">
<h1>{{HEADING}}</h1>
<p class="lead" id="about">{{ABOUT}}</p>
<div id="said" role="status" tabindex="-1">{{#SAID}}{{#UNSCRIPTED}}<noscript>{{/UNSCRIPTED}}<p class="{{LOOK}}">{{TEXT}}</p>{{#UNSCRIPTED_END}}</noscript>{{/UNSCRIPTED_END}}{{/SAID}}</div>
<div id="found">
<form method="post" action="/recover?lang={{LANG}}">
<input type="hidden" name="s" value="{{LANGUAGE}}"><input type="hidden" name="q" value="0">
{{#TOLD}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">{{/TOLD}}{{#TOLD_UNSCRIPTED}}<noscript><input type="hidden" name="scripts" value="blocked"></noscript>{{/TOLD_UNSCRIPTED}}
{{#CARD}}{{#UNSCRIPTED}}<noscript>{{/UNSCRIPTED}}<div class="card"><h2 id="{{WORD}}">{{HEADING}}</h2><p>{{TEXT}}</p><p><button class="{{LOOK}}" name="guide" value="{{NODE}}" aria-describedby="{{WORD}}">{{SHOW_ME}}</button></p></div>{{#UNSCRIPTED_END}}</noscript>{{/UNSCRIPTED_END}}{{/CARD}}
{{#STILL}}<p><button class="{{LOOK}}" name="guide" value="{{NODE}}">{{TEXT}}</button></p>{{/STILL}}
{{#APART}}<h2 id="apart">{{HEADING}}</h2><p>{{TEXT}}</p><p><button class="link" name="guide" value="{{NODE}}" aria-describedby="apart">{{SHOW_ME}}</button></p>{{/APART}}
</form>
{{#LOOKED}}<h2>{{LOOKED_AT}}</h2><dl>{{#ROW}}<dt>{{LABEL}}</dt><dd>{{STATE}}</dd>{{/ROW}}</dl>{{/LOOKED}}
{{#TRY_POP_UP}}<p class="screen"><button type="button" class="secondary" data-pop-up>{{TEXT}}</button></p>{{/TRY_POP_UP}}
{{#KEEP}}<div class="screen"><p>{{TEXT}}</p><p class="links">{{#PRINT}}<button type="button" class="link" data-print>{{TEXT}}</button>{{/PRINT}} {{#MAIL}}<a href="mailto:?subject={{SUBJECT}}&amp;body={{BODY}}">{{TEXT}}</a>{{/MAIL}} {{#MESSAGE}}<a class="touch" href="sms:?&amp;body={{BODY}}">{{TEXT}}</a>{{/MESSAGE}} {{#AGAIN}}<a href="/check?lang={{LANGUAGE}}">{{TEXT}}</a>{{/AGAIN}} {{#BACK}}<a href="/?lang={{LANGUAGE}}">{{TEXT}}</a>{{/BACK}}</p></div>{{/KEEP}}
</div>
</div>
{{/CHECK}}
{{#SIGN_IN}}<p><a class="primary" href="{{PORTAL}}">{{TEXT}}</a></p>{{/SIGN_IN}}
{{#AGAIN}}<p><a class="{{LOOK}}" href="/?lang={{LANG}}">{{TEXT}}</a></p>{{/AGAIN}}
</main>
<aside class="help" aria-labelledby="help">
<h2 id="help">{{HELP}}</h2>
<p>{{HELP_TEXT}} <a class="call" href="tel:{{HELP_PHONE}}" dir="ltr">{{HELP_PHONE_TEXT}}</a></p>
{{#CHECK_LINK}}<p><a class="foot" href="/check?lang={{LANGUAGE}}">{{TEXT}}</a></p>{{/CHECK_LINK}}
{{#HELP_FORM}}<form method="post" action="/recover?lang={{LANG}}"><input type="hidden" name="s" value="{{SECRET}}"><input type="hidden" name="q" value="{{QUESTION}}">
<p><button class="secondary" name="do" value="person">{{PERSON}}</button> <button class="link" name="do" value="start_over">{{START_OVER}}</button></p></form>{{/HELP_FORM}}
</aside>
<footer><p>{{EMERGENCY}}</p>{{#FOOT_ARTICLES}}<p><a class="foot" href="/help?lang={{LANGUAGE}}">{{TEXT}}</a></p>{{/FOOT_ARTICLES}}{{#FOOT_TONGUES}}<p><a class="foot" href="/languages?lang={{LANGUAGE}}">{{TEXT}}: {{#TONGUE}}<span lang="{{CODE}}" dir="{{DIRECTION}}">{{NAME}}</span>, {{/TONGUE}}…</a></p>{{/FOOT_TONGUES}}</footer>
</body>
</html>
