#!/bin/sh
# Which operations sm-diff finds, object by object and field by field.
. "$(dirname "$0")/lib.sh"
needs jq

dialect=sqlite scope_old='' scope_new=''
# snapshot FILE SCOPE LINES: whatever stands between header and end.
snapshot() {
	{
		printf '{"record":"snapshot","format":1,"dialect":"%s"' $dialect
		printf ',"server":"3.40.1","scope":{%s}}\n' "$2"
		[ -z "$3" ] || printf '%s\n' "$3"
		echo '{"record":"end"}'
	} >"$1"
}
# An op a line: its name, what it is about, what differs.
ops() {
	jq -r 'select(.record == "op") | [.op,
	    ([.table, .column // .name] | map(select(.)) | join(".")),
	    (.changes // [] | join(",")),
	    (if has("after") then "after=" + .after else empty end)]
	    | map(select(. != "")) | join(" ")' "$1"
}
notes() {
	jq -r 'select(.record == "note") | .message' "$1"
}
# diff_is NAME OLD NEW WANTED-OPS [option…]
diff_is() {
	name=$1 want=$4
	snapshot old "$scope_old" "$2"
	snapshot new "$scope_new" "$3"
	shift 4
	if sm-diff "$@" old new >plan 2>err; then
		is "$name" "$(ops plan)" "$want"
	else
		fail "$name" err
	fi
}
# no_diff NAME OLD NEW [option…]; and none the other way.
no_diff() {
	name=$1 old=$2 new=$3
	shift 3
	diff_is "$name" "$old" "$new" "" "$@"
	diff_is "$name (back)" "$new" "$old" "" "$@"
}
# table MEMBERS [COLUMNS]: a table t.
table() {
	printf '{"record":"table","name":"t","columns":[%s]%s}' \
	    "${2:-$a,$b}" "${1:+,$1}"
}
a='{"name":"a","type":"INTEGER","nullable":true}'
b='{"name":"b","type":"TEXT","nullable":true}'
c='{"name":"c","type":"TEXT","nullable":true}'

# --- tables ------------------------------------------------------------------
full=$(table '"primary_key":{"columns":["a"]},"uniques":[{"columns":["b"]}],"checks":[{"expression":"a > 0"}],"foreign_keys":[{"columns":["a"],"references":{"table":"u","columns":["x"]}}],"indexes":[{"name":"i","keys":[{"column":"b"}]}]')
diff_is "a new table is one op, and one for each index and foreign key" \
    "" "$full" "ADD_TABLE t
ADD_FK t
ADD_INDEX t.i"
diff_is "a dropped one takes all with it but its foreign keys" \
    "$full" "" "DROP_TABLE t
DROP_FK t"
no_diff "a table against itself" "$full" "$full"
no_diff "key order and blanks of the JSON" "$(table '"comment":"x"')" \
    '{"columns": [{"nullable":true, "type":"INTEGER","name":"a"}, {"type":"TEXT","name":"b","nullable":true}], "comment":"x", "name":"t", "record":"table"}'
no_diff "names are folded as the dialect does" "$full" \
    "$(printf %s "$full" | sed 's/"name":"t"/"name":"T"/; s/"a"/"A"/g; s/"u"/"U"/; s/"i"/"I"/')"
diff_is "options and comment of a table" "$(table '"comment":"x"')" \
    "$(table '"options":{"strict":true,"without_rowid":true}')" \
    "MODIFY_TABLE t strict,without_rowid,comment"
diff_is "a member nobody knows" "$(table '"x_fill":70')" \
    "$(table '"x_fill":80')" "MODIFY_TABLE t x_fill"
no_diff "stats, needs and renamed_from are none" \
    "$(table '"stats":{"rows":5},"renamed_from":"x"')" \
    "$(table '"needs":[{"record":"function","name":"f"}]')"

# --- columns -----------------------------------------------------------------
diff_is "columns added and dropped" "$(table '' "$a,$b")" \
    "$(table '' "$c,$a")" "DROP_COLUMN t.b
ADD_COLUMN t.c"
diff_is "every field of a column" "$(table '' "$a")" "$(table '' '{"name":"a",
"type":"TEXT","nullable":false,"default":"1","collation":"NOCASE",
"generated":"stored","expression":"b","not_null_conflict":"REPLACE",
"comment":"x"}' | tr -d '\n')" \
    "MODIFY_COLUMN t.a type,nullable,default,collation,generated,expression,not_null_conflict,comment"
col() {
	table '' "{\"name\":\"a\",\"type\":\"$1\",\"nullable\":true,$2}"
}
no_diff "spellings of one type" "$(col 'VARCHAR(20)' '"comment":""')" \
    "$(col 'varchar ( 20 )' '"comment":""')"
no_diff "spellings of one default" "$(col INT '"default":"1"')" \
    "$(col INT '"default":"(1)"')"
no_diff "spellings of one expression" \
    "$(col INT '"generated":"stored","expression":"b||'"''"'"')" \
    "$(col INT '"generated":"stored","expression":"\"B\" || '"''"' /* b */"')"
diff_is "the case of a string counts" "$(col INT '"default":"'"'x'"'"')" \
    "$(col INT '"default":"'"'X'"'"')" "MODIFY_COLUMN t.a default"
no_diff "where a column stands is nothing in SQLite" \
    "$(table '' "$a,$b,$c")" "$(table '' "$c,$b,$a")"
diff_is "but with --column-order, the fewest being moved" \
    "$(table '' "$a,$b,$c")" "$(table '' "$c,$a,$b")" \
    "MODIFY_COLUMN t.c position after=" --column-order
diff_is "and where new ones go" "$(table '' "$a,$b")" \
    "$(table '' "$a,$c,$b")" "ADD_COLUMN t.c after=a" --column-order
dialect=mysql
diff_is "MySQL counts places by itself" "$(table '' "$a,$b,$c")" \
    "$(table '' "$b,$c,$a")" "MODIFY_COLUMN t.a position after=c"
no_diff "unless they are ignored" "$(table '' "$a,$b,$c")" \
    "$(table '' "$b,$c,$a")" --ignore position
dialect=sqlite

# --- keys and constraints ----------------------------------------------------
pk() {
	table "\"primary_key\":{\"columns\":[\"a\"]${1:-}}"
}
diff_is "a primary key appears" "$(table)" "$(pk)" "ADD_PRIMARY_KEY t"
diff_is "and goes" "$(pk)" "$(table)" "DROP_PRIMARY_KEY t"
diff_is "and changes" "$(pk)" \
    "$(pk ',"autoincrement":true,"conflict":"REPLACE","name":"p"')" \
    "MODIFY_PRIMARY_KEY t.p name,conflict,autoincrement"
no_diff "a name that the server gave is none" "$(pk ',"name":"p1","implicit":true')" \
    "$(pk ',"name":"p"')"

checks() {
	table "\"checks\":[$1]"
}
no_diff "unnamed checks are what they say, in any order" \
    "$(checks '{"expression":"a > 0"},{"expression":"b <> '"''"'"}')" \
    "$(checks '{"expression":"\"b\"<>'"''"'"},{"expression":"(A>0)","column":"a"}')"
diff_is "a check of other content is another" \
    "$(checks '{"expression":"a > 0"}')" "$(checks '{"expression":"a > 1"}')" \
    "DROP_CHECK t
ADD_CHECK t"
diff_is "but under its name it is changed" \
    "$(checks '{"name":"k","expression":"a > 0"}')" \
    "$(checks '{"name":"K","expression":"a > 1"}')" \
    "MODIFY_CHECK t.K expression"
diff_is "the same under another name is another" \
    "$(checks '{"name":"k","expression":"a > 0"}')" \
    "$(checks '{"name":"l","expression":"a > 0"}')" "DROP_CHECK t.k
ADD_CHECK t.l"
no_diff "unless the server named it" \
    "$(checks '{"name":"k_1","expression":"a > 0","implicit":true}')" \
    "$(checks '{"name":"l","expression":"a > 0"}')"
no_diff "or names are ignored" \
    "$(checks '{"name":"k","expression":"a > 0"}')" \
    "$(checks '{"expression":"a > 0"}')" --ignore name
diff_is "twice the same is not once" \
    "$(checks '{"expression":"a > 0"},{"expression":"a > 0"},{"expression":"a>0"}')" \
    "$(checks '{"expression":"a > 0"}')" "DROP_CHECK t
DROP_CHECK t"
is "and the ids differ" \
    "$(jq -r 'select(.op).id' plan | sort -u | wc -l | tr -d ' ')" 2
diff_is "two of one name" \
    "$(checks '{"name":"k","expression":"1"},{"name":"k","expression":"2"}')" \
    "$(checks '{"name":"k","expression":"2"},{"name":"k","expression":"3"}')" \
    "MODIFY_CHECK t.k expression"

unique() {
	table "\"uniques\":[$1]"
}
diff_is "an unnamed unique constraint is known by its columns" \
    "$(unique '{"columns":["a"]},{"columns":["b"]}')" \
    "$(unique '{"columns":["b"],"conflict":"IGNORE"},{"columns":["a"]}')" \
    "MODIFY_UNIQUE t conflict"
diff_is "of other columns it is another" "$(unique '{"columns":["a"]}')" \
    "$(unique '{"columns":["a","b"]}')" "DROP_UNIQUE t
ADD_UNIQUE t"

fk() {
	table "\"foreign_keys\":[{\"columns\":[\"a\"],\"references\":{\"table\":\"u\"${1:-}}${2:-}}]"
}
u='{"record":"table","name":"u","columns":[{"name":"x","type":"","nullable":true}],"primary_key":{"columns":["x"]}}'
diff_is "an unnamed foreign key is known by columns and target" \
    "$(fk ',"columns":["x"]')" "$(fk ',"columns":["y"]' ',"on_delete":"CASCADE"')" \
    "MODIFY_FK t references,on_delete"
no_diff "the case of its actions" "$(fk ',"columns":["x"]' ',"on_delete":"CASCADE"')" \
    "$(fk ',"columns":["x"]' ',"on_delete":"cascade"')"
diff_is "implied columns are those of the other table's key" \
    "$(fk)" "$(fk ',"columns":["x"]')
$u" "ADD_TABLE u"
diff_is "and back" "$(fk ',"columns":["x"]')
$u" "$(fk)" "DROP_TABLE u"
diff_is "but of no other" "$(fk)" "$(fk ',"columns":["z"]')
$u" "MODIFY_FK t references
ADD_TABLE u"
named=$(fk ',"columns":["x"]' ',"name":"f"')
diff_is "a name is a difference" "$(fk ',"columns":["x"]')" "$named" \
    "DROP_FK t
ADD_FK t.f"

index() {
	table "\"indexes\":[{\"name\":\"i\",\"keys\":[{$1}]${2:-}}]"
}
diff_is "an index changes" "$(index '"column":"a"')" \
    "$(index '"column":"a","desc":true' ',"unique":true,"where":"a > 0"')" \
    "MODIFY_INDEX t.i unique,keys,where"
no_diff "spellings of one index" \
    "$(index '"expression":"lower(b)"' ',"where":"a IS NOT NULL"')" \
    "$(index '"expression":"LOWER( \"b\" )"' ',"where":"(a is not null)"')"
diff_is "indexes come and go" "$(index '"column":"a"')" \
    "$(table '"indexes":[{"name":"j","keys":[{"column":"a"}]}]')" \
    "DROP_INDEX t.i
ADD_INDEX t.j"

# --- other objects -----------------------------------------------------------
view() {
	printf '{"record":"view","name":"v","definition":"%s"%s}' "$1" "${2:-}"
}
no_diff "spellings of one view" "$(view 'SELECT a FROM t')" \
    "$(view 'select \"A\"\n from T -- all')"
diff_is "a view changes" "$(view 'SELECT a FROM t' ',"columns":["x"]')" \
    "$(view 'SELECT b FROM t' ',"columns":["y"]')" \
    "MODIFY_VIEW v columns,definition"
diff_is "what was a view is a table" "$(view 'SELECT 1 AS a')" \
    '{"record":"table","name":"v","columns":[]}' "ADD_TABLE v
DROP_VIEW v"
trigger='{"record":"trigger","table":"t","name":"g","definition":"AFTER INSERT ON t BEGIN SELECT 1; END"}'
virtual='{"record":"virtual_table","name":"f","module":"fts5","definition":"fts5(a)"}'
diff_is "triggers and virtual tables" "$trigger
$virtual" "$(table)
$(printf '%s' "$trigger" | sed 's/SELECT 1/SELECT 2/')" "ADD_TABLE t
MODIFY_TRIGGER t.g definition
DROP_VIRTUAL_TABLE f"
diff_is "kinds that nobody knows are compared whole" \
    '{"record":"gizmo","name":"g","size":{"a":1,"b":2},"stats":{"rows":1}}
{"record":"gizmo","name":"h"}
{"record":"row_policy","table":"t","name":"p","using":"x"}' \
    '{"record":"gizmo","name":"g","size":{"b":2,"a":1},"stats":{"rows":2}}
{"record":"gizmo","name":"i","comment":"x"}
{"record":"row_policy","table":"t","name":"p","using":"y","comment":"z"}' \
    "DROP_GIZMO h
ADD_GIZMO i
MODIFY_ROW_POLICY t.p comment,using"

diff_is "and don't pass for others" '{"record":"index","name":"i"}' "" \
    "DROP_index i"

# --- what is not compared ----------------------------------------------------
old=$(table '"comment":"x"' '{"name":"a","type":"A","nullable":true,"default":"1"}')
new=$(table '' '{"name":"a","type":"B","nullable":true}')
diff_is "--ignore" "$old" "$new" "MODIFY_COLUMN t.a type" \
    --ignore comment,default
no_diff "--ignore, repeated" "$old" "$new" --ignore comment --ignore default \
    --ignore type
is "it stands in the header" \
    "$(head -n 1 plan | jq -c .compare)" '{"ignore":["comment","default","type"]}'
no_diff "--ignore options" "$(table '"options":{"strict":true}')" "$(table)" \
    --ignore options
no_diff "--ignore strict" "$(table '"options":{"strict":true}')" "$(table)" \
    --ignore strict
expect_status 2 "--ignore of no word" sm-diff --ignore coment old new
has "it is named" err 'called "coment"'
has "and the words are listed" err "collation, column"

objects='{"record":"table","name":"aa","columns":[]}
{"record":"table","name":"ab","columns":[]}
{"record":"table","name":"b","columns":[]}
{"record":"trigger","table":"b","name":"ag","definition":"x"}'
diff_is "-t" "$objects" "" "DROP_TABLE aa
DROP_TABLE ab" -t 'A*'
diff_is "-x, of what is on a table too" "$objects" "" "DROP_TABLE aa
DROP_TABLE ab" -x b
diff_is "both" "$objects" "" "DROP_TABLE aa" -t 'a*' -x '*b'

scope_new='"tables":["a*"]'
diff_is "what NEW didn't look at" "$objects" "" "DROP_TABLE aa
DROP_TABLE ab"
is "is noted" "$(notes plan)" "2 objects were not compared, since NEW didn't look at them: table b, trigger ag on b"
diff_is "what OLD has is not its business" "" "$objects" "ADD_TABLE aa
ADD_TABLE ab"
scope_new='"left_out":["b"]' scope_old='"exclude":["aa"]'
diff_is "left out here, excluded there" "$objects" "" "DROP_TABLE ab"
is "noted side by side" "$(notes plan)" "1 object was not compared, since OLD didn't look at it: table aa
2 objects were not compared, since NEW didn't look at them: table b, trigger ag on b"
scope_old='' scope_new=''

scope_new='"limited":true'
diff_is "what NEW may merely not see is not dropped" "$objects
$full" '{"record":"table","name":"c","columns":[]}
'"$(table '' "$a")" "ADD_TABLE c"
notes plan >got
has "a note for a table" got "table aa is not dropped"
has "a note for a part" got "column t.b is not dropped"
scope_new='' scope_old='"limited":true'
diff_is "what OLD may have is not added" '{"record":"table","name":"c","columns":[]}' \
    "$objects" "DROP_TABLE c"
has "and noted" plan "trigger ag on b is not added"
scope_old='"extras":["owners","stats"]'
no_diff "members that one side wasn't asked for" "$(table '"owner":"me"')" \
    "$(table)"
scope_new=$scope_old
diff_is "are compared where both were" "$(table '"owner":"me"')" \
    "$(table '"owner":"you"')" "MODIFY_TABLE t owner"
scope_old='' scope_new=''

diff_is "texts that aren't the server's are noted, not compared" \
    "$(table '"exact":false,"checks":[{"name":"k","expression":"x"},{"expression":"y"}]' \
        '{"name":"a","type":"A","nullable":true,"default":"1"}')" \
    "$(table '"checks":[{"name":"k","expression":"z"},{"expression":"w"}]' \
        '{"name":"a","type":"B","nullable":true,"default":"2"}')" \
    "MODIFY_COLUMN t.a type"
has "one note" plan "table t: its texts were not compared"
no_diff "of a view too" "$(view x ',"exact":false')" "$(view y)"

# --- unreadable objects ------------------------------------------------------
broken() {
	printf '{"record":"unreadable","kind":"%s","name":"v","why":"no such column: q"%s}' \
	    "${2:-view}" "${1:+,\"sql\":\"$1\"}"
}
sql='CREATE VIEW v AS SELECT q FROM t'
no_diff "the same broken view on both sides" "$(broken "$sql")" \
    "$(broken 'CREATE VIEW  v as select q from t')"
is "is no news" "$(notes plan)" ""
no_diff "broken here, readable there, one text" "$(broken "$sql")" \
    "$(view 'SELECT q FROM t')"
has "is noted" plan "no such column: q"
diff_is "a broken view is changed into one that works" "$(broken "$sql")" \
    "$(view 'SELECT a FROM t')" "MODIFY_VIEW v definition"
diff_is "with a column list" "$(broken 'CREATE VIEW v(x) AS SELECT q FROM t')" \
    "$(view 'SELECT q FROM t' ',"columns":["x"]')" ""
diff_is "never the other way" "$(view 'SELECT a FROM t')" "$(broken "$sql")" ""
has "but noted" plan "the two differ, but it is not changed"
diff_is "a broken view is dropped" "$(broken "$sql")" "" "DROP_VIEW v"
diff_is "but not added" "" "$(broken "$sql")" ""
has "and this is noted" plan "it is not added"
diff_is "one without text is never dropped" "$(broken)" "" ""
has "this too" plan "it is not dropped"
diff_is "nor compared" "$(broken)" "$(view x)" ""
has "and noted" plan "it was not compared"
no_diff "the same on both sides, it may still differ" "$(broken)" "$(broken)"
has "which is noted" plan "it was not compared"
diff_is "a table that can't be read is never dropped" \
    "$(broken 'CREATE TABLE v(a)' table)" "" ""
diff_is "nor a virtual table" "$(broken 'CREATE VIRTUAL TABLE v USING m(a)' \
    virtual_table)" "" ""

# --- changes -----------------------------------------------------------------
# The objects that the plan carries.
changes() {
	jq -r 'select(.record == "change") | [(.old // .new).name,
	    (if .old then "old" else empty end),
	    (if .new then "new" else empty end)] | join(" ")' "$1"
}
obj() {
	printf '{"record":"%s","name":"%s","columns":[],"definition":"x"%s}\n' \
	    "$1" "$2" "${3:-}"
}
need() {
	printf ',"needs":[{"record":"%s","name":"%s"}]' "$1" "$2"
}
to() {
	printf ',"foreign_keys":[{"columns":["x"],"references":{"table":"%s","columns":["x"]}}]' "$1"
}
all=$(
	obj table changed "$(to parent)"
	obj table child "$(to CHANGED)"
	obj table grandchild "$(to child)"
	obj table grandparent
	obj table other "$(to other)"
	obj table parent "$(to grandparent)"
	obj view over "$(need table changed)"
	obj view over_over "$(need view over)"
	obj view beside "$(need table parent)"
	echo '{"record":"trigger","table":"remote","name":"g","definition":"x","needs":[{"record":"table","name":"changed"}]}'
	obj table remote
	echo '{"record":"unreadable","kind":"view","name":"broken","sql":"x"}'
)
diff_is "one change" "$all" "$(printf '%s' "$all" |
    sed '1s/"columns":\[\]/"columns":['"$a"']/')" "ADD_COLUMN changed.a"
is "carries what depends on it, and what it refers to" "$(changes plan)" \
    "changed old new
child old new
grandchild old new
parent old new
remote old new
g old new
broken old new
over old new
over_over old new"
diff_is "no op" "$all" "$all" ""
is "carries nothing" "$(changes plan)" ""
diff_is "an added view needs no table" "$all" "$all
$(obj view more)" "ADD_VIEW more"
is "it comes alone, with what is broken" "$(changes plan)" "broken old new
more new"

# --- a clause that the engine reads and doesn't obey --------------------------
matched() {
	table '"foreign_keys":[{"columns":["a"],"references":{"table":"u","columns":["x"]}'"$1"'}]'
}
no_diff "MATCH does nothing in SQLite" "$(matched '')" \
    "$(matched ',"match":"FULL"')"
dialect=postgresql
diff_is "but in PostgreSQL" "$(matched '')" "$(matched ',"match":"FULL"')" \
    "MODIFY_FK t match"
dialect=sqlite

# --- two that can't be compared ----------------------------------------------
snapshot one "" ""
sed s/sqlite/postgresql/ one >two
expect_status 2 "two dialects" sm-diff one two
has "named" err "OLD is SQLite and NEW is PostgreSQL"
same "nothing is written" out /dev/null
sed 's/3.40.1/4.0/' one >two
expect_status 0 "two major versions" sm-diff one two
has "are noted" out "OLD is SQLite 3.40.1, NEW 4.0"
expect_status 2 "-d of another dialect" sm-diff -d mysql one one
done_testing
