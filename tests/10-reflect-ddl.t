#!/bin/sh
# sm-reflect on DDL: SQL that SQLite runs in memory, directories of migrations,
# and all that must not be taken for a whole schema.
. "$(dirname "$0")/lib.sh"
needs sqlite3 jq

names() { jq -r 'select(.name).name' "$@" | tr '\n' ' '; }
# refused NAME TEXT [LINE]: the SQL on standard input.
refused() {
	cat >.sql
	expect_status 2 "$1" sm-reflect -d sqlite - <.sql
	is "$1: nothing is written" "$(wc -c <out)" 0
	has "$1: the message" err "<stdin>${3:+:$3}: $2"
}

cat >schema.sql <<'EOF'
-- A schema, with data in it; BEGIN and COMMIT are fine.
BEGIN;
CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT);
INSERT INTO users VALUES (1, 'a;b');
CREATE TEMP TABLE scratch(x);
CREATE TRIGGER t AFTER INSERT ON users BEGIN
	UPDATE users SET name = 'x'; SELECT 1;
END;
COMMIT;
PRAGMA user_version = 3;
VACUUM;
EOF
sqlite3 schema.db <schema.sql
sm-reflect schema.db | sed 1d >want
sm-reflect -d sqlite schema.sql | sed 1d >got
same "a file" got want
sm-reflect -d sqlite - <schema.sql | sed 1d >got
same "standard input" got want
sm-reflect -d sqlite <schema.sql | sed 1d >got
same "… without an operand" got want
printf '\357\273\277' | cat - schema.sql | sm-reflect -d sqlite | sed 1d >got
same "a byte order mark" got want
sed 's/$/\r/' schema.sql | sm-reflect -d sqlite | sed 1d |
    sed 's/\\r//g' >got
same "lines that end in CR LF" got want
sqlite3 schema.db .dump | sm-reflect -d sqlite | sed 1d >got
same "what .dump writes" got want
sqlite3 schema.db .schema | sm-reflect -d sqlite | sed 1d >got
same "what .schema writes" got want
mkfifo pipe
cat schema.sql >pipe &
sm-reflect -d sqlite pipe | sed 1d >got
same "a pipe" got want
sm-reflect -d sqlite schema.sql >one
sm-reflect -d sqlite schema.sql >two
same "the same bytes again" two one
cp schema.sql ddl.txt
expect_status 0 "any other name" sm-reflect -d sqlite ddl.txt
expect_status 2 "no dialect" sm-reflect schema.sql
has "… asks for it" err "hint: say so, e.g. sm-reflect -d sqlite schema.sql"
expect_status 2 "a dialect that isn't built in" sm-reflect -d mysql schema.sql
expect_status 2 "a dialect that isn't one" sm-reflect -d oracle schema.sql
SM_SCRATCH_URL=sqlite:x sm-reflect schema.sql | sed 1d >got
same "the dialect of the scratch server" got want

# A full-text index, in a dump written straight into the schema table.
if sqlite3 ft.db 'CREATE VIRTUAL TABLE ft USING fts5(a)' 2>log; then
	sm-reflect ft.db | sed 1d >want
	sqlite3 ft.db .dump | sm-reflect -d sqlite | sed 1d >got
	same "a dump of a virtual table" got want
	is "… whose shadow tables are hidden" "$(names got)" "ft "
fi

# --- has it its end?
refused "nothing" "is empty" </dev/null
refused "no object" "makes no object" <<'END'
-- a comment
SELECT 1;
END
printf 'CREATE TABLE a(b);\nCREATE TABLE c(d)' >in
refused "no semicolon" "the last statement has no semicolon" 2 <in
printf 'CREATE TABLE a(b)' >cut.sql
expect_status 2 "… in a file" sm-reflect -d sqlite cut.sql
has "… names it" err "cut.sql:1: "
refused "an open string" "a quote that starts here never ends" 2 <<'END'
CREATE TABLE a(b);
INSERT INTO a VALUES ('its);
END
refused "an open comment" "a comment that starts here never ends" 3 <<'END'
CREATE TABLE a(b);

/* CREATE TABLE b(c);
END
refused "an open transaction" "ends inside a transaction" 2 <<'END'
BEGIN;
CREATE TABLE a(b);
END
sqlite3 schema.db .dump >dump
n=$(wc -l <dump) i=1
while [ "$i" -lt "$n" ]; do
	head -n "$i" dump | sm-reflect -d sqlite >out 2>err
	if [ $? != 2 ] || [ -s out ]; then break; fi
	i=$((i + 1))
done
is "a dump without its last lines" "$i" "$n"
sed 's/^COMMIT;/ROLLBACK; -- due to errors/' dump >in
refused "a dump with errors" "the dump ends in ROLLBACK" 8 <in
refused "sm:end, and more" 'there is SQL behind the line "-- sm:end"' 3 <<'END'
CREATE TABLE a(b);
-- sm:end
CREATE TABLE c(d);
END
refused "sm-models without sm:end" 'the line "-- sm:end" is missing' 3 <<'END'
-- sm-models 0.1.0
CREATE TABLE a(b);
END
printf -- '-- sm-models 0.1.0\nCREATE TABLE a(b);\n-- sm:end\n' >models.sql
expect_status 0 "sm-models with it" sm-reflect -d sqlite models.sql

# --- what must not run
mkdir jail
cd jail || exit 2
for sql in "ATTACH 'out.db' AS o" "ATTACH DATABASE ':memory:' AS o" \
    "VACUUM INTO 'out.db'" "VACUUM main /* x */ INTO 'out.db'" \
    "PRAGMA temp_store_directory = '.'" \
    "PRAGMA main.data_store_directory('.')" \
    "SELECT load_extension('./x')" \
    "CREATE TABLE t(a); INSERT INTO t SELECT load_extension('x')"; do
	expect_status 2 "refused: $sql" sm-reflect -d sqlite - <<END
CREATE TABLE a(b);
$sql;
END
	has "… says so" err "is not allowed in DDL"
done
rm -f out err
is "nothing was made" "$(ls -A)" ""
cd ..
refused "a dot command" "a command of the sqlite3 shell is no SQL" 2 <<'END'
CREATE TABLE a(b);
.import data.csv a
END
head -c 3000 /dev/zero >in
refused "binary" "is neither a SQLite database nor text" <in
printf 'CREATE TABLE a(b);\n' | iconv -t UTF-16 2>/dev/null >wide.sql
[ -s wide.sql ] && refused "UTF-16" "is UTF-16, not UTF-8" <wide.sql
if [ "$SM_VARIANT" = plain ]; then
	mkfifo endless
	yes 'SELECT 1;' >endless &
	expect_status 2 "without end" sm-reflect -d sqlite endless
	has "… says so" err "is larger than 64 MiB"
	{ printf '{"record":"snapshot"'; head -c 70000000 /dev/zero |
	    tr '\0' ' '; echo '}'; } >in
	refused "a line of 70 MB" "line longer than 64 MiB" 1 <in
fi

# --- errors of the engine
refused "an error" 'near "TABEL": syntax error' 3 <<'END'
CREATE TABLE a(b);

CREATE TABEL c(d);
END
refused "its line, and the statement's" 'near "+": syntax error (line 4)' 2 \
    <<'END'
CREATE TABLE a(b);
CREATE TABLE c(
	d INT,
	e +
);
END
refused "another dialect" 'near "=": syntax error' 1 <<'END'
CREATE TABLE a(b INT AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB;
END
has "… is guessed" err "hint: is this SQLite's SQL?"
refused "an unknown module" "no such module: nosuch" 1 <<'END'
CREATE VIRTUAL TABLE v USING nosuch(a);
END
has "… has a hint" err "hint: it belongs to the application"
refused "a trigger without its END" "incomplete input" 2 <<'END'
CREATE TABLE a(b);
CREATE TRIGGER t AFTER INSERT ON a BEGIN SELECT 1;
END

# --- migrations
mkdir flat
echo 'CREATE TABLE one(a);' >flat/1_one.up.sql
echo 'DROP TABLE one;' >flat/1_one.down.sql
echo 'ALTER TABLE one ADD b; CREATE TABLE two(a);' >flat/2_two.sql
echo 'ALTER TABLE one RENAME TO ten;' >flat/10_ten.sql
echo 'no SQL at all' >flat/README.md
echo 'DROP TABLE two;' >flat/.hidden.sql
sm-reflect -d sqlite flat >got
is "a directory, numbers as numbers" "$(names got)" "ten two "
is "… all columns" "$(jq -r 'select(.name == "ten").columns | length' got)" 2
is "… its source" "$(jq -r 'select(.source).source' got)" flat
echo 'CREATE TABLE oops(' >flat/3_bad.sql
expect_status 2 "a file that is broken" sm-reflect -d sqlite flat
has "… is named" err "sm-reflect: flat/3_bad.sql:1: "
echo 'DROP TABLE nosuch;' >flat/3_bad.sql
expect_status 2 "a file that fails" sm-reflect -d sqlite flat
has "… is named, too" err "sm-reflect: flat/3_bad.sql:1: no such table: nosuch"
has "… with the order" err "in version order, from flat/1_one.up.sql to"
mkdir goose
cat >goose/001_a.sql <<'END'
-- +goose Up
-- +goose StatementBegin
CREATE TABLE a(x);
-- +goose StatementEnd
-- +goose Down
DROP TABLE a; this is never read '
END
cat >goose/002_b.sql <<'END'
-- +goose Down
DROP TABLE b;
-- +goose Up
CREATE TABLE b(x);
END
sm-reflect -d sqlite goose >got
is "down sections" "$(names got)" "a b "
mkdir dbmate
printf -- '-- migrate:up\nCREATE TABLE a(x);\n\n-- migrate:down\nDROP TABLE a;\n' \
    >dbmate/20240101_a.sql
sm-reflect -d sqlite dbmate >got
is "… of another tool" "$(names got)" "a "
sm-reflect -d sqlite dbmate/20240101_a.sql >got
is "… in a file" "$(names got)" "a "
mkdir -p nested/2_b nested/10_c nested/1_a
echo 'CREATE TABLE a(x);' >nested/1_a/up.sql
echo 'ALTER TABLE a RENAME TO b;' >nested/2_b/up.sql
echo 'DROP TABLE b;' >nested/2_b/down.sql
echo 'ALTER TABLE b RENAME TO c;' >nested/10_c/migration.sql
sm-reflect -d sqlite nested/ >got
is "a directory for each" "$(names got)" "c "
mkdir gone none onlydown
echo 'CREATE TABLE a(x); DROP TABLE a;' >gone/1.sql
expect_status 0 "migrations that end in nothing" sm-reflect -d sqlite gone
echo 'DROP TABLE a;' >onlydown/1.down.sql
expect_status 2 "only down files" sm-reflect -d sqlite onlydown
expect_status 2 "no .sql file" sm-reflect -d sqlite none
has "… says so" err "no .sql file in the directory"
mkdir open
echo 'BEGIN; CREATE TABLE a(x);' >open/1.sql
echo 'CREATE TABLE b(x); COMMIT;' >open/2.sql
expect_status 2 "a transaction over two files" sm-reflect -d sqlite open
has "… is said of the first" err "open/1.sql:1: ends inside a transaction"

# --- the size of it
i=0
while [ $i -lt 600 ]; do
	echo "CREATE TABLE t$i(a);"
	i=$((i + 1))
done >many.sql
expect_status 0 "-v" sm-reflect -v -d sqlite many.sql
has "… says that SQLite is quadratic there" err "the square of the number"
expect_status 0 "without -v" sm-reflect -d sqlite many.sql
is "… it is silent" "$(cat err)" ""
done_testing
