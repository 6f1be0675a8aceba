#!/bin/sh
# Twilio's library judges our signatures and documents, and we judge its signatures: written cases
# first, then every document and request of whole calls.
set -eu
build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$build/latchkey_telephony_cases" ask >"$work/asked.json"
node tests/telephony/judge.mjs <"$work/asked.json" >"$work/verdicts.json"
"$build/latchkey_telephony_cases" compare <"$work/verdicts.json"
timeout --kill-after=10 120 node tests/telephony/calls.mjs "$build"
