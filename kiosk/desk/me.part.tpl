{{#ME}}
<section aria-labelledby="passkeys"><h2 id="passkeys">{{T_PASSKEYS}}</h2>
<p>{{T_ABOUT}}</p>
{{#PASSKEYS}}
<section class="scroll" tabindex="0" aria-labelledby="my-passkeys">
<table>
<caption id="my-passkeys">{{T_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_NAME}}</th><th scope="col">{{T_ADDED}}</th><th scope="col">{{T_USED}}</th><th scope="col">{{T_DO}}</th></tr></thead>
<tbody>
{{#ONE}}<tr><th scope="row">{{NAME}}</th><td>{{ADDED}}</td><td>{{USED}}</td><td>{{#ENDED}}{{HOW}}, {{AT}}{{/ENDED}}{{#LIVE}}<form method="post" action="/me"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="passkey" value="{{ID}}"><button class="secondary" name="do" value="remove">{{T_REMOVE}} <span class="hidden">{{NAME}}</span></button></form>{{/LIVE}}</td></tr>{{/ONE}}
</tbody>
</table>
</section>
{{/PASSKEYS}}
{{#PASSKEY}}
<form class="card narrow scripts" method="post" action="/me/passkey" data-passkey="create" data-options="/me/passkey" data-problem="{{T_PASSKEY_PROBLEM}}"><input type="hidden" name="csrf" value="{{CSRF}}"><h3>{{T_ADD}}</h3>
<p class="box"><label for="passkey-name">{{T_ADD_NAME}}</label><span class="hint" id="passkey-name-hint">{{T_ADD_NAME_HINT}}</span><input id="passkey-name" name="name" type="text" value="{{NAME_TYPED}}" autocomplete="off" maxlength="60" aria-describedby="passkey-name-hint" required></p>
<p><button class="primary">{{T_ADD_GO}}</button></p><p role="status"></p></form>
<noscript><p>{{T_NEEDS_SCRIPTS}}</p></noscript>
{{/PASSKEY}}
{{#FIRST_STEP_UP}}<p>{{T_STEP_UP_ABOUT}}</p><p><a class="secondary" href="/step-up">{{T_STEP_UP}}</a></p>{{/FIRST_STEP_UP}}
{{#NO_PASSKEYS}}<p>{{T_NO_PASSKEYS}}</p>{{/NO_PASSKEYS}}
</section>
<section aria-labelledby="sessions"><h2 id="sessions">{{T_SESSIONS}}</h2>
<section class="scroll" tabindex="0" aria-labelledby="my-sessions">
<table>
<caption id="my-sessions">{{T_SESSIONS_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_STARTED}}</th><th scope="col">{{T_SEEN}}</th><th scope="col">{{T_WHICH}}</th></tr></thead>
<tbody>
{{#SESSION}}<tr><th scope="row">{{STARTED}}</th><td>{{SEEN}}</td><td>{{#THIS}}{{T_THIS}}{{/THIS}}</td></tr>{{/SESSION}}
</tbody>
</table>
</section>
{{#END_OTHERS}}<form method="post" action="/me"><input type="hidden" name="csrf" value="{{CSRF}}"><p><button class="secondary" name="do" value="end_others">{{T_END_OTHERS}}</button></p></form>{{/END_OTHERS}}
</section>
{{#CHANGES}}
<section aria-labelledby="changes"><h2 id="changes">{{T_CHANGES}}</h2>
<p>{{T_CHANGES_ABOUT}}</p>
<section class="scroll" tabindex="0" aria-labelledby="my-changes">
<table>
<caption id="my-changes">{{T_CHANGES_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_WHEN}}</th><th scope="col">{{T_WHAT}}</th><th scope="col">{{T_WHO}}</th></tr></thead>
<tbody>
{{#NEWS}}<tr><th scope="row" class="number">{{WHEN}}</th><td>{{WHAT}}{{#REFUSED}} <span class="mark bad">{{T_REFUSED}}</span>{{/REFUSED}}</td><td>{{WHO}}</td></tr>{{/NEWS}}
</tbody>
</table>
</section></section>
{{/CHANGES}}
{{/ME}}
