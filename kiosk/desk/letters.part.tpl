{{#LETTERS}}
<p class="lead">{{T_ABOUT}}</p>
<p><a href="/first-letters">{{T_FIRST}}</a></p>
{{#NONE}}<p>{{T_NONE}}</p>{{/NONE}}
{{#TABLE}}
<section class="scroll" tabindex="0" aria-labelledby="letters">
<table>
<caption id="letters">{{T_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_NAME}}</th><th scope="col">{{T_NEWS}}</th><th scope="col">{{T_WHY}}</th><th scope="col">{{T_OFFICE}}</th><th scope="col">{{T_ASKED}}</th></tr></thead>
<tbody>
{{#LETTER}}<tr><th scope="row"><a href="/letters?letter={{ID}}">{{NAME}}</a></th><td>{{ABOUT}}</td><td>{{WHY}}</td><td>{{OFFICE}}</td><td>{{ASKED}}</td></tr>{{/LETTER}}
</tbody>
</table>
</section>
{{/TABLE}}
{{/LETTERS}}
{{#LETTER_PAGE}}
{{#NO_ADDRESS}}<p class="notice">{{T_NO_ADDRESS}}</p>{{/NO_ADDRESS}}
{{#SHEET}}
<div class="sheet" lang="{{SHEET_LANG}}" dir="{{SHEET_DIR}}">
<p>{{CLINIC}}<br>{{FROM}}</p>
<p>{{TO}}<br><span class="lines">{{ADDRESS:pre_escape}}</span></p>
<p>{{GREETING}}</p>
<p>{{NEWS}}</p>
<p>{{WAS_YOU}}</p>
<p><strong>{{NOT_YOU}}</strong></p>
<p>{{WHY_POST}}</p>
<p>{{STAFF}}</p>
<p>{{CLINIC}}</p>
</div>
{{/SHEET}}
<form class="screen" method="post" action="/letters"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="letter" value="{{ID}}">
<p>{{T_PRINT}}</p>
<p>{{#POSTED}}<button class="primary" name="do" value="posted">{{T_POSTED}}</button> {{/POSTED}}<button class="secondary" name="do" value="told">{{T_TOLD}}</button></p></form>
<p class="screen"><a href="/letters">{{T_BACK}}</a></p>
{{/LETTER_PAGE}}
