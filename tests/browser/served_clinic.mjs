// A clinic of its own behind `latchkey serve`, for tests from outside: one office, nobody on file,
// nothing sent. On free ports, in a folder that goes away, ended by its process id. TLS is the front
// proxy's: a small one stands before it, whose certificate nobody knows, and one before the staff's
// pages, at `localhost`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request as pass_on } from 'node:http';
import { createServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { free_ports, start, until } from './demo.mjs';
import { raw } from './raw_visitor.mjs';

const week = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday']
  .map((day) => `hours.${day} = ["08:00-17:00"]`).join('\n');

const configuration = (folder, port,
  { patient_url, staff_url, content, languages, account_system, telephone, limits, other_site }) => `
[clinic]
name = "Riverside Clinic"
portal_name = "MyRiverside"
portal_url = "https://portal.example.org"
languages = ${JSON.stringify(languages)}
[data]
folder = "${folder}/data"
content = "${content}"
key_file = "${folder}/latchkey.key"
[public]
patient_url = "${patient_url}"
${other_site ? `other_site_url = "https://${other_site}:${port + 3}"` : ''}
staff_url = "${staff_url}"
${telephone ? 'webhook_url = "https://phone.example.org"' : ''}
[listen.patients]
port = ${port}
[listen.staff]
port = ${port + 1}
[listen.webhooks]
port = ${port + 2}
[listen.metrics]
port = ${port + 4}
[provider]
${telephone || 'profile = "none"'}
[limits]
${limits}
[patients]
account_system = "${account_system}"
[[location]]
id = 1
name = "Riverside"
kind = "office"
phone = "+14015550110"
time_zone = "America/New_York"
holiday_lists = ["us_federal"]
${week}
`;

async function front_proxy(folder, port, behind) {
  const [key, cert] = ['key.pem', 'cert.pem'].map((name) => join(folder, name));
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt',
    'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-days', '2',
    '-subj', '/CN=127.0.0.1'], { stdio: 'ignore' });
  const proxy = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (asked, answer) => {
    const on = pass_on({ host: '127.0.0.1', port: behind, method: asked.method, path: asked.url,
      headers: { ...asked.headers, 'x-forwarded-for': asked.socket.remoteAddress } }, (got) => {
      answer.writeHead(got.statusCode, got.rawHeaders);
      got.pipe(answer);
    });
    on.on('error', () => answer.destroy());
    asked.pipe(on);
  });
  await new Promise((done) => proxy.listen(port, '127.0.0.1', done));
  return proxy;
}

// `settings`: patient_url, content, languages, account_system, where they are to differ;
// `other_site`: another name of this machine, for its address on another site. `telephone` and
// `limits`: the lines of [provider] and [limits]. `prepare` is told the
// configuration's file before anything is served.
export async function open_served(build, settings = {}) {
  const folder = join(mkdtempSync(join(tmpdir(), 'latchkey-served-')), 'clinic');
  const port = await free_ports(6);
  const base = `http://127.0.0.1:${port}`;
  const patients_url = `https://127.0.0.1:${port + 3}`;
  const staff_url = `https://localhost:${port + 5}`;
  execFileSync(join(build, 'latchkey'), ['init', '--dir', folder], { stdio: 'ignore' });
  writeFileSync(join(folder, 'latchkey.toml'), configuration(folder, port, {
    patient_url: patients_url, staff_url, content: `${process.cwd()}/content`, languages: ['en', 'es'],
    account_system: 'local', telephone: '', limits: '', other_site: '', ...settings }));
  await settings.prepare?.(join(folder, 'latchkey.toml'));
  const service = await start(join(build, 'latchkey'),
    ['serve', '--config', join(folder, 'latchkey.toml')]);
  const headers = { Host: new URL(settings.patient_url ?? patients_url).host };
  await Promise.race([
    until('the service answers', () => raw(base, { headers }).catch(() => null), 20000),
    service.ended.then(() => { throw new Error(`serve ended: ${service.log()}`); })]);
  const proxies = [await front_proxy(folder, port + 3, port),
    await front_proxy(folder, port + 5, port + 1)];
  return {
    base,
    headers,
    patients_url,
    staff_url,
    metrics_url: `http://127.0.0.1:${port + 4}`,
    log: service.log,
    stop: async () => {
      for (const proxy of proxies) {
        proxy.close();
        proxy.closeAllConnections?.();
      }
      await service.stop();
      rmSync(join(folder, '..'), { recursive: true, force: true });
    },
  };
}
