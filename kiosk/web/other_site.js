// Tells the page around this one whether the cookie came back, and nobody else.
(function () {
  'use strict';
  var kept = document.documentElement.getAttribute('data-kept');
  parent.postMessage(kept, document.documentElement.getAttribute('data-for'));
}());
