{{#FIRST_LETTERS}}
<p class="lead">{{T_ABOUT}}</p>
<form class="narrow" method="get" action="/first-letters"><p class="box"><label for="office">{{T_OFFICE}}</label><select id="office" name="office" required>{{#PLACE}}<option value="{{ID}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{NAME}}</option>{{/PLACE}}</select></p>
<p><button class="secondary">{{T_COUNT}}</button></p></form>
{{#COUNTS}}
<section aria-labelledby="counts"><h2 id="counts">{{T_COUNTS}}</h2>
<dl><dt>{{T_READY}}</dt><dd>{{READY}}</dd><dt>{{T_HAS_CODE}}</dt><dd>{{HAS_CODE}}</dd><dt>{{T_NO_ADDRESS}}</dt><dd>{{NO_ADDRESS}}</dd><dt>{{T_UNKNOWN}}</dt><dd>{{UNKNOWN}}</dd><dt>{{T_LEFT}}</dt><dd>{{LEFT}}</dd></dl></section>
{{#PRINT}}<form class="card narrow" method="post" action="/first-letters"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="office" value="{{OFFICE}}"><input type="hidden" name="batch" value="{{BATCH}}">
<p class="box short"><label for="count">{{T_HOW_MANY}}</label><input id="count" name="count" type="text" value="{{MOST}}" inputmode="numeric" autocomplete="off" maxlength="3" required></p>
<p class="hint">{{T_ONCE}}</p>
<p><button class="primary" name="do" value="print">{{T_GO}}</button></p></form>{{/PRINT}}
{{/COUNTS}}
{{#BATCHES}}
<section class="scroll" tabindex="0" aria-labelledby="batches"><table><caption id="batches">{{T_BATCHES}}</caption>
<thead><tr><th scope="col">{{T_WHEN}}</th><th scope="col">{{T_OFFICE}}</th><th scope="col">{{T_BY}}</th><th scope="col">{{T_LETTERS}}</th><th scope="col">{{T_ISSUED}}</th><th scope="col">{{T_USED}}</th><th scope="col">{{T_EXPIRED}}</th></tr></thead>
<tbody>{{#ROW}}<tr><th scope="row"><a href="/first-letters?batch={{ID}}">{{AT}}</a></th><td>{{OFFICE}}</td><td>{{BY}}</td><td class="number">{{LETTERS}}</td><td class="number">{{ISSUED}}</td><td class="number">{{USED}}</td><td class="number">{{EXPIRED}}</td></tr>{{/ROW}}</tbody></table></section>
{{/BATCHES}}
<p><a href="/letters">{{T_TO_LETTERS}}</a></p>
{{/FIRST_LETTERS}}
{{#FIRST_BATCH}}
<p class="lead">{{AT}} · {{OFFICE}}</p>
<section class="scroll" tabindex="0" aria-labelledby="codes"><table><caption id="codes">{{T_CODES}}</caption>
<thead><tr><th scope="col">{{T_TO}}</th><th scope="col">{{T_STATUS}}</th><th scope="col">{{T_UNTIL}}</th></tr></thead>
<tbody>{{#ROW}}<tr><th scope="row">{{NAME}}</th><td>{{STATUS}}</td><td>{{UNTIL}}</td></tr>{{/ROW}}</tbody></table></section>
<p><a href="/first-letters">{{T_BACK}}</a></p>
{{/FIRST_BATCH}}
{{#FIRST_SHEETS}}
<p class="notice screen">{{T_PRINT_NOW}}</p>
{{#SHEET}}
<div class="sheet posted" lang="{{SHEET_LANG}}" dir="{{SHEET_DIR}}">
<p class="from">{{CLINIC}}<br>{{FROM}}</p>
<p class="to">{{TO}}<br><span class="lines">{{ADDRESS:pre_escape}}</span></p>
<p>{{GREETING}}</p>
<p>{{NEWS}}</p>
<p>{{HOW}}</p>
<p>{{CODE_TITLE}}</p>
<p class="shown paper"><strong>{{CODE}}</strong></p>
<p>{{GOOD}}</p>
<p>{{ALONE}}</p>
<p>{{HELP}}</p>
<p>{{CLINIC}}</p>
</div>
{{/SHEET}}
<p class="screen"><a href="/first-letters">{{T_BACK}}</a></p>
{{/FIRST_SHEETS}}
