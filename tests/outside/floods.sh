#!/bin/sh
# Floods of a running clinic, on this machine only: askings, guesses, messages, texts that cost.
# With LATCHKEY_FULL they are longer. What it starts dies with it: `timeout` ends the whole group.
set -eu
limit=120
[ -z "${LATCHKEY_FULL:-}" ] || limit=300
timeout --kill-after=10 "$limit" node tests/browser/floods.mjs "$1"
exec timeout --kill-after=10 "$limit" node tests/browser/pumping.mjs "$1"
