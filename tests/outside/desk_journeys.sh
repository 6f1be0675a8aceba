#!/bin/sh
# The desk's side of the journeys, in a real Chromium with the keyboard alone.
set -eu
exec timeout --kill-after=10 300 node tests/browser/desk_journeys.mjs "$1"
