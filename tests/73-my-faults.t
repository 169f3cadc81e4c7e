#!/bin/sh
# The script of a plan on MariaDB that ends half-way: the pipeline from the
# database as it then is does what is left.  And one in which a statement fails
# under a client that goes on: nothing after it is done.
. "$(dirname "$0")/lib.sh"
needs mariadb
[ "$SM_VARIANT" = plain ] || skip_all "says the same under $SM_VARIANT"
in_scratch mariadb
# shellcheck source=tests/mysql/lib.sh
. "$SRC/tests/mysql/lib.sh"

# The script's parts, one in each file part.N: each ends in a guard.
split() {
	rm -f part.*
	awk -v n=1 '{ print >("part." n) }
	    /^SET SESSION (tx|transaction)_read_only = / { n++ }' up.sql
	parts=$(find . -name 'part.*' | wc -l)
}
# upto N: the script's first N parts
upto() {
	i=1
	while [ $i -le "$1" ]; do
		cat part.$i
		i=$((i + 1))
	done
}

# killed PAIR N: the script stops after N parts, and a new plan does the rest
killed() {
	load was "$1/old.sql" && upto "$2" >half.sql && on was <half.sql &&
	    sm-reflect --owners "$(url_of was)" >half.nd &&
	    plan half.nd is.nd && sm-sql --allow-danger plan.nd >rest.sql &&
	    on was <rest.sql && same was is.nd && rows was "$1" >&2
}
# failed PAIR N: part N fails, and --force goes on
failed() {
	load was "$1/old.sql" && upto $(($2 - 1)) >half.sql &&
	    on was <half.sql &&
	    sm-reflect --owners "$(url_of was)" >half.nd &&
	    load was "$1/old.sql" && {
		[ "$2" = 1 ] && sed '/^$/q' part.1
		upto $(($2 - 1))
		echo 'ALTER TABLE nosuch ADD nosuch int;'
		grep '^SET SESSION [a-z]*_read_only' "part.$2"
		i=$(($2 + 1))
		while [ $i -le "$parts" ]; do
			cat part.$i
			i=$((i + 1))
		done
	} >broken.sql && { on was --force <broken.sql >out 2>&1 || :; } &&
	    same was half.nd
}

for pair in "$SRC"/tests/mysql/pairs/*; do
	name=${pair##*/}
	load was "$pair/old.sql" && load is "$pair/new.sql" &&
	    sm-reflect --owners "$(url_of was)" >was.nd &&
	    sm-reflect --owners "$(url_of is)" >is.nd &&
	    plan was.nd is.nd && sm-sql --allow-danger plan.nd >up.sql &&
	    split || { fail "$name: a plan"; continue; }
	n=1 bad=0
	: >log
	while [ $n -le "$parts" ]; do
		for what in killed failed; do
			$what "$pair" $n 2>err ||
			    { bad=1; echo "$what at $n"; cat err; } >>log
		done
		n=$((n + 1))
	done
	if [ $bad = 0 ]; then
		pass "$name: killed after, and failed at, each of $parts"
	else
		fail "$name: killed after, and failed at, each of $parts" log
	fi
done
done_testing
