#!/bin/sh
# Real histories: every state of ../shared/corpus/postgresql, loaded, dumped,
# loaded again, is the same schema.
. "$(dirname "$0")/lib.sh"
needs psql pg_dump jq
corpus=$SRC/../shared/corpus/postgresql
[ -d "$corpus" ] || {
	pass "no ../shared/corpus here: nothing to read"
	done_testing
	exit
}
[ "$SM_VARIANT" = plain ] || skip_all "says the same under $SM_VARIANT"
in_scratch postgresql
states=0
for state in "$corpus"/*/*/schema.sql; do
	name=${state#"$corpus"/}
	name=${name%/schema.sql}
	states=$((states + 1))
	new_database one
	new_database two
	psql -qX -v ON_ERROR_STOP=1 -f "$state" "$(url_of one)" >/dev/null \
	    2>err && pg_dump -s "$(url_of one)" >dump.sql 2>>err &&
	    psql -qX -v ON_ERROR_STOP=1 -f dump.sql "$(url_of two)" >/dev/null \
	        2>>err || {
		fail "$name: loads" err
		continue
	}
	sm-reflect "$(url_of one)" >one.nd && sm-reflect "$(url_of two)" >two.nd &&
	    sm-diff one.nd two.nd >plan 2>err &&
	    ! grep -q '"record":"op"\|"record":"note"' plan ||
	    fail "$name: dumped and loaded it is the same" err plan
done
is "all of them were read" "$((states > 200))" 1
echo "# $states states"
done_testing
