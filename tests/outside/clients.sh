#!/bin/sh
# What no browser sends to a running clinic, on this machine only: slow and mangled requests, crowds
# that sign in, SQL and scripts. What it starts dies with it: `timeout` ends the whole group.
set -eu
timeout --kill-after=10 120 node tests/browser/clients.mjs "$1"
exec timeout --kill-after=10 120 node tests/browser/fields.mjs "$1"
