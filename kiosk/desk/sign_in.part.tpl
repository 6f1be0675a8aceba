{{#SIGN_IN}}
{{#PASSKEY}}
<form class="narrow scripts" method="post" action="/sign-in/passkey" data-passkey="get" data-options="/sign-in/passkey" data-problem="{{T_PASSKEY_PROBLEM}}"><input type="hidden" name="draft" value="{{DRAFT}}">
<p><button class="secondary">{{T_PASSKEY_GO}}</button></p><p role="status"></p>
</form>
<p class="scripts hint">{{T_OR}}</p>
{{/PASSKEY}}
<form class="narrow" method="post" action="/sign-in"><input type="hidden" name="draft" value="{{DRAFT}}">
<p class="box"><label for="name">{{T_NAME}}</label><input id="name" name="name" type="text" value="{{NAME}}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="128" required></p>
<p class="box"><label for="password">{{T_PASSWORD}}</label><input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required></p>
<p class="box middle"><label for="code">{{T_CODE}}</label><span class="hint" id="code-hint">{{T_CODE_HINT}}</span><input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="10" aria-describedby="code-hint" required></p>
<p><button class="primary">{{T_GO}}</button></p>
</form>
<p><a href="/enrol">{{T_FIRST_TIME}}</a></p>
{{/SIGN_IN}}
{{#ENROL}}
<p class="lead">{{T_ABOUT}}</p>
<form class="narrow" method="post" action="/enrol">
<p class="box"><label for="name">{{T_NAME}}</label><input id="name" name="name" type="text" value="{{NAME}}" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="128" required></p>
<p class="box"><label for="setup">{{T_SETUP}}</label><input id="setup" name="setup" type="text" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="40" required></p>
<p><button class="primary">{{T_GO}}</button></p>
</form>
<p><a href="/sign-in">{{T_BACK}}</a></p>
{{/ENROL}}
{{#FINISH}}
<p class="lead">{{T_SCAN}}</p>
<svg class="qr" role="img" aria-label="{{T_PICTURE}}" viewBox="0 0 {{SIDE}} {{SIDE}}" xmlns="http://www.w3.org/2000/svg"><rect width="100%" height="100%" fill="#fff"></rect><path fill="#000" d="{{PATH}}"></path></svg>
<p>{{T_BY_HAND}} <strong class="key">{{SECRET}}</strong></p>
<details><summary>{{T_ADDRESS}}</summary><p class="key">{{URI}}</p></details>
<form class="narrow" method="post" action="/enrol">
<input type="hidden" name="name" value="{{NAME}}"><input type="hidden" name="setup" value="{{SETUP}}">
<p class="box"><label for="password">{{T_PASSWORD}}</label><span class="hint" id="password-hint">{{T_PASSWORD_HINT}}</span><input id="password" name="password" type="password" autocomplete="new-password" maxlength="256" aria-describedby="password-hint" required></p>
<p class="box middle"><label for="code">{{T_CODE}}</label><span class="hint" id="code-hint">{{T_CODE_HINT}}</span><input id="code" name="code" type="text" inputmode="numeric" autocomplete="one-time-code" maxlength="10" aria-describedby="code-hint" required></p>
<p><button class="primary" name="do" value="finish">{{T_GO}}</button></p>
</form>
{{/FINISH}}
