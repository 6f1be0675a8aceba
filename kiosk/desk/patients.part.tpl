{{#PATIENTS}}
<p class="lead">{{T_ABOUT}}</p>
{{#FOR}}<p class="notice">{{T_FOR}} <strong class="number">{{NUMBER}}</strong></p>{{/FOR}}
<form class="narrow" method="post" action="/patients" autocomplete="off"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{FOR_TICKET}}">
<p class="box"><label for="by">{{T_BY}}</label><select id="by" name="by">{{#BY}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/BY}}</select></p>
<p class="box"><label for="typed">{{T_TYPED}}</label><input id="typed" name="typed" type="text" value="{{TYPED}}" autocomplete="off" spellcheck="false" maxlength="120" required></p>
<fieldset><legend class="label">{{T_BIRTH_DATE}}</legend><div class="date">
<p class="box short"><label for="month">{{T_MONTH}}</label><input id="month" name="month" type="text" value="{{MONTH}}" inputmode="numeric" autocomplete="off" maxlength="2"></p>
<p class="box short"><label for="day">{{T_DAY}}</label><input id="day" name="day" type="text" value="{{DAY}}" inputmode="numeric" autocomplete="off" maxlength="2"></p>
<p class="box middle"><label for="year">{{T_YEAR}}</label><input id="year" name="year" type="text" value="{{YEAR}}" inputmode="numeric" autocomplete="off" maxlength="4"></p>
</div></fieldset>
<p><button class="primary" name="do" value="find">{{T_GO}}</button></p>
</form>
{{#GLASS_FORM}}
<form class="card narrow" method="post" action="/patients" autocomplete="off"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="by" value="{{HOW}}"><input type="hidden" name="typed" value="{{TYPED}}"><input type="hidden" name="month" value="{{MONTH}}"><input type="hidden" name="day" value="{{DAY}}"><input type="hidden" name="year" value="{{YEAR}}"><input type="hidden" name="glass" value="break"><h2>{{T_GLASS_TITLE}}</h2>
<p>{{T_GLASS_ABOUT}}</p>
<p class="box"><label for="glass-reason">{{T_REASON}}</label><span class="hint" id="glass-hint">{{T_REASON_HINT}}</span><input id="glass-reason" name="reason" type="text" value="{{REASON}}" autocomplete="off" maxlength="300" aria-describedby="glass-hint" required></p>
<p><button class="secondary" name="do" value="glass">{{T_GLASS_GO}}</button></p></form>
{{/GLASS_FORM}}
{{#FOUND}}
<h2>{{T_FOUND}}</h2>
{{#PERSON}}<section class="card"><p><strong>{{NAME}}</strong> · {{T_BORN}} {{BORN}} · {{OFFICE}}</p>
{{#LINK}}<form method="post" action="/account"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{TICKET}}"><input type="hidden" name="patient" value="{{ID}}"><p><button class="primary" name="do" value="link">{{T_LINK}}</button></p></form>{{/LINK}}
{{#OPEN}}<form class="narrow" method="post" action="/patients" autocomplete="off"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="patient" value="{{ID}}">
<p class="box"><label for="reason-{{ID}}">{{T_REASON}}</label><span class="hint" id="hint-{{ID}}">{{T_REASON_HINT}}</span><input id="reason-{{ID}}" name="reason" type="text" autocomplete="off" maxlength="300" aria-describedby="hint-{{ID}}" required></p>
<p><button class="secondary" name="do" value="open">{{T_OPEN}}</button></p></form>{{/OPEN}}</section>{{/PERSON}}
{{/FOUND}}
{{/PATIENTS}}
{{#REASON_PAGE}}
<form class="narrow" method="post" action="/patients" autocomplete="off"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="patient" value="{{ID}}">
<p class="box"><label for="reason">{{T_REASON}}</label><span class="hint" id="reason-hint">{{T_REASON_HINT}}</span><input id="reason" name="reason" type="text" value="{{REASON}}" autocomplete="off" maxlength="300" aria-describedby="reason-hint" required></p>
{{#GLASS}}<p><label class="tick"><input type="checkbox" name="glass" value="break"> <span>{{T_GLASS}}</span></label></p>{{/GLASS}}
<p><button class="primary" name="do" value="open">{{T_OPEN}}</button></p></form>
<p><a href="/patients">{{T_BACK}}</a></p>
{{/REASON_PAGE}}
{{#RECORD}}
<p class="lead">{{UNTIL}}</p>
{{#GLASS_BROKEN}}<p class="notice">{{T_GLASS_BROKEN}}</p>{{/GLASS_BROKEN}}
<div class="columns"><div>
<section aria-labelledby="person"><h2 id="person">{{T_PERSON}}</h2><dl>{{#FACT}}<dt>{{LABEL}}</dt><dd>{{VALUE}}</dd>{{/FACT}}</dl></section>
{{#ACCOUNT}}<section aria-labelledby="account"><h2 id="account">{{T_ACCOUNT_TITLE}}</h2><dl>{{#FACT}}<dt>{{LABEL}}</dt><dd>{{VALUE}}</dd>{{/FACT}}</dl></section>{{/ACCOUNT}}
{{#CONTACTS}}<section class="scroll" tabindex="0" aria-labelledby="contacts"><table><caption id="contacts">{{T_CONTACTS}}</caption>
<thead><tr><th scope="col">{{T_KIND}}</th><th scope="col">{{T_VALUE}}</th><th scope="col">{{T_CHANGED}}</th></tr></thead>
<tbody>{{#ROW}}<tr><th scope="row">{{KIND}} {{LABEL}}</th><td>{{VALUE}}{{#MARK}} <span class="mark bad">{{TEXT}}</span>{{/MARK}}</td><td>{{#CHANGED}}{{AT}}{{/CHANGED}}</td></tr>{{/ROW}}</tbody></table></section>{{/CONTACTS}}
{{#TICKETS}}<section class="scroll" tabindex="0" aria-labelledby="cases"><table><caption id="cases">{{T_CASES}}</caption>
<thead><tr><th scope="col">{{T_HELP_NUMBER}}</th><th scope="col">{{T_CATEGORY}}</th><th scope="col">{{T_FAILURE}}</th><th scope="col">{{T_STATE}}</th><th scope="col">{{T_OPENED}}</th></tr></thead>
<tbody>{{#ROW}}<tr><th scope="row"><a class="number" href="{{PATH}}">{{NUMBER}}</a></th><td>{{CATEGORY}}</td><td>{{FAILURE}}</td><td>{{STATE}}</td><td>{{OPENED}}</td></tr>{{/ROW}}</tbody></table></section>{{/TICKETS}}
{{#TROUBLE}}<section aria-labelledby="trouble"><h2 id="trouble">{{T_TROUBLE}}</h2><dl>{{#TOLD_FACT}}<dt>{{LABEL}}</dt><dd>{{VALUE}}</dd>{{/TOLD_FACT}}</dl></section>{{/TROUBLE}}
{{#PAST}}<section class="scroll" tabindex="0" aria-labelledby="past"><table><caption id="past">{{T_PAST}}</caption>
<thead><tr><th scope="col">{{T_WHEN}}</th><th scope="col">{{T_WHAT}}</th><th scope="col">{{T_RESULT}}</th></tr></thead>
<tbody>{{#EVENT}}<tr><td>{{AT}}</td><th scope="row">{{#LINKED}}<a href="{{LINK}}">{{WHAT}}</a>{{/LINKED}}{{#PLAIN}}{{WHAT}}{{/PLAIN}}</th><td>{{RESULT}}{{#UNPROVEN}} <span class="mark warn">{{T_UNPROVEN}}</span>{{/UNPROVEN}}</td></tr>{{/EVENT}}</tbody></table></section>
<p class="hint">{{T_PAST_ABOUT}}</p>{{/PAST}}
{{#WRITE_DOWN}}<p><a href="/contact/new?patient={{ID}}">{{T_WRITE_DOWN}}</a></p>{{/WRITE_DOWN}}
</div>
{{#BEGIN}}<div class="acts"><form class="card" method="post" action="/patients"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="patient" value="{{ID}}"><h2>{{T_BEGIN}}</h2>
<p>{{T_BEGIN_ABOUT}}</p>
<p class="box"><label for="category">{{T_CATEGORY}}</label><select id="category" name="category" required><option value="">{{T_PICK}}</option>{{#OPTION}}<option value="{{WORD}}">{{TEXT}}</option>{{/OPTION}}</select></p>
<p><button class="primary" name="do" value="begin">{{T_BEGIN_GO}}</button></p></form></div>{{/BEGIN}}
</div>
<p><a href="/patients">{{T_BACK}}</a></p>
{{/RECORD}}
{{#CODE_PAGE}}
<p class="lead">{{UNTIL}}</p>
<div class="shown paper"><strong>{{CODE}}</strong></div>
{{#LIVE}}<p>{{T_LIVE_ABOUT}}</p>{{/LIVE}}
{{#PAPER}}<p>{{T_PAPER_ABOUT}}</p><p class="screen">{{T_PRINT}}</p>{{/PAPER}}
<p class="key">{{PAGE}}</p>
<p class="screen"><a href="{{TICKET}}">{{T_BACK}}</a></p>
{{/CODE_PAGE}}
