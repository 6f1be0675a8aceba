{{#REVIEW}}
<nav class="tabs" aria-label="{{T_WEEKS}}">{{#BEFORE}}<a href="{{LINK}}">{{T_BEFORE}}</a> {{/BEFORE}}{{#AFTER}}<a href="{{LINK}}">{{T_AFTER}}</a> {{/AFTER}}<a href="/audit">{{T_TO_LOG}}</a></nav>
{{#DUE}}<p class="notice">{{T_DUE_WEEKS}} {{#WEEK}}<a href="{{LINK}}">{{NAME}}</a> {{/WEEK}}</p>{{/DUE}}
{{#GLASS_DUE}}<p class="notice">{{T_GLASS_WEEKS}} {{#WEEK}}<a href="{{LINK}}">{{NAME}}</a> {{/WEEK}}</p>{{/GLASS_DUE}}
{{#BROKEN_ROWS}}<div class="problem" role="alert"><p>{{T_BROKEN_ROWS}} <strong>{{COUNT}}</strong></p></div>{{/BROKEN_ROWS}}
{{#UNWELL}}<p class="notice" role="status">{{TEXT}}</p>{{/UNWELL}}{{#WELL}}<p class="notice well" role="status">{{TEXT}}</p>{{/WELL}}
{{#NOBODY}}<p class="lead">{{T_NOBODY}}</p>{{/NOBODY}}
{{#TABLE}}
<section class="scroll" tabindex="0" aria-labelledby="review-lines">
<table class="counts">
<caption id="review-lines">{{T_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_COLLEAGUE}}</th><th scope="col">{{T_SIGN_INS}}</th><th scope="col">{{T_LOOK_UPS}}</th><th scope="col">{{T_OPENS}}</th><th scope="col">{{T_WORK}}</th><th scope="col">{{T_ACTS}}</th><th scope="col">{{T_CONTROL}}</th><th scope="col">{{T_UNTICKETED}}</th><th scope="col">{{T_REFUSED}}</th><th scope="col">{{T_OFF_HOURS}}</th><th scope="col">{{T_OWN}}</th><th scope="col">{{T_FAMILY}}</th><th scope="col">{{T_ODD}}</th></tr></thead>
<tbody>
{{#ROW}}<tr><th scope="row"><a href="/audit?staff={{ID}}&amp;from={{FROM}}&amp;until={{UNTIL}}">{{NAME}}</a>{{#SELF}} <span class="mark">{{T_SELF}}</span>{{/SELF}}</th><td>{{SIGN_INS}}</td><td>{{LOOK_UPS}}</td><td>{{OPENS}}</td><td>{{WORK}}</td><td>{{ACTS}}</td><td>{{CONTROL}}</td><td>{{#UNTICKETED_SOME}}<span class="mark bad">{{COUNT}}</span>{{/UNTICKETED_SOME}}{{#UNTICKETED_NONE}}{{COUNT}}{{/UNTICKETED_NONE}}</td><td>{{REFUSED}}</td><td>{{OFF_HOURS}}</td><td>{{#OWN_SOME}}<span class="mark bad">{{COUNT}}</span>{{/OWN_SOME}}{{#OWN_NONE}}{{COUNT}}{{/OWN_NONE}}</td><td>{{#FAMILY_SOME}}<span class="mark bad">{{COUNT}}</span>{{/FAMILY_SOME}}{{#FAMILY_NONE}}{{COUNT}}{{/FAMILY_NONE}}</td><td>{{#ODD_SOME}}<span class="mark bad">{{COUNT}}</span>{{/ODD_SOME}}{{#ODD_NONE}}{{COUNT}}{{/ODD_NONE}}</td></tr>{{/ROW}}
</tbody>
</table>
</section>
<ul class="plain hint"><li>{{T_ABOUT_UNTICKETED}}</li><li>{{T_ABOUT_HOURS}}</li><li>{{T_ABOUT_NAMES}}</li><li>{{T_ABOUT_ODD}}</li></ul>
{{/TABLE}}
{{#GLASSES}}
<section aria-labelledby="glasses"><h2 id="glasses">{{T_GLASSES}}</h2>
{{#GLASS}}<section class="card"><p><strong>{{WHO}}</strong>, {{WHEN}}{{#REFUSED}} <span class="mark">{{T_GLASS_REFUSED}}</span>{{/REFUSED}}{{#CHANGED}} <strong>{{T_CHANGED}}</strong>{{/CHANGED}}{{#OPEN}} <span class="mark bad">{{T_GLASS_OPEN}}</span>{{/OPEN}}</p>
<p>{{#WHOM}}{{T_RECORD}} <a href="/audit?kind=patient&amp;subject={{ID}}">{{NUMBER}}</a> · {{OFFICE}}{{/WHOM}}{{#NO_RECORD}}{{T_NO_RECORD}}{{/NO_RECORD}}</p>
<p class="lines">{{T_REASON}} {{REASON}}</p>
{{#LOOK}}<p>{{T_LOOKED}} <strong>{{NAME}}</strong>, {{WHEN}}</p><p class="lines">{{NOTE}}</p>{{/LOOK}}
{{#FORM}}<form class="narrow" method="post" action="/audit/review"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="week" value="{{WEEK}}"><input type="hidden" name="glass" value="{{KEY}}">
<p class="box"><label for="glass-{{KEY}}">{{T_NOTE}}</label><textarea id="glass-{{KEY}}" name="note" rows="2" maxlength="1000"></textarea></p>
<p><button class="secondary" name="do" value="glass">{{T_GLASS_GO}} <span class="hidden">{{WHEN}}</span></button></p></form>{{/FORM}}</section>{{/GLASS}}
</section>
{{/GLASSES}}
{{#CHANGES}}
<section class="scroll" tabindex="0" aria-labelledby="changes">
<table>
<caption id="changes">{{T_CHANGES}}</caption>
<thead><tr><th scope="col">{{T_WHEN}}</th><th scope="col">{{T_COLLEAGUE}}</th><th scope="col">{{T_WHAT}}</th><th scope="col">{{T_WHO}}</th></tr></thead>
<tbody>
{{#NEWS}}<tr><th scope="row" class="number">{{WHEN}}</th><td>{{WHOM}}</td><td>{{WHAT}}{{#REFUSED}} <span class="mark bad">{{T_REFUSED}}</span>{{/REFUSED}}</td><td>{{WHO}}</td></tr>{{/NEWS}}
</tbody>
</table>
</section>
{{/CHANGES}}
{{#SIGNATURES}}
<section class="card"><h2>{{T_SIGNED_BY}}</h2>
{{#SIGNATURE}}<p><strong>{{NAME}}</strong>, {{WHEN}}{{#CHANGED}} <strong>{{T_CHANGED}}</strong>{{/CHANGED}}</p><p class="lines">{{NOTE}}</p>{{/SIGNATURE}}</section>
{{/SIGNATURES}}
{{#SIGN}}
<form class="card narrow" method="post" action="/audit/review"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="week" value="{{WEEK}}"><h2>{{T_SIGN}}</h2>
<p>{{T_SIGN_ABOUT}}</p>
<p class="box"><label for="review-note">{{T_NOTE}}</label><span class="hint" id="review-note-hint">{{T_NOTE_HINT}}</span><textarea id="review-note" name="note" rows="3" maxlength="1000" aria-describedby="review-note-hint"></textarea></p>
<p><button class="primary">{{T_GO}}</button></p></form>
{{/SIGN}}
{{/REVIEW}}
