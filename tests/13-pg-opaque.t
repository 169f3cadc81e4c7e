#!/bin/sh
# What of PostgreSQL is held whole, and who owns it, who may do what with it, how
# big it is.
. "$(dirname "$0")/lib.sh"
needs psql jq
in_scratch postgresql
url=$SM_SCRATCH_URL

# The URL of another database of the server.
at() { printf '%s\n' "$url" | sed "s|^\(postgres[a-z]*://[^/]*\)/*[^?]*|\1/$1|"; }
# The URL with another user.
as() {
	_bare=$(printf '%s\n' "$2" |
	    sed 's/\([?&]\)user=[^&]*&*/\1/; s/[?&]$//')
	case $_bare in
	*\?*) printf '%s\n' "$_bare&user=$1" ;;
	*) printf '%s\n' "$_bare?user=$1" ;;
	esac
}
sql() {
	_at=$1
	shift
	PGOPTIONS='-c client_min_messages=error' psql -qXAt -v ON_ERROR_STOP=1 \
	    -d "$_at" "$@"
}
db=sm_opaque_$$
remove() {
	for _d in $db ${db}_2 ${db}_3; do
		for _s in sub sub2; do
			sql "$(at $_d)" -c "ALTER SUBSCRIPTION $_s SET (slot_name = NONE)" \
			    -c "DROP SUBSCRIPTION $_s"
		done
		sql "$url" -c "DROP DATABASE IF EXISTS $_d"
	done
	sql "$url" -c 'DROP ROLE IF EXISTS sm_test_reader, sm_test_writer, "sm_test ""é"'
} >/dev/null 2>&1
trap 'remove; clean_up' EXIT

me=$(sql "$url" -c 'SELECT current_user') || exit 2
version=$(sql "$url" -c 'SHOW server_version_num')
remove
sql "$url" -c 'CREATE ROLE sm_test_reader LOGIN' \
    -c 'CREATE ROLE sm_test_writer SUPERUSER LOGIN' \
    -c 'CREATE ROLE "sm_test ""é"' || exit 2
for name in $db ${db}_2 ${db}_3; do
	sql "$url" -c "CREATE DATABASE $name TEMPLATE template0" || exit 2
done

# --- what is held whole ------------------------------------------------------
opaque='["access_method","cast","conversion","event_trigger",
    "foreign_data_wrapper","foreign_server","foreign_table","language",
    "operator","operator_class","operator_family","publication","subscription",
    "text_search_configuration","text_search_dictionary","text_search_parser",
    "text_search_template","transform","user_mapping","security_label"]'
# What doesn't differ with the version and the test's user.
held() {
	jq -c --argjson kinds "$opaque" --arg me "$me" '
	    select((.kind // .record) as $k | $kinds | index($k)) | del(.needs) |
	    if .record == "user_mapping" and .name == $me then .name = "me"
	    else . end' "$1" |
	    sed -e 's/, streaming = [a-z]*//' -e 's/ WITH (streaming = [a-z]*)//'
}
sql "$(at $db)" -f "$SRC/tests/postgresql/opaque.sql" || exit 2
expect_status 0 "all kinds are read" sm-reflect "$(at $db)"
held out >held.got
same "each as it is" held.got "$SRC/tests/postgresql/opaque.ndjson"
hasnt "no secret is in it" out SECRET
cp out first
sm-reflect - <first >again
same "it is read back" again first
sm-reflect "$(at $db)" >again
same "twice the same" again first

# A role without rights sees the same, but for the options of user mappings.
reader=$(as sm_test_reader "$(at $db)")
expect_status 0 "a role without rights may read" sm-reflect "$reader"
held out >reader
grep -v user_mapping held.got >want
grep -v user_mapping reader >others
same "what everybody may see" others want
is "user mappings are unreadable" "$(grep user_mapping reader |
    jq -r .record | sort | uniq -c | tr -s ' ')" " 3 unreadable"

if [ "$version" -ge 150000 ]; then
	sql "$(at $db)" <<'END'
CREATE PUBLICATION p15 FOR TABLE s.t (b, a) WHERE (a > 1), TABLE s.u
    WITH (publish_via_partition_root);
CREATE PUBLICATION p15s FOR TABLE s.u, TABLES IN SCHEMA "S ""x"".y", s;
END
	sm-reflect "$(at $db)" >out
	is "lists of columns, filters, a root" "$(jq -r \
	    'select(.name == "p15") | .definition' out)" \
	    "FOR TABLE ONLY s.t (a, b) WHERE ((a > 1)), ONLY s.u WITH (publish_via_partition_root = true)"
	is "schemas" "$(jq -r 'select(.name == "p15s") | .definition' out)" \
	    'FOR TABLE ONLY s.u, TABLES IN SCHEMA "S ""x"".y", s'
fi

# --- grants, owners, sizes -------------------------------------------------------
# By two owners the same: $me and sm_test_writer.
writer=$(as sm_test_writer "$(at ${db}_3)")
access() {
	jq -c --arg me "$1" 'select(.record == "default_privileges" or
	    ((.name // "") | startswith("g_"))) |
	    {record, schema, name, arguments, owner, grants,
	    columns: [(.columns // .output // [])[] | select(.grants) |
	    {name, grants}], rows: .stats.rows, bytes: ((.stats.bytes // 0) > 0)} |
	    if .owner == $me then .owner = "me" else . end |
	    if .record == "default_privileges" and .name == $me
	    then .name = "me" else . end |
	    walk(if type == "array" then map(select(. != "MAINTAIN")) else . end) |
	    del(..|select(. == null or . == false or . == []))' "$2"
}
sql "$(at ${db}_2)" -f "$SRC/tests/postgresql/access.sql" || exit 2
sql "$writer" -f "$SRC/tests/postgresql/access.sql" || exit 2
expect_status 0 "grants, owners and sizes" sm-reflect --grants --owners \
    --stats "$(at ${db}_2)"
mv out mine
access "$me" mine >access.got
same "are what was said" access.got "$SRC/tests/postgresql/access.ndjson"
sm-reflect --grants --stats "$(at ${db}_2)" >mine
sm-reflect --grants --stats "$writer" >theirs
sm-diff mine theirs >plan
is "another owner alone is no other grant" "$(jq -r 'select(.record == "op") |
    .op' plan | grep -v DEFAULT_PRIVILEGES)" MODIFY_FOREIGN_TABLE
sm-reflect "$(at ${db}_2)" >plain
is "without the options nothing of it" "$(jq -c 'select(.grants or .owner or
    .stats or .record == "default_privileges")' plain)" ""

# Sizes don't wait for a table that somebody has locked.  (What the
# server spells of it, a check, a view, does.)
sql "$(at ${db}_2)" -c "CREATE TABLE lonely AS SELECT generate_series(1, 1000) AS a" -c "ANALYZE lonely"
mkfifo hold
sql "$(at ${db}_2)" <hold >held &
holder=$!
exec 3>hold
printf 'BEGIN; LOCK TABLE lonely; SELECT 1;\n' >&3
i=0
while [ ! -s held ] && [ $i -lt 50 ]; do
	sleep 0.1
	i=$((i + 1))
done
expect_status 0 "a locked table is no hindrance" sm-reflect --stats \
    --lock-timeout 1s "$(at ${db}_2)"
is "its size is known" \
    "$(jq -r 'select(.name == "lonely") | .stats.rows' out)" 1000
printf 'COMMIT;\n' >&3
exec 3>&-
wait $holder
done_testing
