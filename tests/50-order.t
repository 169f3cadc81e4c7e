#!/bin/sh
# The order that sm-order finds, and what it says of dependencies.
. "$(dirname "$0")/lib.sh"
needs jq

dialect=sqlite
# plan CHANGES OPS: a plan in ./plan; ids are given in order: a1, a2, …
plan() {
	{
		printf '{"record":"plan","format":1,"dialect":"%s"' $dialect
		printf ',"server":"3.40.1","stages":["diff"]'
		printf ',"old":{"scope":{}},"new":{"scope":{}}}\n'
		[ -z "$1" ] || printf '%s\n' "$1"
		printf '%s\n' "$2" | awk 'NF {
			sub(/^\{/, sprintf("{\"record\":\"op\",\"id\":\"a%d\",", NR))
			print
		}'
		echo '{"record":"end"}'
	} >plan
}
# "3<1,2 …": ids in order, without their a, with what each depends on.
order() {
	jq -rs 'map(select(.record == "op") | .id[1:] +
	    (if .depends_on then "<" + (.depends_on | map(.[1:]) | join(","))
	    else "" end)) | join(" ")' "$1"
}
# order_is NAME CHANGES OPS WANTED
order_is() {
	plan "$2" "$3"
	if sm-order plan >ordered 2>err; then
		is "$1" "$(order ordered)" "$4"
		sm-order ordered >again
		same "$1: once ordered, it stays" again ordered
	else
		fail "$1" err
	fi
}
op() {
	printf '{"op":"%s","table":"%s"%s}\n' "$1" "$2" "${3:+,$3}"
}
column() {
	printf '"column":"%s","%s":{"name":"%s","type":"","nullable":true%s}' \
	    "$2" "$1" "$2" "${3:-}"
}
add() { op ADD_COLUMN "$1" "$(column new "$2" "${3:-}")"; }
drop() { op DROP_COLUMN "$1" "$(column old "$2" "${3:-}")"; }
modify() {
	op MODIFY_COLUMN "$1" "$(column new "$2"),\"old\":{\"name\":\"$2\",\"type\":\"\",\"nullable\":false},\"changes\":[\"nullable\"]"
}
rename() { op RENAME_TABLE "$2" "\"from\":\"$1\""; }
rename_column() {
	op RENAME_COLUMN "$1" "\"column\":\"$3\",\"from\":\"$2\""
}
# index ADD|DROP TABLE NAME KEYS
index() {
	op "$1_INDEX" "$2" "\"name\":\"$3\",\"$(side "$1")\":{\"name\":\"$3\",$4}"
}
side() { if [ "$1" = ADD ]; then echo new; else echo old; fi; }
keys() { printf '"keys":[{"column":"%s"}]' "$1"; }
# fk ADD|DROP TABLE COLUMN TO TOCOLUMN
fk() {
	op "$1_FK" "$2" "\"$(side "$1")\":{\"columns\":[\"$3\"],\"references\":{\"table\":\"$4\",\"columns\":[\"$5\"]}}"
}
# object KIND NAME old|new NEEDS [MEMBERS]: a change of a view or trigger.
object() {
	printf '{"record":"change","kind":"%s","%s":{"record":"%s","name":"%s"' \
	    "$1" "$3" "$1" "$2"
	printf ',"definition":"","needs":[%s]%s}}\n' "$4" "${5:-}"
}
need() {
	printf '{"record":"%s","name":"%s","columns":["%s"]}' "$1" "$2" "$3"
}

# --- what an op needs --------------------------------------------------------
order_is "parts come after their table" "" \
    "$(index ADD t i "$(keys a)"; fk ADD t a p id; op ADD_TABLE t)" \
    "3 1<3 2<1"
order_is "an index after its columns" "" \
    "$(index ADD t i "$(keys a)"; add t a; rename_column t x b)" \
    "3 2<3 1<2"
order_is "of an expression and a predicate too" "" \
    "$(index ADD t i '"keys":[{"expression":"lower(\"A\")"}],"where":"b > 0"'
    modify t b; add t a)" \
    "3 2<3 1<2"
order_is "a generated column after what it is made of" "" \
    "$(add t g ',"generated":"virtual","expression":"a + 1"'; add t a)" \
    "2 1<2"
order_is "two that would wait for one another otherwise" "" \
    "$(drop t a; drop t g ',"generated":"virtual","expression":"a + 1"')" \
    "2 1<2"
order_is "a foreign key after the other table, its column and its key" "" \
    "$(fk ADD c p_id p code; op ADD_UNIQUE p '"new":{"columns":["code"]}'
    add p code; add c p_id)" \
    "3 2<3 4 1<2,4"
order_is "tables that refer to each other" "" \
    "$(fk ADD a b_id b id; fk ADD b a_id a id; op ADD_TABLE a
    op ADD_TABLE b)" \
    "3 4<3 1<4 2<4"
order_is "parents before children where keys are made with tables" "" \
    "$(op ADD_TABLE child; fk ADD child p_id parent id; op ADD_TABLE parent)" \
    "3 1<3 2<1"
order_is "children before parents on the way out" "" \
    "$(op DROP_TABLE parent; op DROP_TABLE child; fk DROP child p_id parent id)" \
    "3 2<3 1<2"
order_is "dropped tables that refer to each other" "" \
    "$(op DROP_TABLE a; op DROP_TABLE b; fk DROP a b_id b id
    fk DROP b a_id a id)" \
    "3 4 1<3,4 2<1"
order_is "an index goes before its column" "" \
    "$(drop t a; index DROP t i "$(keys a)")" "2 1<2"
order_is "a foreign key before the key it refers to" "" \
    "$(op DROP_UNIQUE p '"old":{"columns":["x"]}'; fk DROP c a p x)" "2 1<2"
order_is "names are folded" "" \
    "$(index ADD T i "$(keys A)"; add t a)" "2 1<2"

# --- views and triggers ------------------------------------------------------
order_is "a view after all that it reads" \
    "$(object view v new "$(need table t a),$(need view w b)"
    object view w new "$(need table t a)")" \
    "$(printf '{"op":"ADD_VIEW","name":"v"}\n{"op":"ADD_VIEW","name":"w"}\n'
    add t a)" "3 2<3 1<2"
order_is "and goes before what it read" \
    "$(object view v old "$(need table t a),$(need view w b)"
    object view w old "$(need table t a)")" \
    "$(drop t a
    printf '{"op":"DROP_VIEW","name":"w"}\n{"op":"DROP_VIEW","name":"v"}\n')" \
    "3 2<3 1<2"
order_is "a view changes after what comes, before what goes" \
    "$(object view v old "$(need table t a)"
    printf '{"record":"change","kind":"view","old":{"record":"view","name":"u","definition":"","needs":[%s]},"new":{"record":"view","name":"u","definition":"","needs":[%s]}}' \
        "$(need table t a)" "$(need table t b)")" \
    "$(drop t a; printf '{"op":"MODIFY_VIEW","name":"u","changes":["definition"]}\n'
    add t b)" "3 2<3 1<2"
order_is "a view over a column that takes another's place" \
    '{"record":"change","kind":"view","old":{"record":"view","name":"u","definition":"","needs":[{"record":"table","name":"t","columns":["a"]}]},"new":{"record":"view","name":"u","definition":"x","needs":[{"record":"table","name":"t","columns":["a"]}]}}' \
    "$(printf '{"op":"MODIFY_VIEW","name":"u","changes":["definition"]}\n'
    drop t a; rename_column t b a)" "2 3<2 1<3"
order_is "a trigger after its table and what it writes to" \
    "$(object trigger g new "$(need table log at)" ',"table":"t"')" \
    "$(op ADD_TRIGGER t '"name":"g"'; op ADD_TABLE log; add t a)" \
    "2 3 1<2,3"
order_is "and goes before them" \
    "$(object trigger g old "$(need table log at)" ',"table":"t"')" \
    "$(op DROP_TABLE log; op DROP_TABLE t; op DROP_TRIGGER t '"name":"g"')" \
    "3 1<3 2<3"

# --- names that must be free -------------------------------------------------
order_is "a table's name" "" \
    "$(op ADD_TABLE x; rename y z; rename x y)" "2 3<2 1<3"
order_is "of a table that goes" "" "$(rename a b; op DROP_TABLE b)" "2 1<2"
order_is "indexes share SQLite's names" "" \
    "$(printf '{"op":"ADD_VIEW","name":"i"}\n'; index DROP t i "$(keys a)")" \
    "2 1<2"
order_is "a dropped table's indexes go with it" \
    '{"record":"change","kind":"table","old":{"record":"table","name":"t","columns":[],"indexes":[{"name":"i","keys":[{"column":"a"}]}]}}' \
    "$(index ADD u i "$(keys a)"; op DROP_TABLE t)" "2 1<2"
dialect=mysql
order_is "not where each table has its own" \
    '{"record":"change","kind":"table","old":{"record":"table","name":"t","columns":[],"indexes":[{"name":"i","keys":[{"column":"a"}]}]}}' \
    "$(index ADD u i "$(keys a)"; op DROP_TABLE t)" "1 2"
dialect=sqlite
order_is "a column's name" "" \
    "$(add t a; rename_column t a b; drop t b)" "3 2<3 1<2"
order_is "a column of a renamed table" "" \
    "$(add u a; rename t u; drop t a)" "2 3 1<2,3"
order_is "two tables change names: one goes by a third name" "" \
    "$(rename a b; rename b a)" "1 2<1"
order_is "so do three columns" "" \
    "$(rename_column t a b; rename_column t b c; rename_column t c a)" \
    "2 1<2 3<1"

# --- pairs -------------------------------------------------------------------
order_is "taken away before its cause, put back after" \
    "$(object view v old "$(need table t a)")" \
    "$(printf '{"op":"ADD_VIEW","name":"v","because":["a2"]}\n'; modify t a
    printf '{"op":"DROP_VIEW","name":"v","because":["a2"]}\n')" "3 2<3 1<2"

# --- the order within a table ------------------------------------------------
order_is "the seed's order, as a chain" "" \
    "$(fk ADD u a p id; index ADD u i "$(keys a)"; drop t z; modify u a
    index DROP t j "$(keys z)"; add u a2; rename_column u y b; rename t u)" \
    "8 7<8 6<7 5<6 4<5 3<4 2<3 1<2"
order_is "renames first, and what they wait for" "" \
    "$(add s a; rename x y; op DROP_TABLE y; add s b; rename_column q m n)" \
    "3 2<3 5 1 4<1"
order_is "otherwise as it came" "" "$(add c x; add a x; add b x)" "1 2 3"
order_is "ops that nobody knows stay in their place" "" \
    "$(op REPAINT_TABLE t; add t a; printf '{"op":"SING"}\n')" "1 2 3"

# --- cycles ------------------------------------------------------------------
plan "$(object view v new "$(need view w a)"; object view w new "$(need view v a)")" \
    "$(printf '{"op":"ADD_VIEW","name":"v"}\n{"op":"ADD_VIEW","name":"w"}\n'
    add t a)"
expect_status 2 "a cycle that can't be broken" sm-order plan
has "is named op by op" err "ADD_VIEW a1 (add view v) waits for ADD_VIEW a2 (add view w)"
has "all round" err "ADD_VIEW a2 (add view w) waits for ADD_VIEW a1 (add view v)"
hasnt "and no more" err "ADD_COLUMN"
has "with a way out" err "hint: "
check "nothing is written" test ! -s out
plan "" "$(printf '{"op":"ADD_VIEW","name":"v","because":["a1"]}\n')"
check "an op for its own sake is no cycle" sm-order plan

# --- what it leaves alone ----------------------------------------------------
plan "" "$(add t b | sed 's/}$/,"score":0.725,"x":[1.0]}/'; add t a)"
sm-order plan >ordered
has "bytes of other fields survive" ordered '"score":0.725,"x":[1.0],"step":1}'
has "the stage is marked" ordered '"stages":["diff","order"]'
jq -c 'select(.id != "a1")' ordered >short
sm-order short >again
is "a plan that was cut is counted anew" "$(order again)" "2"
is "from 1" "$(jq -r 'select(.step) | .step' again)" 1
plan "" ""
check "a plan without ops" sm-order plan
grep -v '"record":"end"' plan >short
expect_status 2 "a plan without its end is refused" sm-order short

# --- many --------------------------------------------------------------------
# 1,000 tables of 20 ops each, in no order, keys among them at random.
awk 'BEGIN {
	srand(7)
	for (t = 0; t < 1000; t++) {
		print rand(), t, "ADD_TABLE", "\"table\":\"t" t "\""
		for (i = 0; i < 9; i++)
			print rand(), t, "ADD_INDEX", "\"table\":\"t" t \
			    "\",\"name\":\"i" t "_" i "\",\"new\":{\"name\":\"i" t \
			    "_" i "\",\"keys\":[{\"column\":\"c" i "\"}]}"
		for (i = 0; i < 10; i++)
			print rand(), t, "ADD_FK", "\"table\":\"t" t \
			    "\",\"new\":{\"columns\":[\"c" i \
			    "\"],\"references\":{\"table\":\"t" \
			    int(rand() * 1000) "\",\"columns\":[\"id\"]}}"
	}
}' | sort | awk '{
	op = $3
	sub(/^[^"]*/, "")
	printf "{\"op\":\"%s\",%s}\n", op, $0
}' >many
plan "" "$(cat many)"
# shellcheck disable=SC2016,SC2317 # jq has variables too
order_of_many() {
	jq -es 'map(select(.record == "op")) |
	    (map({(.id): .step}) | add) as $step |
	    length == 20000 and all(. as $op | (.depends_on // []) |
	        all($step[.] < $op.step))' ordered
}
# shellcheck disable=SC2016,SC2317
keys_of_many() {
	jq -es 'map(select(.record == "op")) | (map(select(.op == "ADD_TABLE") |
	    {(.table): .step}) | add) as $made | all(.step >= $made[.table] and
	    (.op != "ADD_FK" or .step > $made[.new.references.table]))' ordered
}
expect_status 0 "20,000 ops in no order" sm-order plan
mv out ordered
check "each after all that it depends on" order_of_many
check "each key after its table and the other" keys_of_many
check "few arrows" jq -es 'map(.depends_on // [] | length) | add < 45000' ordered
sm-order ordered >again
same "and so it stays" again ordered

done_testing
