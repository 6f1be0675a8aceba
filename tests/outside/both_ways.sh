#!/bin/sh
# The journeys that patients make on the pages, to their outcomes, in a real Chromium: with scripts
# and without by turns, or with LATCHKEY_FULL each way and with the keyboard alone.
set -eu
limit=240
[ -z "${LATCHKEY_FULL:-}" ] || limit=900
exec timeout --kill-after=10 "$limit" node tests/browser/both_ways.mjs "$1"
