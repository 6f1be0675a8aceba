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

  function show(answer) {
    var page = new DOMParser().parseFromString(answer, 'text/html');
    ['about', 'said', 'found'].forEach(function (id) {
      var part = page.getElementById(id);
      if (part) document.getElementById(id).innerHTML = part.innerHTML;
    });
    check.setAttribute('data-shown', 'yes');
  }

  // `then`: once the answer is shown.
  function tell(then) {
    var request = new XMLHttpRequest();
    var body = Object.keys(told).map(function (name) {
      return name + '=' + encodeURIComponent(told[name]);
    }).join('&');
    request.open('POST', '/check?lang=' + document.documentElement.lang);
    request.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
    request.onload = function () {
      if (request.status !== 200) return;
      show(request.responseText);
      if (then) then();
    };
    request.send(body);
  }

  // Whether a picture of ours arrives: yes, no, or unknown after a while.
  function fetch_picture(path, then) {
    var picture = new Image();
    var late = setTimeout(function () { settle('unknown'); }, 4000);
    function settle(how) {
      if (!then) return;
      clearTimeout(late);
      var once = then;
      then = null;
      once(how);
    }
    picture.onload = function () { settle('yes'); };
    picture.onerror = function () { settle('no'); };
    picture.src = path;
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

  say(check.getAttribute('data-wait'));
  told.clock = Math.round((now - Number(check.getAttribute('data-now'))) / 1000);
  told.storage = keeps_notes() ? 'works' : 'blocked';
  told.touch_points = Math.min(navigator.maxTouchPoints || 0, 100);
  if (typeof navigator.pdfViewerEnabled === 'boolean') {
    told.pdf = navigator.pdfViewerEnabled ? 'works' : 'blocked';
  }
  // A small screen is no zoom.
  if (screen.width >= 320) told.page_width = document.documentElement.clientWidth;

  fetch_picture(check.getAttribute('data-neutral'), function (neutral) {
    if (neutral !== 'yes') return tell();
    fetch_picture(check.getAttribute('data-bait'), function (bait) {
      if (bait !== 'unknown') told.content_blocker = bait === 'yes' ? 'absent' : 'present';
      tell();
    });
  });
}());
