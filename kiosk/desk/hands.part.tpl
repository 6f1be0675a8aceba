{{#RELAY}}<details class="card"><summary>{{T_RELAY}}</summary><form method="post" action="/account"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{TICKET}}">
<p class="box"><label for="tried">{{T_RELAY_TRIED}}</label><textarea id="tried" name="tried" rows="2" maxlength="1500" required>{{TRIED:pre_escape}}</textarea></p>
<p class="box"><label for="symptom">{{T_RELAY_SYMPTOM}}</label><textarea id="symptom" name="symptom" rows="2" maxlength="1500" required>{{SYMPTOM:pre_escape}}</textarea></p>
<p class="box"><label for="contact">{{T_RELAY_CONTACT}}</label><select id="contact" name="contact"><option value="no">{{T_NO}}</option><option value="yes">{{T_YES}}</option></select></p>
{{#BATON}}<p class="box"><label for="baton">{{T_BATON}}</label><span class="hint" id="baton-hint">{{T_BATON_HINT}}</span><select id="baton" name="act" aria-describedby="baton-hint"><option value="">{{T_BATON_NONE}}</option>{{#OPTION}}<option value="{{WORD}}">{{TEXT}}</option>{{/OPTION}}</select></p>{{/BATON}}
<p><button class="secondary" name="do" value="relay">{{T_RELAY_GO}}</button></p></form></details>{{/RELAY}}
{{#RELOCATE}}<details class="card"><summary>{{T_RELOCATE}}</summary><form method="post" action="/account"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{TICKET}}">
<p class="box"><label for="to-office">{{T_OFFICE}}</label><select id="to-office" name="office" required><option value="">{{T_PICK}}</option>{{#OPTION}}<option value="{{ID}}">{{TEXT}}</option>{{/OPTION}}</select></p>
<p class="box"><label for="relocate-note">{{T_NOTE}}</label><textarea id="relocate-note" name="note" rows="2" maxlength="1500" required></textarea></p>
<p><button class="secondary" name="do" value="relocate">{{T_RELOCATE_GO}}</button></p></form></details>{{/RELOCATE}}
{{#REFER_BACK}}<details class="card"><summary>{{T_REFER_BACK}}</summary><form method="post" action="/account"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{TICKET}}">
<p class="box"><label for="refer-note">{{T_NOTE}}</label><textarea id="refer-note" name="note" rows="2" maxlength="1500" required></textarea></p>
<p><button class="secondary" name="do" value="refer_back">{{T_REFER_BACK_GO}}</button></p></form></details>{{/REFER_BACK}}
