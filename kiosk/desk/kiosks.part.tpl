{{#KIOSKS}}
{{#PAIRING}}
<div class="notice" role="status"><p>{{T_PAIRING}} <strong>{{NAME}}</strong></p><p class="key">{{ADDRESS}}</p><p>{{T_PAIRING_CODE}} <strong class="key">{{CODE}}</strong></p><p>{{T_PAIRING_LIFE}}</p></div>
{{/PAIRING}}
{{#NONE}}<p class="lead">{{T_NONE}}</p>{{/NONE}}
{{#TABLE}}
<section class="scroll" tabindex="0" aria-labelledby="kiosks">
<table>
<caption id="kiosks">{{T_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_NAME}}</th><th scope="col">{{T_OFFICE}}</th><th scope="col">{{T_STATE}}</th><th scope="col">{{T_SEEN}}</th><th scope="col">{{T_INSPECTED}}</th><th scope="col">{{T_DO}}</th></tr></thead>
<tbody>
{{#KIOSK}}<tr><th scope="row">{{NAME}}</th><td>{{OFFICE}}</td><td>{{STATE}}{{#SILENT}} <span class="mark bad">{{T_SILENT}}</span>{{/SILENT}}</td><td>{{SEEN}}</td><td>{{INSPECTED}}</td><td>{{#LIVE}}<form method="post" action="/kiosks"><input type="hidden" name="csrf" value="{{CSRF}}"><input type="hidden" name="kiosk" value="{{ID}}"><button class="secondary" name="do" value="inspect">{{T_INSPECT}}</button> <details><summary>{{T_MORE}}</summary><p><button class="secondary" name="do" value="pair">{{T_PAIR}}</button> <button class="secondary" name="do" value="revoke">{{T_REVOKE}}</button></p></details></form>{{/LIVE}}</td></tr>{{/KIOSK}}
</tbody>
</table>
</section>
{{/TABLE}}
{{#ADD}}
<form class="card narrow" method="post" action="/kiosks"><input type="hidden" name="csrf" value="{{CSRF}}"><h2>{{T_ADD}}</h2>
<p class="box"><label for="kiosk-name">{{T_ADD_NAME}}</label><span class="hint" id="kiosk-name-hint">{{T_ADD_NAME_HINT}}</span><input id="kiosk-name" name="name" type="text" autocomplete="off" maxlength="60" aria-describedby="kiosk-name-hint" required></p>
<p class="box"><label for="location">{{T_OFFICE}}</label><select id="location" name="location" required><option value="">{{T_PICK}}</option>{{#PLACE}}<option value="{{ID}}">{{NAME}}</option>{{/PLACE}}</select></p>
<p><button class="primary" name="do" value="add">{{T_ADD_GO}}</button></p></form>
{{/ADD}}
<p>{{T_INSPECTION}}</p>
{{/KIOSKS}}
