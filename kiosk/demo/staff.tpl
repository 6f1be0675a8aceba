{{%AUTOESCAPE context="HTML"}}<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="5"><title>Staff codes – demo</title><link rel="stylesheet" href="{{STYLE}}"></head>
<body class="wide"><main><h1>Staff codes</h1>
<p class="lead">Only a demo shows this page. In a real clinic each of the staff has an authenticator app that shows these six digits. They change every 30 seconds, and each works once.</p>
<div class="scroll"><table><thead><tr><th scope="col">Role</th><th scope="col">Name</th><th scope="col">Password</th><th scope="col">Code now</th></tr></thead><tbody>
{{#STAFF}}<tr><td>{{ROLE}}</td><td>{{NAME}}</td><td>{{PASSWORD}}</td><td>{{CODE}}</td></tr>{{/STAFF}}
</tbody></table></div>
<p><a href="/">Patients' page</a> · <a href="/demo">Sent messages</a></p></main></body></html>
