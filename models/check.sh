#!/bin/sh
# Runs every model and compares each answer with the expected one, the broken twins' too: a checker that
# finds nothing wrong with them would be no checker. Needs proverif (2.04 or newer), spin (6.5) and a C compiler.
set -eu
cd "$(dirname "$0")"
for tool in proverif spin cc; do
  command -v "$tool" >/dev/null || { echo "models: $tool is not installed" >&2; exit 1; }
done
wrong=0
compare() { # name, expected, answer
  if [ "$2" = "$3" ]; then echo "ok     $1: $3"; else echo "WRONG  $1: expected $2, got $3"; wrong=1; fi
}
answers() { # the answers of proverif, in the order of the queries
  proverif "$1" | sed -n -e 's/^RESULT [^(].* is \(true\|false\)\.$/\1/p' -e 's/^RESULT [^(].* cannot be proved\.$/unproved/p' | tr '\n' ' ' | sed 's/ $//'
}
for line in "pair.pv|true true true false" \
            "pair_linkleak.pv|false true false false" \
            "pair_linkleak_words.pv|true true unproved unproved" \
            "reveal.pv|true true true false" \
            "reveal_mirror_bug.pv|true true false false" \
            "reveal_nocommit.pv|false"; do
  compare "${line%%|*}" "${line#*|}" "$(answers "${line%%|*}")"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
errors() { # flags for spin
  cp sync.pml "$work/"
  (cd "$work" && spin -a "$@" sync.pml >/dev/null 2>&1 && cc -O2 -o pan pan.c 2>/dev/null && ./pan -a -N delivered 2>/dev/null) |
    sed -n 's/.*errors: \([0-9]*\).*/\1/p'
}
compare "sync.pml, healing cursor" 0 "$(errors -DHEAL)"
compare "sync.pml, bare cursor" 1 "$(errors)"
exit $wrong
