{{#SETTINGS}}
<p class="lead">{{T_ABOUT}}</p>
{{#NOT_USED}}<div class="problem" role="alert"><p><strong>{{NAME}}:</strong> {{T_NOT_USED}}</p><p class="lines">{{WHY:pre_escape}}</p></div>{{/NOT_USED}}
<section class="scroll" tabindex="0" aria-labelledby="settings">
<table>
<caption id="settings">{{T_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_DOCUMENT}}</th><th scope="col">{{T_IN_FORCE}}</th><th scope="col">{{T_DRAFT}}</th><th scope="col">{{T_DO}}</th></tr></thead>
<tbody>
{{#DOCUMENT}}<tr><th scope="row"><a href="{{EDIT}}">{{NAME}}</a></th><td>{{#FROM_FILE}}{{T_FROM_FILE}}{{/FROM_FILE}}{{#PUBLISHED}}{{T_VERSION}} {{NUMBER}}{{#SOON}} <span class="mark warn">{{T_SOON}}</span>{{/SOON}}<br>{{WHO}}, {{WHEN}}{{/PUBLISHED}}</td><td>{{#DRAFT}}{{T_VERSION}} {{NUMBER}}<br>{{WHO}}, {{WHEN}}<br><a class="foot" href="{{REVIEW}}">{{T_REVIEW}}</a>{{/DRAFT}}</td><td><form method="post" action="/settings/export"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="document" value="{{DOCUMENT}}"><a class="foot" href="{{HISTORY}}">{{T_HISTORY}}</a> <button class="link" aria-label="{{T_EXPORT}}: {{NAME}}">{{T_EXPORT}}</button></form></td></tr>{{/DOCUMENT}}
</tbody>
</table>
</section>
{{/SETTINGS}}
{{#PARTS}}
<p class="lead">{{T_PICK_PART}}</p>
<ul class="jumps plain">{{#PART}}<li><a href="{{LINK}}">{{NAME}}</a></li>{{/PART}}</ul>
{{#ADD}}<p><a href="{{LINK}}">{{T_ADD}}</a></p>{{/ADD}}
<p><a class="foot" href="{{AS_TEXT}}">{{T_AS_TEXT}}</a></p>
<p><a href="/settings">{{T_BACK}}</a></p>
{{/PARTS}}
{{#NO_DRAFT}}<p class="lead">{{T_NO_DRAFT}}</p><p><a href="{{EDIT}}">{{T_EDIT}}</a></p>{{/NO_DRAFT}}
{{#CHANGES}}
{{#NONE}}<p class="lead">{{T_NO_CHANGE}}</p>{{/NONE}}
{{#TABLE}}
<section class="scroll" tabindex="0" aria-labelledby="changes">
<table>
<caption id="changes">{{T_CHANGES}}</caption>
<thead><tr><th scope="col">{{T_WHERE}}</th><th scope="col">{{T_BEFORE}}</th><th scope="col">{{T_AFTER}}</th></tr></thead>
<tbody>{{#CHANGE}}<tr><th scope="row">{{WHERE}}</th><td class="lines">{{BEFORE:pre_escape}}</td><td class="lines">{{AFTER:pre_escape}}</td></tr>{{/CHANGE}}</tbody>
</table>
</section>
{{/TABLE}}
{{/CHANGES}}
{{#SETTING_REVIEW}}
<section class="card" aria-labelledby="review"><h2 id="review">{{T_VERSION}} {{NUMBER}}: {{WHO}}, {{WHEN}}</h2>{{#WITH_NOTE}}<p class="lines">{{NOTE:pre_escape}}</p>{{/WITH_NOTE}}
<p>{{T_PUBLISH_ABOUT}}</p>
<form method="post" action="/settings/publish"><input type="hidden" name="do" value="publish"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="document" value="{{DOCUMENT}}"><input type="hidden" name="version" value="{{NUMBER}}"><p><button class="primary">{{T_PUBLISH}}</button></p></form>
<form method="post" action="/settings/withdraw"><input type="hidden" name="do" value="withdraw"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="document" value="{{DOCUMENT}}"><input type="hidden" name="version" value="{{NUMBER}}"><p><button class="secondary">{{T_WITHDRAW}}</button></p></form>
<p><a href="{{EDIT}}">{{T_EDIT}}</a></p></section>
<p><a href="/settings">{{T_BACK}}</a></p>
{{/SETTING_REVIEW}}
{{#HISTORY}}
<section class="scroll" tabindex="0" aria-labelledby="versions">
<table>
<caption id="versions">{{T_VERSIONS}}</caption>
<thead><tr><th scope="col">{{T_VERSION}}</th><th scope="col">{{T_STATE}}</th><th scope="col">{{T_SAVED}}</th><th scope="col">{{T_PUBLISHED}}</th><th scope="col">{{T_NOTE}}</th></tr></thead>
<tbody>
{{#VERSION}}<tr><th scope="row"><a href="{{LINK}}">{{T_VERSION}} {{NUMBER}}</a></th><td>{{STATE}}</td><td>{{WHO}}, {{WHEN}}</td><td>{{#PUBLISHED}}{{WHO}}, {{WHEN}}{{/PUBLISHED}}</td><td class="lines">{{NOTE:pre_escape}}</td></tr>{{/VERSION}}
<tr><th scope="row"><a href="{{FILE_LINK}}">{{T_FROM_FILE}}</a></th><td></td><td></td><td></td><td></td></tr>
</tbody>
</table>
</section>
<p><a href="/settings">{{T_BACK}}</a></p>
{{/HISTORY}}
{{#ONE_VERSION}}
<section aria-labelledby="text"><h2 id="text">{{T_VERSION}} {{NUMBER}}</h2>
<section class="scroll" tabindex="0" aria-labelledby="text"><pre class="sheet">{{TEXT:pre_escape}}</pre></section></section>
<form method="post" action="/settings/back"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="document" value="{{DOCUMENT}}"><input type="hidden" name="version" value="{{NUMBER}}"><input type="hidden" name="base" value="{{BASE}}"><p>{{T_GO_BACK_ABOUT}}</p><p><button class="secondary">{{T_GO_BACK}}</button></p></form>
<form method="post" action="/settings/export"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="document" value="{{DOCUMENT}}"><input type="hidden" name="version" value="{{NUMBER}}"><p><button class="secondary">{{T_EXPORT}}</button></p></form>
<p><a href="{{HISTORY}}">{{T_HISTORY}}</a></p>
{{/ONE_VERSION}}
{{#EDITOR}}
<form method="post" action="/settings/save"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="document" value="{{DOCUMENT}}"><input type="hidden" name="part" value="{{PART}}"><input type="hidden" name="base" value="{{BASE}}"><input type="hidden" name="as" value="{{AS}}">
{{#OFFICE}}
<div class="fields">
<p class="box"><label for="name">{{T_NAME}}</label><input id="name" name="name" type="text" value="{{NAME}}" autocomplete="off" maxlength="80" required></p>
<p class="box"><label for="kind">{{T_KIND}}</label><select id="kind" name="kind">{{#KIND}}<option value="{{VALUE}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{NAME}}</option>{{/KIND}}</select></p>
<p class="box"><label for="phone">{{T_PHONE}}</label><input id="phone" name="phone" type="text" inputmode="tel" value="{{PHONE}}" autocomplete="off" maxlength="20" required></p>
<p class="box"><label for="transfer_to">{{T_TRANSFER_TO}}</label><input id="transfer_to" name="transfer_to" type="text" inputmode="tel" value="{{TRANSFER_TO}}" autocomplete="off" maxlength="20"></p>
<p class="box"><label for="parent">{{T_PARENT}}</label><select id="parent" name="parent">{{#PARENT}}<option value="{{VALUE}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{NAME}}</option>{{/PARENT}}</select></p>
<p class="box"><label for="time_zone">{{T_TIME_ZONE}}</label><input id="time_zone" name="time_zone" type="text" value="{{TIME_ZONE}}" autocomplete="off" maxlength="40" required></p>
<p class="box"><label for="zips">{{T_ZIPS}}</label><input id="zips" name="zips" type="text" value="{{ZIPS}}" autocomplete="off" maxlength="400"></p>
<p class="box"><label for="lines">{{T_LINES}}</label><input id="lines" name="lines" type="text" value="{{LINES}}" autocomplete="off" maxlength="400"></p>
<p class="box"><label for="ticket_email">{{T_TICKET_EMAIL}}</label><input id="ticket_email" name="ticket_email" type="text" inputmode="email" value="{{TICKET_EMAIL}}" autocomplete="off" maxlength="120"></p>
<p class="box"><label for="go_live">{{T_GO_LIVE}}</label><input id="go_live" name="go_live" type="text" value="{{GO_LIVE}}" autocomplete="off" maxlength="10"></p>
</div>
<section class="scroll" tabindex="0" aria-labelledby="week"><table>
<caption id="week">{{T_WEEK}}</caption>
<thead><tr><th scope="col">{{T_DAY}}</th><th scope="col">{{T_OPENS}}</th><th scope="col">{{T_CLOSES}}</th><th scope="col">{{T_OPENS_AGAIN}}</th><th scope="col">{{T_CLOSES_AGAIN}}</th><th scope="col">{{T_CLOSED_ALL_DAY}}</th></tr></thead>
<tbody>{{#DAY}}<tr><th scope="row">{{NAME}}</th><td><input name="{{KEY}}_from_1" type="text" inputmode="numeric" value="{{FROM_1}}" autocomplete="off" maxlength="5" aria-label="{{NAME}}: {{T_OPENS}}"></td><td><input name="{{KEY}}_to_1" type="text" inputmode="numeric" value="{{TO_1}}" autocomplete="off" maxlength="5" aria-label="{{NAME}}: {{T_CLOSES}}"></td><td><input name="{{KEY}}_from_2" type="text" inputmode="numeric" value="{{FROM_2}}" autocomplete="off" maxlength="5" aria-label="{{NAME}}: {{T_OPENS_AGAIN}}"></td><td><input name="{{KEY}}_to_2" type="text" inputmode="numeric" value="{{TO_2}}" autocomplete="off" maxlength="5" aria-label="{{NAME}}: {{T_CLOSES_AGAIN}}"></td><td><label class="tick"><input type="checkbox" name="{{KEY}}_closed" value="yes" aria-label="{{NAME}}: {{T_CLOSED_ALL_DAY}}" {{#CLOSED}}checked{{/CLOSED}}></label></td></tr>{{/DAY}}</tbody>
</table></section>
<section class="scroll" tabindex="0" aria-labelledby="special"><table>
<caption id="special">{{T_SPECIAL}}</caption>
<thead><tr><th scope="col">{{T_SPECIAL_DAY}}</th><th scope="col">{{T_SPECIAL_HOURS}}</th></tr></thead>
<tbody>{{#SPECIAL}}<tr><td><input name="special_day_{{ROW}}" type="text" value="{{DAY}}" autocomplete="off" maxlength="10" aria-label="{{T_SPECIAL_DAY}}"></td><td><input name="special_hours_{{ROW}}" type="text" value="{{HOURS}}" autocomplete="off" maxlength="60" aria-label="{{T_SPECIAL_HOURS}}"></td></tr>{{/SPECIAL}}</tbody>
</table></section>
<fieldset><legend class="label">{{T_HOLIDAY_LISTS}}</legend>{{#LIST}}<p><label class="tick"><input type="checkbox" name="holiday_list" value="{{VALUE}}" {{#CHOSEN}}checked{{/CHOSEN}}> <span>{{NAME}}</span></label></p>{{/LIST}}</fieldset>
<p class="box"><label for="holidays">{{T_OWN_HOLIDAYS}}</label><span class="hint" id="holidays-hint">{{T_DATE_HINT}}</span><textarea id="holidays" name="holidays" rows="3" maxlength="2000" aria-describedby="holidays-hint">{{HOLIDAYS:pre_escape}}</textarea></p>
{{/OFFICE}}
{{#HOLIDAYS}}
<p class="hint">{{T_DATE_HINT}} {{T_REMOVE_HINT}}</p>
<section class="scroll" tabindex="0" aria-labelledby="days"><table>
<caption id="days">{{T_HOLIDAYS}}</caption>
<thead><tr><th scope="col">{{T_HOLIDAY}}</th><th scope="col">{{T_DATE}}</th></tr></thead>
<tbody>{{#HOLIDAY}}<tr><td><input type="hidden" name="key_{{ROW}}" value="{{KEY}}"><input name="name_{{ROW}}" type="text" value="{{NAME}}" autocomplete="off" maxlength="60" aria-label="{{T_HOLIDAY}}"></td><td><input name="date_{{ROW}}" type="text" value="{{DATE}}" autocomplete="off" maxlength="60" aria-label="{{T_DATE}} {{NAME}}"></td></tr>{{/HOLIDAY}}</tbody>
</table></section>
{{/HOLIDAYS}}
{{#MATRIX}}
<section class="scroll" tabindex="0" aria-labelledby="matrix"><table>
<caption id="matrix">{{T_MATRIX}}</caption>
<thead><tr><th scope="col">{{T_CATEGORY}}</th><th scope="col">{{T_FIRST}}</th><th scope="col">{{T_THEN}}</th><th scope="col">{{T_THEN_LAST}}</th></tr></thead>
<tbody>{{#ROW}}<tr><th scope="row">{{NAME}}</th><td><select name="{{KEY}}_first" aria-label="{{NAME}}: {{T_FIRST}}">{{#FIRST}}<option value="{{VALUE}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{NAME}}</option>{{/FIRST}}</select></td><td><select name="{{KEY}}_then_1" aria-label="{{NAME}}: {{T_THEN}}">{{#THEN_1}}<option value="{{VALUE}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{NAME}}</option>{{/THEN_1}}</select></td><td><select name="{{KEY}}_then_2" aria-label="{{NAME}}: {{T_THEN_LAST}}">{{#THEN_2}}<option value="{{VALUE}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{NAME}}</option>{{/THEN_2}}</select></td></tr>{{/ROW}}</tbody>
</table></section>
{{/MATRIX}}
{{#SHEETS}}
<p class="hint">{{T_SHEET_HINT}}</p>
{{#SHEET}}<p class="box"><label for="sheet-{{KEY}}">{{NAME}}</label><textarea id="sheet-{{KEY}}" name="{{KEY}}" rows="5" maxlength="2000" required>{{TEXT:pre_escape}}</textarea></p>{{/SHEET}}
{{/SHEETS}}
{{#PLAIN}}
<p class="box"><label for="plain">{{T_PLAIN}}</label><span class="hint" id="plain-hint">{{T_PLAIN_HINT}}</span><textarea id="plain" name="text" class="code" rows="24" spellcheck="false" aria-describedby="plain-hint" required>{{TEXT:pre_escape}}</textarea></p>
{{/PLAIN}}
<p class="box"><label for="note">{{T_NOTE_WHY}}</label><input id="note" name="note" type="text" value="{{NOTE}}" autocomplete="off" maxlength="200"></p>
<p class="hint">{{T_SAVE_HINT}}</p>
<p><button class="primary">{{T_SAVE}}</button></p>
</form>
{{#OTHERWISE}}<p><a class="foot" href="{{AS_TEXT}}">{{T_AS_TEXT}}</a></p>{{/OTHERWISE}}
<p><a href="/settings">{{T_BACK}}</a></p>
{{/EDITOR}}
