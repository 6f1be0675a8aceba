// What pages gain when scripts run; every page works without them.
'use strict';
document.documentElement.classList.add('scripted');

// Going back to a page that answered a form asks for the present page, not for the form again.
if (location.pathname === '/recover' && navigator.cookieEnabled) {
  history.replaceState(null, '', location.href);
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
