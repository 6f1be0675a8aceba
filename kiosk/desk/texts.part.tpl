{{#TEXTS}}
<p class="lead">{{T_ABOUT}}</p>
<form class="card" method="get" action="/texts"><div class="fields">
<p class="box"><label for="what">{{T_WHAT}}</label><select id="what" name="what" required><option value="">{{T_PICK}}</option>{{#FILE}}<optgroup label="{{NAME}}">{{#GROUP}}<option value="{{VALUE}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{NAME}}</option>{{/GROUP}}</optgroup>{{/FILE}}</select></p>
<p class="box"><label for="language">{{T_LANGUAGE}}</label><select id="language" name="language">{{#LANGUAGE}}<option value="{{VALUE}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{NAME}}</option>{{/LANGUAGE}}</select></p>
<p class="box"><label for="medium">{{T_MEDIUM}}</label><select id="medium" name="medium">{{#MEDIUM}}<option value="{{VALUE}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{NAME}}</option>{{/MEDIUM}}</select></p>
</div>
<p><button class="primary">{{T_GO}}</button></p></form>
{{/TEXTS}}
{{#SHOWN}}
<section aria-labelledby="shown"><h2 id="shown">{{HEADING_OF}}</h2>
{{#NOTHING}}<p>{{T_NOTHING}}</p>{{/NOTHING}}
{{#TEXT}}<h3>{{NAME}}</h3><p class="lines sheet" lang="{{CODE}}" dir="{{WAY}}">{{WORDS:pre_escape}}</p>{{/TEXT}}
</section>
{{/SHOWN}}
