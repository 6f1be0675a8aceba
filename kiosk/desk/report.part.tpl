{{#REPORTS}}
{{#OF}}<p class="lead">{{T_OF}} <strong>{{NAME}}</strong></p>{{/OF}}
<form class="asked screen" method="get" action="/reports">
<p class="box"><label for="month">{{T_MONTH}}</label><select id="month" name="month">{{#MONTH}}<option value="{{VALUE}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/MONTH}}</select></p>
<p class="box"><label for="office">{{T_OFFICE}}</label><select id="office" name="office"><option value="">{{T_ALL}}</option>{{#PLACE}}<option value="{{ID}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{NAME}}</option>{{/PLACE}}</select></p>
<p><button class="primary">{{T_GO}}</button></p>
</form>
<p class="screen">{{#ONE_MONTH}}<a href="/reports?show=since">{{T_SINCE}}</a>{{/ONE_MONTH}}{{#SINCE}}<a href="/reports">{{T_BACK}}</a>{{/SINCE}}</p>
{{#ONE_MONTH}}<p>{{T_ABOUT}}</p>{{/ONE_MONTH}}
<dl class="figures">{{#FIGURE}}<div><dt>{{LABEL}}</dt><dd>{{VALUE}}</dd></div>{{/FIGURE}}</dl>
{{#ONE_MONTH}}<nav class="jumps screen" aria-label="{{T_JUMPS}}">{{#JUMP}}<a href="#{{KEY}}">{{TITLE}}</a> {{/JUMP}}</nav>{{/ONE_MONTH}}
{{#REPORT}}
<div class="report"><h2 id="{{KEY}}">{{TITLE}}</h2>
<p>{{ABOUT}}</p>
{{#NONE}}<p class="hint">{{T_NONE}}</p>{{/NONE}}
{{#CHART}}<div class="scroll" tabindex="0"><svg class="chart" role="img" aria-labelledby="{{CHART_ID}}" viewBox="0 0 {{WIDTH}} {{HEIGHT}}" width="{{WIDTH}}" height="{{HEIGHT}}" direction="ltr" xmlns="http://www.w3.org/2000/svg"><title id="{{CHART_ID}}">{{TITLE}}</title>{{#RULE}}<line class="rule" x1="{{X}}" y1="{{Y}}" x2="{{TO_X}}" y2="{{TO_Y}}"></line>{{/RULE}}{{#BOX}}<rect class="{{CLASS}}" x="{{X}}" y="{{Y}}" width="{{W}}" height="{{H}}"></rect>{{/BOX}}{{#LINE}}<polyline class="{{CLASS}}" points="{{POINTS}}"></polyline>{{/LINE}}{{#WORDS}}<text x="{{X}}" y="{{Y}}" text-anchor="{{ANCHOR}}">{{TEXT}}</text>{{/WORDS}}</svg></div>{{/CHART}}
{{#TABLE}}
<section class="scroll" tabindex="0" aria-labelledby="table-{{KEY}}">
<table class="numbers">
<caption id="table-{{KEY}}">{{TITLE}}</caption>
<thead><tr>{{#COLUMN}}<th scope="col" {{#IS_NUMBER}}class="figure"{{/IS_NUMBER}}>{{HEADING}}</th>{{/COLUMN}}</tr></thead>
<tbody>{{#ROW}}<tr><th scope="row">{{NAME}}</th>{{#CELL}}<td {{#IS_NUMBER}}class="figure"{{/IS_NUMBER}}>{{VALUE}}</td>{{/CELL}}</tr>{{/ROW}}</tbody>
</table>
</section>
{{/TABLE}}
{{#FILE}}<p class="screen"><a href="{{LINK}}">{{T_FILE}}<span class="hidden">: {{TITLE}}</span></a></p>{{/FILE}}
</div>
{{/REPORT}}
{{/REPORTS}}
