#!/bin/sh
# Which DROPs and ADDs become renames, and what is left of a plan then.
. "$(dirname "$0")/lib.sh"
needs jq

# make_plan OLD NEW: a plan, in the file plan, between two pieces of DDL.
make_plan() {
	printf '%s\n' "$1" >old.sql
	printf '%s\n' "$2" >new.sql
	sm-reflect -d sqlite old.sql >old.ndjson &&
	    sm-reflect -d sqlite new.sql >new.ndjson &&
	    sm-diff old.ndjson new.ndjson >plan || echo "# no plan"
}
# An op a line: its name, what it is about, the old name, what differs.
ops() {
	jq -r 'select(.record == "op") | [.op,
	    ([.table, .column // .name] | map(select(.)) | join(".")),
	    (.from // empty | "from " + .), (.changes // [] | join(","))]
	    | map(select(. != "")) | join(" ")' "$1"
}
maybe() {
	jq -r 'select(.maybe_renamed_to // .maybe_renamed_from) |
	    [.op, .column // .table,
	    (.maybe_renamed_to // .maybe_renamed_from | .name,
	    (.score * 1000 | floor))] | map(tostring) | join(" ")' "$1"
}
# renames_are NAME WANTED [option…]: of the file plan.
renames_are() {
	name=$1 want=$2
	shift 2
	if sm-renames "$@" plan >out 2>err; then
		is "$name" "$(ops out)" "$want"
	else
		fail "$name" err
	fi
}
# cut FILTER: take ops out of the file plan, as users do.
cut_ops() {
	jq -c "select(.record != \"op\" or ($1 | not))" plan >kept &&
	    mv kept plan
}

# --- columns -----------------------------------------------------------------
make_plan 'CREATE TABLE t(id INTEGER PRIMARY KEY, user_name TEXT NOT NULL, x INT);' \
    'CREATE TABLE t(id INTEGER PRIMARY KEY, username TEXT NOT NULL, x INT);'
renames_are "a column under another name" 'RENAME_COLUMN t.username from user_name'
is "its score and what it is made of" \
    "$(jq -c 'select(.op) | [.score, .evidence]' out)" \
    '[0.967647,{"name":0.941176,"type":1,"place":1}]'
is "both definitions" "$(jq -c 'select(.op) | [.old.name, .new.name]' out)" \
    '["user_name","username"]'
is "the header says so" \
    "$(jq -c 'select(.record == "plan") | .stages' out)" '["diff","renames"]'
is "the rest of the plan is as it was" "$(grep -v '"op"' out | sed 1d)" \
    "$(grep -v '"op"' plan | sed 1d)"

make_plan 'CREATE TABLE t(id INTEGER PRIMARY KEY, user_name TEXT NOT NULL, x INT);' \
    'CREATE TABLE t(id INTEGER PRIMARY KEY, username VARCHAR(9), x INT);'
renames_are "a column under another name, and changed" \
    'RENAME_COLUMN t.username from user_name
MODIFY_COLUMN t.username type,nullable'

products_old='CREATE TABLE products(id INTEGER PRIMARY KEY, price REAL);'
products_new='CREATE TABLE products(id INTEGER PRIMARY KEY, cost REAL);'
make_plan "$products_old" "$products_new"
renames_are "price and cost stay apart" 'DROP_COLUMN products.price
ADD_COLUMN products.cost'
is "but each says so" "$(maybe out)" 'DROP_COLUMN price cost 572
ADD_COLUMN cost price 572'
renames_are "unless the threshold is lower" \
    'RENAME_COLUMN products.cost from price' --column-threshold 0.57
SMARTMIG_COL_RENAME_THRESHOLD=.5 sm-renames plan >out
is "by the environment" "$(ops out)" 'RENAME_COLUMN products.cost from price'
SMARTMIG_COL_RENAME_THRESHOLD=.5 sm-renames --column-threshold 1 plan >out
is "the option goes first" "$(ops out | wc -l | tr -d ' ')" 2
sm-renames --column-threshold 0.5722222222222222 plan >out
is "a score of just the threshold is enough" "$(ops out)" \
    'RENAME_COLUMN products.cost from price'

for value in x '' 1.01 -0.1 nan 0.5x inf; do
	expect_status 2 "no threshold: '$value'" \
	    sm-renames --column-threshold "$value" plan
	has "which the message names ('$value')" err --column-threshold
	expect_status 2 "nor for tables: '$value'" \
	    sm-renames --table-threshold "$value" plan
	has "which the message names, too ('$value')" err --table-threshold
done
SMARTMIG_COL_RENAME_THRESHOLD=2 expect_status 2 "a variable that is wrong" \
    sm-renames plan
has "is named" err SMARTMIG_COL_RENAME_THRESHOLD
SMARTMIG_TABLE_RENAME_THRESHOLD=a expect_status 2 "the other one" \
    sm-renames plan
has "is named, too" err SMARTMIG_TABLE_RENAME_THRESHOLD
unset SMARTMIG_COL_RENAME_THRESHOLD SMARTMIG_TABLE_RENAME_THRESHOLD
expect_status 2 "a scorer that isn't there" sm-renames --scorer best plan
has "is named, with those that are" err "seed"

make_plan 'CREATE TABLE t(id INT, name_a TEXT, name_b TEXT);' \
    'CREATE TABLE t(id INT, name_x TEXT);'
renames_are "of two equal scores the first goes first" \
    'RENAME_COLUMN t.name_x from name_a
DROP_COLUMN t.name_b'
is "and its rival has no partner" "$(maybe out)" ''

make_plan 'CREATE TABLE t(id INT, a_total INT, b BLOB);' \
    'CREATE TABLE t(id INT, zzz DATE);'
renames_are "no likeness at all" 'DROP_COLUMN t.a_total
DROP_COLUMN t.b
ADD_COLUMN t.zzz'
is "isn't even doubtful" "$(maybe out)" ''

make_plan 'CREATE TABLE t(id INT, Name TEXT);' 'CREATE TABLE T(id INT, NAME TEXT);'
renames_are "another case is the same name" ''

# --- what a renamed column takes along ---------------------------------------
make_plan 'CREATE TABLE t(id INTEGER PRIMARY KEY, user_name TEXT UNIQUE,
	g AS (upper(user_name)), x INT, CHECK (user_name <> x));
    CREATE INDEX i ON t(user_name) WHERE user_name IS NOT NULL;
    CREATE INDEX e ON t(lower(user_name), x DESC);
    CREATE TABLE child(id INT, who TEXT REFERENCES t(user_name));
    CREATE VIEW v AS SELECT t.user_name AS n FROM t;
    CREATE TRIGGER tr AFTER UPDATE OF user_name ON t BEGIN
	DELETE FROM child WHERE who = OLD.user_name; END;' \
    'CREATE TABLE t(id INTEGER PRIMARY KEY, username TEXT UNIQUE,
	g AS (upper(username)), x INT, CHECK (username <> x));
    CREATE INDEX i ON t(username) WHERE username IS NOT NULL;
    CREATE INDEX e ON t(lower(username), x DESC);
    CREATE TABLE child(id INT, who TEXT REFERENCES t(username));
    CREATE VIEW v AS SELECT t.username AS n FROM t;
    CREATE TRIGGER tr AFTER UPDATE OF username ON t BEGIN
	DELETE FROM child WHERE who = OLD.username; END;'
renames_are "keys, indexes, checks, texts and other tables' keys follow" \
    'RENAME_COLUMN t.username from user_name'
cp out once
sm-renames once >twice
same "a second run changes nothing" twice once

make_plan 'CREATE TABLE t(id INTEGER PRIMARY KEY, user_name TEXT, x INT);
    CREATE INDEX i ON t(user_name); CREATE INDEX k ON t(x);' \
    'CREATE TABLE t(id INTEGER PRIMARY KEY, username TEXT, x INT);
    CREATE UNIQUE INDEX i ON t(username); CREATE UNIQUE INDEX k ON t(x);'
renames_are "what differs besides is still there" \
    'RENAME_COLUMN t.username from user_name
MODIFY_INDEX t.i unique
MODIFY_INDEX t.k unique'
is "in OLD's words" \
    "$(jq -c 'select(.name == "i" and .op) | .old.keys' out)" \
    '[{"column":"user_name"}]'
cut_ops '.name == "i"'
renames_are "what was cut out stays out" \
    'RENAME_COLUMN t.username from user_name
MODIFY_INDEX t.k unique'

make_plan 'CREATE TABLE t(id INT, user_name TEXT, x INT); CREATE VIEW a AS SELECT user_name FROM t;
    CREATE VIEW b AS SELECT user_name FROM a;' \
    'CREATE TABLE t(id INT, username TEXT, x INT); CREATE VIEW a AS SELECT username FROM t;
    CREATE VIEW b AS SELECT username FROM a;'
renames_are "a view over a view whose column took its name from it is changed" \
    'RENAME_COLUMN t.username from user_name
MODIFY_VIEW b definition'

# --- a plan that was cut -----------------------------------------------------
make_plan "$products_old" "$products_new"
cut_ops '.op == "ADD_COLUMN"'
renames_are "a DROP alone stays one" 'DROP_COLUMN products.price' \
    --column-threshold 0
is "without a partner" "$(maybe out)" ''

# --- tables ------------------------------------------------------------------
people_old='CREATE TABLE customer(id INTEGER PRIMARY KEY, first_name TEXT,
	mail TEXT, phone TEXT NOT NULL, city TEXT, note TEXT, price REAL);
    CREATE INDEX i_mail ON customer(mail); CREATE INDEX i_city ON customer(city);
    CREATE INDEX i_gone ON customer(phone);
    CREATE TABLE orders(id INT, cust INT REFERENCES customer(id));
    CREATE VIEW v AS SELECT c.mail AS m FROM customer AS c;
    CREATE TRIGGER tr AFTER INSERT ON customer BEGIN
	UPDATE customer SET note = NEW.first_name WHERE id = NEW.id; END;'
people_new='CREATE TABLE customers(id INTEGER PRIMARY KEY, firstname TEXT,
	mail TEXT, phone TEXT, city TEXT, note TEXT, cost REAL, extra BLOB);
    CREATE INDEX i_mail ON customers(mail); CREATE UNIQUE INDEX i_city ON customers(city);
    CREATE INDEX i_new ON customers(note);
    CREATE TABLE orders(id INT, cust INT REFERENCES customers(id));
    CREATE VIEW v AS SELECT c.mail AS m FROM customers AS c;
    CREATE TRIGGER tr AFTER INSERT ON customers BEGIN
	UPDATE customers SET note = NEW.firstname WHERE id = NEW.id; END;'
people='RENAME_TABLE customers from customer
RENAME_COLUMN customers.firstname from first_name
MODIFY_COLUMN customers.phone nullable
ADD_COLUMN customers.cost
ADD_COLUMN customers.extra
DROP_COLUMN customer.price'
indexes='MODIFY_INDEX customers.i_city unique
ADD_INDEX customers.i_new
DROP_INDEX customer.i_gone'
make_plan "$people_old" "$people_new"
sm-renames plan >out
is "a table under another name is compared with its old self" \
    "$(ops out | sort)" "$(printf '%s\n' "$people" "$indexes" | sort)"
is "renames come first" "$(ops out | head -n 2)" "$(echo "$people" | head -n 2)"
is "price may still be cost" "$(maybe out)" 'DROP_COLUMN price cost 572
ADD_COLUMN cost price 572'
is "its two changes are one" \
    "$(jq -c 'select(.record == "change") | [.kind, .old.name, .new.name]' out)" \
    '["table","customer","customers"]
["table","orders","orders"]
["trigger","tr","tr"]
["view","v","v"]'
is "old and new as they were" \
    "$(jq -c 'select(.old.name == "customer" and .record == "change") | .old' out)" \
    "$(jq -c 'select(.old.name == "customer" and .record == "change") | .old' plan)"
cp out once
sm-renames once >twice
same "a second run changes nothing here either" twice once
sm-renames --column-threshold 0.5 once >twice
sm-renames --column-threshold 0.5 plan >out
is "a second run with a lower threshold finds what one run does" \
    "$(ops twice | sort)" "$(ops out | sort)"
is "and the same ids" \
    "$(jq -r 'select(.op) | .id' twice | sort)" \
    "$(jq -r 'select(.op) | .id' out | sort)"

cut_ops '.name == "i_new" or .name == "i_city"'
sm-renames plan >out
is "indexes that were cut out of the new table stay out" \
    "$(ops out | sort)" \
    "$(printf '%s\n' "$people" 'DROP_INDEX customer.i_gone' | sort)"

make_plan "$people_old" "$people_new"
cut_ops '.op == "ADD_TRIGGER"'
sm-renames plan >out
is "a trigger that is only to go goes" "$(ops out | grep TRIGGER)" \
    'DROP_TRIGGER customer.tr'
make_plan "$people_old" "$people_new"
cut_ops '.op == "DROP_TRIGGER"'
sm-renames plan >out
is "one that was only to come comes along" "$(ops out | grep TRIGGER)" ''
make_plan "$people_old" "$people_new"
cut_ops '.op == "ADD_FK"'
sm-renames plan >out
is "a foreign key that is only to go goes" "$(ops out | grep FK)" \
    'DROP_FK orders'
make_plan "$people_old" "$people_new"
cut_ops '.op == "DROP_TABLE"'
sm-renames plan >out
is "without its DROP a table isn't paired" "$(ops out | grep TABLE)" \
    'ADD_TABLE customers'

make_plan 'CREATE TABLE b_one(id INT, x INT, y INT); CREATE TABLE a_two(id INT, x INT, y INT);' \
    'CREATE TABLE a_three(id INT, x INT, y INT);'
renames_are "the better of two tables" 'RENAME_TABLE a_three from a_two
DROP_TABLE b_one'
make_plan 'CREATE TABLE members(id INT, name TEXT, mail TEXT);' \
    'CREATE TABLE users(id INT, name TEXT, login TEXT);'
renames_are "tables that stay apart" 'DROP_TABLE members
ADD_TABLE users'
is "may belong together" "$(maybe out)" 'DROP_TABLE members users 500
ADD_TABLE users members 500'
renames_are "and do, if they are to" 'RENAME_TABLE users from members
RENAME_COLUMN users.login from mail' \
    --table-threshold 0.4 --column-threshold 0.4
make_plan 'CREATE TABLE p(id INTEGER PRIMARY KEY, pa INT REFERENCES p(id), x INT, y INT);' \
    'CREATE TABLE pp(id INTEGER PRIMARY KEY, pa INT REFERENCES pp(id), x INT, y INT);'
renames_are "a table that refers to itself" 'RENAME_TABLE pp from p'
make_plan 'CREATE TABLE parents(id INTEGER PRIMARY KEY, a INT, b INT);
    CREATE TABLE kids(id INT, pid INT REFERENCES parents(id), c INT, d INT);' \
    'CREATE TABLE parents2(id INTEGER PRIMARY KEY, a INT, b INT);
    CREATE TABLE kids2(id INT, pid INT REFERENCES parents2(id), c INT, d INT);'
renames_are "two tables, one of which refers to the other" \
    'RENAME_TABLE kids2 from kids
RENAME_TABLE parents2 from parents'

# --- what passes through -----------------------------------------------------
make_plan 'CREATE TABLE t(id INT);' 'CREATE TABLE t(id INT, x INT); CREATE TABLE u(id INT);'
sm-renames plan >out
sed '1s/"stages":\["diff"\]/"stages":["diff","renames"]/' plan >want
same "without a DROP the plan keeps its bytes" out want
make_plan "$products_old" "$products_new"
jq -c 'if .op then . + {score_of_mine: 1, probability: 0.25, confirmed: true,
    risk: "SAFE", reason: "r", rules: ["x"], step: 1, depends_on: [],
    down: {risk: "SAFE"}, category: "c", impact: {}, suggestion: "s",
    reversible: false, transactional: true}
    elif .record == "plan" then .stages += ["renames", "risk", "order"]
    else . end' plan >judged
sm-renames judged >out
is "what later stages had said is gone" \
    "$(jq -c 'select(.op == "DROP_COLUMN") | del(.maybe_renamed_to, .old)' out)" \
    "$(jq -c 'select(.op == "DROP_COLUMN") | del(.old) |
	. + {score_of_mine: 1, probability: 0.25, confirmed: true}' plan)"
is "from the header, too" "$(jq -c 'select(.stages) | .stages' out)" \
    '["diff","renames"]'
printf '%s\n' '{"record":"error","label":"x","message":"gone"}' |
    cat plan - plan >three
expect_status 2 "an error between two plans" sm-renames three
is "is passed on, with both plans" "$(grep -c '"record":"end"' out)" 2
sed '$d' plan >open
expect_status 2 "a plan that was cut off is refused" sm-renames open
hasnt "and not ended" out '"record":"end"'
expect_status 0 "but not with --partial" sm-renames --partial open
expect_status 2 "an empty input is refused" sm-renames /dev/null
expect_status 2 "a snapshot is refused" sm-renames old.ndjson
done_testing
