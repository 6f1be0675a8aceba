{{#INCIDENT}}
<p class="lead">{{T_ABOUT}}</p>
{{#WELL}}<p>{{T_WELL}}</p>{{/WELL}}
{{#DOWN}}<p class="notice">{{T_DOWN}}</p>
<form method="post" action="/incident"><input type="hidden" name="csrf" value="{{CSRF}}"><p><button class="primary" name="do" value="end">{{T_END}}</button></p></form>{{/DOWN}}
{{#FORM}}<form class="narrow" method="post" action="/incident"><input type="hidden" name="csrf" value="{{CSRF}}">
<p class="box"><label for="minutes">{{T_LENGTH}}</label><select id="minutes" name="minutes">{{#LENGTH}}<option value="{{MINUTES}}">{{TEXT}}</option>{{/LENGTH}}</select></p>
<p><button class="secondary" name="do" value="announce">{{GO}}</button></p></form>{{/FORM}}
{{#TABLE}}
<section class="scroll" tabindex="0" aria-labelledby="outages">
<table>
<caption id="outages">{{T_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_BEGAN}}</th><th scope="col">{{T_ENDED}}</th><th scope="col">{{T_TOLD}}</th></tr></thead>
<tbody>{{#PAST}}<tr><th scope="row">{{BEGAN}}</th><td>{{ENDED}}</td><td>{{TOLD}}</td></tr>{{/PAST}}</tbody>
</table>
</section>
{{/TABLE}}
{{/INCIDENT}}
