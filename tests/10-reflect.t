#!/bin/sh
# sm-reflect on SQLite databases: what an operand may be, what is refused, what
# the header says.  What is read of a schema: tests/cases/sm-reflect.
. "$(dirname "$0")/lib.sh"
needs sqlite3 jq

body() { sed 1d "$1"; }
records() { jq -r "[.record, .table, .name, .label] | map(select(.)) | join(\" \")"; }
# refused NAME TEXT OPERAND…: status 2, nothing written, a message with the text.
refused() {
	name=$1 text=$2
	shift 2
	expect_status 2 "$name" sm-reflect "$@"
	is "$name: nothing is written" "$(wc -c <out)" 0
	has "$name: the message" err "$text"
}

sqlite3 app.db <<'END'
CREATE TABLE users(id INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE "Orders"(id INTEGER PRIMARY KEY, who REFERENCES users);
CREATE VIEW names AS SELECT name FROM users;
CREATE TRIGGER gone AFTER DELETE ON users BEGIN DELETE FROM "Orders"; END;
CREATE TABLE alembic_version(v);
CREATE TABLE Schema_Migrations(v);
INSERT INTO users(name) VALUES ('a'), ('b'), (NULL);
END
sm-reflect app.db >app.ndjson || exit 2

# --- forms of the operand
for operand in sqlite:app.db ./app.db "$SCRATCH/app.db" file:app.db \
    "file:$SCRATCH/app.db?mode=ro" "sqlite://$SCRATCH/app.db" SQLite:app.db; do
	sm-reflect "$operand" >got
	body app.ndjson >want
	body got >got.body
	same "operand $operand" got.body want
done
for name in 'a?b#c%20d.db' ':memory:' '-v.db' "it's 50% \"new\".db" 'no suffix'; do
	cp app.db "./$name"
	sm-reflect "sqlite:$name" >got
	body got >got.body
	same "a file called $name" got.body want
	is "… its source" "$(jq -r 'select(.source).source' got)" "sqlite:$name"
done
sm-reflect app.db >again
same "the same bytes again" again app.ndjson
: >empty.db
expect_status 0 "an empty file is an empty database" sm-reflect empty.db
is "… without objects" "$(wc -l <out)" 2
expect_status 0 "… also by its scheme" sm-reflect "sqlite:empty.db"

# --- refused
refused "no such file" "No such file" nosuch.db
refused "no such file, by scheme" "No such file" sqlite:nosuch.db
refused "no such file, by URI" "unable to open" file:nosuch.db
check "none was made" test ! -e nosuch.db
refused "a URI that would write" "access mode" 'file:app.db?mode=rwc'
refused "a URI in memory" "in memory" 'file:app.db?mode=memory'
refused "a directory as a database" "is a directory" "sqlite:$SCRATCH"
refused "an empty operand" "operand is empty" ''
refused "nothing behind the scheme" "No such file" sqlite:
head -c 8192 /dev/urandom >noise.db
refused "an encrypted file" "not a database" noise.db
has "… with a hint" err "hint: is it encrypted"
cp noise.db noise.bin
refused "a binary file" "neither a SQLite database nor text" noise.bin
size=$(wc -c <app.db)
for cut in 100 1000 4096 $((size - 4096)); do
	head -c "$cut" app.db >cut.db
	refused "a database cut to $cut bytes" "cut.db: " cut.db
done
{ head -c 100 app.db; head -c 3996 noise.db; tail -c +4097 app.db; } >bad.db
refused "a damaged schema" "malformed" bad.db
refused "a database on a pipe" "can't be read from a pipe" - <app.db
refused "a scheme that nobody knows" "unknown scheme" \
    'oracle://scott:tiger@host/x'
hasnt "… and no password" err tiger
for url in 'postgresql://u:s3cret@h/d' 'mysql://u:s3cret@h/d' \
    'mariadb://u:s3cret@h/d' 'host=h password=s3cret dbname=d'; do
	sm-reflect "$url" >out 2>err
	is "$url: status" $? 2
	hasnt "$url: no password" err s3cret
done

# --- locks, logs
mkfifo hold
sqlite3 app.db 'BEGIN EXCLUSIVE' '.shell touch locked; cat hold' >/dev/null &
while [ ! -e locked ]; do sleep 0.1; done
refused "a locked database" "locked" app.db
: >hold
wait

if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
	chmod 755 "$SCRATCH"
	nobody() {
		setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
	}
	mkdir ro
	sqlite3 ro/wal.db 'PRAGMA journal_mode=WAL; CREATE TABLE t(a)' >log
	chmod 644 ro/wal.db
	if nobody sm-reflect app.db >log 2>&1; then
		expect_status 0 "WAL in a directory that can't be written to" \
		    nobody sm-reflect ro/wal.db
		has "… is read" out '"name":"t"'
		is "… and nothing is made there" "$(ls ro)" wal.db
		sqlite3 ro/wal.db 'CREATE TABLE u(a)' \
		    '.shell cp ro/wal.db ro/w2.db; cp ro/wal.db-wal ro/w2.db-wal'
		chmod 644 ro/*
		expect_status 2 "… but not with a log that isn't empty" \
		    nobody sm-reflect ro/w2.db
		has "… says why" err "has a write-ahead log"
		chmod 0 app.db
		expect_status 2 "a file that may not be read" \
		    nobody sm-reflect app.db
		has "… says so" err "Permission denied"
		chmod 644 app.db
	fi
fi
sqlite3 live.db 'PRAGMA journal_mode=WAL; CREATE TABLE t(a)' \
    'CREATE TABLE late(b)' '.shell sm-reflect live.db >live.ndjson' >log
has "WAL: what is only in the log yet" live.ndjson '"name":"late"'
sqlite3 hot.db 'CREATE TABLE t(a); INSERT INTO t VALUES (zeroblob(90000))'
sqlite3 hot.db 'PRAGMA cache_size=1; BEGIN; UPDATE t SET a = zeroblob(190000)' \
    'INSERT INTO t SELECT zeroblob(9000) FROM t' \
    '.shell cp hot.db hot2.db; cp hot.db-journal hot2.db-journal'
refused "a hot journal" "interrupted" hot2.db
check "… which is left alone" test -s hot2.db-journal

# --- text
sqlite3 wide.db "PRAGMA encoding='UTF-16le'; CREATE TABLE 'täble'(ä DEFAULT 'ö😀')"
sm-reflect wide.db >got
has "UTF-16" got '"name":"täble","columns":[{"name":"ä","nullable":true,"default":"'"'ö😀'"'"}]'
sqlite3 latin.db 'CREATE TABLE one(xyz)' 'CREATE TABLE xyz(a)' \
    'CREATE TABLE two(a)' "CREATE INDEX i ON two(a) WHERE a > 'xyz'" \
    'CREATE VIEW v AS SELECT a FROM xyz' 'CREATE TABLE fine(a)'
LC_ALL=C sed 's/xyz/x\xffz/g' latin.db >latin2.db
expect_status 0 "text that is not UTF-8" sm-reflect latin2.db
is "… spoils its own records" "$(jq -r 'select(.why) |
    .kind + " " + .name' out | tr '\n' ,)" \
    'table one,table two,table x\xffz,view v,'
has "… and no other" out '"record":"table","name":"fine"'
sqlite3 names.db 'CREATE TABLE "a
b'"'"'--*/	c"("""d" '"'"''"'"' DEFAULT 1)'
sm-reflect names.db >got
is "hostile names" "$(jq -r 'select(.name).name' got)" "a
b'--*/	c"

# --- options
is "bookkeeping is left out" "$(records <app.ndjson | tr '\n' ,)" \
    "snapshot,table Orders,table users,trigger users gone,view names,end,"
is "… and said so" "$(jq -r 'select(.scope).scope.left_out |
    map(select(. == "alembic_version" or . == "schema_migrations")) | length' \
    app.ndjson)" 2
sm-reflect --all app.db >got
has "--all: it isn't" got '"name":"Schema_Migrations"'
is "… and said so" "$(jq -c 'select(.scope).scope' got)" '{}'
sm-reflect -t 'ORD*' -t 'na*' app.db >got
is "-t" "$(records <got | tr '\n' ,)" "snapshot,table Orders,view names,end,"
is "… in the scope" "$(jq -c 'select(.scope).scope.tables' got)" '["ORD*","na*"]'
sm-reflect -x users app.db >got
is "-x: triggers go with their table" "$(records <got | tr '\n' ,)" \
    "snapshot,table Orders,view names,end,"
sm-reflect --stats app.db >got
is "--stats" "$(jq -c 'select(.name == "users").stats.rows' got)" 3
is "… in the scope" "$(jq -c 'select(.scope).scope.extras' got)" '["stats"]'
sm-reflect --label prod app.db >got
is "--label" "$(jq -r 'select(.label).label' got)" prod
expect_status 2 "fewer labels than sources" sm-reflect --label a app.db app.db
expect_status 0 "--version" sm-reflect --version
has "… lists backends" out "SQLite 3."

# --- many
expect_status 2 "one of three fails" sm-reflect --label a --label b --label c \
    app.db nosuch.db app.db
is "… in its place" "$(records <out | grep -v -e table -e view -e trigger |
    tr '\n' ,)" "snapshot a,end,error b,snapshot c,end,"
has "… with its message" out '"message":"No such file or directory"'
has "… also on standard error" err "sm-reflect: nosuch.db: No such file"
expect_status 2 "standard input twice" sm-reflect - -

# --- saved snapshots
sm-reflect app.ndjson >got
same "a saved snapshot is passed on" got app.ndjson
sm-reflect <app.ndjson >got
same "… from standard input, without an operand" got app.ndjson
cat app.ndjson >two
echo '{"record":"error","label":"x","message":"m"}' >>two
{ echo; cat app.ndjson; } >>two
expect_status 2 "a saved error" sm-reflect two
same "… is passed on with the others" out two
n=$(wc -l <app.ndjson)
i=1
while [ "$i" -lt "$n" ]; do
	head -n "$i" app.ndjson >part
	sm-reflect part >out 2>err
	if [ $? != 2 ] || [ -s out ]; then break; fi
	i=$((i + 1))
done
is "cut anywhere, it is refused" "$i" "$n"
head -n 3 app.ndjson >part
sm-reflect --partial part >got
same "… but for --partial" got part
refused "a plan" "a plan where a snapshot" - <<'END'
{"record":"plan","format":1,"dialect":"sqlite"}
END
refused "a glob for a saved snapshot" "-t can't change" -t x app.ndjson
sm-reflect --label new app.ndjson | sed '1s/"label":"new",//' |
    jq -c 'select(.record=="snapshot") | del(.label)' >got
jq -c 'select(.record=="snapshot")' app.ndjson >want
same "a label for a saved snapshot" got want
refused "pretty-printed" "not JSON" - <<'END'
{
  "record": "snapshot"
}
END

# --- a comment inside GENERATED ALWAYS, which SQLite takes for part of the type
for words in 'generated always' 'GENERATED /* x */ ALWAYS' 'generated -- x
always'; do
	echo "create table t(a, c BIGINT $words as (a) stored, d $words as (a));" |
	    sm-reflect -d sqlite - | jq -c 'select(.name=="t").columns[1:] |
	    map([.type, .generated])' >got
	is "the type before $words" '[["BIGINT","stored"],[null,"virtual"]]' \
	    "$(cat got)"
done

# --- "x" that names no column is a string, and SQLite rewrites it as one
sqlite3 strings.db <<'EOF'
CREATE TABLE gone(x, y);
CREATE TABLE t(st CHECK(st IN ("a", "it's", "ST")), n,
	"a.b" AS (st || "k") CHECK("a.b" <> "lit"),
	CHECK("t"."n" > 0 AND "abs"(n) <> CAST("n" AS "INT") COLLATE "nocase"));
CREATE INDEX i ON t(n) WHERE st = "zz" OR "rowid" > 5;
EOF
sm-reflect strings.db >before
has "a string in a check" before "st IN ('a', 'it''s', "
has "a column keeps its quotes" before '\"ST\")'
has "… whatever its name" before "\\\"a.b\\\" <> 'lit'"
has "in a generated column" before "st || 'k'"
has "in a predicate" before "st = 'zz' OR \\\"rowid\\\""
has "no function, type or collation" before \
    '\"abs\"(n) <> CAST(\"n\" AS \"INT\") COLLATE \"nocase\"'
sqlite3 strings.db 'ALTER TABLE gone RENAME COLUMN y TO z'
sm-reflect strings.db | sed 's/"z"/"y"/' >after
check "after a rename elsewhere it is the same schema" \
    sm-diff --exit-code before after

# --- what was made in two ways is one
if [ "$SM_VARIANT" != valgrind ] && [ -f /usr/share/proj/proj.db ]; then
	sm-reflect /usr/share/proj/proj.db >proj
	is "proj.db" "$(jq -r .record proj | sort | uniq -c | tr -s '\n ' ' ')" \
	    " 1 end 1 snapshot 35 table 35 trigger 7 view "
	sqlite3 /usr/share/proj/proj.db .schema >proj.sql
	sm-reflect -d sqlite proj.sql >proj2
	body proj >want
	body proj2 >got
	same "proj.db, made again from its own SQL" got want
fi
done_testing
