#!/bin/sh
# Tables of conversations, slips and journeys at a lobby kiosk in a real Chromium, also from right to
# left: a sample, or with LATCHKEY_FULL all of them, in all looks.
# What it starts dies with it: `timeout` ends the whole group.
set -eu
limit=300
[ -z "${LATCHKEY_FULL:-}" ] || limit=1800
exec timeout --kill-after=10 "$limit" node tests/browser/kiosk_walks.mjs "$1"
