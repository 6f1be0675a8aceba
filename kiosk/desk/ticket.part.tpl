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
<dl>{{#TOLD_FACT}}<dt>{{LABEL}}</dt><dd><pre>{{VALUE:pre_escape}}</pre></dd>{{/TOLD_FACT}}</dl>
{{#UNPROVEN}}<p class="notice">{{T_UNPROVEN}}</p>{{/UNPROVEN}}
{{#VOICEMAIL}}<p><strong>{{T_VOICEMAIL}}</strong> {{SPOKEN}}{{#LENGTH}} · {{SECONDS}}{{/LENGTH}}{{#AWAITED}} · {{T_VOICEMAIL_AWAITED}}{{/AWAITED}}{{#LOST}} · {{T_VOICEMAIL_LOST}}{{/LOST}}</p>
{{#LISTEN}}<form method="post" action="/voicemail"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{TICKET}}"><p><button class="secondary" name="message" value="{{ID}}">{{T_LISTEN}}</button></p></form>{{/LISTEN}}{{/VOICEMAIL}}
{{#TRIED}}<div class="scroll" tabindex="0"><table><caption>{{T_TRIED}}</caption>
<thead><tr><th scope="col">{{T_WHEN}}</th><th scope="col">{{T_STEP}}</th><th scope="col">{{T_RESULT}}</th></tr></thead>
<tbody>{{#STEP}}<tr><td>{{STEP_AT}}</td><th scope="row">{{STEP_WHAT}}</th><td>{{STEP_RESULT}}</td></tr>{{/STEP}}</tbody></table></div>{{/TRIED}}
</section>
{{/CONTACT}}
{{#CALLS}}{{#CALL}}<p class="hint">{{T_CALL}}: {{CALL_CHANNEL}}, {{CALL_BEGAN}} – {{CALL_ENDED}}, {{T_STEPS}}: {{CALL_STEPS}}</p>{{/CALL}}{{/CALLS}}
<p><a href="/contacts?ticket={{DIGITS}}">{{T_CONTACTS}}</a></p>
{{#WRITE_DOWN}}<p><a href="/contact/new?ticket={{DIGITS}}">{{T_WRITE_DOWN}}</a></p>{{/WRITE_DOWN}}
<section aria-labelledby="timeline"><h2 id="timeline">{{T_TIMELINE}}</h2>
<div class="scroll" tabindex="0"><table><caption class="hidden">{{T_TIMELINE}}</caption>
<thead><tr><th scope="col">{{T_WHEN}}</th><th scope="col">{{T_WHO}}</th><th scope="col">{{T_WHAT}}</th><th scope="col">{{T_DETAILS}}</th></tr></thead>
<tbody>{{#EVENT}}<tr><td>{{EVENT_AT}}</td><td>{{EVENT_BY}}</td><th scope="row">{{EVENT_WHAT}}</th><td>{{EVENT_DETAILS}}{{#NOTE}}<pre>{{TEXT:pre_escape}}</pre>{{/NOTE}}</td></tr>{{/EVENT}}</tbody></table></div></section>
</div>
{{#ACTS}}
<div class="acts">
{{#OTHERS}}<p class="notice">{{TEXT}}</p>{{/OTHERS}}
{{#CLAIM}}<form method="post" action="{{ACTION}}"><input type="hidden" name="csrf" value="{{CSRF}}"><p><button class="primary" name="do" value="claim">{{T_CLAIM}}</button></p></form>{{/CLAIM}}
{{#RELEASE}}<form method="post" action="{{ACTION}}"><input type="hidden" name="csrf" value="{{CSRF}}"><p><button class="secondary" name="do" value="release">{{T_RELEASE}}</button> {{#WAIT}}<button class="secondary" name="do" value="wait">{{T_WAIT}}</button>{{/WAIT}}{{#GO_ON}}<button class="secondary" name="do" value="go_on">{{T_GO_ON}}</button>{{/GO_ON}}</p></form>{{/RELEASE}}
{{#STEPS}}<details class="card" open><summary>{{T_WHAT_TO_DO}}</summary><ol class="plain">{{#STEP}}<li>{{TEXT}}</li>{{/STEP}}</ol><p><a href="/sheet">{{T_WHOLE_SHEET}}</a></p></details>{{/STEPS}}
{{>desk/account.part.tpl}}
{{>desk/call_back.part.tpl}}
{{#ATTEMPT}}<form class="card" method="post" action="{{ACTION}}"><input type="hidden" name="csrf" value="{{CSRF}}"><h2>{{T_ATTEMPT}}</h2>
<p class="box"><label for="result">{{T_ATTEMPT_RESULT}}</label><select id="result" name="result" required><option value="">{{T_PICK}}</option>{{#OPTION}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/OPTION}}</select></p>
<p><button class="secondary" name="do" value="attempt">{{T_ATTEMPT_GO}}</button></p></form>{{/ATTEMPT}}
<form class="card" method="post" action="{{ACTION}}"><input type="hidden" name="csrf" value="{{CSRF}}"><h2>{{T_ADD_NOTE}}</h2>
<p class="box"><label for="note">{{T_NOTE}}</label><span class="hint" id="note-hint">{{T_NOTE_HINT}}</span><textarea id="note" name="note" rows="4" maxlength="3000" aria-describedby="note-hint" required>{{NOTE_TYPED:pre_escape}}</textarea></p>
<p><button class="secondary" name="do" value="note">{{T_ADD_NOTE}}</button></p></form>
{{#END}}<form class="card" method="post" action="{{ACTION}}"><input type="hidden" name="csrf" value="{{CSRF}}"><h2>{{T_END}}</h2>
<p class="box"><label for="outcome">{{T_OUTCOME}}</label><select id="outcome" name="outcome" required><option value="">{{T_PICK}}</option>{{#OPTION}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/OPTION}}</select></p>
<p class="box short"><label for="minutes">{{T_MINUTES}}</label><input id="minutes" name="minutes" type="text" inputmode="numeric" maxlength="3" value="{{MINUTES}}"></p>
<p class="box"><label for="end-note">{{T_NOTE}}</label><textarea id="end-note" name="note" rows="3" maxlength="3000">{{END_NOTE:pre_escape}}</textarea></p>
<p><button class="secondary" name="do" value="end">{{T_END_GO}}</button></p></form>{{/END}}
{{#PRIORITY}}<details class="card"><summary>{{T_PRIORITY_GO}}</summary><form method="post" action="{{ACTION}}"><input type="hidden" name="csrf" value="{{CSRF}}"><p class="box"><label for="priority">{{T_PRIORITY_LABEL}}</label><select id="priority" name="priority">{{#OPTION}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/OPTION}}</select></p>
<p><button class="secondary" name="do" value="prioritise">{{T_PRIORITY_GO}}</button></p></form></details>{{/PRIORITY}}
{{>desk/hands.part.tpl}}
</div>
{{/ACTS}}
</div>
<p><a href="/">{{T_BACK}}</a></p>
{{/TICKET}}
