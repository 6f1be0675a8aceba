{{#SECOND}}<form class="card" method="post" action="/account"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{TICKET}}"><input type="hidden" name="id" value="{{ID}}"><h2>{{T_SECOND}}</h2>
<p>{{TEXT}}</p>
<p><button class="secondary" name="do" value="agree">{{T_AGREE}}</button></p></form>{{/SECOND}}
{{#ACCOUNT}}
<section class="card" aria-labelledby="who"><h2 id="who">{{T_WHO_IS_IT}}</h2>
{{#UNKNOWN}}<p>{{T_NOT_LINKED}}</p><p><a class="secondary" href="/patients?ticket={{TICKET}}">{{T_FIND_RECORD}}</a></p>{{/UNKNOWN}}
{{#UNKNOWN_TO_IT}}<p>{{T_NOT_LINKED_IT}}</p>{{/UNKNOWN_TO_IT}}
{{#KNOWN}}<form method="post" action="/patients"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{TICKET}}"><p><button class="secondary" name="do" value="open">{{T_OPEN_RECORD}}</button></p></form>{{/KNOWN}}
{{#STAMPED}}<p class="notice well">{{TEXT}}</p>{{/STAMPED}}
{{#NO_BATON}}<p>{{T_NO_BATON}}</p>{{/NO_BATON}}
{{#VERIFY}}
<p>{{T_VERIFY_FIRST}}</p>
{{#IN_PERSON}}<details><summary>{{T_IN_PERSON}}</summary><form method="post" action="/account"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{TICKET}}">
<p class="box"><label for="method">{{T_METHOD}}</label><select id="method" name="method" required><option value="">{{T_PICK}}</option>{{#OPTION}}<option value="{{WORD}}">{{TEXT}}</option>{{/OPTION}}</select></p>
<p><button class="primary" name="do" value="stamp">{{T_STAMP_GO}}</button></p></form></details>{{/IN_PERSON}}
{{#READ_BACK}}<details {{#SENT}}open{{/SENT}}><summary>{{T_READ_BACK}}</summary>
{{#NOT_SENT}}<form method="post" action="/account"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{TICKET}}"><p>{{T_READ_BACK_ABOUT}}</p>
<p><button class="primary" name="do" value="send_code">{{T_SEND_CODE}}</button></p></form>{{/NOT_SENT}}
{{#SENT}}<form method="post" action="/account" autocomplete="off"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{TICKET}}"><input type="hidden" name="method" value="code_read_back">
<p class="box middle"><label for="code">{{T_CODE}}</label><span class="hint" id="code-hint">{{T_CODE_HINT}}</span><input id="code" name="code" type="text" inputmode="numeric" autocomplete="off" maxlength="10" aria-describedby="code-hint" required></p>
<p><button class="primary" name="do" value="stamp">{{T_CODE_GO}}</button></p></form>
<form method="post" action="/account"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{TICKET}}"><p><button class="link" name="do" value="send_code">{{T_SEND_AGAIN}}</button></p></form>{{/SENT}}</details>{{/READ_BACK}}
{{#CALLBACK}}<details><summary>{{T_BY_CALLBACK}}</summary>
{{#NO_NUMBER}}<p>{{T_NO_NUMBER}}</p>{{/NO_NUMBER}}
{{#NUMBERS}}<form method="post" action="/account"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{TICKET}}"><input type="hidden" name="method" value="callback">
<p>{{T_CALLBACK_ABOUT}}</p>
<p class="box"><label for="called">{{T_CALLED}}</label><select id="called" name="called" required><option value="">{{T_PICK}}</option>{{#NUMBER}}<option value="{{ID}}">{{TEXT}}</option>{{/NUMBER}}</select></p>
<p><button class="primary" name="do" value="stamp">{{T_CALLED_GO}}</button></p></form>{{/NUMBERS}}</details>{{/CALLBACK}}
{{/VERIFY}}
</section>
{{#ACTIONS}}
<section class="card" aria-labelledby="account"><h2 id="account">{{T_ACCOUNT}}</h2>
{{#ACTION_FORM}}<details><summary>{{TITLE}}</summary><form method="post" action="/account" autocomplete="off"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="ticket" value="{{TICKET}}"><input type="hidden" name="act" value="{{WORD}}">
<p>{{ABOUT}}</p>
{{#WAY}}<p class="box"><label for="way">{{T_WAY}}</label><select id="way" name="way"><option value="text">{{T_BY_TEXT}}</option><option value="mail">{{T_BY_MAIL}}</option></select></p>{{/WAY}}
{{#NEW_NAME}}<p class="box"><label for="user-name">{{T_NEW_NAME}}</label><input id="user-name" name="user_name" type="text" value="{{TYPED}}" autocomplete="off" autocapitalize="none" spellcheck="false" maxlength="64" required></p>{{/NEW_NAME}}
{{#REASON}}<p class="box"><label for="reason">{{T_REASON}}</label><input id="reason" name="reason" type="text" value="{{TYPED}}" autocomplete="off" maxlength="200" required></p>{{/REASON}}
{{#PAPER_OR_LIVE}}<p class="box"><label for="kind">{{T_KIND}}</label><select id="kind" name="kind"><option value="live">{{T_LIVE}}</option><option value="paper">{{T_PAPER}}</option></select></p>{{/PAPER_OR_LIVE}}
<p><button class="primary" name="do" value="act">{{GO}}</button></p></form></details>{{/ACTION_FORM}}
</section>
{{/ACTIONS}}
{{#DONE}}<section class="card" aria-labelledby="done"><h2 id="done">{{T_DONE}}</h2>
<ul class="plain">{{#ROW}}<li>{{WHAT}}, {{AT}}: <strong>{{STATE}}</strong>{{#WHY}} – {{TEXT}}{{/WHY}}</li>{{/ROW}}</ul></section>{{/DONE}}
{{/ACCOUNT}}
