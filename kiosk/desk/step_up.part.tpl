{{#STEP_UP}}
<p class="lead">{{T_ABOUT}}</p>
<form class="narrow" method="post" action="/step-up"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="draft" value="{{DRAFT}}">
<p class="box middle"><label for="code">{{T_CODE}}</label><span class="hint" id="code-hint">{{T_CODE_HINT}}</span><input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="10" aria-describedby="code-hint" required></p>
<p><button class="primary">{{T_GO}}</button></p>
</form>
{{#PASSKEY}}
<form class="scripts" method="post" action="/step-up/passkey" data-passkey="get" data-options="/step-up/passkey" data-problem="{{T_PASSKEY_PROBLEM}}"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="draft" value="{{DRAFT}}">
<p><button class="secondary">{{T_PASSKEY_GO}}</button></p><p role="status"></p>
</form>
{{/PASSKEY}}
<p><a href="{{HOME}}">{{T_BACK}}</a></p>
{{/STEP_UP}}
