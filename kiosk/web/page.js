// What pages gain when scripts run; every page works without them.
'use strict';
document.documentElement.classList.add('scripted');

// Going back to a page that answered a form asks for the present page, not for the form again.
if (location.pathname === '/recover' && navigator.cookieEnabled) {
  history.replaceState(null, '', location.href);
}

// A page that comes back, out of the browser's memory or from behind another window, may be old by
// now (domain.md C10). The server knows, and the page says so.
const old = document.querySelector('[data-old] form');
if (old) {
  const ask = () => {
    fetch('/recover/shown', { method: 'POST', body: new URLSearchParams(new FormData(old)) })
      .then((answer) => (answer.ok ? answer.json() : { old: false }))
      .then((answer) => { old.hidden = !answer.old; })
      .catch(() => { /* as if nobody had asked */ });
  };
  window.addEventListener('pageshow', ({ persisted }) => {
    const [way] = performance.getEntriesByType('navigation');
    if (persisted || (way && way.type === 'back_forward')) ask();
  });
  document.addEventListener('visibilitychange', () => { if (!document.hidden) ask(); });
}

// Whoever has been away for long is told before the page forgets them, in time to say that more
// time is needed (WCAG 2.2.1); what is typed stays.
const stay = document.querySelector('[data-left] form');
if (stay) {
  const told_before = 2;  // minutes
  let waits;
  const wait = (left) => {
    clearTimeout(waits);
    stay.hidden = true;
    if (left > 0) {
      waits = setTimeout(() => { stay.hidden = false; }, Math.max(0, left - told_before) * 60000);
    } else if (old) old.hidden = false;
  };
  stay.addEventListener('submit', (event) => {
    event.preventDefault();
    fetch('/recover/stay', { method: 'POST', body: new URLSearchParams(new FormData(stay)) })
      .then((answer) => (answer.ok ? answer.json() : { left: 0 }))
      .then((answer) => wait(answer.left))
      .catch(() => { /* the page's own buttons say what is wrong */ });
  });
  wait(Number(stay.parentElement.dataset.left));
}

// "This wasn't me": what a mail's link carries stands in the fragment, which no server is sent. It
// goes into the box and out of the address; only the person's own presses do anything with it.
const not_me = location.pathname === '/not-me' && document.getElementById('code');
const bring_secret = () => {
  const said = /^#([\w-]{43})$/.exec(location.hash);
  if (!said) return;
  not_me.value = said[1];
  document.querySelectorAll('.languages a').forEach((link) => { link.hash = said[1]; });
  history.replaceState(null, '', location.pathname + location.search);
};
if (not_me) {
  bring_secret();
  window.addEventListener('hashchange', bring_secret);
}

// What a kiosk's picture carries stands in the fragment too: it waits in this tab until its box
// comes, and is forgotten as soon as it stands there. A browser without cookies keeps no notes
// either: then it is typed.
const notes = (() => {
  try {
    return window.sessionStorage;
  } catch (refused) {
    return null;
  }
})();
const handed = /^#(\d{8,12})$/.exec(location.hash);
if (location.pathname === '/continue' && handed) {
  if (notes) notes.setItem('latchkey-code', handed[1]);
  history.replaceState(null, '', location.pathname + location.search);
}
const code_box = document.querySelector('input[name=code]');
const noted = notes && notes.getItem('latchkey-code');
if (noted && code_box && document.querySelector('input[name=year]')) {
  code_box.value = noted;
  notes.removeItem('latchkey-code');
}

// The summary of a slip is heard and seen first.
const problem = document.querySelector('.problem');
if (problem) problem.focus();

const password = document.querySelector('input[name=password]');
const meter = document.querySelector('[data-meter]');
const show = document.querySelector('[data-show]');
if (password && show) {
  show.hidden = false;
  show.addEventListener('click', () => {
    const hidden = password.type === 'password';
    password.type = hidden ? 'text' : 'password';
    show.textContent = hidden ? show.dataset.hide : show.dataset.show;
    show.setAttribute('aria-pressed', String(hidden));
  });
}
if (password && meter) {
  // Says only what it can know: the length, and what no judge lets pass. The rest is judged when
  // the password is sent, and the words say so.
  const least = Number(meter.dataset.meter);
  const repeats_itself = (letters) => {
    const folded = letters.map((letter) => letter.toLowerCase());
    const runs = folded.filter((letter, at) => letter !== folded[at - 1]).length;
    return runs <= 4
      || [1, 2, 3, 4].some((unit) => folded.every((letter, at) => letter === folded[at % unit]));
  };
  const say = () => {
    const typed = Array.from(password.value.normalize('NFC'));
    const missing = least - typed.length;
    if (typed.length === 0) meter.textContent = '';
    else if (missing > 0) meter.textContent = meter.dataset.more.replace('#', String(missing));
    else meter.textContent = repeats_itself(typed) ? meter.dataset.repeats : meter.dataset.enough;
  };
  password.addEventListener('input', say);
  // A page that comes back from the browser's memory holds nothing typed before.
  window.addEventListener('pageshow', () => { password.value = ''; say(); });
}

// While Caps Lock is on a password comes out otherwise than meant (domain.md C13). What fills in a
// box may send a key that tells nothing.
const caps = document.querySelector('[data-caps]');
if (password && caps) {
  const look = (event) => {
    if (!event.getModifierState) return;
    const says = event.getModifierState('CapsLock') ? caps.dataset.caps : '';
    if (caps.textContent !== says) caps.textContent = says;
  };
  ['keydown', 'keyup', 'mousedown'].forEach((kind) => document.addEventListener(kind, look));
}

const print_button = document.querySelector('form [data-print], .keep [data-print]');
if (print_button) print_button.addEventListener('click', () => window.print());

// A second press of a button does not send a second answer.
document.querySelectorAll('form').forEach((form) => {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = 'yes';
  });
});
window.addEventListener('pageshow', () => {
  document.querySelectorAll('form').forEach((form) => { delete form.dataset.sent; });
});
