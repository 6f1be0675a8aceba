{{#SHEET_PAGE}}
<p class="lead">{{T_ABOUT}} <span class="screen">{{T_PRINT}}</span></p>
<section class="scroll" tabindex="0" aria-labelledby="sheet"><table class="reference"><caption id="sheet">{{T_CAPTION}}</caption>
<thead><tr><th scope="col">{{T_CATEGORY}}</th><th scope="col">{{T_FIRST}}</th><th scope="col">{{T_THEN}}</th><th scope="col">{{T_STEPS}}</th></tr></thead>
<tbody>{{#ROW}}<tr><th scope="row">{{CATEGORY}}</th><td>{{FIRST}}</td><td>{{#THEN}}{{TEXT}}<br>{{/THEN}}</td><td><ol class="plain">{{#STEP}}<li>{{TEXT}}</li>{{/STEP}}</ol></td></tr>{{/ROW}}</tbody></table></section>
{{/SHEET_PAGE}}
