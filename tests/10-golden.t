#!/bin/sh
# Every case of tests/cases, as lib.sh describes them.  With --write what comes
# of it is written into the case: look at `git diff` afterwards.
. "$(dirname "$0")/lib.sh"

write=${1:-}
if [ "$write" ] && [ "$(cd "$SRC" && git status --porcelain -uno tests/cases)" ]; then
	echo "$0: tests/cases has changes that aren't committed" >&2
	exit 2
fi

keep_unless_empty() {
	if [ -s "$1" ]; then cp "$1" "$2"; else rm -f "$2"; fi
}

for cmd in "$SRC"/tests/cases/*/*/cmd; do
	[ -f "$cmd" ] || continue
	dir=${cmd%/cmd}
	name=${dir#"$SRC"/tests/cases/}
	rm -rf "$SCRATCH/case"
	cp -R "$dir" "$SCRATCH/case"
	cd "$SCRATCH/case" || exit 2
	rm -f out err status
	sh ./cmd >"$SCRATCH/out" 2>"$SCRATCH/err"
	status=$?
	cd "$SCRATCH" || exit 2

	if [ "$write" ]; then
		keep_unless_empty out "$dir/out"
		keep_unless_empty err "$dir/err"
		[ $status = 0 ] && : >status || echo $status >status
		keep_unless_empty status "$dir/status"
		continue
	fi
	echo $status >status
	[ -f "$dir/status" ] && cp "$dir/status" want || echo 0 >want
	for f in status out err; do
		[ $f = status ] || cp "$dir/$f" want 2>/dev/null || : >want
		diff -u --label "wanted $f" --label "got $f" want $f >>log
	done
	if [ -s log ]; then fail "$name" log; else pass "$name"; fi
	rm log
done
done_testing
