// What a kiosk's pages gain when scripts run: keys to touch, a clock that asks before it forgets,
// larger text, contrast and speech. No text is written here: all words stand in the page.
'use strict';

const body = document.body;
const words = body.dataset;
const root = document.documentElement;

// ---- One person after the other ----

// The first page ends what was there; the server does so too, when it is asked for it.
const leave = () => { location.replace('/kiosk'); };

// A page out of the browser's memory is somebody else's by now.
window.addEventListener('pageshow', (event) => { if (event.persisted) leave(); });
// So the desk knows that this kiosk lives.
if ('attract' in words) setTimeout(leave, Number(words.attract) * 1000);
if (location.pathname === '/kiosk/now') history.replaceState(null, '', location.href);

const looks = (() => {
  const key = 'latchkey-looks';
  // Whoever comes next begins as everybody does.
  if ('attract' in words) sessionStorage.removeItem(key);
  const now = new Set((sessionStorage.getItem(key) ?? '').split(' ').filter(Boolean));
  return {
    has: (look) => now.has(look),
    toggle: (look) => {
      if (!now.delete(look)) now.add(look);
      sessionStorage.setItem(key, [...now].join(' '));
    },
  };
})();

// ---- Speech ----

const speaker = window.speechSynthesis;
const is_seen = (node) => {
  const box = node instanceof Element ? node : node.parentElement;
  return box.checkVisibility ? box.checkVisibility() : box.getClientRects().length > 0;
};
const language_of = (node) => {
  const box = node instanceof Element ? node : node.parentElement;
  return box.closest('[lang]').lang;
};
// Every text that can be seen below `place`, in the order of reading; pictures by their names. Keys
// are said one by one, when one is reached.
const utterances = (place) => {
  const said = [];
  const walk = document.createTreeWalker(place, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walk.currentNode; node; node = walk.nextNode()) {
    if (node instanceof Element) {
      if (node.getAttribute('role') === 'img' && is_seen(node))
        said.push({ text: node.getAttribute('aria-label'), language: language_of(node) });
      continue;
    }
    const text = node.textContent.replace(/\s+/g, ' ').trim();
    if (!text || /^(SCRIPT|STYLE|NOSCRIPT)$/.test(node.parentElement.tagName)) continue;
    if (!is_seen(node) || node.parentElement.closest('[aria-hidden=true], .keys .row')) continue;
    said.push({ text, language: language_of(node) });
  }
  return said;
};
const say = (all) => {
  if (!speaker || !looks.has('speak')) return;
  speaker.cancel();
  for (const one of all) {
    const utterance = new SpeechSynthesisUtterance(one.text);
    utterance.lang = one.language;
    speaker.speak(utterance);
  }
};
const say_page = () => {
  const places = [document.querySelector('main'), document.querySelector('aside.help'),
    document.querySelector('header'), document.querySelector('footer')];
  say(places.filter(Boolean).flatMap(utterances));
};
const name_of = (element) => {
  const label = element.labels && element.labels[0];
  return element.getAttribute('aria-label') ?? (label ?? element).textContent;
};
document.addEventListener('focusin', ({ target }) => {
  if (target.closest('.tools')) return;
  say([{ text: name_of(target).replace(/\s+/g, ' ').trim(), language: language_of(target) }]);
});

// ---- How it looks ----

const tools = document.querySelector('.tools');
const show_looks = () => {
  for (const look of ['large', 'contrast']) root.classList.toggle(look, looks.has(look));
  for (const button of tools.querySelectorAll('[data-look]'))
    button.setAttribute('aria-pressed', String(looks.has(button.dataset.look)));
  for (const button of tools.querySelectorAll('[data-say]')) button.hidden = !looks.has('speak');
};
tools.hidden = false;
if (!speaker) tools.querySelector('[data-look=speak]').remove();
show_looks();
tools.addEventListener('click', ({ target }) => {
  const { look, say: what } = target.dataset;
  if (look) {
    looks.toggle(look);
    show_looks();
    if (look === 'speak') looks.has('speak') ? say_page() : speaker.cancel();
  }
  if (what === 'again') say_page();
  if (what === 'pause') {
    const paused = speaker.paused;
    paused ? speaker.resume() : speaker.pause();
    target.textContent = paused ? target.dataset.pause : target.dataset.resume;
  }
});

// ---- What is typed ----

const boxes = [...document.querySelectorAll('main input:not([type=hidden]), main textarea')];
const kinds = new Map(boxes.map((box) => [box, box.inputMode]));
let target = boxes[0] ?? null;
const aim = (box) => {
  target = box;
  for (const one of boxes) one.classList.toggle('target', one === box && boxes.length > 1);
};
const is_secret = (box) => box.type === 'password' || box.dataset.secret === 'yes';

for (const box of boxes) {
  box.autocomplete = 'off';
  // A code is masked like a password; the page's own button shows it while it is pressed.
  if (box.id === 'code') {
    box.type = 'password';
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link';
    button.textContent = words.reveal;
    button.setAttribute('aria-pressed', 'false');
    button.addEventListener('click', () => {
      const hidden = box.type === 'password';
      box.type = hidden ? 'text' : 'password';
      button.textContent = hidden ? words.conceal : words.reveal;
      button.setAttribute('aria-pressed', String(hidden));
    });
    box.after(button);
    box.dataset.secret = 'yes';
  } else if (box.type === 'email' || box.type === 'tel') {
    box.type = 'text';
  }
  if (box.id === 'password') box.dataset.secret = 'yes';
  box.inputMode = 'none';  // the keys below are the ones to touch
  box.addEventListener('focus', () => aim(box));
  // A hand that shakes holds a key for long (508 407.4).
  box.addEventListener('keydown', (event) => {
    if (event.repeat && event.key.length === 1) event.preventDefault();
  });
}

const type = (text) => {
  if (!target) return;
  const start = target.selectionStart ?? target.value.length;
  const end = target.selectionEnd ?? target.value.length;
  if (target.maxLength > 0 && target.value.length - (end - start) >= target.maxLength) return;
  target.setRangeText(text, start, end, 'end');
  target.dispatchEvent(new Event('input', { bubbles: true }));
  say([{ text: is_secret(target) ? words.typed : text, language: root.lang }]);
};
const erase = () => {
  if (!target) return;
  const end = target.selectionEnd ?? target.value.length;
  const start = target.selectionStart === end ? Math.max(end - 1, 0) : target.selectionStart;
  target.setRangeText('', start, end, 'end');
  target.dispatchEvent(new Event('input', { bubbles: true }));
  say([{ text: words.deleted, language: root.lang }]);
};

// ---- Keys to touch ----

const place = document.querySelector('.keys');
const pages = {
  small: ['qwertyuiop', 'asdfghjkl', 'zxcvbnm'],
  capital: ['QWERTYUIOP', 'ASDFGHJKL', 'ZXCVBNM'],
  sign: ['1234567890', "@.-_'!?+#/", '*$%&()=:;,"'],
};
// Letters as a telephone has them: with twelve keys, Tab and Enter all can be typed.
const of_digit = { 2: 'abc', 3: 'def', 4: 'ghi', 5: 'jkl', 6: 'mno', 7: 'pqrs', 8: 'tuv', 9: 'wxyz' };

const key = (text, name, act, look) => {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = text;
  if (name) button.setAttribute('aria-label', name);
  if (look) button.className = look;
  button.tabIndex = -1;
  button.addEventListener('pointerdown', (event) => event.preventDefault());
  button.addEventListener('click', act);
  return button;
};
const row = (keys) => {
  const line = document.createElement('div');
  line.className = 'row';
  line.append(...keys);
  return line;
};
const go_on = () => {
  const after = boxes[boxes.indexOf(target) + 1];
  if (after) { aim(after); draw(); }
  if (after && !place.contains(document.activeElement)) after.focus();
  if (after) say([{ text: name_of(after), language: root.lang }]);
  else document.querySelector('.go button')?.focus();
};
const keys_of = () => [...place.querySelectorAll('button')];
const rove = (button, how) => {
  for (const one of keys_of()) one.tabIndex = one === button ? 0 : -1;
  if (how === 'focus') button.focus();
};

const draw_pad = () => {
  const pad = document.createElement('div');
  pad.className = 'pad';
  const digit = (text) => key(text, null, () => type(text));
  for (const line of ['123', '456', '789']) pad.append(row([...line].map(digit)));
  pad.append(row([key('⌫', place.dataset.delete, erase), digit('0'),
    key('→', place.dataset.next, go_on)]));
  place.replaceChildren(pad);
  place.setAttribute('aria-label', place.dataset.keypad);
};
let drawn = '';
const draw_board = (page) => {
  drawn = page;
  const letters = pages[page].map((line) => [...line].map((one) => key(one, null, () => {
    type(one);
    if (drawn === 'capital') draw_board('small');
  })));
  const data = place.dataset;
  letters[2].unshift(key('⇧', data.capitals,
    () => draw_board(drawn === 'capital' ? 'small' : 'capital'), 'wide'));
  letters[2].push(key('⌫', data.delete, erase, 'wide'));
  const last = [
    key(page === 'sign' ? data.letters : data.signs, null,
      () => draw_board(drawn === 'sign' ? 'small' : 'sign'), 'wide'),
    key(data.space, null, () => type(' '), 'wide'), key(data.next, null, go_on, 'wide')];
  const held = place.contains(document.activeElement);
  const hint = document.createElement('p');
  hint.className = 'hint';
  hint.textContent = data.hint;
  place.replaceChildren(...letters.map(row), row(last), hint);
  place.setAttribute('aria-label', data.keyboard);
  rove(keys_of()[0], held ? 'focus' : '');
};
const draw = () => {
  const numeric = ['numeric', 'tel'].includes(kinds.get(target));
  const held = place.contains(document.activeElement) ? 'focus' : '';
  if (numeric && drawn !== 'pad') { drawn = 'pad'; draw_pad(); rove(keys_of()[0], held); }
  if (!numeric && (drawn === 'pad' || drawn === ''))
    draw_board(kinds.get(target) === 'text' && target.autocapitalize === 'words' ? 'capital' : 'small');
};
const find_letter = (digit) => {
  if (drawn === 'sign') draw_board('small');
  const group = of_digit[digit];
  const now = group.indexOf((document.activeElement.textContent ?? '').toLowerCase());
  const wanted = group[(now + 1) % group.length];
  const found = keys_of().find((one) => one.textContent.toLowerCase() === wanted);
  if (found) rove(found, 'focus');
};
const on_key = (event) => {
  const all = keys_of();
  const at = all.indexOf(document.activeElement);
  const moves = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10 };
  if (event.key in moves) {
    const next = all[Math.min(Math.max(at + moves[event.key], 0), all.length - 1)];
    rove(next, 'focus');
  } else if (drawn === 'pad' && /^\d$/.test(event.key)) {
    type(event.key);
  } else if (/^[2-9]$/.test(event.key)) {
    find_letter(event.key);
  } else if (event.key === '0') {
    type(' ');
  } else if (event.key === '1') {
    draw_board(drawn === 'sign' ? 'small' : 'sign');
  } else if (event.key === '*' || event.key === 'Backspace') {
    erase();
  } else if (event.key === '#') {
    go_on();
  } else {
    return;
  }
  event.preventDefault();
};
if (place && target) {
  place.hidden = false;
  place.setAttribute('role', 'group');
  place.addEventListener('keydown', on_key);
  for (const box of boxes) box.addEventListener('focus', draw);
  // Whoever comes by Tab has passed all boxes: the first that is empty is meant.
  place.addEventListener('focusin', (event) => {
    const empty = boxes.find((box) => !box.value);
    if (empty && boxes.includes(event.relatedTarget)) { aim(empty); draw(); }
  });
  aim(target);
  draw();
}

document.querySelectorAll('[data-print]').forEach((button) => {
  button.hidden = false;
  button.addEventListener('click', () => window.print());
});

say_page();

// ---- Time ----

const still = document.getElementById('still');
if (still) {
  const asks_for = Number(words.asked) - Number(words.idle);
  const started = Date.now();
  const whole_at = started + Number(words.whole);
  let ask_at = started + Number(words.idle);
  let told_at = started;
  const late_before = 60000;
  const secret = still.querySelector('[data-secret]').value;
  const text = document.getElementById('still-text');
  const asks = text.textContent;
  const count = still.querySelector('.count');

  // Three short tones: heard also by whoever does not look (508 407.5).
  const tone = () => {
    const context = new AudioContext();
    [0, 0.3, 0.6].forEach((at) => {
      const sound = context.createOscillator();
      const volume = context.createGain();
      volume.gain.value = 0.2;
      sound.frequency.value = 880;
      sound.connect(volume).connect(context.destination);
      sound.start(context.currentTime + at);
      sound.stop(context.currentTime + at + 0.15);
    });
  };
  const tell = () => {
    told_at = Date.now();
    fetch('/kiosk/more', { method: 'POST', keepalive: true,
      body: new URLSearchParams({ s: secret, by: 'script' }) }).then(
      (answer) => { if (answer.redirected) leave(); }, () => {});
  };
  const alive = () => {
    const now = Date.now();
    ask_at = now + Number(words.wholeIdle);
    if (now - told_at > 15000) tell();
  };
  const ask = (words_said) => {
    text.textContent = words_said;
    still.showModal();
    tone();
    say(utterances(still));
  };
  let told_late = false;
  const tick = () => {
    const now = Date.now();
    const forget_at = Math.min(ask_at + asks_for, whole_at);
    if (now >= forget_at) return leave();
    if (still.open) count.textContent = String(Math.ceil((forget_at - now) / 1000));
    else if (now >= ask_at) ask(asks);
    else if (now >= whole_at - late_before && !told_late) {
      told_late = true;
      ask(text.dataset.late);
    }
    return undefined;
  };
  still.querySelector('[data-more]').addEventListener('click', () => still.close());
  still.addEventListener('close', () => { alive(); tell(); });
  still.querySelector('[data-end]').addEventListener('click', leave);
  for (const event of ['pointerdown', 'keydown'])
    document.addEventListener(event, () => { if (!still.open) alive(); }, { capture: true });
  setInterval(tick, 500);

  // A page that waits looks again by itself, and moves on when something else is asked.
  const look_again = async () => {
    const answer = await fetch('/kiosk/now');
    if (!answer.url.endsWith('/kiosk/now')) return leave();
    const seen = new DOMParser().parseFromString(await answer.text(), 'text/html').body.dataset;
    const moved = seen.question && seen.question !== '-1' && seen.question !== words.question;
    if (moved) return location.replace('/kiosk/now');
    return setTimeout(look_again, Number(words.poll) * 1000);
  };
  if (words.poll) setTimeout(look_again, Number(words.poll) * 1000);
}
