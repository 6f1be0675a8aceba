#!/bin/sh
# The patients' pages in a real Chromium: whole journeys, accessibility, keyboard, no cookies; or with
# LATCHKEY_FULL all colours too, and a code that has become too old.
# What it starts dies with it: `timeout` ends the whole group.
set -eu
LATCHKEY_CHROMIUM=${LATCHKEY_CHROMIUM:-/usr/bin/chromium}; export LATCHKEY_CHROMIUM
limit=500
[ -z "${LATCHKEY_FULL:-}" ] || limit=1200
exec timeout --kill-after=10 "$limit" node tests/browser/check.mjs "$1"
