{{#CONTACTS}}
<p class="lead">{{T_ABOUT}}</p>
{{#OF_TICKET}}<p class="notice">{{T_OF_TICKET}} <a class="number" href="{{PATH}}">{{NUMBER}}</a></p>{{/OF_TICKET}}
{{#NEW}}<p><a href="{{LINK}}">{{T_NEW}}</a></p>{{/NEW}}
{{#FILTERS}}
<form class="card" method="get" action="/contacts"><h2>{{T_SEARCH}}</h2>
<div class="fields">
<p class="box"><label for="channel">{{T_CHANNEL}}</label><select id="channel" name="channel"><option value="">{{T_ANY}}</option>{{#CHANNEL}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/CHANNEL}}</select></p>
<p class="box"><label for="office">{{T_OFFICE}}</label><select id="office" name="office"><option value="">{{T_ANY}}</option>{{#PLACE}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/PLACE}}</select></p>
<p class="box"><label for="outcome">{{T_OUTCOME}}</label><select id="outcome" name="outcome"><option value="">{{T_ANY}}</option>{{#OUTCOME}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/OUTCOME}}</select></p>
<p class="box"><label for="day">{{T_DAY}}</label><input id="day" name="day" type="date" value="{{DAY}}"></p>
</div>
<p><button class="primary">{{T_GO}}</button> <a class="foot" href="/contacts">{{T_EVERYTHING}}</a></p></form>
{{/FILTERS}}
{{#NONE}}<p class="lead">{{T_NONE}}</p>{{/NONE}}
{{#TABLE}}
<section class="scroll" tabindex="0" aria-labelledby="contact-rows">
<table>
<caption id="contact-rows">{{T_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_BEGAN}}</th><th scope="col">{{T_CHANNEL}}</th><th scope="col">{{T_OFFICE}}</th><th scope="col">{{T_REASON}}</th><th scope="col">{{T_OUTCOME}}</th><th scope="col">{{T_LASTED}}</th></tr></thead>
<tbody>
{{#ROW}}<tr><th scope="row"><a href="{{PATH}}">{{BEGAN}}</a></th><td>{{CHANNEL}}</td><td>{{OFFICE}}</td><td>{{ABOUT}}</td><td>{{OUTCOME}}{{#WHY}}: {{TEXT}}{{/WHY}}</td><td class="number">{{LASTED}}</td></tr>{{/ROW}}
</tbody>
</table>
</section>
{{/TABLE}}
<p>{{#FIRST}}<a href="{{LINK}}">{{T_FIRST}}</a> {{/FIRST}}{{#MORE}}<a href="{{LINK}}">{{T_MORE}}</a>{{/MORE}}</p>
{{/CONTACTS}}
{{#CONTACT_PAGE}}
<div class="columns"><div>
<section aria-labelledby="facts"><h2 id="facts">{{T_FACTS}}</h2>
<dl>{{#FACT}}<dt>{{LABEL}}</dt><dd>{{VALUE}}</dd>{{/FACT}}{{#TICKET_LINK}}<dt>{{T_TICKET}}</dt><dd><a class="number" href="{{LINK}}">{{NUMBER}}</a></dd>{{/TICKET_LINK}}{{#PERSON_LINK}}<dt>{{T_PATIENT}}</dt><dd><a href="{{LINK}}">{{NAME}}</a></dd>{{/PERSON_LINK}}</dl></section>
{{#LEGS}}<section aria-labelledby="legs"><h2 id="legs">{{T_LEGS}}</h2><ul>{{#LEG}}<li>{{LEG_BEGAN}}: {{#LEG_LINK}}<a href="{{LINK}}">{{CHANNEL}}</a>{{/LEG_LINK}}{{#LEG_NAME}}{{CHANNEL}}{{/LEG_NAME}}, {{LEG_OUTCOME}}</li>{{/LEG}}</ul></section>{{/LEGS}}
{{#STEPS}}<section class="scroll" tabindex="0" aria-labelledby="steps"><table><caption id="steps">{{T_STEPS}}</caption>
<thead><tr><th scope="col">{{T_AFTER}}</th><th scope="col">{{T_ASKED}}</th><th scope="col">{{T_SAID}}</th><th scope="col">{{T_TOOK}}</th></tr></thead>
<tbody>{{#STEP}}<tr><td class="number">{{AFTER}}</td><th scope="row">{{ASKED}}</th><td>{{SAID}}</td><td class="number">{{TOOK}}</td></tr>{{/STEP}}</tbody></table></section>{{/STEPS}}
{{#SENT}}<section class="scroll" tabindex="0" aria-labelledby="sent"><table><caption id="sent">{{T_SENT}}</caption>
<thead><tr><th scope="col">{{T_AFTER}}</th><th scope="col">{{T_WHAT}}</th><th scope="col">{{T_BY}}</th><th scope="col">{{T_STATE}}</th><th scope="col">{{T_TRIES}}</th></tr></thead>
<tbody>{{#ERRAND}}<tr><td class="number">{{AFTER}}</td><th scope="row">{{WHAT}}</th><td>{{BY}}</td><td>{{STATE}}</td><td class="number">{{TRIES}}</td></tr>{{/ERRAND}}</tbody></table></section>{{/SENT}}
</div>
<div class="acts">
<section aria-labelledby="notes"><h2 id="notes">{{T_NOTES}}</h2>
{{#NOTES}}{{#NOTE}}<div class="card"><p><strong>{{BY}}</strong> · {{AT}}</p><pre>{{TEXT:pre_escape}}</pre></div>{{/NOTE}}{{/NOTES}}
{{#ADD}}<form class="card" method="post" action="{{ACTION}}"><input type="hidden" name="csrf" value="{{CSRF}}">
<p class="box"><label for="note">{{T_NOTE}}</label><span class="hint" id="note-hint">{{T_NOTE_HINT}}</span><textarea id="note" name="note" rows="4" maxlength="3000" aria-describedby="note-hint" required>{{TYPED:pre_escape}}</textarea></p>
<p><button class="secondary" name="do" value="note">{{T_ADD_NOTE}}</button></p></form>{{/ADD}}
</section></div>
</div>
<p><a href="/contacts">{{T_BACK}}</a></p>
{{/CONTACT_PAGE}}
{{#ENTRY}}
<p class="lead">{{T_ABOUT}}</p>
<form class="narrow" method="post" action="/contact/new" autocomplete="off"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="entry" value="{{ENTRY}}">
{{#FOR_TICKET}}<p class="notice">{{T_TICKET}} <strong class="number">{{NUMBER}}</strong><input type="hidden" name="ticket" value="{{DIGITS}}"></p>{{/FOR_TICKET}}
{{#FOR_PERSON}}<p class="notice">{{T_PATIENT}} <strong>{{NAME}}</strong><input type="hidden" name="patient" value="{{ID}}"></p>{{/FOR_PERSON}}
<p class="box"><label for="came">{{T_WAY}}</label><select id="came" name="came" required><option value="">{{T_PICK}}</option>{{#WAY}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/WAY}}</select></p>
<p class="box"><label for="about">{{T_REASON}}</label><select id="about" name="about" required><option value="">{{T_PICK}}</option>{{#REASON}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/REASON}}</select></p>
<p class="box"><label for="outcome">{{T_OUTCOME}}</label><select id="outcome" name="outcome" required><option value="">{{T_PICK}}</option>{{#OUTCOME}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/OUTCOME}}</select></p>
<p class="box"><label for="office">{{T_OFFICE}}</label><select id="office" name="office" required>{{#PLACE}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/PLACE}}</select></p>
<p class="box short"><label for="minutes">{{T_MINUTES}}</label><input id="minutes" name="minutes" type="text" value="{{MINUTES}}" inputmode="numeric" autocomplete="off" maxlength="3" required></p>
<p class="box"><label for="note">{{T_NOTE}}</label><span class="hint" id="note-hint">{{T_NOTE_HINT}}</span><textarea id="note" name="note" rows="4" maxlength="3000" aria-describedby="note-hint">{{NOTE:pre_escape}}</textarea></p>
<p><button class="primary" name="do" value="enter">{{T_GO}}</button></p></form>
<p><a href="/contacts">{{T_BACK}}</a></p>
{{/ENTRY}}
