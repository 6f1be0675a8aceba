{{#LIST}}
<p class="hint" role="status" data-said="{{T_CHANGED}}"></p>
<div data-list="{{TAG}}">
<nav class="tabs" aria-label="{{T_WHICH}}">{{#TAB}}<a href="/?show={{WHICH}}" {{#CURRENT}}aria-current="page"{{/CURRENT}}>{{TEXT}}</a> {{/TAB}}</nav>
{{#NONE}}<p class="lead">{{T_NONE}}</p>{{/NONE}}
{{#TABLE}}
<section class="scroll" tabindex="0" aria-labelledby="tickets">
<table>
<caption id="tickets">{{T_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_NUMBER}}</th><th scope="col">{{T_FAILURE}}</th><th scope="col">{{T_CATEGORY}}</th><th scope="col">{{T_OFFICE}}</th><th scope="col">{{T_PROMISED}}</th><th scope="col">{{T_AGE}}</th><th scope="col">{{T_LANGUAGE}}</th><th scope="col">{{T_STATE}}</th><th scope="col">{{T_OWNER}}</th></tr></thead>
<tbody>
{{#ROW}}<tr><th scope="row"><a class="number" href="{{PATH}}">{{NUMBER}}</a></th><td>{{FAILURE}}{{#FRAUD}} <span class="mark bad">{{T_FRAUD}}</span>{{/FRAUD}}{{#PRESSING}} <span class="mark">{{PRIORITY}}</span>{{/PRESSING}}</td><td>{{CATEGORY}}</td><td>{{OFFICE}}</td><td>{{PROMISED}}{{#OVERDUE}} <span class="mark bad">{{T_OVERDUE}}</span>{{/OVERDUE}}</td><td>{{AGE}}</td><td>{{LANGUAGE}}</td><td>{{STATE}}</td><td>{{OWNER}}</td></tr>{{/ROW}}
</tbody>
</table>
</section>
{{/TABLE}}
<p>{{#FIRST}}<a href="/?show={{WHICH}}">{{T_FIRST}}</a> {{/FIRST}}{{#MORE}}<a href="/?show={{WHICH}}&amp;after={{AFTER}}">{{T_MORE}}</a>{{/MORE}}</p>
</div>
{{/LIST}}
