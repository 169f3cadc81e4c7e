#!/bin/sh
# What a snapshot without --grants and --owners doesn't know, an object that is
# dropped and made again keeps: its owner, who may do what with it and its
# columns, who gave them that right.
. "$(dirname "$0")/lib.sh"
needs psql pg_dump jq
in_scratch postgresql

sql() { psql -qAtX -v ON_ERROR_STOP=1 "$(url_of "$1")"; }
version=$(echo 'SHOW server_version_num' | sql postgres)

sql postgres <<'SQL'
CREATE ROLE "own'er %I $$";
CREATE ROLE "b""o;b %s";
CREATE ROLE carol;
CREATE ROLE "Dave";
CREATE ROLE runner LOGIN;
GRANT "own'er %I $$", "b""o;b %s" TO runner;
DO $$BEGIN
	FOR i IN 1 .. 40 LOOP
		EXECUTE format('CREATE ROLE %I', 'many ' || i);
	END LOOP;
END$$;
SQL

# schema: its old state; with the words $1 to $4 its new one.
schema() {
	cat <<-SQL
	CREATE SCHEMA "s %I" AUTHORIZATION "own'er %I \$\$";
	GRANT USAGE, CREATE ON SCHEMA "s %I" TO PUBLIC;
	SET search_path = "s %I";
	CREATE FOREIGN DATA WRAPPER fw;
	CREATE SERVER sv TYPE '$1' FOREIGN DATA WRAPPER fw;
	CREATE TABLE t (a $1, "b %s" text, g int GENERATED ALWAYS AS ($2)
	    STORED);
	CREATE TABLE pt (k int, "b %s" text, g int GENERATED ALWAYS AS ($2)
	    STORED) PARTITION BY LIST (k);
	CREATE TABLE gen (a $1, g bigint GENERATED ALWAYS AS (a * 2) STORED);
	CREATE TABLE kid PARTITION OF pt DEFAULT;
	CREATE VIEW "v ""%s" AS SELECT a, "b %s" FROM t;
	CREATE VIEW plain AS SELECT a FROM "v ""%s";
	CREATE VIEW nobody AS SELECT a FROM t;
	CREATE MATERIALIZED VIEW m AS SELECT a, "b %s" AS "B" FROM "v ""%s";
	CREATE UNIQUE INDEX mi ON m (a);
	CREATE FUNCTION "f %s"(x int, "in" text) RETURNS $1 LANGUAGE sql
	    AS 'SELECT 1::$1';
	CREATE FUNCTION rows() RETURNS SETOF "v ""%s" LANGUAGE sql
	    AS 'SELECT * FROM "s %I"."v ""%s"';
	CREATE FUNCTION open() RETURNS $1 LANGUAGE sql AS 'SELECT 1::$1';
	CREATE PROCEDURE p($3 int) LANGUAGE plpgsql AS 'begin end';
	CREATE AGGREGATE agg(int) (SFUNC = $4, STYPE = $1, INITCOND = '0');
	CREATE TYPE e AS ENUM ('a'$5);
	CREATE OPERATOR @+@ (LEFTARG = int, RIGHTARG = int, FUNCTION = $6);
	CREATE COLLATION co (locale = '$9');
	CREATE ${12}CONVERSION cv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
	CREATE TEXT SEARCH DICTIONARY di (TEMPLATE = simple, accept = ${10});
	CREATE OPERATOR CLASS oc FOR TYPE int USING btree AS OPERATOR 1 <,
	    ${11}FUNCTION 1 btint4cmp(int, int);
	CREATE PUBLICATION pu FOR TABLE $8;
	CREATE STATISTICS st ON a, "b %s"$7 FROM t;
	SQL
}
schema integer 'length("b %s")' x int4pl ", 'b'" int4pl '' \
    t C true '' '' >old.sql
schema bigint 'length("b %s") + 1' y int84pl '' int4mi \
    ', g' pt POSIX false 'OPERATOR 3 =, ' 'DEFAULT ' >new.sql
# Who owns and may what.
cat >access.sql <<'SQL'
SET search_path = "s %I";
DO $do$
DECLARE
	who text;
BEGIN
	FOREACH who IN ARRAY ARRAY['TABLE t', 'TABLE pt', 'TABLE kid', 'VIEW "v ""%s"',
	    'MATERIALIZED VIEW m', 'FUNCTION "f %s"(int, text)',
	    'FUNCTION rows()', 'PROCEDURE p(int)', 'AGGREGATE agg(int)',
	    'TYPE e', 'OPERATOR @+@ (int, int)', 'STATISTICS st', 'COLLATION co',
	    'CONVERSION cv', 'TEXT SEARCH DICTIONARY di', 'PUBLICATION pu',
	    'OPERATOR CLASS oc USING btree', 'OPERATOR FAMILY oc USING btree']
	    LOOP
		EXECUTE 'ALTER ' || who || ' OWNER TO "own''er %I $$"';
	END LOOP;
	FOR i IN 1 .. 40 LOOP
		EXECUTE format('GRANT INSERT, SELECT ("B"), TRIGGER ON m TO %I',
		    'many ' || i);
	END LOOP;
END$do$;
ALTER SERVER sv OWNER TO "Dave";
ALTER VIEW nobody OWNER TO carol;
GRANT USAGE ON FOREIGN SERVER sv TO carol;
REVOKE ALL ON nobody FROM carol;
GRANT ALL ON "v ""%s" TO "b""o;b %s" WITH GRANT OPTION;
REVOKE UPDATE ON "v ""%s" FROM "own'er %I $$";
GRANT SELECT ON "v ""%s" TO PUBLIC;
GRANT UPDATE ("b %s"), INSERT (a) ON "v ""%s" TO carol;
GRANT REFERENCES (a) ON "v ""%s" TO "Dave" WITH GRANT OPTION;
SET ROLE "b""o;b %s";
GRANT SELECT, DELETE ON "v ""%s" TO carol WITH GRANT OPTION;
GRANT SELECT ("b %s") ON "v ""%s" TO "Dave";
SET ROLE carol;
GRANT DELETE ON "v ""%s" TO "Dave";
RESET ROLE;
REVOKE ALL ON FUNCTION "f %s"(int, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION "f %s"(int, text) TO carol WITH GRANT OPTION;
SET ROLE carol;
GRANT EXECUTE ON FUNCTION "f %s"(int, text) TO "Dave";
RESET ROLE;
REVOKE ALL ON FUNCTION rows() FROM PUBLIC, "own'er %I $$";
GRANT EXECUTE ON PROCEDURE p(int) TO carol;
REVOKE ALL ON FUNCTION agg(int) FROM PUBLIC;
GRANT USAGE ON TYPE e TO carol WITH GRANT OPTION;
REVOKE ALL ON TYPE e FROM PUBLIC;
GRANT SELECT (g) ON t TO carol WITH GRANT OPTION;
GRANT UPDATE (g), SELECT ("b %s") ON t TO "Dave";
GRANT SELECT (g) ON kid TO PUBLIC;
GRANT SELECT (g) ON gen TO "many 7";
SET ROLE carol;
GRANT SELECT (g) ON t TO "b""o;b %s";
RESET ROLE;
ALTER DEFAULT PRIVILEGES GRANT ALL ON TABLES TO "many 1" WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO "many 2";
ALTER DEFAULT PRIVILEGES GRANT USAGE ON TYPES TO "many 3";
INSERT INTO t VALUES (1, 'one');
REFRESH MATERIALIZED VIEW m;
SQL

# access DATABASE: as pg_dump and as the catalog has it, grantors included.
access() {
	pg_dump -s "$(url_of "$1")" | sed 's/p(IN [xy]/p(IN ./' | grep -e '^GRANT ' \
	    -e '^REVOKE ' -e ' OWNER TO ' -e '^SET SESSION AUTHORIZATION' |
	    sort
	sql "$1" <<-'SQL'
	SELECT o.oid::regclass::text, '', relowner::regrole, x.grantor::regrole,
	    x.grantee::regrole, privilege_type, is_grantable
	FROM pg_class o, aclexplode(coalesce(relacl, acldefault(
	    CASE relkind WHEN 'S' THEN 's'::"char" ELSE 'r' END, relowner))) x
	WHERE relnamespace = '"s %I"'::regnamespace AND relkind NOT IN ('i')
	UNION ALL SELECT attrelid::regclass::text, attname, relowner::regrole,
	    x.grantor::regrole, x.grantee::regrole, privilege_type, is_grantable
	FROM pg_attribute JOIN pg_class o ON o.oid = attrelid, aclexplode(attacl) x
	WHERE relnamespace = '"s %I"'::regnamespace AND NOT attisdropped
	UNION ALL SELECT o.oid::regprocedure::text, '', proowner::regrole,
	    x.grantor::regrole, x.grantee::regrole, privilege_type, is_grantable
	FROM pg_proc o, aclexplode(coalesce(proacl, acldefault('f', proowner))) x
	WHERE pronamespace = '"s %I"'::regnamespace
	UNION ALL SELECT o.oid::regtype::text, '', typowner::regrole,
	    x.grantor::regrole, x.grantee::regrole, privilege_type, is_grantable
	FROM pg_type o, aclexplode(coalesce(typacl, acldefault('T', typowner))) x
	WHERE typnamespace = '"s %I"'::regnamespace AND typtype IN ('e', 'd')
	UNION ALL SELECT oprname, '', oprowner::regrole, NULL, NULL, NULL, NULL
	FROM pg_operator WHERE oprnamespace = '"s %I"'::regnamespace
	UNION ALL SELECT stxname, '', stxowner::regrole, NULL, NULL, NULL, NULL
	FROM pg_statistic_ext
	UNION ALL SELECT srvname, '', srvowner::regrole, x.grantor::regrole,
	    x.grantee::regrole, privilege_type, is_grantable
	FROM pg_foreign_server, aclexplode(coalesce(srvacl, acldefault('S', srvowner))) x
	ORDER BY 1, 2, 3, 4, 5, 6, 7
	SQL
}
# plan [option of sm-risk…]: from is.nd to want.nd; leaves up.sql and down.sql.
plan() {
	stage .1 sm-diff is.nd want.nd && stage .2 sm-renames .1 &&
	    stage .3 sm-risk "$@" .2 && stage plan.nd sm-order .3 &&
	    stage up.sql sm-sql --allow-danger plan.nd &&
	    stage down.sql sm-sql --allow-danger --down plan.nd
}
apply() { psql -qX -v ON_ERROR_STOP=1 -f "$2" "$(url_of "$1")"; }
# equal DATABASE SNAPSHOT
equal() {
	sm-reflect "$(url_of "$1")" >got.nd && sm-diff got.nd "$2" >left.nd &&
	    ! grep '"record":"op"' left.nd
}
# there_and_back NAME: with the plan of is.nd and want.nd.
there_and_back() {
	check "$1: up" apply is up.sql
	access is >got
	same "$1: nobody gains or loses anything" got before
	[ "${plain:-}" ] || check "$1: all else is done" equal is new.nd
	check "$1: down" apply is down.sql
	access is >got
	same "$1: nor on the way back" got before
	[ "${plain:-}" ] || check "$1: which leads back" equal is old.nd
}

new_database want
sql want <new.sql && sm-reflect "$(url_of want)" >new.nd
fresh() {
	new_database "is" && { cat old.sql access.sql; } | sql "is"
}
fresh
sm-reflect "$(url_of is)" >old.nd
access is >before
is "there is much to keep" "$(($(wc -l <before) > 300))" 1

for how in "" --online; do
	cp old.nd is.nd
	cp new.nd want.nd
	check "a plan ${how:-in one transaction}" plan $how
	there_and_back "${how:-plain}"
done

# --- by somebody who is no superuser ------------------------------------------

# He can do all that is his and the owners' whose roles he has.
new_database mine
echo 'GRANT CREATE ON DATABASE mine TO runner, "own'"''"'er %I $$"' |
    sed "s/''/'/" | sql postgres
cat >mine.sql <<'SQL'
SET ROLE runner;
CREATE SCHEMA s;
GRANT ALL ON SCHEMA s TO PUBLIC;
CREATE TABLE s.t (a int);
CREATE VIEW s.v AS SELECT a FROM s.t;
CREATE VIEW s.w AS SELECT a FROM s.t;
GRANT SELECT ON s.t TO "own'er %I $$";
ALTER VIEW s.v OWNER TO "own'er %I $$";
GRANT SELECT ON s.v, s.w TO "b""o;b %s" WITH GRANT OPTION;
SET ROLE "b""o;b %s";
GRANT SELECT ON s.v TO carol;
SQL
sql mine <mine.sql
echo 'SELECT relname, relowner::regrole, relacl FROM pg_class
    WHERE relnamespace = $$s$$::regnamespace ORDER BY 1' >acl.sql
sql mine <acl.sql >before.mine
sm-reflect "$(url_of mine)" >is.nd
jq -c 'if .name == "t" then .columns[0].type = "bigint"
    elif .record == "view" then .output[0].type = "bigint" else . end' \
    is.nd >want.nd
check "a plan for another role" plan
{ echo 'SET ROLE runner;' && cat up.sql; } >as.sql
check "whoever has the owner's role can run it" apply mine as.sql
sql mine <acl.sql >got
same "and nothing is lost" got before.mine
{ echo 'SET ROLE runner;' && cat down.sql; } >as.sql
echo 'ALTER VIEW s.v OWNER TO carol' | sql mine
sql mine <acl.sql >before.mine
expect_status 3 "who hasn't can't" apply mine as.sql
sql mine <acl.sql >got
same "and all is as it was" got before.mine

# --- what one side, or both, were asked for -----------------------------------

# asked OLD NEW: with these options of sm-reflect.
asked() {
	sm-reflect $1 "$(url_of is)" >is.nd
	sm-reflect $2 "$(url_of want)" >want.nd
}
for sides in "--grants --owners:" ":--grants --owners" "--owners:--grants"; do
	asked "${sides%:*}" "${sides#*:}"
	check "a plan of $sides" plan
	plain=yes there_and_back "$sides"
done

# All grants as snapshots have them; owners are kept.
asked --grants --grants
jq -c --slurpfile o is.nd '. as $n | ($o[] | select(.record == $n.record and
    .name == $n.name and .arguments == $n.arguments and .table == $n.table))
    // {} | .grants as $g | $n | if $g then .grants = $g else del(.grants) end' \
    want.nd >.w && jq -c 'select(.record != "default_privileges")' .w >want.nd
check "a plan of grants" plan
hasnt "grants are not looked at" up.sql "has.take"
has "owners are" up.sql "OWNER TO ' || (was->>'owner')"

asked "--grants --owners" "--grants --owners"
check "a plan of all" plan
hasnt "both were asked for all: nothing is looked at" up.sql smartmigrate.

# Another owner takes over what the old one had.
cat >own.sql <<'SQL'
CREATE TABLE t (a int);
CREATE VIEW v AS SELECT a FROM t;
ALTER VIEW v OWNER TO carol;
GRANT SELECT ON v TO "Dave" WITH GRANT OPTION;
SET ROLE "Dave";
GRANT SELECT ON v TO "many 1";
SQL
new_database "is" && sql "is" <own.sql
sm-reflect --owners "$(url_of is)" >is.nd
jq -c 'if .name == "t" then .columns[0].type = "bigint"
    elif .record == "view" then .output[0].type = "bigint" | .owner = "many 2"
    else . end' is.nd >want.nd
check "a plan of another owner" plan
check "up" apply is up.sql
echo "SELECT relowner::regrole, x.grantor::regrole, x.grantee::regrole
    FROM pg_class, aclexplode(relacl) x WHERE relname = 'v'
    AND privilege_type = 'SELECT' ORDER BY x.grantee" | sql "is" >got
cat >want <<'END'
"many 2"|"many 2"|"Dave"
"many 2"|"Dave"|"many 1"
"many 2"|"many 2"|"many 2"
END
same "which has what the old one had" got want

# --- labels, extensions -------------------------------------------------------

new_database "is" && sql "is" <<'SQL'
CREATE TABLE t (a int);
CREATE MATERIALIZED VIEW m AS SELECT a FROM t;
ALTER MATERIALIZED VIEW m DEPENDS ON EXTENSION plpgsql;
CREATE VIEW v AS SELECT a FROM t;
SQL
sm-reflect "$(url_of is)" >is.nd
jq -c 'if .name == "t" then .columns[0].type = "bigint"
    elif .record == "view" then .output[0].type = "bigint" else . end' \
    is.nd >want.nd
check "a plan" plan
check "up" apply is up.sql
is "it goes with its extension as before" "$(echo "SELECT count(*)
    FROM pg_depend WHERE objid = 'm'::regclass AND deptype = 'x'" |
    sql "is")" 1
# No provider is to be had here: that it is asked for says enough.
if [ "$version" -ge 130000 ]; then
	sql "is" <<-'SQL'
	SET allow_system_table_mods = on;
	INSERT INTO pg_seclabel SELECT 'v'::regclass, 'pg_class'::regclass, n,
	    'of "me"', 'it''s secret' FROM generate_series(0, 1) n;
	SQL
	expect_status 3 "a label is not lost" apply is down.sql
	has "its provider is asked" err \
	    'security label provider "of "me"" is not loaded'
	has "the statement" err \
	    "SECURITY LABEL FOR \"of \"\"me\"\"\" ON"
fi
done_testing
