// What the staff's pages gain when scripts run; every page works without them.
'use strict';
document.documentElement.classList.add('scripted');

// A file is read into the box that it fills: what is sent is what can be read there.
for (const picker of document.querySelectorAll('[data-fills]')) {
  picker.addEventListener('change', () => {
    const box = document.getElementById(picker.dataset.fills);
    if (picker.files.length) picker.files[0].text().then((text) => { box.value = text; });
  });
}

// A minute before the session ends it is said, politely; what is typed stays, and would be kept
// anyway (WCAG 2.2.1, 2.2.5).
const stay = document.querySelector('[data-left] form');
if (stay) {
  const told_before = 60;  // seconds
  let waits;
  const wait = (left) => {
    clearTimeout(waits);
    stay.hidden = left > told_before;
    if (left > told_before)
      waits = setTimeout(() => { stay.hidden = false; }, (left - told_before) * 1000);
  };
  stay.addEventListener('submit', (event) => {
    event.preventDefault();
    fetch('/stay', { method: 'POST', body: new URLSearchParams(new FormData(stay)) })
      .then((answer) => answer.json())
      .then((answer) => wait(answer.left))
      .catch(() => { /* it has ended: the next form is kept while they sign in */ });
  });
  wait(Number(stay.parentElement.dataset.left));
}

// What stays in sight stays fresh: every so often we ask whether anything is new. A list is drawn
// anew; a page with forms says that it is old, and leaves what somebody is typing alone. Such a
// question is no sign of life, so a desk that was left ends its session all the same.
const looked_every = 20000;  // milliseconds
const listed = document.querySelector('[data-list]');
const shown = document.querySelector('[data-page]');

const draw = (page) => {
  const fresh = new DOMParser().parseFromString(page, 'text/html').querySelector('[data-list]');
  const old = document.querySelector('[data-list]');
  if (!fresh || fresh.dataset.list === old.dataset.list) return;
  const at = old.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
  old.replaceWith(fresh);
  if (at) [...fresh.querySelectorAll('a')].find((a) => a.getAttribute('href') === at)?.focus();
  const said = document.querySelector('[data-said]');
  said.textContent = '';
  setTimeout(() => { said.textContent = said.dataset.said; }, 100);  // said again each time
};

const look = () => {
  if (document.hidden) return;
  const tag = listed ? document.querySelector('[data-list]').dataset.list : shown.dataset.page;
  fetch(location.href, { headers: { 'Latchkey-Look': 'again', 'If-None-Match': tag } })
    .then((answer) => {
      if (answer.redirected || answer.status === 403) clearInterval(looking);  // nobody is signed in
      if (answer.status !== 200 || answer.redirected) return null;
      if (listed) return answer.text().then(draw);
      shown.firstElementChild.hidden = false;
      return null;
    })
    .catch(() => { /* the network is away; the next time, perhaps */ });
};
let looking;
if (listed || shown) {
  looking = setInterval(look, looked_every);
  document.addEventListener('visibilitychange', look);
}
