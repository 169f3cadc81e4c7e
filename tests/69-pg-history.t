#!/bin/sh
# Real histories, step by step: each state of ../shared/corpus/postgresql is led
# to the next by the plan's SQL, and back; pg_dump, which isn't ours, says that
# it is the same.
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
apply() {
	psql -qX -v ON_ERROR_STOP=1 -f "$2" "$(url_of "$1")" >/dev/null
}
# step: from the database "was" (was.nd, was.dump) to that of is.nd, and back.
step() {
	sm-diff was.nd is.nd >diff.nd && sm-renames diff.nd >renames.nd &&
	    sm-risk renames.nd >risk.nd && sm-order risk.nd >plan.nd &&
	    sm-sql --allow-danger plan.nd >up.sql &&
	    sm-sql --allow-danger --down plan.nd >down.sql &&
	    apply was up.sql && sm-reflect "$(url_of was)" >got.nd &&
	    sm-diff got.nd is.nd >left.nd && dump was >got.dump &&
	    ! grep '"record":"op"' left.nd >err && diff got.dump is.dump >err &&
	    apply was down.sql && sm-reflect "$(url_of was)" >got.nd &&
	    sm-diff got.nd was.nd >left.nd && dump was >got.dump &&
	    ! grep '"record":"op"' left.nd >err && diff got.dump was.dump >err
}

steps=0 good=0
for project in "$corpus"/${SM_TEST_PROJECT:-*}; do
	first=yes
	for state in "$project"/*/schema.sql; do
		name=${state#"$corpus"/}
		name=${name%/schema.sql}
		new_database is
		apply is "$state" 2>err && sm-reflect "$(url_of is)" >is.nd &&
		    dump is >is.dump || {
			fail "$name: loads" err
			continue
		}
		if [ $first = no ]; then
			steps=$((steps + 1))
			if step 2>err.step; then
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
