#!/bin/sh
# Pairs of schemas on a real MariaDB, with rows: there, by the plan's SQL under
# the plain client, and back.  SHOW CREATE TABLE, which isn't ours, says that it
# is the same; with --online the server takes the ALGORITHM that is stated.
. "$(dirname "$0")/lib.sh"
needs mariadb
[ "$SM_VARIANT" = plain ] || skip_all "says the same under $SM_VARIANT"
in_scratch mariadb
# shellcheck source=tests/mysql/lib.sh
. "$SRC/tests/mysql/lib.sh"

# there_and_back PAIR [option of sm-risk…]
there_and_back() {
	pair=$1
	shift
	load was "$pair/old.sql" && load is "$pair/new.sql" &&
	    sm-reflect --owners "$(url_of was)" >was.nd &&
	    sm-reflect --owners "$(url_of is)" >is.nd &&
	    dump was >was.dump && dump is >is.dump &&
	    plan was.nd is.nd && sm-risk "$@" renames.nd >risk.nd &&
	    sm-order risk.nd >plan.nd &&
	    sm-sql --allow-danger plan.nd >up.sql &&
	    sm-sql --allow-danger --down plan.nd >down.sql &&
	    on was <up.sql && same was is.nd && dump was >got.dump &&
	    diff is.dump got.dump >&2 && rows was "$pair" >&2 &&
	    on was <down.sql && same was was.nd && dump was >got.dump &&
	    diff was.dump got.dump >&2
}

for pair in "$SRC"/tests/mysql/pairs/*; do
	name=${pair##*/}
	for how in plain online; do
		set -- "$pair"
		[ $how = plain ] || set -- "$pair" --online
		if there_and_back "$@" 2>err; then
			pass "$name, $how: there and back"
		else
			fail "$name, $how: there and back" err
		fi
	done
done
done_testing
