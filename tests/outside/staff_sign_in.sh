#!/bin/sh
# Staff at their own door, in a real Chromium with an authenticator of its own: password and digits,
# passkeys, what comes between, colleagues.
set -eu
LATCHKEY_CHROMIUM=${LATCHKEY_CHROMIUM:-/usr/bin/chromium}; export LATCHKEY_CHROMIUM
exec timeout --kill-after=10 120 node tests/browser/staff_sign_in.mjs "$1"
