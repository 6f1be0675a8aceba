{{#VOUCH}}
<p class="lead">{{T_ABOUT}}</p>
<form class="narrow" method="post" action="/vouch" autocomplete="off"><input type="hidden" name="csrf" value="{{CSRF}}">
<p class="box"><label for="method">{{T_METHOD}}</label><select id="method" name="method" required><option value="">{{T_PICK}}</option>{{#METHOD}}<option value="{{WORD}}" {{#CHOSEN}}selected{{/CHOSEN}}>{{TEXT}}</option>{{/METHOD}}</select></p>
<p class="box"><label for="first">{{T_FIRST}}</label><input id="first" name="first" type="text" value="{{FIRST}}" autocomplete="off" spellcheck="false" maxlength="80" required></p>
<p class="box"><label for="last">{{T_LAST}}</label><input id="last" name="last" type="text" value="{{LAST}}" autocomplete="off" spellcheck="false" maxlength="80" required></p>
<fieldset><legend class="label">{{T_BIRTH_DATE}}</legend><div class="date">
<p class="box short"><label for="month">{{T_MONTH}}</label><input id="month" name="month" type="text" value="{{MONTH}}" inputmode="numeric" autocomplete="off" maxlength="2" required></p>
<p class="box short"><label for="day">{{T_DAY}}</label><input id="day" name="day" type="text" value="{{DAY}}" inputmode="numeric" autocomplete="off" maxlength="2" required></p>
<p class="box middle"><label for="year">{{T_YEAR}}</label><input id="year" name="year" type="text" value="{{YEAR}}" inputmode="numeric" autocomplete="off" maxlength="4" required></p>
</div></fieldset>
<p class="box"><label for="record">{{T_RECORD}}</label><input id="record" name="record" type="text" value="{{RECORD}}" autocomplete="off" spellcheck="false" maxlength="32"></p>
<p class="box middle"><label for="match">{{T_MATCH}}</label><span class="hint" id="match-hint">{{T_MATCH_HINT}}</span><input id="match" name="match" type="text" inputmode="numeric" autocomplete="off" maxlength="8" aria-describedby="match-hint" required></p>
{{#READ}}<p><label class="tick"><input id="read" name="code" type="checkbox" value="read" required> <span>{{T_READ}}</span></label></p>{{/READ}}
<p><button class="primary">{{T_GO}}</button></p>
</form>
{{/VOUCH}}
