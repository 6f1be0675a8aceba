{{#CONFIRM}}
<p class="lead">{{T_ABOUT}}</p>
<form class="card narrow" method="post" action="{{PATH}}"><input type="hidden" name="csrf" value="{{CSRF}}">{{#FIELD}}<input type="hidden" name="{{NAME}}" value="{{VALUE:pre_escape}}">{{/FIELD}}
<dl>{{#TYPED}}<dt>{{LABEL}}</dt><dd class="lines">{{VALUE:pre_escape}}</dd>{{/TYPED}}</dl>
<p><button class="primary">{{T_GO}}</button></p></form>
<p><a href="{{HOME}}">{{T_DROP}}</a></p>
{{/CONFIRM}}
