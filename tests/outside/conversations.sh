#!/bin/sh
# Tables of conversations in a real Chromium, a sample with and without scripts by turns, or with
# LATCHKEY_FULL each both ways: every page judged, and the tickets at the end.
set -eu
limit=400
[ -z "${LATCHKEY_FULL:-}" ] || limit=900
exec timeout --kill-after=10 "$limit" node tests/browser/talks.mjs "$1"
