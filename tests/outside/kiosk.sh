#!/bin/sh
# A lobby kiosk in a real Chromium: journeys, target sizes, accessibility, its clock and its speech.
# What it starts dies with it: `timeout` ends the whole group.
set -eu
exec timeout --kill-after=10 400 node tests/browser/kiosk_check.mjs "$1"
