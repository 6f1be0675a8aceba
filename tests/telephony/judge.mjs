// Twilio's own library judges our telephony: signatures both ways, and every TwiML document.
//
// stdin:  {"signatures": [{url, fields: [[name, value], …], token, signature}, …],
//          "documents": ["<?xml …", …]}
// stdout: {"signatures": [{accepted, theirs}, …], "documents": [{problems: ["…"]}, …]}
import { readFileSync } from 'node:fs';
import { judgeDocument, judgeSignature } from './judging.mjs';

const asked = JSON.parse(readFileSync(0, 'utf8'));
console.log(JSON.stringify({
  signatures: asked.signatures.map(judgeSignature),
  documents: asked.documents.map((xml) => ({ problems: judgeDocument(xml) })),
}));
