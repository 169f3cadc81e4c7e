#!/bin/sh
# A real database that nobody here wrote: Debian's proj-data has proj.db, with
# tables, views and triggers.
. "$(dirname "$0")/lib.sh"
proj=${SM_PROJ_DB:-/usr/share/proj/proj.db}
[ -e "$proj" ] || skip_all "no $proj here (Debian: proj-data)"
needs sqlite3

sm-reflect "$proj" >proj.ndjson 2>err || fail "proj.db is reflected" err
hasnt "nothing in it is unreadable" proj.ndjson '"record":"unreadable"'
for kind in table view trigger; do
	there=$(sqlite3 "$proj" "SELECT count(*) FROM sqlite_schema WHERE
	    type = '$kind' AND substr(name, 1, 7) <> 'sqlite_'")
	is "all its ${kind}s are there" \
	    "$(grep -c '^{"record":"'$kind'"' proj.ndjson)" "$there"
done
sm-reflect "$proj" >again.ndjson
same "the same bytes again" again.ndjson proj.ndjson
expect_status 0 "it doesn't differ from itself" \
    sm-diff --exit-code proj.ndjson again.ndjson

# shellcheck disable=SC2317 # called by check
from_nothing() {
	stage .1 sm-diff /dev/null proj.ndjson && stage .2 sm-renames .1 &&
	    stage .3 sm-risk .2 && stage plan.ndjson sm-order .3 &&
	    stage up.sql sm-sql --allow-danger plan.ndjson &&
	    stage down.sql sm-sql --down --allow-danger plan.ndjson
}
check "it is made from nothing" from_nothing
check "the SQL applies" sqlite3 -bail new.db ".read up.sql"
check "what was made is reflected" stage made.ndjson sm-reflect new.db
expect_status 0 "it is the same" sm-diff --exit-code made.ndjson proj.ndjson
expect_status 0 "the other way round, too" \
    sm-diff --exit-code proj.ndjson made.ndjson
check "the way back applies" sqlite3 -bail new.db ".read down.sql"
is "nothing is left" "$(sqlite3 new.db 'SELECT count(*) FROM sqlite_schema')" 0
done_testing
