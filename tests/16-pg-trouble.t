#!/bin/sh
# What goes wrong between a reader and PostgreSQL: a clear result each time, and
# never a snapshot that looks whole and isn't.
. "$(dirname "$0")/lib.sh"
needs psql jq timeout
in_scratch postgresql --set allow_system_table_mods=on
new_database db
url=$(url_of db)
sql() { psql -qAtX -v ON_ERROR_STOP=1 -c "$1" "$url"; }

# refused NAME WORDS COMMAND…: status 2, nothing on standard output, WORDS and a
# hint in the message.
refused() {
	_name=$1 _words=$2
	shift 2
	"$@" >out 2>err
	is "$_name: status" $? 2
	check "$_name: no snapshot" test ! -s out
	has "$_name: says why" err "$_words"
	has "$_name: what to do next" err 'hint: '
	check "$_name: no password" sh -c '! grep -q s3cr out err'
}
with() { printf '%s' "$url" | sed "$1"; }

refused "no server" 'No such file' sm-reflect "postgresql:///db?host=$SCRATCH"
refused "no host" 'translate host' sm-reflect postgresql://u:s3cret@no.such.host./db
refused "nobody listens" 'Connection refused' sm-reflect 'postgresql://u:s3cret@127.0.0.1:1/db'
refused "no database" 'does not exist' sm-reflect "$(url_of nosuch)"
refused "no role" 'does not exist' sm-reflect "$(with 's/user=[^&]*/user=nobody_here/; s|//[^/@]*@|//nobody_here@|')"
refused "an @ in the password" "isn't escaped" sm-reflect 'postgresql://u:s3cr@t@localhost/db'
refused "an unknown option" 'invalid' sm-reflect 'postgresql://localhost/db?no_such=1'
refused "no service" 'not found' sm-reflect service=no_such_service

sql 'CREATE TABLE t (a integer PRIMARY KEY, b text CHECK (b <> $$x$$));
    CREATE VIEW v AS SELECT * FROM t; CREATE TABLE u (a integer DEFAULT 7, b serial)'
check "it can be read" sh -c "sm-reflect '$url' >before"

# --- locks and time ---------------------------------------------------------
hold() { # SQL: in a transaction that stays open, until let_go
	mkfifo held
	psql -qX "$url" <held >/dev/null 2>&1 &
	holder=$!
	exec 9>held
	printf 'BEGIN; %s;\n' "$1" >&9
	until [ "$(sql "SELECT count(*) FROM pg_locks l JOIN pg_database d
	    ON d.oid = l.database AND d.datname = 'db'
	    WHERE granted AND mode = 'AccessExclusiveLock'")" != 0 ]; do
		sleep 0.1
	done
}
let_go() {
	exec 9>&-
	wait $holder
	rm held
}
hold 'LOCK TABLE t'
refused "a locked table under a view" 'holds a lock' \
    timeout 20 sm-reflect --lock-timeout 200ms "$url"
let_go
hold 'LOCK TABLE u'
check "a locked table that nothing looks into is no hindrance" \
    sh -c "timeout 20 sm-reflect --stats '$url' >now"
let_go
jq -c 'del(.stats, .scope)' now >got
jq -c 'del(.scope)' before >want
same "and is read whole" got want
refused "too slow" 'statement timeout' sm-reflect --statement-timeout 1ms "$url"
refused "a time without a unit" 'not a span of time' \
    sm-reflect --lock-timeout 5 "$url"

# The server, or the session, goes away in the middle.
hold 'LOCK TABLE t'
sm-reflect "$url" >out 2>err &
reader=$!
until [ "$(sql "SELECT count(*) FROM pg_stat_activity
    WHERE application_name = 'sm-reflect' AND wait_event_type = 'Lock'")" = 1 ]; do
	sleep 0.1
done
sql "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'sm-reflect'" >/dev/null
wait $reader
is "a killed session: status" $? 2
check "a killed session: no snapshot" test ! -s out
has "a killed session: says so" err 'terminating connection'
let_go

# One of several that fails is a record, and the others go on.
sm-reflect "$url" "$(url_of nosuch)" "$url" >out 2>err
is "one of three fails: status" $? 2
is "one of three fails: the others are there" \
    "$(jq -r .record out | grep -c '^end$')" 2
is "one of three fails: it is a record" \
    "$(jq -r .record out | grep -c '^error$')" 1

# --- the schema changes while it is read --------------------------------------
sql 'CREATE TABLE swing (a integer, b integer, CONSTRAINT c CHECK (a > 0))'
cat >swing.sql <<'SQL'
BEGIN; ALTER TABLE swing RENAME a TO x; ALTER TABLE swing RENAME b TO a; ALTER TABLE swing RENAME x TO b;
CREATE TABLE passing (a integer, CHECK (a > 1)); CREATE VIEW over AS SELECT * FROM passing; COMMIT;
BEGIN; DROP TABLE passing CASCADE; COMMIT;
SQL
( while [ ! -e stop ]; do psql -qX -f swing.sql "$url" >/dev/null 2>&1; done ) &
swinger=$!
torn=0 read=0 refused=0 i=0
while [ $((i += 1)) -le 25 ]; do
	if sm-reflect "$url" >out 2>err; then
		read=$((read + 1))
		# The check is on whichever column came first.
		[ "$(jq 'select(.name == "swing") | .columns[0].name as $c |
		    .checks[0].expression == "(\($c) > 0)"' out)" = true ] ||
		    torn=$((torn + 1))
	else
		refused=$((refused + 1))
		[ ! -s out ] && grep -q 'hint: ' err || torn=$((torn + 1))
	fi
done
: >stop
wait $swinger
echo "# $read read, $refused refused"
is "a schema that changes all the time is read whole or refused" $torn 0
# What changes no schema doesn't hinder.
rm stop
sql 'CREATE TABLE emptied (a integer PRIMARY KEY)'
( while [ ! -e stop ]; do psql -qX -c 'TRUNCATE emptied' \
    -c 'CREATE TEMPORARY TABLE x (a integer); DROP TABLE x' "$url" >/dev/null 2>&1
done ) &
swinger=$!
check "a table that is emptied all the time" sh -c "for i in 1 2 3 4 5; do
    sm-reflect '$url' >/dev/null || exit; done"
: >stop
wait $swinger
sql 'DROP TABLE swing; DROP TABLE IF EXISTS passing CASCADE'

# --- rights ---------------------------------------------------------------------
sql 'CREATE ROLE plain LOGIN; CREATE SCHEMA hidden; CREATE TABLE hidden.h (a integer CHECK (a > 0));
    CREATE VIEW hidden.hv AS SELECT * FROM hidden.h; REVOKE ALL ON SCHEMA hidden FROM PUBLIC;
    CREATE FUNCTION hidden.f() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$;
    CREATE INDEX ON hidden.h ((a + 1))'
check "the owner reads it" sh -c "sm-reflect --stats '$url' >owner"
check "one without any right reads it" sh -c "sm-reflect --stats \
    '$(with 's/user=[^&]*/user=plain/; s|//[^/@]*@|//plain@|')' >plain"
sed 1d owner >want
sed 1d plain >got
same "a schema that one may not use is seen as it is" got want

# --- what is broken ---------------------------------------------------------------
sql 'CREATE TABLE many (a integer); INSERT INTO many VALUES (1), (1)'
psql -qX -c 'CREATE UNIQUE INDEX CONCURRENTLY many_a ON many (a)' "$url" 2>/dev/null
sm-reflect "$url" >out
is "an index that a failed build left" \
    "$(jq -c 'select(.name == "many") | .indexes[0] | [.name, .unique, .invalid]' out)" \
    '["many_a",true,true]'
sql 'CREATE VIEW broken AS SELECT 1 AS x; CREATE VIEW whole AS SELECT 2 AS y'
sql "DELETE FROM pg_rewrite WHERE ev_class = 'broken'::regclass"
sm-reflect "$url" >out 2>err
is "a view without its rule: status" $? 0
is "a view without its rule is unreadable" \
    "$(jq -r 'select(.name == "broken") | [.record, .kind] | join(" ")' out)" \
    'unreadable view'
is "and spoils nothing else" "$(jq -r 'select(.name == "whole") | .record' out)" view
sm-diff before out >plan
sm-diff out before | jq -c 'select(.op == "DROP_VIEW" and .name == "broken")' >got
check "it is never a DROP" test ! -s got

# --- one schema ---------------------------------------------------------------------
sm-reflect -n hidden "$url" >out
is "one schema alone" "$(jq -r 'select(.name and .record != "snapshot") |
    "\(.record) \(.name)"' out | tr '\n' ',')" 'function f,schema hidden,table h,view hv,'
sm-reflect "$url" >all
is "compared with all it is no difference" \
    "$(sm-diff out all | jq -c 'select(.record == "op")')" ""
refused "a schema that isn't there" 'there is no schema' sm-reflect -n Hidden "$url"

# --- encodings --------------------------------------------------------------------
psql -qX -c "CREATE DATABASE latin ENCODING LATIN1 LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0" \
    -c "CREATE DATABASE ascii ENCODING SQL_ASCII LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0" \
    "$SM_SCRATCH_URL"
PGCLIENTENCODING=UTF8 psql -qX -c 'CREATE TABLE "ä" (a integer)' "$(url_of latin)"
sm-reflect "$(url_of latin)" >out
is "another encoding is read as UTF-8" "$(jq -r 'select(.record == "table") | .name' out)" ä
printf 'CREATE TABLE "\344" (a integer);\n' | psql -qX "$(url_of ascii)"
refused "SQL_ASCII with bytes that are none" 'not UTF-8' sm-reflect "$(url_of ascii)"
done_testing
