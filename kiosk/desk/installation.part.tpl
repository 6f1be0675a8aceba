{{#INSTALLATION}}
{{#TO_DO}}<p class="notice" role="status">{{TEXT}}</p>{{/TO_DO}}{{#ALL_WELL}}<p class="notice well" role="status">{{T_ALL_WELL}}</p>{{/ALL_WELL}}
<section class="scroll" tabindex="0" aria-labelledby="health">
<table>
<caption id="health">{{T_HEALTH}}</caption>
<thead><tr><th scope="col">{{T_WHAT}}</th><th scope="col">{{T_STATE}}</th><th scope="col">{{T_HOW}}</th><th scope="col">{{T_TO_DO}}</th></tr></thead>
<tbody>
{{#LINE}}<tr><th scope="row">{{NAME}}</th><td>{{#BAD}}<span class="mark bad">{{STATE}}</span>{{/BAD}}{{#LOOK}}<span class="mark warn">{{STATE}}</span>{{/LOOK}}{{#FINE}}{{STATE}}{{/FINE}}</td><td>{{SAYS}}</td><td>{{#ADVICE}}{{TEXT}}{{/ADVICE}}</td></tr>{{/LINE}}
</tbody>
</table>
</section>
<section class="card"><h2>{{T_OFFERED}}</h2>
<dl class="facts"><dt>{{T_SYSTEM}}</dt><dd>{{SYSTEM}}</dd><dt>{{T_MODE}}</dt><dd>{{MODE}}</dd><dt>{{T_LANGUAGES}}</dt><dd>{{LANGUAGES}}</dd><dt>{{T_PHONE}}</dt><dd>{{PHONE}}</dd><dt>{{T_MAIL}}</dt><dd>{{MAIL}}</dd></dl>
<p>{{T_TOPICS}}</p>
<ul class="plain">{{#TOPIC}}<li>{{NAME}}</li>{{/TOPIC}}</ul></section>
<section class="scroll" tabindex="0" aria-labelledby="capabilities">
<table>
<caption id="capabilities">{{T_CAPABILITIES}}</caption>
<thead><tr><th scope="col">{{T_CAPABILITY}}</th><th scope="col">{{T_CAN}}</th><th scope="col">{{T_INSTEAD}}</th></tr></thead>
<tbody>
{{#CAPABILITY}}<tr><th scope="row">{{NAME}}</th><td>{{#CAN}}{{T_YES}}{{/CAN}}{{#CANT}}{{T_NO}}{{/CANT}}</td><td>{{#CANT}}{{INSTEAD}}{{/CANT}}</td></tr>{{/CAPABILITY}}
</tbody>
</table>
</section>
{{/INSTALLATION}}
