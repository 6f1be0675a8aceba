#!/bin/sh
# A lobby kiosk in a real Chromium: journeys, target sizes, accessibility, its clock and its speech;
# or with LATCHKEY_FULL each page in all its looks too.
# What it starts dies with it: `timeout` ends the whole group.
set -eu
LATCHKEY_CHROMIUM=${LATCHKEY_CHROMIUM:-/usr/bin/chromium}; export LATCHKEY_CHROMIUM
limit=400
[ -z "${LATCHKEY_FULL:-}" ] || limit=800
exec timeout --kill-after=10 "$limit" node tests/browser/kiosk_check.mjs "$1"
