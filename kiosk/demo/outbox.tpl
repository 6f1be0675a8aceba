{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="5"><title>Sent messages – demo</title><link rel="stylesheet" href="{{STYLE}}"></head>
<body class="wide"><main><h1>Sent messages</h1>
<p class="lead">Only a demo shows this page. In a real clinic these messages reach real phones and mailboxes. It looks again every five seconds.</p>
{{#EMPTY}}<p class="notice">Nothing has been sent yet.</p>{{/EMPTY}}
<div class="scroll"><table><thead><tr><th scope="col">How</th><th scope="col">To</th><th scope="col">What it says</th></tr></thead><tbody>
{{#SENT}}<tr><td>{{KIND}}</td><td>{{TO}}</td><td><strong dir="auto">{{SUBJECT}}</strong><pre dir="auto">{{BODY}}</pre></td></tr>{{/SENT}}
</tbody></table></div>
<h2>Registration codes on paper</h2>
<p>In a real clinic the office hands them out, for a first sign-in.</p>
<div class="scroll"><table><thead><tr><th scope="col">Whose</th><th scope="col">Born</th><th scope="col">Code</th><th scope="col">It is</th></tr></thead><tbody>
{{#CODE}}<tr><td>{{NAME}}</td><td>{{BORN}}</td><td>{{CODE}}</td><td>{{STATE}}</td></tr>{{/CODE}}
</tbody></table></div>
<p><a href="/">Patients' page</a> · <a href="/demo/portal">Portal sign-in</a></p></main></body></html>
