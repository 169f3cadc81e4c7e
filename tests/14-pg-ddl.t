#!/bin/sh
# sm-reflect on PostgreSQL's DDL: what psql and pg_dump write is run in a scratch
# database, what doesn't fit there is told at its place, and nothing is left.

. "$(dirname "$0")/lib.sh"
needs psql pg_dump jq
in_scratch postgresql --set smartmigrate.throw_away=off
scratch=$SM_SCRATCH_URL

# Only tables: the text, not the reading, is what is tested here.
names() { jq -r 'select(.record == "table").name' "$@" | sort -u | tr '\n' ' '; }
ask() { psql -XqAt -d "$scratch" -c "$1"; }
# The URL with another database in it.
other() { echo "$scratch" | sed "s,^\([a-z]*://[^/]*/\)[^?]*,\1$1,"; }
leftovers() {
	ask "SELECT datname FROM pg_database WHERE datname ~ '^smartmigrate_'"
}
mine=sm_ddl_$$
at_end() { ask "DROP DATABASE IF EXISTS $mine" >/dev/null 2>&1; }
trap 'at_end; clean_up' EXIT

# loads NAME WANT: the text on standard input makes what has these names.
loads() {
	cat >in.sql
	expect_status 0 "$1" sm-reflect in.sql
	is "… makes" "$(names out)" "$2"
}
# refused NAME PLACE MESSAGE [HINT]
refused() {
	cat >in.sql
	expect_status 2 "$1" sm-reflect in.sql
	is "… nothing is written" "$(wc -c <out | tr -d ' ')" 0
	has "… $2" err "sm-reflect: in.sql:$2: $3"
	[ $# -lt 4 ] || has "… with a hint" err "$4"
}

# --- what psql would run
loads "statements, bodies, data" "t u " <<'END'
\set ON_ERROR_STOP on
\echo it's "loading
CREATE TABLE t (a int, b text);
COPY t (a, b) FROM stdin;
1	it's; "x /*
2	$$ \\. -- migrate:down
\.
CREATE FUNCTION f(x int) RETURNS int LANGUAGE plpgsql AS $a$
BEGIN RETURN ';'; END; $a$;
CREATE RULE r AS ON INSERT TO t DO ALSO (SELECT 1; SELECT 2;);
INSERT INTO t VALUES (1, E'\';');
/* a /* nested; */ comment */ CREATE TABLE u (a int DEFAULT 1); ;
CREATE TEMP TABLE gone (a int);
\d t
END
loads "a transaction" "t " <<'END'
BEGIN;
CREATE TABLE t (a int);
COMMIT;
BEGIN;
CREATE TABLE u (a int);
ROLLBACK;
END
if [ "$(ask "SELECT current_setting('server_version_num')::int >= 140000")" \
    = t ]; then
	loads "an SQL body" "t " <<'END'
CREATE FUNCTION f(x int) RETURNS int LANGUAGE sql
BEGIN ATOMIC SELECT CASE WHEN x > 1 THEN 1 ELSE 2 END; SELECT 2; END;
CREATE TABLE t (a int);
END
fi
loads "settings of a newer pg_dump" "t " <<'END'
SET transaction_timeout = 0;
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.t (a int);
END
mkdir -p inc/sub
echo '\ir sub/a.sql' >inc/main.sql
printf 'CREATE TABLE a (b int);\n\\ir ../b.sql\n' >inc/sub/a.sql
printf 'CREATE TABLE b (c int);\n\\i inc/c.sql;\n' >inc/b.sql
echo 'CREATE TABLE c (d int);' >inc/c.sql
expect_status 0 "\\i and \\ir" sm-reflect inc/main.sql
is "… include" "$(names out)" "a b c "
echo 'CREATE TABLE c (d nosuch);' >inc/c.sql
expect_status 2 "… and an error in one" sm-reflect inc/main.sql
has "… is told there" err 'sm-reflect: inc/c.sql:1:19: type "nosuch"'
echo '\ir c.sql' >inc/c.sql
expect_status 2 "… that includes itself" sm-reflect inc/main.sql
has "… ends" err "files that include files, 16 deep"

# --- a dump
cat >full.sql <<'END'
CREATE SCHEMA "a b";
CREATE TYPE "a b".mood AS ENUM ('sad', 'it''s');
CREATE TABLE "a b"."T;x" (id serial PRIMARY KEY, m "a b".mood,
    c timestamptz DEFAULT '2020-01-01', d text DEFAULT E'a\\b''');
CREATE VIEW v AS SELECT id FROM "a b"."T;x" WHERE m = 'sad';
INSERT INTO "a b"."T;x" (m) VALUES ('sad'), (NULL);
COMMENT ON TABLE "a b"."T;x" IS E'\\. \n\\restrict x';
END
ask "CREATE DATABASE $mine TEMPLATE template0 ENCODING 'UTF8'
    LC_COLLATE 'C' LC_CTYPE 'C'"
psql -Xq -d "$(other $mine)" -f full.sql
sm-reflect "$(other $mine)" | sed 1d >want
sm-reflect full.sql | sed 1d >got
same "a file is what psql makes of it" got want
# dumps: an older pg_dump refuses a newer server.
dumps() {
	for options in "" --schema-only --inserts --clean "--clean --if-exists" \
	    "--create" "--create --clean --if-exists"; do
		# shellcheck disable=SC2086
		pg_dump $options -d "$(other $mine)" >dump.sql
		expect_status 0 "pg_dump $options" sm-reflect dump.sql
		sed 1d out >got
		same "… loads as it is" got want
	done
	pg_dump -d "$(other $mine)" >dump.sql
	expect_status 0 "a dump in a pipe" sh -c 'sm-reflect - <dump.sql'
	grep -v 'dump complete' dump.sql >cut.sql
	expect_status 2 "a dump without its end" sm-reflect cut.sql
	has "… is refused" err 'the dump has no "PostgreSQL database dump complete"'
	pg_dump -Fc -d "$(other $mine)" >dump.custom
	expect_status 2 "a custom dump" sm-reflect dump.custom
	has "… has a hint" err "pg_restore -f out.sql makes SQL of it"
	# Cut anywhere.
	n=$(wc -l <dump.sql) i=3 bad=0
	while [ $i -lt "$n" ] && [ $bad = 0 ]; do
		head -n $i dump.sql >cut.sql
		if sm-reflect cut.sql >out 2>err; then
			grep -q 'dump complete' cut.sql || bad=$i
		fi
		i=$((i + 17))
	done
	is "… cut after any line" $bad 0
}
if pg_dump -d "$(other $mine)" >dump.sql 2>err; then
	dumps
else
	echo "# no dumps: $(grep version err | head -n 1)"
fi

# --- has it its end?
refused "no semicolon" 2 "the last statement has no semicolon" <<'END'
CREATE TABLE a (b int);
CREATE TABLE c (d int)
END
refused "a parenthesis" 1 "a parenthesis that starts here never ends" <<'END'
CREATE TABLE a (b int;
CREATE TABLE c (d int);
END
refused "an open transaction" 2:1 "ends inside a transaction" <<'END'
BEGIN;
CREATE TABLE a (b int);
END
refused "a dollar quote" 2 "a quote that starts here never ends" <<'END'
CREATE TABLE a (b int);
DO $x$ BEGIN END $$;
END
refused "data without their end" 3 "the data that start here have no end" <<'END'
CREATE TABLE a (b int);
COPY a FROM stdin;
1
END
refused "sm-models without sm:end" 3 'the line "-- sm:end" is missing' <<'END'
-- sm-models 0.1.0
CREATE TABLE a (b int);
END
echo '-- nothing' | sm-reflect - >out 2>err
is "a pipe that makes nothing" "$? $(sed -n 's/.*<stdin>: //p' err)" \
    "2 makes no object"

# --- errors, at their place
refused "a column" 3:10 'column "é" does not exist' <<'END'
CREATE TABLE a (b text DEFAULT 'é');
CREATE VIEW v AS
  SELECT é FROM a;
END
refused "its place behind characters of two bytes" 1:42 \
    'column "nosuch" does not exist' <<'END'
CREATE VIEW v AS SELECT 'éééé' AS "äöü", nosuch;
END
refused "the end of the input" 2:28 "syntax error at end of input" <<'END'

CREATE TABLE a (b int) WITH
;
END
refused "a body" 4:12 'syntax error at or near "1"' <<'END'
CREATE TABLE a (b int);
CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$
BEGIN
  RETURN a 1;
end $$;
END
refused "a DO" 1 'division by zero' "hint: in " <<'END'
DO $$ BEGIN
	PERFORM 1/0;
end $$;
END
refused "a role" 2 'role "sm nosuch" does not exist' \
    "pg_dump --no-owner --no-privileges" <<'END'
CREATE TABLE a (b int);
ALTER TABLE a OWNER TO "sm nosuch";
END
refused "an extension" 1 '' "install it on the scratch server" <<'END'
CREATE EXTENSION nosuch;
END
refused "a schema" 1:14 'schema "nosuch" does not exist' \
    "CREATE SCHEMA missing" <<'END'
CREATE TABLE nosuch.a (b int);
END
refused "data that INSERTs need" 5 '' "the data of COPY are passed over" <<'END'
CREATE TABLE a (b int PRIMARY KEY, c int REFERENCES a);
COPY a FROM stdin;
1	\N
\.
INSERT INTO a VALUES (2, 1);
END
refused "a variable of psql's" 1:31 'syntax error at or near ":"' \
    "psql's variables aren't known" <<'END'
CREATE TABLE t (a int DEFAULT :'x');
END

# --- psql's commands that would change what the text says
for command in '\set x 1' '\! id' '\q' '\if true' '\gexec' '\o x' '\cd /' \
    '\echo a \\ DROP TABLE t;' '\encoding LATIN1' '\i' '\i nosuch.sql' '\.' \
    '\connect other' '\include_relative nosuch.sql' '\'; do
	printf 'CREATE TABLE t (a int);\n%s\n' "$command" >in.sql
	expect_status 2 "$command" sm-reflect in.sql
	has "… is refused" err "sm-reflect: in.sql:2:"
done
refused "a command in a statement" 2:8 "a command of psql inside" <<'END'
CREATE TABLE t (a int);
SELECT \gset
;
END
loads "one database by its name" "t " <<'END'
CREATE DATABASE shop;
COMMENT ON DATABASE shop IS 'x';
\connect shop
CREATE TABLE t (a int);
\c shop
END

# --- what is beside the database
while read -r sql; do
	printf 'CREATE TABLE t (a text);\n%s\n' "$sql" >in.sql
	expect_status 2 "$sql" sm-reflect in.sql
	has "… is refused" err "sm-reflect: in.sql:2:1: "
done <<'END'
ALTER SYSTEM SET work_mem = '1MB';
CREATE TABLESPACE x LOCATION '/tmp';
COPY t FROM '/etc/passwd';
COPY t TO '/tmp/nosuch';
COPY t FROM PROGRAM 'id';
CREATE SUBSCRIPTION s CONNECTION 'host=x' PUBLICATION p;
PREPARE TRANSACTION 'x';
DROP OWNED BY CURRENT_USER;
REASSIGN OWNED BY CURRENT_USER TO CURRENT_USER;
CREATE ROLE sm_nosuch;
END
is "… and not made" "$(ask "SELECT 1 FROM pg_roles WHERE rolname = 'sm_nosuch'")" ""
me=$(ask "SELECT quote_ident(current_user)")
loads "roles that are there" "t " <<END
CREATE ROLE $me SUPERUSER;
ALTER ROLE $me CONNECTION LIMIT 5;
GRANT pg_monitor TO $me;
CREATE TABLE t (a int);
ALTER TABLE t OWNER TO $me;
END
expect_status 0 "… with -v" sm-reflect -v in.sql
has "… is said" err "in.sql:1: the role is there already: passed over"
has "… of each" err "in.sql:2: ALTER ROLE is no part of a schema"
if [ "$(ask "SELECT rolsuper FROM pg_roles WHERE rolname = current_user")" = t ]
then
	cat >in.sql <<'END'
CREATE TABLE t (a int);
ALTER TABLE t OWNER TO "sm 'throw"" away";
END
	PGOPTIONS='-c smartmigrate.throw_away=on' \
	    expect_status 0 "a role on a throw-away server" sm-reflect in.sql
	unset PGOPTIONS
	is "… is made" "$(ask "DROP ROLE \"sm 'throw\"\" away\"" 2>&1)" ""
fi

refused "a DROP of nothing, later" 2 'table "nosuch" does not exist' <<'END'
CREATE TABLE t (a int);
DROP TABLE nosuch;
END

# --- directories
mkdir flat
echo 'CREATE TABLE one (a int);' >flat/1_one.up.sql
echo 'DROP TABLE one;' >flat/1_one.down.sql
printf -- '-- migrate:up\nALTER TABLE one ADD b text;\nCOPY one FROM stdin;
1\tit'"'"'s\n\\.\n-- migrate:down\nDROP TABLE nosuch;\n' >flat/2_two.sql
echo 'ALTER TABLE one RENAME TO ten;' >flat/10_ten.sql
expect_status 0 "migrations" sm-reflect flat
is "… in their order" "$(jq -r '.columns[]?.name' out | tr '\n' ' ')" "a b "
echo 'DROP TABLE one;' >flat/11.sql
expect_status 2 "… of which one fails" sm-reflect flat
has "… is named" err 'sm-reflect: flat/11.sql:1: table "one" does not exist'

# --- which server
echo 'CREATE TABLE t (a int);' >in.sql
(
	unset SM_SCRATCH_URL
	sm-reflect -d postgresql in.sql
) >out 2>err
is "no server" "$?" 2
has "… has a hint" err "hint: name one on which a database may be made"
expect_status 0 "--scratch" env -u SM_SCRATCH_URL sm-reflect \
    --scratch "$scratch" in.sql
expect_status 0 "… and its dialect" sm-reflect --scratch "$scratch" \
    -d postgresql in.sql
expect_status 2 "… and another" sm-reflect --scratch "$scratch" -d sqlite in.sql
has "… says so" err "-d says sqlite, but --scratch"
expect_status 0 "SM_SCRATCH_URL and another" sm-reflect -d sqlite in.sql
expect_status 2 "no URL" sm-reflect --scratch nosuch in.sql
has "… says so" err "--scratch nosuch: is no URL of a server"
expect_status 2 "a server that is read, too" sm-reflect in.sql "$(other $mine)"
has "… is refused" err "the scratch server is the one of "
expect_status 0 "--scratch-here" sm-reflect --scratch-here in.sql \
    "$(other $mine)"
expect_status 2 "no server there" sm-reflect \
    --scratch 'postgresql://u:secret@localhost:1/x' in.sql
hasnt "… keeps the password" err secret
sm-reflect in.sql | sed 1d >want
PGOPTIONS='-c search_path=nosuch -c default_transaction_read_only=on
-c TimeZone=Asia/Tokyo' sm-reflect in.sql | sed 1d >got
same "a role's settings don't matter" got want

# --- it is gone, whatever happens
echo 'CREATE TABLE t (a int); SELECT pg_sleep(60);' >slow.sql
expect_status 2 "a time-out" sm-reflect --statement-timeout 300ms slow.sql
has "… is told" err "sm-reflect: slow.sql:1: "
for signal in INT TERM HUP; do
	perl -e '$SIG{INT} = "DEFAULT"; exec @ARGV' \
	    sm-reflect slow.sql >out 2>err &
	pid=$!
	i=0
	until [ "$(ask "SELECT 1 FROM pg_stat_activity
	    WHERE query ~ '^SELECT pg_sleep'")" ] || [ $i = 100 ]; do
		sleep 0.1
		i=$((i + 1))
	done
	kill -$signal $pid
	wait $pid
	is "SIG$signal is what ends it" "$(kill -l $?)" $signal
	is "… without a word" "$(cat out err)" ""
done
is "nothing is left behind" "$(leftovers)" ""
done_testing
