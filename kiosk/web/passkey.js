// A passkey: asks the server what is to be signed, lets the browser ask the authenticator, and sends
// an ordinary form with the answer. Without scripts, or in a browser that knows no passkeys, the
// page's other way is there.
'use strict';

const bytes = (text) => Uint8Array.from(
  atob(text.replace(/-/g, '+').replace(/_/g, '/')), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

const read = (options) => {
  const named = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));
  const out = { ...options, challenge: bytes(options.challenge) };
  if (options.user) out.user = { ...options.user, id: bytes(options.user.id) };
  if (options.excludeCredentials) out.excludeCredentials = named(options.excludeCredentials);
  if (options.allowCredentials) out.allowCredentials = named(options.allowCredentials);
  return out;
};

const parts = {
  create: ({ response }) => ({
    client_data: response.clientDataJSON, attestation: response.attestationObject }),
  get: ({ rawId, response }) => ({
    credential: rawId, client_data: response.clientDataJSON,
    authenticator: response.authenticatorData, signature: response.signature,
    handle: response.userHandle || new ArrayBuffer(0) }),
};

document.querySelectorAll('form[data-passkey]').forEach((form) => {
  const { passkey, options, problem } = form.dataset;
  if (!window.PublicKeyCredential) {
    form.hidden = true;
    return;
  }
  const said = form.querySelector('[role=status]');
  let busy = false;
  const ask = async () => {
    const asked = await fetch(options);
    if (!asked.ok) throw new Error(String(asked.status));
    const made = await navigator.credentials[passkey]({ publicKey: read(await asked.json()) });
    Object.entries(parts[passkey](made)).forEach(([name, value]) => {
      const field = document.createElement('input');
      field.type = 'hidden';
      field.name = name;
      field.value = text(value);
      form.append(field);
    });
    form.submit();
  };
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (busy) return;
    busy = true;
    said.textContent = '';
    ask().catch(() => {
      busy = false;
      said.textContent = problem;
    });
  });
});
