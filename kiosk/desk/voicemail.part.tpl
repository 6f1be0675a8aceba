{{#VOICEMAIL_PAGE}}
<p class="lead">{{T_ABOUT}}</p>
<p><audio controls preload="metadata" src="{{SOUND}}" aria-label="{{HEADING}}"></audio></p>
<p><a href="{{TICKET}}">{{T_BACK}}</a></p>
{{/VOICEMAIL_PAGE}}
