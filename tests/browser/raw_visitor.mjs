// Requests that no browser sends: any Host, any cookie, any field.
import assert from 'node:assert/strict';
import { request } from 'node:http';

export function raw(base, { method = 'GET', path = '/', headers = {}, body, from } = {}) {
  const { hostname, port } = new URL(base);
  return new Promise((done, fail) => {
    const out = request({ hostname, port, method, path, agent: false, localAddress: from, headers: {
      ...(body === undefined ? {} : { 'Content-Type': 'application/x-www-form-urlencoded',
        'Content-Length': Buffer.byteLength(body) }), ...headers } }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part) => { text += part; });
      answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, text }));
    });
    out.setTimeout(15000, () => out.destroy(new Error(`${method} ${path}: no answer`)));
    out.on('error', fail);
    out.end(body);
  });
}

export const hidden = (text) => ({
  s: /name="s" value="([^"]*)"/.exec(text)?.[1] ?? '',
  q: /name="q" value="([^"]*)"/.exec(text)?.[1] ?? '',
});
export const heading = (text) => /<h1>([^<]*)<\/h1>/.exec(text)?.[1] ?? '';
const cookie_of = (answer) => answer.headers['set-cookie']?.[0]?.split(';')[0];

// Somebody on the pages whose every header can be chosen.
export class RawVisitor {
  // `from`: an address of this machine, whose budget nobody else uses.
  constructor(base, from = undefined) {
    this.base = base;
    this.from = from;
    this.cookie = undefined;
    this.page = undefined;
  }
  headers(more = {}) { return { ...(this.cookie ? { Cookie: this.cookie } : {}), ...more }; }
  get(path, more) {
    return raw(this.base, { path, headers: this.headers(more), from: this.from });
  }
  post(fields, more) {
    return raw(this.base, { method: 'POST', path: '/recover', headers: this.headers(more),
      from: this.from,
      body: new URLSearchParams(fields).toString() });
  }
  // An honest post of what the page holds, and the page that follows. A refusal is no answer.
  async answer(fields) {
    let got = await this.post({ ...hidden(this.page), ...fields });
    assert.ok([200, 303, 422].includes(got.status), `an honest post: ${got.status} ${got.text}`);
    this.cookie = cookie_of(got) ?? this.cookie;
    if (got.status === 303) {
      got = await this.get(got.headers.location);
      assert.equal(got.status, 200, `the page after an honest post: ${got.text}`);
    }
    this.page = got.text;
    return this.page;
  }
  async begin(topic = 'forgot_password') {
    this.page = (await this.get('/')).text;
    return this.answer({ option: topic });
  }
  async now() { return (await this.get('/recover')).text; }
}
