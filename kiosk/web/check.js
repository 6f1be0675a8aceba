// What only a running script can try. Posts it, and shows what the server makes of it: what is
// wrong is decided there alone. Written for old browsers; without all of this the page is whole.
(function () {
  'use strict';
  var check = document.getElementById('check');
  if (!check || !document.addEventListener || !window.XMLHttpRequest || !window.DOMParser) return;
  var told = { scripts: 'works' };
  var now = Date.now();

  function keeps_notes() {
    try {
      localStorage.setItem('latchkey', '1');
      localStorage.removeItem('latchkey');
      return true;
    } catch (refused) {
      return false;
    }
  }

  function say(text) {
    var said = document.getElementById('said');
    said.innerHTML = '';
    var line = document.createElement('p');
    line.className = 'notice well';
    line.textContent = text;
    said.appendChild(line);
  }

  // Whoever stands on a button stands on it still, and what says the same as before stays: a
  // finger may be on it.
  var shown = {};
  function show(answer) {
    var page = new DOMParser().parseFromString(answer, 'text/html');
    var held = document.activeElement;
    var guide = held && held.name === 'guide' && held.value;
    ['about', 'said', 'found'].forEach(function (id) {
      var part = page.getElementById(id);
      if (!part || shown[id] === part.innerHTML) return;
      shown[id] = part.innerHTML;
      document.getElementById(id).innerHTML = part.innerHTML;
    });
    var again = guide && document.querySelector('#found button[value="' + guide + '"]');
    if (again) again.focus();
    check.setAttribute('data-shown', 'yes');
  }

  // A copy that a browser kept was made long before it was loaded; its clock tells nothing then.
  var copy_age_max = 120;
  function is_old_copy(answer) {
    if (told.stale_page) return false;
    var anew = new DOMParser().parseFromString(answer, 'text/html').getElementById('check');
    var made = Number(check.getAttribute('data-now'));
    var age = Math.round((Number(anew.getAttribute('data-now')) - made - (Date.now() - now)) / 1000);
    told.stale_page = age > copy_age_max ? 'present' : 'absent';
    if (told.stale_page === 'present') told.clock -= age;
    return told.stale_page === 'present';
  }

  // `then`: once an answer is shown that knows of it. Answers may overtake each other; one that is
  // older than what is shown knows less.
  var asked = 0;
  var newest = 0;
  var waiting = [];
  function tell(then) {
    var number = asked += 1;
    if (then) waiting.push({ since: number, then: then });
    var request = new XMLHttpRequest();
    var body = Object.keys(told).map(function (name) {
      return name + '=' + encodeURIComponent(told[name]);
    }).join('&');
    request.open('POST', '/check?lang=' + document.documentElement.lang);
    request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.onload = function () {
      if (request.status !== 200 || number < newest) return;
      if (is_old_copy(request.responseText)) return tell();
      newest = number;
      show(request.responseText);
      var ready = waiting.filter(function (one) { return one.since <= number; });
      waiting = waiting.filter(function (one) { return one.since > number; });
      ready.forEach(function (one) { one.then(); });
    };
    request.send(body);
  }

  // Calls `then` once: with the first word that settles it, or with 'unknown' after a while.
  function once(then) {
    var late = setTimeout(function () { settle('unknown'); }, 4000);
    function settle(how) {
      if (!then) return;
      clearTimeout(late);
      var told_once = then;
      then = null;
      told_once(how);
    }
    return settle;
  }

  // Whether a picture of ours arrives.
  function fetch_picture(path, then) {
    var picture = new Image();
    var settle = once(then);
    picture.onload = function () { settle('yes'); };
    picture.onerror = function () { settle('no'); };
    picture.src = path;
  }

  function try_blocker(then) {
    fetch_picture(check.getAttribute('data-neutral'), function (neutral) {
      if (neutral !== 'yes') return then();
      fetch_picture(check.getAttribute('data-bait'), function (bait) {
        if (bait !== 'unknown') told.content_blocker = bait === 'yes' ? 'absent' : 'present';
        then();
      });
    });
  }

  // Whether a page of another site within this one gets its cookie back: only that page can tell.
  function try_other_site(then) {
    var other = check.getAttribute('data-other');
    if (!other || !window.postMessage) return then();
    var frame = document.createElement('iframe');
    var settle = once(function (how) {
      window.removeEventListener('message', hear);
      document.body.removeChild(frame);
      if (how === 'works' || how === 'blocked') told.third_party_cookies = how;
      then();
    });
    function hear(event) {
      if (event.origin === other && event.source === frame.contentWindow) settle(event.data);
    }
    window.addEventListener('message', hear);
    frame.hidden = true;
    frame.src = other + '/check/other';
    document.body.appendChild(frame);
  }

  // Only a key or the mouse tells of Caps Lock. What is shown changes only where that is on, or was.
  function see_caps(event) {
    if (!event.getModifierState) return;
    var before = told.caps_lock;
    told.caps_lock = event.getModifierState('CapsLock') ? 'present' : 'absent';
    if (told.caps_lock === before || !check.hasAttribute('data-shown')) return;
    if (told.caps_lock === 'present' || before) tell();
  }

  function try_pop_up() {
    var opened = null;
    try {
      opened = window.open('about:blank', '_blank', 'width=240,height=160');
    } catch (refused) { /* as if it had not opened */ }
    // Some blockers close it a moment later.
    setTimeout(function () {
      told.pop_ups = opened && opened.closed === false ? 'works' : 'blocked';
      if (opened) opened.close();
      tell(function () { document.getElementById('said').focus(); });
    }, 400);
  }

  check.addEventListener('click', function (event) {
    if (event.target.hasAttribute('data-print')) window.print();
    if (event.target.hasAttribute('data-pop-up')) try_pop_up();
  });

  // What comes back out of the browser's memory is a check of another time.
  window.addEventListener('pageshow', function (event) {
    if (event.persisted) location.replace('/check?lang=' + document.documentElement.lang);
  });
  ['keydown', 'keyup', 'mousemove'].forEach(function (kind) {
    document.addEventListener(kind, see_caps);
  });

  say(check.getAttribute('data-wait'));
  told.clock = Math.round((now - Number(check.getAttribute('data-now'))) / 1000);
  told.storage = keeps_notes() ? 'works' : 'blocked';
  told.touch_points = Math.min(navigator.maxTouchPoints || 0, 100);
  if (typeof navigator.pdfViewerEnabled === 'boolean') {
    told.pdf = navigator.pdfViewerEnabled ? 'works' : 'blocked';
  }
  // A small screen is no zoom.
  if (screen.width >= 320) told.page_width = document.documentElement.clientWidth;

  try_blocker(function () { try_other_site(function () { tell(); }); });
}());
