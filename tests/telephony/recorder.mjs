// What stands between a telephone and the line: keeps every document, and holds every signature
// against Twilio's own.
import { createServer, request as http_request } from 'node:http';
import { createRequire } from 'node:module';
import { judgeDocument } from './judging.mjs';

const require = createRequire(new URL('../browser/package.json', import.meta.url));
const twilio = require('twilio');

export class Documents {
  constructor() { this.problems = []; this.verbs = new Map(); this.count = 0; this.longest = 0; }

  take(call, path, xml) {
    this.count += 1;
    this.longest = Math.max(this.longest, Buffer.byteLength(xml));
    for (const problem of judgeDocument(xml)) this.problems.push(`${call}, ${path}: ${problem}`);
    for (const [, verb] of xml.matchAll(/<([A-Z]\w*)/g))
      this.verbs.set(verb, (this.verbs.get(verb) ?? 0) + 1);
  }
}

const body_of = async (request) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
};

// fetch() sends no Host of one's own.
const post_as = (host, url, headers, body) => new Promise((done, fail) => {
  const sent = http_request(url, { method: 'POST', headers: { ...headers, Host: host } },
    async (answer) => done({ status: answer.statusCode, text: await body_of(answer),
      type: answer.headers['content-type'] ?? 'text/plain' }));
  sent.once('error', fail);
  sent.end(body);
});

// `line`: { base, public, token }: where the webhooks are, what the provider was told of it, and
// its key. Our telephone calls `url`: its signature is
// judged by Twilio's validator, and the request goes on under Twilio's own signature, which the
// line must accept; one under a wrong key it must refuse.
export async function listen_in(line, documents) {
  const seen = { accepted_by_twilio: 0, refused_by_twilio: [], refused_by_us: 0, let_in: [] };
  let call = '';
  const post = (path, body, params, token) => post_as(new URL(line.public).host, line.base + path, {
    'Content-Type': 'application/x-www-form-urlencoded',
    'Content-Length': Buffer.byteLength(body),
    'X-Twilio-Signature': twilio.getExpectedTwilioSignature(token, line.public + path, params),
  }, body);
  const server = createServer(async (request, response) => {
    try {
      const body = await body_of(request);
      const params = Object.fromEntries(new URLSearchParams(body));
      const own = `http://127.0.0.1:${server.address().port}`;
      const signature = request.headers['x-twilio-signature'] ?? '';
      if (twilio.validateRequest(line.token, signature, own + request.url, params))
        seen.accepted_by_twilio += 1;
      else seen.refused_by_twilio.push(request.url);
      const forged = await post(request.url, body, params, `${line.token}x`);
      if (forged.status === 403) seen.refused_by_us += 1;
      else seen.let_in.push(`${request.url}: ${forged.status}`);
      const answer = await post(request.url, body, params, line.token);
      if (answer.status === 200) documents.take(call, request.url, answer.text);
      response.writeHead(answer.status, { 'Content-Type': answer.type });
      response.end(answer.text.replaceAll(line.public, own));
    } catch (error) {
      response.writeHead(502).end(String(error));
    }
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return {
    seen,
    url: `http://127.0.0.1:${server.address().port}`,
    begin: (name) => { call = name; },
    stop: () => new Promise((done) => { server.close(done); server.closeAllConnections?.(); }),
  };
}
