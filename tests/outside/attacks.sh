#!/bin/sh
# Attacks on the patients' pages and the phone line of a running clinic, on this machine only.
# What it starts dies with it: `timeout` ends the whole group.
set -eu
exec timeout --kill-after=10 240 node tests/browser/attacks.mjs "$1"
