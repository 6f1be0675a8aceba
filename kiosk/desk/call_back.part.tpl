{{#CALL_BACK}}<section class="card" aria-labelledby="call-back"><h2 id="call-back">{{T_CALL_BACK}}</h2>
{{#RINGS}}<p class="notice" role="status">{{TEXT}}</p>{{/RINGS}}
{{#FORM}}<form method="post" action="/call"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{TICKET}}">
<p>{{ABOUT}}</p>
<p class="box"><label for="call-number">{{T_CALL_NUMBER}}</label><select id="call-number" name="number" required><option value="">{{T_PICK}}</option>{{#NUMBER}}<option value="{{WORD}}">{{TEXT}}</option>{{/NUMBER}}</select></p>
<p><label class="tick"><input name="means" type="checkbox" value="yes"> <span>{{T_CALL_MEANS}}</span></label></p>
<p><button class="secondary">{{T_CALL_GO}}</button></p></form>{{/FORM}}
</section>{{/CALL_BACK}}
