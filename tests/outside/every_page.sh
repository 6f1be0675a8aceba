#!/bin/sh
# Every screen of the guides, in every language and in one from right to left, in a real Chromium: a
# sample, or with LATCHKEY_FULL all of them.
set -eu
limit=400
[ -z "${LATCHKEY_FULL:-}" ] || limit=1800
exec timeout --kill-after=10 "$limit" node tests/browser/every_page.mjs "$1"
