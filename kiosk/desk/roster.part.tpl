{{#ROSTER}}
<p class="lead">{{T_ABOUT}}</p>
<form method="post" action="/roster" autocomplete="off"><input type="hidden" name="csrf" value="{{CSRF}}">
<p class="box narrow scripts"><label for="file">{{T_FILE}}</label><input id="file" type="file" accept=".csv,text/csv,text/plain" data-fills="list"></p>
<p class="box"><label for="list">{{T_LIST}}</label><span class="hint" id="list-hint">{{T_LIST_HINT}}</span><textarea id="list" name="list" rows="12" spellcheck="false" aria-describedby="list-hint" required></textarea></p>
<p><button class="primary" name="do" value="check">{{T_CHECK}}</button></p></form>
<section aria-labelledby="columns"><h2 id="columns">{{T_COLUMNS}}</h2><p>{{#COLUMN}}<code>{{NAME}}</code> {{/COLUMN}}</p></section>
{{/ROSTER}}
{{#CHECKED}}
{{#DRY}}<p class="lead">{{T_DRY}}</p>{{/DRY}}{{#REAL}}<p class="lead">{{T_REAL}}</p>{{/REAL}}
{{#BAD_HEADER}}<div class="problem" role="alert"><p>{{T_BAD_HEADER}} {{#MISSING}}<code>{{NAME}}</code> {{/MISSING}}</p></div>{{/BAD_HEADER}}
{{#REPORT}}<dl><dt>{{T_ROWS}}</dt><dd>{{ROWS}}</dd><dt>{{T_ADDED}}</dt><dd>{{ADDED}}{{#ADDED_LINES}} ({{T_LINES}} {{LINES}}){{/ADDED_LINES}}</dd><dt>{{T_CHANGED}}</dt><dd>{{CHANGED}}{{#CHANGED_LINES}} ({{T_LINES}} {{LINES}}){{/CHANGED_LINES}}</dd><dt>{{T_UNCHANGED}}</dt><dd>{{UNCHANGED}}</dd><dt>{{T_REFUSED}}</dt><dd>{{REFUSED}}</dd></dl>
{{#UNKNOWN}}<p class="hint">{{T_UNKNOWN}} <code>{{NAME}}</code></p>{{/UNKNOWN}}{{/REPORT}}
{{#ERRORS}}<section class="scroll" tabindex="0" aria-labelledby="errors"><table><caption id="errors">{{T_ERRORS}}</caption>
<thead><tr><th scope="col">{{T_LINE}}</th><th scope="col">{{T_COLUMN}}</th><th scope="col">{{T_WHAT}}</th></tr></thead>
<tbody>{{#ERROR}}<tr><th scope="row" class="number">{{LINE}}</th><td><code>{{COLUMN}}</code></td><td>{{WHAT}}</td></tr>{{/ERROR}}</tbody></table></section>{{/ERRORS}}
{{#APPLY}}<form class="card narrow" method="post" action="/roster"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="upload" value="{{ID}}">
<p>{{T_APPLY_ABOUT}}</p>
<p><button class="primary" name="do" value="apply">{{T_APPLY}}</button></p></form>{{/APPLY}}
<p><a href="/roster">{{T_BACK}}</a></p>
{{/CHECKED}}
