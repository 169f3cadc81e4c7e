#!/bin/sh
# An enum's values under other names: found, put into place ahead of all else,
# followed by the texts that show them, and taken back; rows stay what they are.
. "$(dirname "$0")/lib.sh"
needs psql pg_dump jq
[ "$SM_VARIANT" = plain ] || skip_all "says the same under $SM_VARIANT"
in_scratch postgresql

sql() { psql -qAtX -v ON_ERROR_STOP=1 "$(url_of "$1")" 2>&1; }
apply() { psql -qX -v ON_ERROR_STOP=1 -f "$2" "$(url_of "$1")" 2>&1; }
dump() {
	pg_dump -s "$(url_of "$1")" | sed 's/,$//' |
	    grep -v -e '^--' -e '^\\' -e '^$' | sort
}
# An op a line: its name, what it is about, what differs, which values.
ops() {
	jq -r 'select(.record == "op") | [.op, .table, .column // .name,
	    (.changes // [] | join(",")),
	    (.renamed_values // [] | map(.from + ">" + .to) | join(","))]
	    | map(select(. != null and . != "")) | join(" ")' "$1"
}
# make_plan OLD NEW: the databases "was" and "is", and the plan from one to the
# other: was.nd is.nd diff.nd plan.nd.
make_plan() {
	new_database was && new_database is
	printf 'CREATE SCHEMA app;\n%s\n' "$1" | sql was
	printf 'CREATE SCHEMA app;\n%s\n' "$2" | sql is
	sm-reflect "$(url_of was)" >was.nd && sm-reflect "$(url_of is)" >is.nd &&
	    dump was >was.dump && dump is >is.dump &&
	    sm-diff was.nd is.nd >diff.nd && finish_plan
}
finish_plan() {
	sm-renames diff.nd >renames.nd && sm-risk renames.nd | sm-order >plan.nd
}
# arrives DATABASE: is "was" now as that one?
arrives() {
	sm-reflect "$(url_of was)" >got.nd && sm-diff got.nd "$1.nd" >left.nd &&
	    ! grep '"record":"op"' left.nd && dump was >got.dump &&
	    diff got.dump "$1.dump"
}
# there_and_back NAME ROWS ROWS-THERE: by the file plan.nd; ROWS are what the
# query $rows says of "was" (ROWS again in the end).
there_and_back() {
	is "$1: rows" "$(echo "$rows" | sql was)" "$2"
	check "$1: the way there" sm-sql --allow-danger plan.nd
	cp .log up.sql
	check "$1: the way back" sm-sql --allow-danger --down plan.nd
	cp .log down.sql
	check "$1: goes there" apply was up.sql
	check "$1: is there" arrives is
	is "$1: rows there" "$(echo "$rows" | sql was)" "$3"
	check "$1: goes back" apply was down.sql
	check "$1: is back" arrives was
	is "$1: rows are what they were" "$(echo "$rows" | sql was)" "$2"
}
rows="SELECT string_agg(id || coalesce(m::text, '-'), ' ' ORDER BY id)
    FROM app.t;"

# --- everywhere ---------------------------------------------------------------
old="CREATE TYPE app.mood AS ENUM ('sad', 'neutral_one', 'it''s happy');
CREATE TABLE app.t (id int PRIMARY KEY,
    m app.mood NOT NULL DEFAULT 'neutral_one',
    CONSTRAINT c CHECK (m <> 'neutral_one' OR id > 0),
    CONSTRAINT among CHECK (m IN ('sad', 'neutral_one', 'it''s happy')));
CREATE INDEX i ON app.t (id) WHERE m = 'neutral_one';
CREATE INDEX e ON app.t ((m = 'it''s happy'));
CREATE VIEW app.v AS SELECT id, m = 'neutral_one' AS neutral FROM app.t;
CREATE MATERIALIZED VIEW app.mv AS SELECT id FROM app.t
    WHERE m = 'neutral_one';
CREATE DOMAIN app.d AS app.mood DEFAULT 'neutral_one' CHECK (VALUE <> 'sad');
CREATE FUNCTION app.f(x app.mood DEFAULT 'neutral_one') RETURNS app.mood
    LANGUAGE sql AS 'SELECT \$1';
CREATE FUNCTION app.tf() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN RETURN new; END';
CREATE TRIGGER tr BEFORE INSERT ON app.t FOR EACH ROW
    WHEN (new.m = 'neutral_one') EXECUTE FUNCTION app.tf();
CREATE POLICY po ON app.t USING (m = 'neutral_one');"
new=$(echo "$old" | sed "s/neutral_one/neutral 1's/g; s/ 1's/ 1''s/g")
data="INSERT INTO app.t VALUES (1, 'sad'), (2, 'neutral_one'),
    (3, 'it''s happy');"
make_plan "$old
$data" "$new"
is "only the value is said" "$(ops plan.nd)" \
    "MODIFY_ENUM mood values neutral_one>neutral 1's"
is "what sm-diff thought" "$(($(ops diff.nd | wc -l) > 10))" 1
is "its rules" "$(jq -r 'select(.op) | .risk, .down.risk, .rules[]' plan.nd)" \
    'CAUTION
CAUTION
enum-rename-value'
sm-explain plan.nd | tr -s '\n ' ' ' >out
has "sm-explain tells it" out "(neutral_one becomes neutral 1's)"
sm-renames renames.nd >again.nd
same "another run finds nothing" again.nd renames.nd
there_and_back "a name that is shown" "1sad 2neutral_one 3it's happy" \
    "1sad 2neutral 1's 3it's happy"
grep -c '^ALTER' up.sql >out
is "one statement does it" "$(cat out)" 1

# Cut out, it is not done, and nothing else is.
jq -c 'select(.op | not)' plan.nd >none.nd
expect_status 0 "without it" sm-sql none.nd
hasnt "nothing is left" out ALTER

# --- shown in other ways --------------------------------------------------------
old="CREATE TYPE app.mood AS ENUM ('value_a', 'value_b');
CREATE TABLE app.t (id int, m app.mood, a app.mood[] DEFAULT '{value_a}')
    PARTITION BY LIST (m);
CREATE TABLE app.ta PARTITION OF app.t FOR VALUES IN ('value_a');
CREATE TABLE app.tb PARTITION OF app.t FOR VALUES IN ('value_b');"
make_plan "$old
INSERT INTO app.t VALUES (1, 'value_a'), (2, 'value_b');" \
    "$(echo "$old" | sed 's/value_a/valuea/g')"
there_and_back "an array, a bound" "1value_a 2value_b" "1valuea 2value_b"

# --- with others ----------------------------------------------------------------
table="CREATE TABLE app.t (id int, m app.mood"
data="INSERT INTO app.t VALUES (1, 'first_one'), (2, 'other');"
make_plan "CREATE TYPE app.mood AS ENUM ('first_one', 'other');
$table); $data" \
    "CREATE TYPE app.mood AS ENUM ('zero', 'first', 'second', 'other', 'last');
$table DEFAULT 'second');"
is "one renamed, others added" "$(ops plan.nd)" \
    'MODIFY_ENUM mood values first_one>first
MODIFY_COLUMN t m default'
is "their rules" "$(jq -r 'select(.op == "MODIFY_ENUM") | .rules[]' plan.nd |
    sort)" 'enum-add-value
enum-rename-value'
there_and_back "renamed, and added behind it" "1first_one 2other" \
    "1first 2other"
grep -h 'VALUE ' up.sql >got
cat >want <<'SQL'
ALTER TYPE "app"."mood" RENAME VALUE 'first_one' TO 'first';
ALTER TYPE "app"."mood" ADD VALUE 'zero' BEFORE 'first';
ALTER TYPE "app"."mood" ADD VALUE 'second' AFTER 'first';
ALTER TYPE "app"."mood" ADD VALUE 'last' AFTER 'other';
SQL
same "in this order" got want

make_plan "CREATE TYPE app.mood AS ENUM ('first_one', 'gone', 'other');
$table DEFAULT 'first_one'); $data" \
    "CREATE TYPE app.mood AS ENUM ('first', 'other');
$table DEFAULT 'first');"
is "one renamed, one removed" "$(ops plan.nd)" \
    'MODIFY_ENUM mood values first_one>first'
is "which is a danger" "$(jq -r 'select(.op) | .risk' plan.nd)" DANGER
there_and_back "renamed, and one removed" "1first_one 2other" "1first 2other"

# --- beside other renames and changes ---------------------------------------------
old="CREATE TYPE app.mood AS ENUM ('value_a', 'value_b');
CREATE TABLE app.t (id int, m app.mood DEFAULT 'value_a', user_name text);
CREATE VIEW app.v AS SELECT id, m = 'value_a' AS is_a FROM app.t;
CREATE VIEW app.w AS SELECT id FROM app.v WHERE is_a AND id > 1;
CREATE INDEX i ON app.t (user_name) WHERE m = 'value_a';
CREATE FUNCTION app.f() RETURNS bigint LANGUAGE sql
    AS 'SELECT count(*) FROM app.t WHERE m = ''value_a''';"
make_plan "$old
INSERT INTO app.t VALUES (1, 'value_a'), (2, 'value_b');" \
    "$(echo "$old" | sed 's/value_a/valuea/g; s/user_name/username/g
        s/SELECT id, m/SELECT -id AS id, m/; s/id int/id bigint/')"
is "a function's body doesn't follow" "$(ops plan.nd | grep FUNCTION)" \
    'MODIFY_FUNCTION f body'
is "a column is renamed" "$(ops plan.nd | grep RENAME)" \
    'RENAME_COLUMN t username'
is "no index is made anew" "$(ops plan.nd | grep INDEX)" ''
there_and_back "all at once" "1value_a 2value_b" "1valuea 2value_b"

# --- what is none ----------------------------------------------------------------
data="INSERT INTO app.t VALUES (1, 'left'), (2, 'right');"
make_plan "CREATE TYPE app.mood AS ENUM ('left', 'right');
$table); $data" "CREATE TYPE app.mood AS ENUM ('right', 'left');
$table);"
is "two that change places" "$(ops plan.nd)" 'MODIFY_ENUM mood values'
there_and_back "they keep their rows" "1left 2right" "1left 2right"

make_plan "CREATE TYPE app.mood AS ENUM ('left', 'right');
$table DEFAULT 'left'); $data" "CREATE TYPE app.mood AS ENUM ('west', 'right');
$table DEFAULT 'west');"
is "unlike names" "$(ops plan.nd)" 'MODIFY_ENUM mood values
MODIFY_COLUMN t m default'
is "stay a removal" "$(jq -r 'select(.op == "MODIFY_ENUM") | .risk' plan.nd)" \
    DANGER
sm-sql --allow-danger plan.nd >up.sql
if apply was up.sql >out; then
	fail "which rows stop"
else
	has "which rows stop" out "holds 'left'"
fi

# --- by hand -----------------------------------------------------------------------
# say PAIRS: put them into the op of diff.nd.
say() {
	jq -c "if .op == \"MODIFY_ENUM\" then .renamed_values = $1 else . end" \
	    diff.nd >said.nd && mv said.nd diff.nd && finish_plan
}
say '[{"from":"left","to":"west"}]'
is "unless a person says so" "$(ops plan.nd)" \
    'MODIFY_ENUM mood values left>west'
sm-renames plan.nd >again.nd
is "which stays" "$(ops again.nd)" 'MODIFY_ENUM mood values left>west'
there_and_back "said by hand" "1left 2right" "1west 2right"

make_plan "CREATE TYPE app.mood AS ENUM ('left', 'right');
$table DEFAULT 'left' CHECK (m > 'left' OR id = 1)); $data" \
    "CREATE TYPE app.mood AS ENUM ('right', 'left');
$table DEFAULT 'right' CHECK (m > 'right' OR id = 1));"
say '[{"from":"left","to":"right"},{"from":"right","to":"left"}]'
is "two that change names" "$(ops plan.nd)" \
    'MODIFY_ENUM mood values left>right,right>left'
there_and_back "two that change names" "1left 2right" "1right 2left"

for pairs in '{"from":"nosuch","to":"x"}' '{"from":"left","to":"right"}' \
    '{"from":"left","to":"x"},{"from":"left","to":"y"}'; do
	say "[$pairs]"
	expect_status 2 "refused: $pairs" sm-sql --allow-danger plan.nd
	has "with a word about it" err renamed_values
done
for pairs in '1' '[1]' '[{"from":"left"}]' '[{"from":1,"to":2}]'; do
	jq -c "if .op == \"MODIFY_ENUM\" then .renamed_values = $pairs
	    else . end" diff.nd >bad.nd
	must_fail "no pairs: $pairs" sm-renames bad.nd
done
done_testing
