{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="5"><title>Sent messages – demo</title><link rel="stylesheet" href="{{STYLE}}"></head>
<body class="wide"><main><h1>Sent messages</h1>
<p class="lead">Only a demo shows this page. In a real clinic these messages reach real phones and mailboxes. It looks again every five seconds.</p>
{{#EMPTY}}<p class="notice">Nothing has been sent yet.</p>{{/EMPTY}}
<div class="scroll"><table><thead><tr><th scope="col">How</th><th scope="col">To</th><th scope="col">What it says</th></tr></thead><tbody>
{{#SENT}}<tr><td>{{KIND}}</td><td>{{TO}}</td><td><strong>{{SUBJECT}}</strong><pre>{{BODY}}</pre></td></tr>{{/SENT}}
</tbody></table></div>
<p><a href="/">Patients' page</a> · <a href="/demo/portal">Portal sign-in</a></p></main></body></html>
