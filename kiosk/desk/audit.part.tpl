{{#AUDIT}}
<p><a href="/audit/review">{{T_TO_REVIEW}}</a></p>
{{#FORM}}
<form class="card" method="post" action="/audit"><input type="hidden" name="csrf" value="{{CSRF}}"><h2>{{T_SEARCH}}</h2>
{{#ONLY}}<p>{{T_ONLY}} <strong>{{NAME}}</strong> <a class="foot" href="/audit">{{T_EVERYTHING}}</a><input type="hidden" name="kind" value="{{KIND}}"><input type="hidden" name="subject" value="{{SUBJECT}}"></p>{{/ONLY}}
<div class="fields">
<p class="box"><label for="audit-staff">{{T_COLLEAGUE}}</label><select id="audit-staff" name="staff"><option value="">{{T_ANY}}</option>{{#MEMBER}}<option value="{{ID}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{NAME}}</option>{{/MEMBER}}</select></p>
<p class="box"><label for="audit-action">{{T_ACTION}}</label><select id="audit-action" name="action"><option value="">{{T_ANY}}</option>{{#GROUP}}<optgroup label="{{NAME}}">{{#ACTION}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{NAME}}</option>{{/ACTION}}</optgroup>{{/GROUP}}</select></p>
<p class="box"><label for="audit-answer">{{T_ANSWER}}</label><select id="audit-answer" name="answer"><option value="">{{T_ANY}}</option>{{#ANSWER}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{NAME}}</option>{{/ANSWER}}</select></p>
<p class="box"><label for="audit-from">{{T_FROM}}</label><input id="audit-from" name="from" type="date" value="{{FROM}}"></p>
<p class="box"><label for="audit-until">{{T_UNTIL}}</label><input id="audit-until" name="until" type="date" value="{{UNTIL}}"></p>
<p class="box"><label for="audit-number">{{T_NUMBER}}</label><input id="audit-number" name="number" type="text" inputmode="numeric" autocomplete="off" maxlength="16"></p>
<p class="box"><label for="audit-record">{{T_RECORD}}</label><input id="audit-record" name="record" type="text" autocomplete="off" maxlength="64"></p>
</div>
<p><button class="primary">{{T_GO}}</button> <a class="foot" href="/audit">{{T_EVERYTHING}}</a></p></form>
{{/FORM}}
{{#NONE}}<p class="lead">{{T_NONE}}</p>{{/NONE}}
{{#TABLE}}
<section class="scroll" tabindex="0" aria-labelledby="audit-rows">
<table>
<caption id="audit-rows">{{T_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_WHEN}}</th><th scope="col">{{T_WHO}}</th><th scope="col">{{T_WHAT}}</th><th scope="col">{{T_WHOM}}</th><th scope="col">{{T_ANSWER}}</th><th scope="col">{{T_DETAILS}}</th><th scope="col">{{T_ROW}}</th></tr></thead>
<tbody>
{{#ROW}}<tr><th scope="row" class="number"><time datetime="{{MOMENT}}">{{WHEN}}</time></th><td>{{WHO}}</td><td>{{WHAT}}</td><td>{{#WHOM}}{{NAME}}{{/WHOM}}{{#WHOM_LINK}}<a href="/audit?kind={{KIND}}&amp;subject={{SUBJECT}}">{{NAME}}</a>{{/WHOM_LINK}}</td><td>{{#REFUSED}}<span class="mark bad">{{/REFUSED}}{{ANSWER}}{{#REFUSED}}</span>{{/REFUSED}}</td><td class="told">{{DETAILS}}{{#BROKEN}}<span class="mark bad">{{T_BROKEN}}</span>{{/BROKEN}}</td><td class="number">{{NUMBER}}</td></tr>{{/ROW}}
</tbody>
</table>
</section>
{{/TABLE}}
<p>{{#FIRST}}<a href="{{LINK}}">{{T_FIRST}}</a> {{/FIRST}}{{#MORE}}<a href="{{LINK}}">{{T_MORE}}</a>{{/MORE}}</p>
{{#EXPORT}}
<form class="card narrow" method="post" action="/audit/export"><input type="hidden" name="csrf" value="{{CSRF}}">{{#HELD}}<input type="hidden" name="{{NAME}}" value="{{VALUE}}">{{/HELD}}<h2>{{T_EXPORT}}</h2>
<p class="hint">{{T_EXPORT_HINT}}</p>

<p><button class="secondary" name="format" value="csv">{{T_CSV}}</button> <button class="secondary" name="format" value="jsonl">{{T_CHAIN}}</button></p></form>
{{/EXPORT}}
{{/AUDIT}}
