#!/bin/sh
# Real histories of SQLite schemas: each state to the next and back, with rows
# (tests/roundtrip).  The corpus is no part of this repository: it is looked for
# in $SM_CORPUS, else beside the checkout; PROJECT/NNN/schema.sql is a state.
. "$(dirname "$0")/lib.sh"
corpus=${SM_CORPUS:-$SRC/../shared/corpus/sqlite}
if [ ! -d "$corpus" ]; then
	echo "# no corpus in $corpus: set SM_CORPUS to run this"
	pass "nothing to do: there is no corpus here"
	done_testing
fi
needs sqlite3
corpus=$(cd "$corpus" && pwd)
# shellcheck source=roundtrip/find.sh
. "$SRC/tests/roundtrip/find.sh"

# One step in so many, where each takes its time.
case $SM_VARIANT in
asan) every=5 ;;
valgrind) every=100 ;;
*) every=1 ;;
esac

n=0
for project in "$corpus"/*/; do
	last='' steps=0 bad=0
	: >"$SCRATCH/bad"
	for state in "$project"*/; do
		old=$last last=$state/schema.sql n=$((n + 1))
		[ "$old" ] || continue
		[ $((n % every)) = 0 ] || continue
		steps=$((steps + 1))
		"$roundtrip" -b "$SM_BIN" -s "$n" -p "$old" "$last" \
		    >"$SCRATCH/said" 2>&1 && continue
		bad=$((bad + 1))
		echo "in $state:" >>"$SCRATCH/bad"
		cat "$SCRATCH/said" >>"$SCRATCH/bad"
	done
	name="$steps steps of $(basename "$project")"
	if [ $bad = 0 ]; then
		pass "$name"
	else
		fail "$name: $bad fail" "$SCRATCH/bad"
	fi
done
done_testing
