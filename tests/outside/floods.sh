#!/bin/sh
# Floods of a running clinic, on this machine only: askings, guesses, messages, memory, clients.
# With LATCHKEY_FULL they are longer. What it starts dies with it: `timeout` ends the whole group.
set -eu
limit=150
[ -z "${LATCHKEY_FULL:-}" ] || limit=400
for attack in floods pumping; do
  timeout --kill-after=10 "$limit" node "tests/browser/$attack.mjs" "$1"
done
