#!/bin/sh
# A schema with a bit of everything, on a real PostgreSQL: read twice it is the
# same bytes; dumped and loaded again it is the same schema.
. "$(dirname "$0")/lib.sh"
needs psql pg_dump jq
in_scratch postgresql
version=$(psql -qAtX -c 'SHOW server_version_num' "$SM_SCRATCH_URL")
version=$((version / 10000))
echo "# PostgreSQL $version"

# load DATABASE FILE…: a new database of the files.
load() {
	_db=$1
	shift
	new_database "$_db" || return
	for _file; do
		psql -qX -v ON_ERROR_STOP=1 -f "$_file" "$(url_of "$_db")" \
		    2>"$SCRATCH/.load" && continue
		cat "$SCRATCH/.load"
		return 1
	done
}
files=$SRC/tests/postgresql/broad.sql
for v in 14 15 18; do
	[ "$version" -lt $v ] || files="$files $SRC/tests/postgresql/broad-$v.sql"
done
# shellcheck disable=SC2086 # a list
check "the schema loads" load broad $files
broad=$(url_of broad)

ok_reflect() { # NAME OUT OPTION… URL
	_name=$1 _out=$2
	shift 2
	check "$_name" sh -c 'sm-reflect "$@" >'"$_out" sh "$@"
}
ok_reflect "it is read" one --grants --owners "$broad"
ok_reflect "and read again" two --grants --owners "$broad"
same "two runs give the same bytes" one two
check "it holds nothing unreadable" \
    sh -c '! grep "\"record\":\"unreadable\"" one'
check "no secret is in it" sh -c '! grep s3cret one'
jq -r .record one | sort | uniq -c | sort -rn >records
for record in schema enum domain composite_type range_type collation sequence \
    table view function procedure aggregate trigger policy rule statistics \
    foreign_data_wrapper foreign_server user_mapping foreign_table cast \
    operator operator_class operator_family publication event_trigger \
    text_search_dictionary text_search_configuration conversion; do
	check "it has a $record" grep -q " $record\$" records
done

is "an identity's sequence has grants" "$(jq -c 'select(.name == "orgs" and
    .record == "table") | .columns[0].sequence.grants' one)" \
    '[{"role":"public","privileges":["USAGE"]}]'
jq 'select(.record != "snapshot") | .. | .grants? // empty' one >grants
check "grants are read" test -s grants

# Whatever a role's own settings are.
psql -qX "$SM_SCRATCH_URL" <<'SQL'
CREATE ROLE bent SUPERUSER LOGIN;
ALTER ROLE bent SET DateStyle = 'German, DMY';
ALTER ROLE bent SET IntervalStyle = 'iso_8601';
ALTER ROLE bent SET TimeZone = 'Asia/Kathmandu';
ALTER ROLE bent SET extra_float_digits = -15;
ALTER ROLE bent SET bytea_output = 'escape';
ALTER ROLE bent SET quote_all_identifiers = on;
ALTER ROLE bent SET search_path = app, "Odd ""Schema"".x", public;
ALTER ROLE bent SET standard_conforming_strings = off;
ALTER ROLE bent SET default_transaction_isolation = 'read committed';
ALTER ROLE bent SET client_encoding = 'LATIN1';
ALTER ROLE bent SET xmlbinary = 'hex';
SQL
ok_reflect "another role reads it" bent --grants --owners \
    "$(printf '%s' "$broad" | sed 's/user=[^&]*/user=bent/; s|//[^/@]*@|//bent@|')"
sed 1d one >want
sed 1d bent >got
same "the role's settings don't show" got want

# Dumped, loaded, read, compared.
check "it is dumped" pg_dump -s -f dump.sql "$broad"
check "the dump loads" load again dump.sql
ok_reflect "the copy is read" copy --grants --owners "$(url_of again)"
sm-diff one copy >plan 2>err
jq -c 'select(.record == "op" or .record == "note")' plan >ops
check "the copy is the same schema" test ! -s ops
[ -s ops ] && sed 's/^/# /' ops | cut -c 1-600
sm-diff copy one | jq -c 'select(.record == "op" or .record == "note")' >ops
check "and the other way round" test ! -s ops
sm-diff one one | jq -c 'select(.record == "op")' >ops
check "it doesn't differ from itself" test ! -s ops

# What is kept is what was read.
sm-reflect one >kept
same "a saved snapshot passes as it is" kept one
done_testing
