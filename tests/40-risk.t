#!/bin/sh
# What sm-risk says of each operation: level, category, rules, the way down.
. "$(dirname "$0")/lib.sh"
needs jq

dialect=sqlite server=3.40.1 stages='"diff","renames"' header=''
# plan CHANGES OPS: a plan in ./plan; an op without an id gets one.
plan() {
	{
		printf '{"record":"plan","format":1,"dialect":"%s"' $dialect
		[ -z "$server" ] || printf ',"server":"%s"' $server
		printf ',"stages":[%s],"old":{"scope":{}}' "$stages"
		printf ',"new":{"scope":{}}%s}\n' "$header"
		[ -z "$1" ] || printf '%s\n' "$1"
		[ -z "$2" ] || printf '%s\n' "$2" | awk '{
			sub(/^\{/, sprintf("{\"record\":\"op\",\"id\":\"%012d\",", NR))
			print
		}'
		echo '{"record":"end"}'
	} >plan
}
# An op a line: name, level, category, rules.
verdicts() {
	jq -r 'select(.record == "op") | [.op, .risk, .category,
	    (.rules | join(","))] | join(" ")' "$1"
}
# risk_is NAME CHANGES OPS WANTED [option…]
risk_is() {
	name=$1 want=$4
	plan "$2" "$3"
	shift 4
	if sm-risk "$@" plan >judged 2>err; then
		is "$name" "$(verdicts judged)" "$want"
	else
		fail "$name" err
	fi
}
field() {
	jq -c 'select(.record == "op") | '"$1" judged
}

# A table t before and after: its columns, and other members.
table() {
	printf '{"record":"change","kind":"table"'
	[ -z "$1" ] ||
	    printf ',"old":{"record":"table","name":"t","columns":[%s]%s}' \
	        "$1" "${3:-}"
	[ -z "$2" ] ||
	    printf ',"new":{"record":"table","name":"t","columns":[%s]%s}' \
	        "$2" "${4:-}"
	printf '}\n'
}
# column NAME TYPE NULLABLE [MEMBERS]
column() {
	printf '{"name":"%s","type":"%s","nullable":%s%s}' "$1" "$2" "$3" \
	    "${4:+,$4}"
}
add_column() {
	printf '{"op":"ADD_COLUMN","table":"t","column":"c","new":%s}' \
	    "$(column c "$@")"
}
drop_column() {
	printf '{"op":"DROP_COLUMN","table":"t","column":"c","old":%s}' \
	    "$(column c "$@")"
}
# modify CHANGES OLD NEW
modify() {
	printf '{"op":"MODIFY_COLUMN","table":"t","column":"c"'
	printf ',"old":%s,"new":%s,"changes":[%s]}' "$2" "$3" "$1"
}
index() {
	printf '{"op":"%s_INDEX","table":"t","name":"%s","%s":{"name":"%s"' \
	    "$1" "$2" "$([ "$1" = ADD ] && echo new || echo old)" "$2"
	printf ',"keys":[{"column":"%s"}]%s}}' "$3" "${4:-}"
}
id=$(column id INTEGER false)
c=$(column c TEXT true)
both=$(table "$id,$c" "$id,$c")
grown=$(table "$id" "$id,$c")
shrunk=$(table "$id,$c" "$id")

# --- the founding ten --------------------------------------------------------
risk_is "add nullable column" "$grown" "$(add_column TEXT true)" \
    "ADD_COLUMN SAFE compatibility add-column-nullable"
risk_is "add nullable column with a constant" "$grown" \
    "$(add_column TEXT true "\"default\":\"'x'\"")" \
    "ADD_COLUMN SAFE compatibility add-column-nullable"
risk_is "add non-unique index" "$both" "$(index ADD i c)" \
    "ADD_INDEX SAFE performance add-index"
risk_is "add NOT NULL column with a default" "$grown" \
    "$(add_column INTEGER false '"default":"-1"')" \
    "ADD_COLUMN SAFE compatibility add-column-not-null-default"
risk_is "rename table, rename column" "" \
    '{"op":"RENAME_TABLE","table":"u","from":"t"}
{"op":"RENAME_COLUMN","table":"u","column":"d","from":"c"}' \
    "RENAME_TABLE CAUTION compatibility rename-table
RENAME_COLUMN CAUTION compatibility rename-column"
risk_is "add unique index" "$both" "$(index ADD i c ',"unique":true')" \
    "ADD_INDEX CAUTION constraint-violation add-index-unique"
fk='{"columns":["c"],"references":{"table":"p","columns":["id"]}}'
indexed=',"indexes":[{"name":"i","keys":[{"column":"c"}]}]'
with_fk=$(table "$id,$c" "$id,$c" "$indexed" "$indexed,\"foreign_keys\":[$fk]")
risk_is "add foreign key" "$with_fk" \
    "{\"op\":\"ADD_FK\",\"table\":\"t\",\"new\":$fk}" \
    "ADD_FK CAUTION constraint-violation add-fk,sqlite-table-rebuild"
# tests/65-sql-faults.t shows that the script does look.
has "a foreign key: orphans make it fail, and are not overlooked" judged \
    '"reason":"Fails if a child value has no parent'
risk_is "drop table, drop column" "$shrunk" \
    "{\"op\":\"DROP_TABLE\",\"table\":\"x\"}
$(drop_column TEXT true)" \
    "DROP_TABLE DANGER data-loss drop-table
DROP_COLUMN DANGER data-loss drop-column"
risk_is "add NOT NULL column without default" "$grown" \
    "$(add_column TEXT false)" \
    "ADD_COLUMN DANGER constraint-violation add-column-not-null-no-default"
risk_is "the default NULL is none" "$grown" \
    "$(add_column TEXT false '"default":"NULL"')" \
    "ADD_COLUMN DANGER constraint-violation add-column-not-null-no-default"
risk_is "retype" "$both" \
    "$(modify '"type"' "$(column c TEXT true)" "$(column c INTEGER true)")" \
    "MODIFY_COLUMN DANGER data-loss modify-column-type-incompatible,sqlite-table-rebuild"
risk_is "set NOT NULL" "$both" \
    "$(modify '"nullable"' "$(column c TEXT true)" "$(column c TEXT false)")" \
    "MODIFY_COLUMN DANGER constraint-violation modify-column-set-not-null,sqlite-table-rebuild"
is "the reason is the catalogue's" "$(field .reason)" \
    '"The copy fails on the first stored NULL."'

# --- types -------------------------------------------------------------------
# A line a pair of affinities: from, to, level, deciding rule.
while read -r from to risk rule; do
	old=$(column c "$from" true) new=$(column c "$to" true)
	plan "$(table "$old" "$new")" "$(modify '"type"' "$old" "$new")"
	sm-risk plan >judged
	is "$from to $to" "$(field '"\(.risk) \(.rules[0])"')" "\"$risk $rule\""
done <<'END'
VARCHAR(20) VARCHAR(60) CAUTION sqlite-table-rebuild
INT BIGINT CAUTION sqlite-table-rebuild
DATE DECIMAL CAUTION sqlite-table-rebuild
INTEGER NUMERIC CAUTION type-reinterpret
INTEGER BLOB CAUTION type-reinterpret
TEXT BLOB CAUTION type-reinterpret
REAL BLOB CAUTION type-reinterpret
NUMERIC BLOB CAUTION type-reinterpret
TEXT INTEGER DANGER modify-column-type-incompatible
TEXT NUMERIC DANGER modify-column-type-incompatible
TEXT REAL DANGER modify-column-type-incompatible
INTEGER TEXT DANGER modify-column-type-incompatible
REAL TEXT DANGER modify-column-type-incompatible
NUMERIC TEXT DANGER modify-column-type-incompatible
REAL INTEGER DANGER type-lossy
INTEGER REAL DANGER type-lossy
NUMERIC REAL DANGER type-lossy
NUMERIC INTEGER DANGER modify-column-type-incompatible
REAL NUMERIC DANGER modify-column-type-incompatible
BLOB TEXT DANGER modify-column-type-incompatible
END
risk_is "to a STRICT table" \
    "$(table "$id" "$id" '' ',"options":{"strict":true}')" \
    '{"op":"MODIFY_TABLE","table":"t","changes":["strict"]}' \
    "MODIFY_TABLE DANGER constraint-violation type-narrow,sqlite-table-rebuild"
risk_is "from a STRICT table" \
    "$(table "$id" "$id" ',"options":{"strict":true}')" \
    '{"op":"MODIFY_TABLE","table":"t","changes":["strict"]}' \
    "MODIFY_TABLE CAUTION table-rewrite sqlite-table-rebuild"
any=$(column a ANY true)
strict=',"options":{"strict":true}'
risk_is "ANY outside a STRICT table is another type" \
    "$(table "$id,$any" "$id,$any" "$strict")" \
    '{"op":"MODIFY_TABLE","table":"t","changes":["strict"]}' \
    "MODIFY_TABLE DANGER data-loss type-lossy,sqlite-table-rebuild"
has "the column is named" judged "text in a that looks like a number"
risk_is "and that is what undoing the other way is" \
    "$(table "$id,$any" "$id,$any" '' "$strict")" \
    '{"op":"MODIFY_TABLE","table":"t","changes":["strict"]}' \
    "MODIFY_TABLE DANGER constraint-violation type-narrow,sqlite-table-rebuild"
is "down" "$(field .down.rules)" '["type-lossy","sqlite-table-rebuild"]'
while read -r old new want; do
	risk_is "$old to $new in a STRICT table" "$(table "$(column a "$old" true)" \
	    "$(column a "$new" true)" "$strict" "$strict")" \
	    '{"op":"MODIFY_COLUMN","table":"t","column":"a","old":'"$(column a \
	        "$old" true)"',"new":'"$(column a "$new" true)"',"changes":["type"]}' \
	    "MODIFY_COLUMN $want,sqlite-table-rebuild"
done <<'END'
TEXT ANY CAUTION compatibility type-reinterpret
ANY INT DANGER data-loss modify-column-type-incompatible
INT BLOB DANGER constraint-violation type-narrow,type-reinterpret
END

# --- columns -----------------------------------------------------------------
risk_is "a default that isn't constant" "$grown" \
    "$(add_column TEXT true '"default":"CURRENT_TIMESTAMP"')" \
    "ADD_COLUMN CAUTION table-rewrite add-column-nonconstant-default"
risk_is "an expression as default of NOT NULL" "$grown" \
    "$(add_column TEXT false '"default":"(1+2)"')" \
    "ADD_COLUMN CAUTION table-rewrite add-column-nonconstant-default"
risk_is "stored and virtual" "$grown" \
    "$(add_column TEXT true '"generated":"stored","expression":"id"')
$(add_column TEXT true '"generated":"virtual","expression":"id"')" \
    "ADD_COLUMN CAUTION table-rewrite add-column-generated-stored
ADD_COLUMN SAFE compatibility add-column-generated-virtual"
risk_is "a computed NULL may be in its way" "$grown" \
    "$(add_column TEXT false '"generated":"virtual","expression":"id"')" \
    "ADD_COLUMN CAUTION constraint-violation add-column-generated-not-null,add-column-generated-virtual"
rowid=$(column r INTEGER false)
risk_is "the rowid needs no value" \
    "$(table "$c" "$c,$rowid" '' ',"primary_key":{"columns":["r"],"rowid_alias":true}')" \
    "{\"op\":\"ADD_COLUMN\",\"table\":\"t\",\"column\":\"r\",\"new\":$rowid}" \
    "ADD_COLUMN CAUTION table-rewrite add-column-primary-key"
risk_is "a generated column holds nothing of its own" "$shrunk" \
    "$(drop_column TEXT true '"generated":"virtual","expression":"id"')" \
    "DROP_COLUMN CAUTION compatibility drop-column-generated"
risk_is "a drop that may be a rename" "$shrunk" \
    "$(drop_column TEXT true | sed 's/}$/,"maybe_renamed_to":{"name":"d","score":0.57}}/')" \
    "DROP_COLUMN DANGER data-loss drop-column,drop-column-maybe-rename"
stages='"diff"'
risk_is "and where nobody looked for renames" "$shrunk" \
    "$(drop_column TEXT true)
{\"op\":\"ADD_COLUMN\",\"table\":\"t\",\"column\":\"d\",\"new\":$(column d 'VARCHAR(9)' true)}" \
    "DROP_COLUMN DANGER data-loss drop-column,drop-column-maybe-rename
ADD_COLUMN SAFE compatibility add-column-nullable"
stages='"diff","renames"'
risk_is "a drop under an index and a check that stay" \
    "$(table "$id,$c" "$id" "$indexed,\"checks\":[{\"name\":\"k\",\"expression\":\"c > id\"}]")" \
    "$(drop_column TEXT true)" \
    "DROP_COLUMN DANGER data-loss drop-column,drop-column-referenced,drop-column-indexed"
risk_is "but not under those that go too" \
    "$(table "$id,$c" "$id" "$indexed,\"checks\":[{\"name\":\"k\",\"expression\":\"c > id\"}]")" \
    "$(drop_column TEXT true)
$(index DROP i c)
{\"op\":\"DROP_CHECK\",\"table\":\"t\",\"name\":\"k\",\"old\":{\"name\":\"k\",\"expression\":\"c > id\"}}" \
    "DROP_COLUMN DANGER data-loss drop-column
DROP_INDEX CAUTION performance drop-index
DROP_CHECK CAUTION compatibility drop-check,sqlite-table-rebuild"
risk_is "a key column" \
    "$(table "$id,$c" "$c" ',"primary_key":{"columns":["id"]}')" \
    "{\"op\":\"DROP_COLUMN\",\"table\":\"t\",\"column\":\"id\",\"old\":$id}" \
    "DROP_COLUMN DANGER data-loss drop-column,drop-column-key"
not_null=$(column c TEXT false)
risk_is "drop NOT NULL means a copy" "$both" \
    "$(modify '"nullable"' "$not_null" "$c")" \
    "MODIFY_COLUMN CAUTION table-rewrite sqlite-table-rebuild,modify-column-drop-not-null"
risk_is "which a newer server spares" "$both" \
    "$(modify '"nullable"' "$not_null" "$c")" \
    "MODIFY_COLUMN SAFE compatibility modify-column-drop-not-null" \
    --server-version 3.53.0
is "the header says so to sm-sql" "$(sed -n 1p judged | jq -r .server)" 3.53.0
risk_is "drop default" "$both" \
    "$(modify '"default"' "$(column c TEXT true '"default":"1"')" "$c")" \
    "MODIFY_COLUMN CAUTION compatibility modify-column-drop-default,sqlite-table-rebuild"
risk_is "plain to generated" "$both" \
    "$(modify '"generated","expression"' "$c" \
        "$(column c TEXT true '"generated":"stored","expression":"1"')")" \
    "MODIFY_COLUMN DANGER data-loss modify-column-to-generated,sqlite-table-rebuild"
risk_is "collation under a unique index" \
    "$(table "$c" "$c" '' ',"indexes":[{"name":"i","unique":true,"keys":[{"column":"c"}]}]')" \
    "$(modify '"collation"' "$c" "$(column c TEXT true '"collation":"NOCASE"')")" \
    "MODIFY_COLUMN CAUTION constraint-violation modify-column-collation-unique,sqlite-table-rebuild"

# --- renames that were guessed -----------------------------------------------
guessed() {
	printf '{"op":"RENAME_COLUMN","table":"t","column":"d","from":"c"'
	printf ',"score":0.8,"probability":%s%s}' "$1" "${2:-}"
}
risk_is "a probable one" "" "$(guessed 0.95)" \
    "RENAME_COLUMN CAUTION compatibility rename-column"
risk_is "a doubtful one" "" "$(guessed 0.7)" \
    "RENAME_COLUMN CAUTION compatibility rename-column,rename-low-confidence"
risk_is "an improbable one" "" "$(guessed 0.3)" \
    "RENAME_COLUMN DANGER data-loss rename-improbable,rename-column,rename-low-confidence"
is "the numbers are in the reason" "$(field '.reason | test("score 0.80, probability 0.30")')" true
risk_is "one that a person confirmed" "" "$(guessed 0.3 ',"confirmed":true')" \
    "RENAME_COLUMN CAUTION compatibility rename-column"

# --- tables and who uses them ------------------------------------------------
child='{"record":"change","kind":"table","old":{"record":"table","name":"k","columns":[],"foreign_keys":[{"columns":["a"],"references":{"table":"t","columns":["id"]}}]},"new":{"record":"table","name":"k","columns":[],"foreign_keys":[{"columns":["a"],"references":{"table":"t","columns":["id"]}}]}}'
view='{"record":"change","kind":"view","old":{"record":"view","name":"v","definition":"SELECT c FROM t","needs":[{"record":"table","name":"t","columns":["c"]}]},"new":{"record":"view","name":"v","definition":"SELECT c FROM t","needs":[{"record":"table","name":"t","columns":["c"]}]}}'
risk_is "a table that others still refer to and read" \
    "$(table "$id" "")
$child
$view" '{"op":"DROP_TABLE","table":"t"}' \
    "DROP_TABLE DANGER data-loss drop-table,drop-table-referenced,drop-table-used-by-view"
risk_is "and where they go as well" "$(table "$id" "")
$child
$view" '{"op":"DROP_TABLE","table":"t"}
{"op":"DROP_FK","table":"k","old":{"columns":["a"],"references":{"table":"t","columns":["id"]}}}
{"op":"DROP_VIEW","name":"v"}' \
    "DROP_TABLE DANGER data-loss drop-table
DROP_FK CAUTION compatibility drop-fk,sqlite-table-rebuild
DROP_VIEW CAUTION compatibility drop-view"
risk_is "a virtual table holds rows too" "" \
    '{"op":"ADD_VIRTUAL_TABLE","name":"f"}
{"op":"MODIFY_VIRTUAL_TABLE","name":"g","changes":["definition"]}
{"op":"DROP_VIRTUAL_TABLE","name":"h"}' \
    "ADD_VIRTUAL_TABLE SAFE compatibility add-table
MODIFY_VIRTUAL_TABLE DANGER data-loss modify-virtual-table
DROP_VIRTUAL_TABLE DANGER data-loss drop-table"
risk_is "drop and add of one name" "$shrunk" \
    '{"op":"DROP_TABLE","table":"z"}
{"op":"ADD_TABLE","table":"z"}' \
    "DROP_TABLE DANGER data-loss drop-table,plan-drop-recreate
ADD_TABLE SAFE compatibility add-table"

# --- a table that the plan makes ---------------------------------------------
made=$(table "" "$id,$c" '' "$indexed,\"foreign_keys\":[$fk]")
risk_is "nothing is stored in a new table" "$made" \
    "{\"op\":\"ADD_TABLE\",\"table\":\"t\"}
$(index ADD i c ',"unique":true')
{\"op\":\"ADD_FK\",\"table\":\"t\",\"new\":$fk}" \
    "ADD_TABLE SAFE compatibility add-table
ADD_INDEX SAFE compatibility plan-new-object,add-index-unique
ADD_FK SAFE compatibility plan-new-object,add-fk"
risk_is "but a cascade stays what it is" "$made" \
    "{\"op\":\"ADD_TABLE\",\"table\":\"t\"}
{\"op\":\"ADD_FK\",\"table\":\"t\",\"new\":$(echo "$fk" | sed 's/}$/,"on_delete":"CASCADE"}/')}" \
    "ADD_TABLE SAFE compatibility add-table
ADD_FK CAUTION data-loss add-fk-cascade,plan-new-object,add-fk"

# --- indexes -----------------------------------------------------------------
ab='{"name":"ab","keys":[{"column":"id"},{"column":"c"}]}'
risk_is "an index that another covers" \
    "$(table "$id,$c" "$id,$c" ",\"indexes\":[$ab]" ",\"indexes\":[$ab]")" \
    "$(index ADD i id)
$(index DROP j id)" \
    "ADD_INDEX CAUTION performance add-index-duplicate,add-index
DROP_INDEX SAFE performance drop-index-covered"
u='"name":"i","keys":[{"column":"c"}]'
for words in unique keys name; do
	risk_is "an index that was made unique: $words" "$both" \
	    "{\"op\":\"MODIFY_INDEX\",\"table\":\"t\",\"name\":\"i\",\"old\":{$u},\"new\":{$u,\"unique\":true},\"changes\":[\"$words\"]}" \
	    "MODIFY_INDEX CAUTION $(test $words = name &&
	        echo lock modify-index ||
	        echo constraint-violation modify-index-unique,modify-index)"
done
risk_is "one that isn't" "$both" \
    "{\"op\":\"MODIFY_INDEX\",\"table\":\"t\",\"name\":\"i\",\"old\":{$u,\"unique\":true},\"new\":{$u},\"changes\":[\"unique\"]}" \
    "MODIFY_INDEX CAUTION lock modify-index"
risk_is "a unique index goes" "$both" "$(index DROP i c ',"unique":true')" \
    "DROP_INDEX CAUTION compatibility drop-index-unique,drop-index"
risk_is "a wider unique index for a narrower" "$both" \
    "$(index DROP i c ',"unique":true')
{\"op\":\"ADD_INDEX\",\"table\":\"t\",\"name\":\"j\",\"new\":{\"name\":\"j\",\"unique\":true,\"keys\":[{\"column\":\"c\"},{\"column\":\"id\"}]}}" \
    "DROP_INDEX CAUTION compatibility drop-index-unique,drop-index
ADD_INDEX SAFE constraint-violation add-index-unique-relaxed"
risk_is "but not over a column whose values change" "$both" \
    "$(index DROP i c ',"unique":true')
$(modify '"type"' "$c" "$(column c INTEGER true)")
{\"op\":\"ADD_INDEX\",\"table\":\"t\",\"name\":\"j\",\"new\":{\"name\":\"j\",\"unique\":true,\"keys\":[{\"column\":\"c\"},{\"column\":\"id\"}]}}" \
    "DROP_INDEX CAUTION compatibility drop-index-unique,drop-index
MODIFY_COLUMN DANGER data-loss modify-column-type-incompatible,sqlite-table-rebuild
ADD_INDEX CAUTION constraint-violation add-index-unique"
risk_is "a unique index over new, empty columns" "$grown" \
    "$(add_column TEXT true)
$(index ADD i c ',"unique":true')" \
    "ADD_COLUMN SAFE compatibility add-column-nullable
ADD_INDEX SAFE constraint-violation add-index-unique-new-columns"
risk_is "the last index of a foreign key" \
    "$(table "$id,$c" "$id,$c" "$indexed,\"foreign_keys\":[$fk]" ",\"foreign_keys\":[$fk]")" \
    "$(index DROP i c)" \
    "DROP_INDEX CAUTION performance drop-index,drop-index-fk-child"

# --- constraints, keys, views, triggers --------------------------------------
risk_is "deletes begin to reach children" "$with_fk" \
    "{\"op\":\"MODIFY_FK\",\"table\":\"t\",\"old\":$fk,\"new\":$(echo "$fk" | sed 's/}$/,"on_delete":"SET NULL"}/'),\"changes\":[\"on_delete\"]}" \
    "MODIFY_FK DANGER data-loss modify-fk-action,modify-fk,sqlite-table-rebuild"
risk_is "keys" "$both" \
    '{"op":"ADD_PRIMARY_KEY","table":"t","new":{"columns":["id"]}}
{"op":"ADD_PRIMARY_KEY","table":"t","new":{"columns":["c"]}}
{"op":"MODIFY_PRIMARY_KEY","table":"t","old":{"columns":["id"]},"new":{"columns":["c"]},"changes":["columns"]}' \
    "ADD_PRIMARY_KEY CAUTION table-rewrite sqlite-table-rebuild,add-primary-key
ADD_PRIMARY_KEY DANGER constraint-violation add-primary-key-nullable,sqlite-table-rebuild
MODIFY_PRIMARY_KEY DANGER constraint-violation modify-primary-key,sqlite-table-rebuild"
risk_is "a key goes for good" "$both" \
    '{"op":"DROP_PRIMARY_KEY","table":"t","old":{"columns":["id"]}}' \
    "DROP_PRIMARY_KEY DANGER compatibility drop-primary-key,sqlite-table-rebuild"
risk_is "constraints" "$both" \
    '{"op":"ADD_CHECK","table":"t","new":{"expression":"c > 0"}}
{"op":"ADD_UNIQUE","table":"t","new":{"columns":["c"]}}
{"op":"DROP_UNIQUE","table":"t","old":{"columns":["c"]}}' \
    "ADD_CHECK CAUTION constraint-violation add-check,sqlite-table-rebuild
ADD_UNIQUE CAUTION constraint-violation add-unique,sqlite-table-rebuild
DROP_UNIQUE CAUTION compatibility drop-unique,sqlite-table-rebuild"
risk_is "views and triggers" "" \
    '{"op":"ADD_VIEW","name":"v"}
{"op":"MODIFY_VIEW","name":"w","changes":["definition"]}
{"op":"MODIFY_VIEW","name":"x","changes":["columns"]}
{"op":"ADD_TRIGGER","table":"t","name":"a"}
{"op":"DROP_TRIGGER","table":"t","name":"b"}
{"op":"MODIFY_TRIGGER","table":"t","name":"d","changes":["definition"]}' \
    "ADD_VIEW SAFE compatibility add-view
MODIFY_VIEW CAUTION compatibility modify-view-body
MODIFY_VIEW CAUTION compatibility modify-view
ADD_TRIGGER CAUTION performance add-trigger
DROP_TRIGGER CAUTION compatibility drop-trigger
MODIFY_TRIGGER CAUTION compatibility modify-trigger"
risk_is "what no rule knows is never safe" "" \
    '{"op":"REPAINT_TABLE","table":"t"}
{"op":"RENAME_VIEW","name":"v","from":"w"}' \
    "REPAINT_TABLE CAUTION compatibility unknown-operation
RENAME_VIEW CAUTION compatibility unknown-operation"

# --- sizes -------------------------------------------------------------------
while read -r rows bytes risk; do
	stats=",\"stats\":{\"rows\":$rows,\"bytes\":$bytes}"
	plan "$(table "$id,$c" "$id,$c" "$stats")" \
	    "$(modify '"nullable"' "$not_null" "$c")"
	sm-risk plan >judged
	is "a copy of $rows rows, $bytes bytes" "$(field .risk)" "\"$risk\""
done <<'END'
9999 1000 SAFE
10000 1000 CAUTION
9999 16777216 CAUTION
999999 1073741823 CAUTION
1000000 1000 DANGER
5 1073741824 DANGER
END
plan "$(table "$id,$c" "$id,$c" ',"stats":{"rows":3000000,"bytes":320864256}')" \
    "$(modify '"nullable"' "$not_null" "$c")"
sm-risk plan >judged
is "the reason tells the size" "$(field '.reason | sub(".*tables. "; "")')" \
    '"Table has about 3 M rows (306 MiB): expect about 8 s during which reads and writes wait."'
is "so does impact" "$(field .impact)" \
    '{"lock":"database write lock","blocks":"all","cost":"rewrite","rows":3000000,"bytes":320864256}'
risk_is "a lost value stays lost in a small table" \
    "$(table "$id,$c" "$id" ',"stats":{"rows":1}')" "$(drop_column TEXT true)" \
    "DROP_COLUMN DANGER data-loss drop-column"

# --- the way down, and what else is said -------------------------------------
plan "$grown" "$(add_column TEXT true)"
sm-risk plan >judged
is "undoing a harmless op can lose data" \
    "$(field '[.risk, .down.risk, .down.rules, .down.category]')" \
    '["SAFE","DANGER",["drop-column"],"data-loss"]'
is "undoing brings all back: nothing is said" "$(field .reversible)" null
plan "$shrunk" "$(drop_column TEXT true)"
sm-risk plan >judged
is "undoing a drop doesn't bring values back" "$(field .reversible)" false
is "rules are said in full" "$(field 'keys_unsorted | join(" ")')" \
    '"record id op table column old risk reason suggestion category rules impact down reversible"'
server=''
plan "$both" "$(index ADD i c)"
sm-risk plan >judged
is "a version that is only assumed is told" \
    "$(field .impact.assumed_version)" '"3.35"'
server=3.40.1
dialect=mysql
plan "" '{"op":"DROP_TABLE","table":"t"}'
sm-risk plan >judged
is "what no ROLLBACK undoes" "$(field .transactional)" false
dialect=sqlite

# --- options -----------------------------------------------------------------
plan "" '{"op":"RENAME_TABLE","table":"u","from":"t"}'
expect_status 0 "--fail-on above" sm-risk --fail-on DANGER plan
expect_status 1 "--fail-on equal" sm-risk --fail-on caution plan
sm-risk plan >judged
same "and the plan passes all the same" out judged
expect_status 1 "--fail-on below" sm-risk --fail-on SAFE plan
expect_status 2 "--fail-on nonsense" sm-risk --fail-on LOUD plan
expect_status 2 "--server-version nonsense" sm-risk --server-version new plan
check "--online is said in the header" sh -c \
    'sm-risk --online plan | head -n 1 | jq -e ".online == true"'
sm-risk --list-rules >rules
check "--list-rules: each with all that a rule has" jq -es \
    'length > 90 and all(.rule and .ops and (.dialects | length > 0) and
        .risk and .category and .reason and .suggestion)' rules
check "every rule that is replaced exists" jq -es \
    'map(select(.replaces) | .replaces) - map(.rule) == []' rules

# --- what it leaves alone ----------------------------------------------------
plan "$grown" "$(add_column TEXT true | sed 's/}$/,"score":0.725,"mine":[1.0,"é"]}/')"
sm-risk plan >judged
has "bytes of other fields survive" judged '"score":0.725,"mine":[1.0,"é"],"risk"'
check "twice is once" sh -c 'sm-risk judged | cmp - judged'
sm-order judged >ordered
check "an ordered plan as well" sh -c 'sm-risk ordered | cmp - ordered'
grep -v '"record":"end"' plan >short
expect_status 2 "a plan that was cut is refused" sm-risk short
hasnt "and gets no end" out '"record":"end"'

# --- hostile names -----------------------------------------------------------
plan "" '{"op":"DROP_TABLE","table":"a\n\u001b[31m{table}\u202e\"--"}'
sm-risk plan >judged
is "no control character, no template in a name" "$(field .reason)" \
    '"All rows of a\\n\\x1b[31m{table}\\u{202e}\"-- are lost for good."'
long=$(printf '%10000s' '' | tr ' ' x)
plan "" "{\"op\":\"DROP_TABLE\",\"table\":\"$long\"}"
sm-risk plan >judged
is "a long name is shortened" "$(field '.reason | length < 120')" true

# --- the columns of a view, as PostgreSQL has them -----------------------------------
view() { # FILE QUERY OUTPUT
	cat >"$1" <<END
{"record":"snapshot","format":1,"dialect":"postgresql","server":"15.1"}
{"record":"view","schema":"s","name":"v","definition":"$2","output":[$3]}
{"record":"end"}
END
}
a='{"name":"a","type":"integer"}' b='{"name":"b","type":"integer"}'
view one 'SELECT a FROM t' "$a"
view more 'SELECT a, b FROM t' "$a,$b"
view where 'SELECT a FROM t WHERE b' "$a"
view retyped 'SELECT a::text' '{"name":"a","type":"text"}'
view untyped 'SELECT a::text' '{"name":"a"}'
while read -r old new want; do
	is "view: $old, $new" "$(sm-diff $old $new | sm-risk |
	    jq -r 'select(.op).rules[0]')" "$want"
done <<END
one more modify-view-append
more one modify-view
one where modify-view-body
one retyped modify-view
one untyped modify-view
END

done_testing
