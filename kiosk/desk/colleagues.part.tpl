{{#COLLEAGUES}}
{{#SETUP}}<div class="notice" role="status"><p>{{T_SETUP}} <strong>{{NAME}}</strong></p><p class="key">{{ADDRESS}}</p><p>{{T_SETUP_CODE}} <strong class="key">{{CODE}}</strong></p><p>{{T_SETUP_LIFE}}</p></div>{{/SETUP}}
<section class="scroll" tabindex="0" aria-labelledby="colleagues">
<table>
<caption id="colleagues">{{T_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_DISPLAY}}</th><th scope="col">{{T_NAME}}</th><th scope="col">{{T_ROLE}}</th><th scope="col">{{T_OFFICES}}</th><th scope="col">{{T_STATE}}</th><th scope="col">{{T_SIGNED_IN}}</th></tr></thead>
<tbody>
{{#COLLEAGUE}}<tr><th scope="row"><a href="/staff/{{ID}}">{{DISPLAY}}</a></th><td>{{NAME}}</td><td>{{ROLE}}</td><td>{{OFFICES}}</td><td>{{STATE}}{{#WRONG}} <span class="mark bad">{{T_WRONG}} {{COUNT}}</span>{{/WRONG}}</td><td>{{SIGNED_IN}}</td></tr>{{/COLLEAGUE}}
</tbody>
</table>
</section>
{{#ADD}}
<form class="card narrow" method="post" action="/staff"><input type="hidden" name="csrf" value="{{CSRF}}"><h2>{{T_ADD}}</h2>
<p class="box"><label for="display">{{T_DISPLAY}}</label><span class="hint" id="display-hint">{{T_DISPLAY_HINT}}</span><input id="display" name="display" type="text" value="{{DISPLAY}}" autocomplete="off" maxlength="60" aria-describedby="display-hint" required></p>
<p class="box"><label for="name">{{T_NAME}}</label><span class="hint" id="name-hint">{{T_NAME_HINT}}</span><input id="name" name="name" type="text" value="{{NAME}}" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="64" aria-describedby="name-hint" required></p>
<p class="box"><label for="role">{{T_ROLE}}</label><select id="role" name="role" required><option value="">{{T_PICK}}</option>{{#ROLE_OPTION}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/ROLE_OPTION}}</select></p>
<fieldset><legend class="label">{{T_OFFICES}}</legend>{{#PLACE}}<p><label class="tick"><input type="checkbox" name="location" value="{{ID}}" {{#CHOSEN}}checked{{/CHOSEN}}> <span>{{NAME}}</span></label></p>{{/PLACE}}</fieldset>
<p><button class="primary" name="do" value="add">{{T_ADD_GO}}</button></p></form>
{{/ADD}}
{{#REFUSALS}}
<section aria-labelledby="refusals"><h2 id="refusals">{{T_REFUSALS}}</h2><p>{{T_REFUSALS_ABOUT}}</p>
<section class="scroll" tabindex="0" aria-labelledby="refusals">
<table>
<caption class="hidden">{{T_REFUSALS}}</caption>
<thead><tr><th scope="col">{{T_WHEN}}</th><th scope="col">{{T_WHAT}}</th><th scope="col">{{T_FROM}}</th></tr></thead>
<tbody>
{{#REFUSAL}}<tr><th scope="row">{{AT}}</th><td>{{WHAT}}</td><td>{{FROM}}</td></tr>{{/REFUSAL}}
</tbody>
</table>
</section></section>
{{/REFUSALS}}
{{/COLLEAGUES}}
{{#ONE_COLLEAGUE}}
{{#SETUP}}<div class="notice" role="status"><p>{{T_SETUP}} <strong>{{NAME}}</strong></p><p class="key">{{ADDRESS}}</p><p>{{T_SETUP_CODE}} <strong class="key">{{CODE}}</strong></p><p>{{T_SETUP_LIFE}}</p></div>{{/SETUP}}
<dl><dt>{{T_NAME}}</dt><dd>{{NAME}}</dd><dt>{{T_ROLE}}</dt><dd>{{ROLE}}</dd><dt>{{T_OFFICES}}</dt><dd>{{OFFICES}}</dd><dt>{{T_STATE}}</dt><dd>{{STATE}}</dd><dt>{{T_PASSKEYS}}</dt><dd>{{PASSKEYS}}{{#COPIED}} <span class="mark bad">{{T_COPIED}} {{NAME}}</span>{{/COPIED}}</dd></dl>
{{#YOURSELF}}<p class="lead">{{T_YOURSELF}}</p>{{/YOURSELF}}
{{#ACTS}}
<form class="card narrow" method="post" action="/staff/{{ID}}"><input type="hidden" name="csrf" value="{{CSRF}}"><h2>{{T_PLACE}}</h2>
<p class="box"><label for="role">{{T_ROLE}}</label><select id="role" name="role" required>{{#ROLE_OPTION}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/ROLE_OPTION}}</select></p>
<fieldset><legend class="label">{{T_OFFICES}}</legend>{{#PLACE}}<p><label class="tick"><input type="checkbox" name="location" value="{{ID}}" {{#CHOSEN}}checked{{/CHOSEN}}> <span>{{NAME}}</span></label></p>{{/PLACE}}</fieldset>
<p><button class="secondary" name="do" value="place">{{T_PLACE_GO}}</button></p></form>
<form class="card narrow" method="post" action="/staff/{{ID}}"><input type="hidden" name="csrf" value="{{CSRF}}"><h2>{{T_INVITE}}</h2>
<p>{{T_INVITE_ABOUT}}</p>
<p><label class="tick"><input type="checkbox" name="present" value="yes" required> <span>{{T_PRESENT}}</span></label></p>
<p><button class="secondary" name="do" value="invite">{{T_INVITE_GO}}</button></p></form>
{{#DISABLE}}
<form class="card narrow" method="post" action="/staff/{{ID}}"><input type="hidden" name="csrf" value="{{CSRF}}"><h2>{{T_DISABLE}}</h2>
<p>{{T_DISABLE_ABOUT}}</p>
<p><button class="secondary" name="do" value="disable">{{T_DISABLE_GO}}</button></p></form>
{{/DISABLE}}
{{/ACTS}}
<p><a href="/staff">{{T_BACK}}</a></p>
{{/ONE_COLLEAGUE}}
