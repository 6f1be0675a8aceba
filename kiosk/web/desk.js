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
