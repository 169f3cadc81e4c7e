#!/bin/sh
# Real histories, step by step: each state of ../shared/corpus/postgresql is led
# to the next by the plan's SQL, and back; pg_dump, which isn't ours, says that
# it is the same.  Every third step; SM_TEST_HISTORY=all takes all.
. "$(dirname "$0")/lib.sh"
needs psql pg_dump
corpus=$SRC/../shared/corpus/postgresql
[ -d "$corpus" ] || {
	pass "no ../shared/corpus here: nothing to read"
	done_testing
	exit
}
[ "$SM_VARIANT" = plain ] || skip_all "says the same under $SM_VARIANT"
in_scratch postgresql

# dump DATABASE: its schema in a form that the order of objects and columns
# doesn't change.
dump() {
	pg_dump -s "$(url_of "$1")" | sed 's/,$//' |
	    grep -v -e '^--' -e '^SET ' -e '^SELECT pg_catalog.set_config' \
	    -e '^\\' -e '^$' | sort
}
# Where pg_dump tells apart what is no difference (sm-ndjson(5)): a name that the
# server made up and one that was given, DEFAULT NULL and no default.
no_dump() {
	case $1 in roundcube/006 | roundcube/032 | pdns/004) return 0 ;; esac
	return 1
}
same_dump() {
	no_dump "$name" || diff "$1" "$2" >err
}
apply() {
	psql -qX -v ON_ERROR_STOP=1 -f "$2" "$(url_of "$1")" >/dev/null
}
# refused: no cast leads from the old type to the new one.
refused() {
	sm-diff was.nd is.nd >diff.nd && sm-renames diff.nd >renames.nd &&
	    sm-risk renames.nd >risk.nd && sm-order risk.nd >plan.nd &&
	    ! sm-sql --allow-danger plan.nd >up.sql 2>err &&
	    grep -q 'has no cast from' err && [ ! -s up.sql ]
}
# step: from the database "was" (was.nd, was.dump) to that of is.nd, and back.
step() {
	sm-diff was.nd is.nd >diff.nd && sm-renames diff.nd >renames.nd &&
	    sm-risk renames.nd >risk.nd && sm-order risk.nd >plan.nd &&
	    sm-sql --allow-danger plan.nd >up.sql &&
	    sm-sql --allow-danger --down plan.nd >down.sql &&
	    apply was up.sql && sm-reflect --all "$(url_of was)" >got.nd &&
	    sm-diff got.nd is.nd >left.nd && dump was >got.dump &&
	    ! grep '"record":"op"' left.nd >err && same_dump got.dump is.dump &&
	    apply was down.sql && sm-reflect --all "$(url_of was)" >got.nd &&
	    sm-diff got.nd was.nd >left.nd && dump was >got.dump &&
	    ! grep '"record":"op"' left.nd >err && same_dump got.dump was.dump
}

every=3
[ "${SM_TEST_HISTORY:-}" = all ] && every=1
steps=0 good=0
for project in "$corpus"/${SM_TEST_PROJECT:-*}; do
	first=yes
	for state in "$project"/*/schema.sql; do
		name=${state#"$corpus"/}
		name=${name%/schema.sql}
		# Neither this step nor the next is taken.
		if [ $first = no ] && [ $(((steps + 1) % every)) != 0 ] &&
		    [ $(((steps + 2) % every)) != 0 ]; then
			steps=$((steps + 1)) good=$((good + 1))
			continue
		fi
		new_database is
		apply is "$state" 2>err && sm-reflect --all "$(url_of is)" >is.nd &&
		    dump is >is.dump || {
			fail "$name: loads" err
			continue
		}
		if [ $first = no ]; then
			steps=$((steps + 1))
			if [ $((steps % every)) != 0 ]; then
				good=$((good + 1))
			elif [ "$name" = memos/003 ]; then
				refused && good=$((good + 1)) ||
				    fail "$name: refused" err
			elif step 2>err.step; then
				good=$((good + 1))
			else
				fail "$name: there and back" err.step err
			fi
		fi
		first=no
		psql -qX -c 'DROP DATABASE IF EXISTS was' \
		    -c 'ALTER DATABASE "is" RENAME TO was' \
		    "$SM_SCRATCH_URL" 2>err || fail "$name: is kept" err
		mv is.nd was.nd
		mv is.dump was.dump
	done
done
is "every step was taken there and back" "$good" "$steps"
is "and there were many" "$((steps > 200 || ${SM_TEST_PROJECT:+1}0))" 1
echo "# $steps steps"
done_testing
