#!/bin/sh
# What a newcomer gets wrong, and that the message says what to do next; the
# DIAGNOSTICS of smartmigrate(7) are what is said here.
. "$(dirname "$0")/lib.sh"
needs jq sqlite3

# mistake NAME STATUS MESSAGE HINT COMMAND: sh runs the command; standard error
# must hold the message on a line "tool: …" and the hint on a line "hint: …"; the
# last tool must not end as if nothing was, and a password is seen nowhere.
: >said
mistake() {
	sh -c "$5" >out 2>err
	got=$?
	cat err >>said
	why=
	[ $got = "$2" ] || why="status $got, not $2"
	grep "^sm-[a-z]*: " err | grep -qF -e "$3" || why="$why; no: $3"
	[ -z "$4" ] || grep "^hint: " err | grep -qF -e "$4" ||
	    why="$why; no hint: $4"
	tail -n 1 out | grep -q '"record":"end"' && why="$why; an end record"
	grep -qF -e 'p@ss' -e geheim out err && why="$why; the password"
	if [ "$why" ]; then
		fail "$1 ($why)" err
	else
		pass "$1"
	fi
}

# --- what there is ----------------------------------------------------------------
cat >old.sql <<'SQL'
CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT NOT NULL UNIQUE,
    name TEXT, price NUMERIC DEFAULT 1.0, big INT DEFAULT 9223372036854775807);
CREATE TABLE imports (id INTEGER PRIMARY KEY, line TEXT);
SQL
cat >new.sql <<'SQL'
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE,
    name TEXT, cost NUMERIC DEFAULT 1.0, big INT DEFAULT 9223372036854775807);
CREATE INDEX users_name ON users (name);
SQL
sqlite3 app.db <old.sql
sqlite3 new.db <new.sql
sqlite3 app.db "INSERT INTO users (id, mail) VALUES (1, 'a'), (2, 'b');"
check "without a mistake" pipeline app.db new.db
sm-diff old.ndjson new.ndjson >diff.ndjson
sm-risk diff.ndjson >risk.ndjson
mkdir directory

# --- operands ----------------------------------------------------------------------
mistake "a wrong path, of a database" 2 "nosuch.db: No such file or directory" \
    "check the path; a source is a file" 'sm-reflect nosuch.db'
mistake "a wrong path, of a plan" 2 "nosuch.ndjson: No such file or directory" \
    "check the path" 'sm-sql nosuch.ndjson'
mistake "a directory without .sql" 2 "no .sql file in the directory" \
    "name a directory of migrations" 'sm-reflect -d sqlite directory'
mistake "SQL on a pipe without -d" 2 "<stdin>: which dialect's SQL is it?" \
    "sm-reflect -d sqlite -" 'cat old.sql | sm-reflect'
mistake "SQL in a file without -d" 2 "old.sql: which dialect's SQL is it?" \
    "sm-reflect -d sqlite old.sql" 'sm-reflect old.sql'
mistake "another name of a dialect" 2 "unknown dialect postgres" \
    "say -d postgresql" 'sm-reflect -d postgres old.sql'
mistake "no name of a dialect" 2 "unknown dialect oracle (sqlite, postgresql" \
    "" 'sm-reflect -d oracle old.sql'
sm-reflect --version >version
if ! grep -qi postgresql version; then
	mistake "a dialect that isn't built in" 2 \
	    "not built with PostgreSQL support" "sm-reflect --version" \
	    'sm-reflect -d postgresql old.sql'
	mistake "a password with @ in a URL" 2 \
	    "postgresql://u@host/db: not built with" "sm-reflect --version" \
	    'sm-reflect postgresql://u:p@ss@host/db'
else
	echo "not built with PostgreSQL support" >>said
fi
mistake "a URL where a plan is expected" 2 "postgresql://u@host/db: No such" \
    "sm-reflect reads databases" 'sm-sql postgresql://u:p@ss@host/db'
mistake "a URL given to sm-diff" 2 "postgresql://u@host/db: OLD is no snapshot" \
    "sm-diff <(sm-reflect OLD)" 'sm-diff postgresql://u:p@ss@host/db new.ndjson'
mistake "a connection string given to sm-diff" 2 "OLD is no snapshot" \
    "sm-diff <(sm-reflect OLD)" \
    'sm-diff "host=x password=geheim dbname=y" new.ndjson'
mistake "SQLAlchemy's URL" 2 "postgresql+psycopg2://u@host/db: unknown scheme" \
    "leave out what names a driver" \
    'sm-reflect postgresql+psycopg2://u:p@ss@host/db'
mistake "another database's URL" 2 "unknown scheme" "known are sqlite:PATH" \
    'sm-reflect oracle://u:p@ss@host/db'
mistake "SQLAlchemy's relative path" 2 "sqlite:///app.db: No such file" \
    "sqlite:app.db here" 'sm-reflect sqlite:///app.db'
for url in "sqlite:app.db" "sqlite:$SCRATCH/app.db" "sqlite://$SCRATCH/app.db" \
    "sqlite:///$SCRATCH/app.db" "file:app.db" "file://$SCRATCH/app.db"; do
	sm-reflect "$url" 2>err | sed 1d >got
	sed 1d old.ndjson >want
	same "a URL that is right: $(echo "$url" | sed "s|$SCRATCH|PATH|")" \
	    got want
done
mistake "a database given to sm-diff" 2 "app.db: OLD is no snapshot" \
    "sm-reflect reads it" 'sm-diff app.db new.ndjson'
mistake "SQL given to sm-diff" 2 "new.sql: NEW is no snapshot" \
    "sm-reflect reads it" 'sm-diff old.ndjson new.sql'
mistake "a database given to a filter" 2 "app.db:1: not JSON" \
    "read it with sm-reflect first" 'sm-risk app.db'
mistake "SQL given to a filter" 2 "old.sql:1: not JSON" \
    "sm-reflect reads SQL" 'sm-explain old.sql'
mistake "a variable that isn't set" 2 "an operand is empty" \
    "is the variable set" 'sm-reflect "$SM_NO_SUCH_VARIABLE"'
mistake "the same of sm-diff" 2 "an operand is empty" "is the variable set" \
    'sm-diff "$SM_NO_SUCH_VARIABLE" new.ndjson'
for tool in sm-renames sm-risk sm-order sm-sql sm-dot sm-explain; do
	cp plan.ndjson itself.ndjson
	mistake "$tool, the output into the input" 2 \
	    "itself.ndjson: the output goes to this very file" "then rename" \
	    "$tool itself.ndjson >itself.ndjson"
done
mistake "the output into the input, a pipe's" 2 "<stdin>: the output goes to" \
    "then rename" "sm-risk <itself.ndjson >>itself.ndjson"
mistake "the output into the database" 2 "itself.db: the output goes to" \
    "then rename" "cp app.db itself.db; sm-reflect itself.db >>itself.db"
check "which is what it was" cmp app.db itself.db
mistake "the output into one side" 2 "itself.ndjson: the output goes to" \
    "then rename" "cp old.ndjson itself.ndjson
	sm-diff new.ndjson itself.ndjson >>itself.ndjson"
mistake "one operand for sm-diff" 2 "1 operand where OLD and NEW" \
    "sm-diff OLD NEW" 'sm-diff old.ndjson'
mistake "/dev/null on both sides" 2 "OLD and NEW are both /dev/null" \
    "the empty schema in the other" 'sm-diff /dev/null /dev/null'
mistake "/dev/null as a plan" 2 "/dev/null: empty input: no plan" \
    "see its message" 'sm-sql /dev/null'
sed '1s/"dialect":"sqlite"/"dialect":"postgresql"/' new.ndjson >pg.ndjson
mistake "two dialects" 2 "OLD is SQLite and NEW is PostgreSQL" \
    "sm-reflect -d sqlite" 'sm-diff old.ndjson pg.ndjson'

# OLD and NEW the wrong way round can't be told from the right one; every form
# says which way it is, and the SQL refuses the database.
sm-diff new.ndjson old.ndjson | sm-renames | sm-risk | sm-order >swapped.ndjson
sm-sql --allow-danger swapped.ndjson >swapped.sql
has "swapped: the SQL says which way" swapped.sql "-- smartmigrate: new.db to app.db"
sm-explain swapped.ndjson >out
has "swapped: the report, too" out "new.db -> app.db"
cp app.db copy.db
sqlite3 copy.db <swapped.sql >out 2>err
check "swapped: sqlite3 fails" test $? -ne 0
has "swapped: and says why" err "the database is not what the plan was made from"
cat err >>said
is "swapped: the database is what it was" \
    "$(sqlite3 copy.db .dump)" "$(sqlite3 app.db .dump)"

# --- streams ---------------------------------------------------------------------------
mistake "a snapshot where a plan is expected" 2 \
    "old.ndjson:1: a snapshot where a plan" "sm-diff OLD NEW makes a plan" \
    'sm-risk old.ndjson'
mistake "a plan where a snapshot is expected" 2 \
    "plan.ndjson:1: a plan where a snapshot" "sm-reflect makes a snapshot" \
    'sm-diff plan.ndjson new.ndjson'
mistake "pretty-printed JSON" 2 "<stdin>:1: not JSON" \
    "jq -c puts pretty-printed JSON on one line" 'jq . plan.ndjson | sm-sql'
mistake "pretty-printed JSON, saved" 2 "pretty.ndjson:1: not JSON" "jq -c" \
    'jq . old.ndjson >pretty.ndjson; sm-reflect pretty.ndjson'
mistake "one array" 2 "<stdin>:1: not a JSON object" "jq -c" \
    'jq -cs . plan.ndjson | sm-order'
mistake "a compressed snapshot" 2 "<stdin>:1: not JSON" "it is compressed" \
    'gzip -c old.ndjson | sm-diff - new.ndjson'
mistake "an empty file" 2 "empty.ndjson: empty input: no snapshot" \
    "may have failed" ': >empty.ndjson; sm-diff empty.ndjson new.ndjson'
mistake "an empty file of SQL" 2 "empty.sql: is empty" \
    "did the command that wrote it fail?" \
    ': >empty.sql; sm-reflect -d sqlite empty.sql'
mistake "a tool that failed before" 2 "<stdin>: empty input: no plan" \
    "the command that should have written it has failed" \
    'sm-diff nosuch new.ndjson | sm-renames | sm-risk | sm-order | sm-sql'
has "and that tool's message is there" err "sm-diff: nosuch: No such file"
check "nothing came of it" test ! -s out
mistake "a tool that was killed" 2 "the stream stops before its end record" \
    "the command that wrote it failed or was cut off" \
    'head -n 2 old.ndjson | sm-diff - new.ndjson'
mistake "the header grepped away" 2 "where a plan header is expected" \
    "was it filtered out?" 'grep users plan.ndjson | sed 1d | sm-explain'

# jq 1.6 makes 1 of 1.0 and rounds what is beyond 2^53: nothing of a plan is such
# a number.
for tool in "sm-sql --allow-danger" "sm-sql --down --allow-danger" \
    "sm-explain -T json" sm-explain "sm-dot -T ascii"; do
	$tool plan.ndjson >want 2>err
	jq -c . plan.ndjson | $tool >got 2>err
	same "through jq: $tool" got want
done
jq -c '(.. | numbers) |= . + 0.0' old.ndjson | sm-diff - new.ndjson |
    sed 1d >got
sed 1d diff.ndjson >want
same "through jq: a snapshot" got want

# --- the pipeline --------------------------------------------------------------------------
mistake "a plan without stages" 2 'has no "risk"' \
    "sm-diff OLD NEW | sm-renames | sm-risk | sm-order | sm-sql" \
    'sm-sql diff.ndjson'
mistake "sm-order forgotten" 2 'has no "step"' \
    "sm-diff OLD NEW | sm-renames | sm-risk | sm-order | sm-sql" \
    'sm-sql risk.ndjson'
mistake "DANGER without --allow-danger" 1 "drop table imports" \
    "or say --allow-danger" 'sm-sql plan.ndjson'
check "DANGER: no SQL" test ! -s out
mistake "an unknown option" 2 "--exitcode is no option" "sm-diff --help" \
    'sm-diff --exitcode old.ndjson new.ndjson'
mistake "another tool's option" 2 "--fail-on is no option, but one of sm-risk" \
    "sm-sql --help" 'sm-sql --fail-on DANGER plan.ndjson'
mistake "a password in an option" 2 "--password is no option" "--help" \
    'sm-reflect --password=geheim app.db'
mistake "a level that is none" 2 '"HIGH" is not SAFE, CAUTION or DANGER' "" \
    'sm-risk --fail-on HIGH plan.ndjson'
mistake "a form that dot has" 2 'unknown form "svg"' "dot -Tsvg" \
    'sm-dot -T svg plan.ndjson'
mistake "-o for the output" 2 "-o is no option" ">FILE keeps it" \
    'sm-sql plan.ndjson -o up.sql'
mistake "--output" 2 "--output is no option" ">FILE keeps it" \
    'sm-reflect --output=x app.db'
mistake "two plans" 2 "more than one plan" "an sm-sql of its own" \
    'sm-sql plan.ndjson plan.ndjson'
mistake "a full disk" 2 "write error: No space left on device" "" \
    'sm-sql --allow-danger plan.ndjson >/dev/full'

# Which tool has an option is what the tools say.
for tool in "$SM_BIN"/sm-*; do
	"$tool" --help | sed -nE 's/^ +(-(.),)? +--([a-z-]+).*/\3/p' |
	    sed "s/\$/ ${tool##*/}/"
done | awk '{ n[$1]++; of[$1] = $2 }
    END { for (o in n) if (n[o] == 1) print o, of[o] }' | sort >want
sed -n 's/^	{"\([a-z-]*\)", "\(sm-[a-z]*\)"},$/\1 \2/p' \
    "$SRC/cmd/guess.c" | sort >got
same "the options that one tool has" got want

# A slip in a glob: nothing is compared, and that is said.
for command in "sm-diff -t 'user' old.ndjson new.ndjson" \
    "sm-diff -t users -t usres old.ndjson new.ndjson" \
    "sm-reflect -t user app.db"; do
	sh -c "$command" >out 2>err
	has "a glob that matches nothing: $command" err "matches nothing"
	sh -c "$command -q" >out 2>err
	check "and with -q it isn't" test ! -s err
done
for command in "sm-diff -t 'use*' -t imports old.ndjson new.ndjson" \
    "sm-diff -t imports -x imports old.ndjson new.ndjson" \
    "sm-reflect -t USERS app.db"; do
	sh -c "$command" >out 2>err
	check "one that does: $command" test ! -s err
done

# --- servers ------------------------------------------------------------------------------------
mistake "a server that isn't installed" 2 "there is no PostgreSQL" \
    "--bindir DIR" 'sm-scratch --version 3 postgresql true'
mkdir server
printf '#!/bin/sh\necho "postgres (PostgreSQL) 15.1"\n' >server/postgres
printf '#!/bin/sh\n' >server/initdb
chmod 755 . server server/*
mistake "a server that doesn't start" 2 "the server didn't start" \
    "what it says is above" \
    'XDG_CACHE_HOME=$PWD sm-scratch --bindir server postgresql true'
mistake "options behind the engine" 2 "-v is no command" \
    "options stand before ENGINE" 'sm-scratch postgresql -v true'
mistake "another name of an engine" 2 "there is no engine postgres" \
    "say postgresql" 'sm-scratch postgres true'

# --- databases and SQL ------------------------------------------------------------------------
head -c 20000 "$SM_BIN/sm-diff" >encrypted.db
mistake "an encrypted database" 2 "encrypted.db: file is not a database" \
    "is it encrypted" 'sm-reflect encrypted.db'
sqlite3 big.db 'CREATE TABLE a (x); CREATE TABLE b (y);'
for bytes in 3000 4096 5000; do
	head -c $bytes big.db >cut.db
	mistake "a truncated database ($bytes bytes)" 2 \
	    "cut.db: database disk image is malformed" \
	    "PRAGMA integrity_check" 'sm-reflect cut.db'
done
mistake "a database on a pipe" 2 "a SQLite database can't be read from a pipe" \
    "name the file itself" 'cat app.db | sm-reflect'
cat >mysql.sql <<'SQL'
-- MySQL dump 10.13  Distrib 8.0.35, for Linux (x86_64)
--
-- Host: localhost    Database: shop
/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
DROP TABLE IF EXISTS `users`;
CREATE TABLE `users` (
  `id` int NOT NULL AUTO_INCREMENT,
  `mail` varchar(255) COLLATE utf8mb4_bin NOT NULL,
  PRIMARY KEY (`id`),
  UNIQUE KEY `mail` (`mail`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4;
SQL
cat >pg.sql <<'SQL'
--
-- PostgreSQL database dump
--

SET statement_timeout = 0;
CREATE TABLE public.users (
    id bigint NOT NULL
);
COPY public.users (id) FROM stdin;
1
\.
SQL
mistake "a dump of MySQL" 2 \
    'mysql.sql:12: the dump has no "Dump completed" at its end' \
    "it is a dump of MySQL: say -d mysql" 'sm-reflect -d sqlite mysql.sql'
mistake "a dump of PostgreSQL" 2 "pg.sql:" \
    "it is a dump of PostgreSQL: say -d postgresql" 'sm-reflect -d sqlite pg.sql'
mistake "MySQL's SQL" 2 "syntax error" "perhaps -d mysql" \
    'sed 1d mysql.sql | sm-reflect -d sqlite'
mistake "PostgreSQL's SQL" 2 "syntax error" "perhaps -d postgresql" \
    'echo "CREATE TYPE mood AS ENUM (1);" | sm-reflect -d sqlite'
mistake "commands of psql" 2 "psql.sql:1: a command of psql is no SQL" \
    "-d says of which dialect" 'printf "\\\\restrict x\nCREATE TABLE t (a);\n" \
	>psql.sql; sm-reflect -d sqlite psql.sql'
mistake "commands of sqlite3" 2 "dot.sql:2: a command of the sqlite3 shell" \
    "take the lines that start with a dot out" \
    'printf "CREATE TABLE t (a);\n.mode csv\n" >dot.sql
	sm-reflect -d sqlite dot.sql'
mistake "the last semicolon missing" 2 "cut.sql:2: the last statement has no" \
    "has the text been cut short?" \
    'printf "CREATE TABLE t (a);\nCREATE TABLE u (a)\n" >cut.sql
	sm-reflect -d sqlite cut.sql'

# --- what one may not read ----------------------------------------------------------------------
# Root may all, so it takes another user's place, if that one may run the tools.
unprivileged=
if [ "$(id -u)" = 0 ]; then
	unprivileged="setpriv --reuid=65534 --regid=65534 --clear-groups"
	chmod 755 "$SCRATCH"
fi
# shellcheck disable=SC2086
if $unprivileged sh -c 'sm-diff --version && cat new.ndjson' >/dev/null 2>err; then
	mkdir closed
	cp app.db old.sql closed
	cp app.db secret.db
	cp old.ndjson secret.ndjson
	chmod 000 closed secret.db secret.ndjson
	for command in "sm-reflect secret.db" "sm-reflect sqlite:secret.db" \
	    "sm-reflect closed/app.db" "sm-reflect -d sqlite closed" \
	    "sm-diff secret.ndjson new.ndjson" "sm-risk secret.ndjson"; do
		mistake "no right to read: $command" 2 "Permission denied" \
		    "run this as one who may" "$unprivileged $command"
	done
	chmod 755 closed
else
	pass "no right to read # SKIP another user can't run the tools here"
fi

# --- a person at a terminal --------------------------------------------------------------------------
if command -v script >/dev/null; then
	{ sleep 1; printf '\004'; } | script -qec sm-order /dev/null >out 2>&1
	has "waiting for input: it says so" out "sm-order: reading from the terminal"
	cat out >>said
fi

# --- the manual ---------------------------------------------------------------------------------------
awk '/^\.Sh/ { on = $2 == "DIAGNOSTICS" }
    on && /^\.It / { gsub(/\\&/, ""); gsub(/\\\(dq/, "\""); print substr($0, 5) }' \
    "$SRC/man/smartmigrate.7" >documented
check "the manual has the messages" test "$(wc -l <documented)" -ge 20
while IFS= read -r message; do
	has "smartmigrate(7): $message" said "$message"
done <documented
done_testing
