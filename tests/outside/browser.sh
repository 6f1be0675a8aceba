#!/bin/sh
# The patients' pages in a real Chromium: whole journeys, accessibility, keyboard, no cookies.
# What it starts dies with it: `timeout` ends the whole group.
set -eu
exec timeout --kill-after=10 500 node tests/browser/check.mjs "$1"
