#!/bin/sh
# PostgreSQL: extensions, schemas, types, collations, routines, rules, triggers,
# policies, statistics: each field as the catalog has it, and what is broken.
. "$(dirname "$0")/lib.sh"
needs psql pg_dump jq
in_scratch postgresql

sql() { psql -qAtX -v ON_ERROR_STOP=1 "$(url_of "$1")" 2>.err || cat .err; }
# records DATABASE: the snapshot's body, without tables.
records() {
	sm-reflect "$(url_of "$1")" |
	    jq -c 'select(.record | IN("snapshot", "table", "end") | not) |
	        del(.needs)'
}
version=$(echo 'SHOW server_version_num' | sql postgres)

new_database sm_types
cat >types.sql <<'SQL'
CREATE SCHEMA "S ""x"" 🙂";
COMMENT ON SCHEMA "S ""x"" 🙂" IS E'line\nline \\ tab\t';
CREATE SCHEMA s;
SET search_path = s;
CREATE TYPE e AS ENUM ('b', 'it''s "x", {y}', 'NULL', '');
ALTER TYPE e ADD VALUE 'a' BEFORE 'b';
COMMENT ON TYPE e IS 'c';
CREATE DOMAIN d AS varchar(10) COLLATE "C" DEFAULT 'a''b' NOT NULL;
CREATE DOMAIN d2 AS d[];
CREATE FUNCTION sd(a text, b text) RETURNS float8 IMMUTABLE LANGUAGE sql
    AS 'select 1.0::float8';
CREATE TYPE r AS RANGE (subtype = text, subtype_opclass = text_pattern_ops,
    collation = "C", subtype_diff = sd);
CREATE TYPE "r€ange" AS RANGE (subtype = int);
CREATE TYPE shell;
CREATE TYPE base;
CREATE FUNCTION bi(cstring) RETURNS base IMMUTABLE STRICT LANGUAGE internal
    AS 'int4in';
CREATE FUNCTION bo(base) RETURNS cstring IMMUTABLE STRICT LANGUAGE internal
    AS 'int4out';
CREATE TYPE base (INPUT = bi, OUTPUT = bo, PASSEDBYVALUE, INTERNALLENGTH = 4,
    DEFAULT = '17', CATEGORY = 'X', DELIMITER = ';');
CREATE DOMAIN db AS base;
CREATE COLLATION c1 (locale = 'C');
CREATE COLLATION c2 (lc_collate = 'C', lc_ctype = 'POSIX');
COMMENT ON COLLATION c2 IS 'c';
CREATE FUNCTION "f ""1""("(a int, VARIADIC b text[] DEFAULT '{}')
    RETURNS SETOF text LANGUAGE plpgsql STABLE STRICT SECURITY DEFINER COST 7
    ROWS 5 PARALLEL SAFE SET work_mem = '1MB' SET search_path = "$user", x
    AS E'\r\nbegin\t-- \\ \nreturn; end\n';
COMMENT ON FUNCTION "f ""1""("(int, text[]) IS 'c';
CREATE FUNCTION f2(OUT a int, OUT b e) LANGUAGE sql AS 'select 1, null::s.e';
CREATE FUNCTION f3() RETURNS TABLE (x int) LANGUAGE sql COST 100 ROWS 1000
    AS 'select 1';
CREATE FUNCTION f4(int, INOUT z int DEFAULT 5) LANGUAGE sql LEAKPROOF
    IMMUTABLE PARALLEL RESTRICTED AS 'select 1';
CREATE FUNCTION f5() RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION w() RETURNS int8 WINDOW LANGUAGE internal
    AS 'window_row_number';
CREATE FUNCTION l(internal) RETURNS internal LANGUAGE c STRICT
    AS '$libdir/plpgsql', 'plpgsql_validator';
CREATE PROCEDURE p() LANGUAGE plpgsql AS 'begin end';
CREATE AGGREGATE a1(text) (SFUNC = textcat, STYPE = text, INITCOND = '',
    COMBINEFUNC = textcat, PARALLEL = safe);
CREATE AGGREGATE a2("x" int) (SFUNC = int4pl, STYPE = int, SSPACE = 100,
    MSFUNC = int4pl, MINVFUNC = int4mi, MSTYPE = int, MINITCOND = '0',
    MSSPACE = 200, SORTOP = operator(pg_catalog.<), FINALFUNC = int4abs,
    FINALFUNC_MODIFY = shareable);
CREATE AGGREGATE a3(*) (SFUNC = int8inc, STYPE = int8, INITCOND = 0);
COMMENT ON AGGREGATE a3(*) IS 'c';
CREATE AGGREGATE a4(float8 ORDER BY "any") (SFUNC = ordered_set_transition,
    STYPE = internal, FINALFUNC = percentile_disc_final, FINALFUNC_EXTRA);
CREATE AGGREGATE a5(VARIADIC "any" ORDER BY VARIADIC "any") (
    SFUNC = ordered_set_transition_multi, STYPE = internal,
    FINALFUNC = rank_final, FINALFUNC_EXTRA, HYPOTHETICAL);
CREATE OPERATOR >>> (LEFTARG = int, RIGHTARG = int, FUNCTION = int4gt);
CREATE AGGREGATE a6(int) (SFUNC = int4larger, STYPE = int,
    SORTOP = operator(s.>>>));
CREATE TABLE "T ""a"".b" (id int PRIMARY KEY, "B 1" text, c int);
CREATE VIEW "V; 1" AS SELECT 1 AS one;
CREATE MATERIALIZED VIEW m AS SELECT ';'::text AS two;
CREATE RULE "r AS;
1" AS ON INSERT TO "T ""a"".b" WHERE new.id > 5 DO INSTEAD NOTHING;
CREATE RULE r2 AS ON UPDATE TO "V; 1" DO INSTEAD NOTHING;
COMMENT ON RULE r2 ON "V; 1" IS 'c';
ALTER TABLE "T ""a"".b" DISABLE RULE "r AS;
1";
CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql
    AS 'begin return new; end';
CREATE TRIGGER "t ON 1" BEFORE INSERT OR UPDATE OF "B 1" ON "T ""a"".b"
    FOR EACH ROW WHEN (new.c > 1) EXECUTE FUNCTION trg('a', 'b''c');
CREATE CONSTRAINT TRIGGER ct AFTER INSERT ON "T ""a"".b"
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION trg();
COMMENT ON TRIGGER ct ON "T ""a"".b" IS 'c';
ALTER TABLE "T ""a"".b" ENABLE ALWAYS TRIGGER ct;
CREATE TABLE pt (a int) PARTITION BY RANGE (a);
CREATE TABLE pt1 PARTITION OF pt FOR VALUES FROM (0) TO (10);
CREATE TABLE pt2 PARTITION OF pt FOR VALUES FROM (10) TO (20);
CREATE TRIGGER ptt AFTER INSERT ON pt FOR EACH ROW EXECUTE FUNCTION trg();
ALTER TABLE pt2 DISABLE TRIGGER ptt;
CREATE POLICY "po 1" ON "T ""a"".b" AS RESTRICTIVE FOR UPDATE
    TO pg_monitor, current_user USING (c > 1) WITH CHECK (c > 2);
CREATE POLICY po2 ON "T ""a"".b";
COMMENT ON POLICY po2 ON "T ""a"".b" IS 'c';
CREATE STATISTICS "st 1" (ndistinct, mcv) ON id, c FROM "T ""a"".b";
CREATE STATISTICS st2 ON id, c FROM "T ""a"".b";
COMMENT ON STATISTICS st2 IS 'c';
CREATE TEMP TABLE t (a int);
CREATE RULE r AS ON INSERT TO t DO NOTHING;
CREATE TYPE pg_temp.te AS ENUM ('x');
SQL
sql sm_types <types.sql

cat >want <<'JSON'
{"record":"aggregate","schema":"s","name":"a1","arguments":"text","returns":"text","options":{"combinefunc":"textcat","initcond":"","parallel":"safe","sfunc":"textcat","stype":"text"}}
{"record":"aggregate","schema":"s","name":"a2","arguments":"integer","signature":"x integer","returns":"integer","options":{"finalfunc":"int4abs","finalfunc_modify":"shareable","minitcond":"0","minvfunc":"int4mi","msfunc":"int4pl","msspace":"200","mstype":"integer","sfunc":"int4pl","sortop":"<","sspace":"100","stype":"integer"}}
{"record":"aggregate","schema":"s","name":"a3","returns":"bigint","options":{"initcond":"0","sfunc":"int8inc","stype":"bigint"},"comment":"c"}
{"record":"aggregate","schema":"s","name":"a4","arguments":"double precision, \"any\"","signature":"double precision ORDER BY \"any\"","returns":"\"any\"","options":{"finalfunc":"percentile_disc_final","finalfunc_extra":true,"sfunc":"ordered_set_transition","stype":"internal"}}
{"record":"aggregate","schema":"s","name":"a5","arguments":"\"any\"","signature":"VARIADIC \"any\" ORDER BY VARIADIC \"any\"","returns":"bigint","options":{"finalfunc":"rank_final","finalfunc_extra":true,"hypothetical":true,"sfunc":"ordered_set_transition_multi","stype":"internal"}}
{"record":"aggregate","schema":"s","name":"a6","arguments":"integer","returns":"integer","options":{"sfunc":"int4larger","sortop":"s.>>>","stype":"integer"}}
{"record":"base_type","schema":"s","name":"base","definition":"(INPUT = s.bi, OUTPUT = s.bo, INTERNALLENGTH = 4, PASSEDBYVALUE, ALIGNMENT = int4, STORAGE = plain, CATEGORY = 'X', DELIMITER = ';', DEFAULT = '17')"}
{"record":"base_type","schema":"s","name":"shell","definition":""}
{"record":"collation","schema":"s","name":"c1","options":{"locale":"C"}}
{"record":"collation","schema":"s","name":"c2","options":{"lc_collate":"C","lc_ctype":"POSIX"},"comment":"c"}
{"record":"domain","schema":"s","name":"d","type":"character varying(10)","nullable":false,"default":"'a''b'::character varying","collation":"C"}
{"record":"domain","schema":"s","name":"d2","type":"s.d[]","nullable":true}
{"record":"domain","schema":"s","name":"db","type":"s.base","nullable":true,"default":"'17'::s.base"}
{"record":"enum","schema":"s","name":"e","values":["a","b","it's \"x\", {y}","NULL",""],"comment":"c"}
{"record":"extension","name":"plpgsql","options":{"schema":"pg_catalog","version":"1.0"}}
{"record":"function","schema":"s","name":"bi","arguments":"cstring","returns":"s.base","options":{"language":"internal","strict":true,"volatility":"immutable"},"body":"int4in"}
{"record":"function","schema":"s","name":"bo","arguments":"s.base","returns":"cstring","options":{"language":"internal","strict":true,"volatility":"immutable"},"body":"int4out"}
{"record":"function","schema":"s","name":"f \"1\"(","arguments":"integer, text[]","signature":"a integer, VARIADIC b text[] DEFAULT '{}'::text[]","returns":"SETOF text","options":{"cost":"7","language":"plpgsql","parallel":"safe","rows":"5","security_definer":true,"set":["search_path=\"$user\", x","work_mem=1MB"],"strict":true,"volatility":"stable"},"body":"\r\nbegin\t-- \\ \nreturn; end\n","comment":"c"}
{"record":"function","schema":"s","name":"f2","signature":"OUT a integer, OUT b s.e","returns":"record","options":{"language":"sql"},"body":"select 1, null::s.e"}
{"record":"function","schema":"s","name":"f3","returns":"TABLE(x integer)","options":{"language":"sql"},"body":"select 1"}
{"record":"function","schema":"s","name":"f4","arguments":"integer, integer","signature":"integer, INOUT z integer DEFAULT 5","returns":"integer","options":{"language":"sql","leakproof":true,"parallel":"restricted","volatility":"immutable"},"body":"select 1"}
{"record":"function","schema":"s","name":"f5","returns":"void","options":{"language":"sql"}}
{"record":"function","schema":"s","name":"l","arguments":"internal","returns":"internal","options":{"language":"c","library":"$libdir/plpgsql","strict":true},"body":"plpgsql_validator"}
{"record":"function","schema":"s","name":"sd","arguments":"text, text","signature":"a text, b text","returns":"double precision","options":{"language":"sql","volatility":"immutable"},"body":"select 1.0::float8"}
{"record":"function","schema":"s","name":"trg","returns":"trigger","options":{"language":"plpgsql"},"body":"begin return new; end"}
{"record":"function","schema":"s","name":"w","returns":"bigint","options":{"language":"internal","window":true},"body":"window_row_number"}
{"record":"policy","schema":"s","table":"T \"a\".b","name":"po 1","command":"UPDATE","restrictive":true,"roles":["pg_monitor","postgres"],"using":"(c > 1)","with_check":"(c > 2)"}
{"record":"policy","schema":"s","table":"T \"a\".b","name":"po2","comment":"c"}
{"record":"procedure","schema":"s","name":"p","options":{"language":"plpgsql"},"body":"begin end"}
{"record":"range_type","schema":"s","name":"r","options":{"collation":"C","subtype":"text","subtype_diff":"s.sd","subtype_opclass":"text_pattern_ops"}}
{"record":"range_type","schema":"s","name":"r€ange","options":{"subtype":"integer"}}
{"record":"rule","schema":"s","table":"T \"a\".b","name":"r AS;\n1","definition":"AS\n    ON INSERT TO s.\"T \"\"a\"\".b\"\n   WHERE (new.id > 5) DO INSTEAD NOTHING","enabled":"disabled"}
{"record":"rule","schema":"s","table":"V; 1","name":"r2","definition":"AS\n    ON UPDATE TO s.\"V; 1\" DO INSTEAD NOTHING","comment":"c"}
{"record":"schema","name":"S \"x\" 🙂","comment":"line\nline \\ tab\t"}
{"record":"schema","name":"public"}
{"record":"schema","name":"s"}
{"record":"statistics","schema":"s","name":"st 1","definition":"(ndistinct, mcv) ON id, c FROM s.\"T \"\"a\"\".b\""}
{"record":"statistics","schema":"s","name":"st2","definition":"ON id, c FROM s.\"T \"\"a\"\".b\"","comment":"c"}
{"record":"trigger","schema":"s","table":"T \"a\".b","name":"ct","constraint":true,"definition":"AFTER INSERT ON s.\"T \"\"a\"\".b\" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION s.trg()","enabled":"always","comment":"c"}
{"record":"trigger","schema":"s","table":"T \"a\".b","name":"t ON 1","definition":"BEFORE INSERT OR UPDATE OF \"B 1\" ON s.\"T \"\"a\"\".b\" FOR EACH ROW WHEN ((new.c > 1)) EXECUTE FUNCTION s.trg('a', 'b''c')"}
{"record":"trigger","schema":"s","table":"pt","name":"ptt","definition":"AFTER INSERT ON s.pt FOR EACH ROW EXECUTE FUNCTION s.trg()"}
{"record":"trigger","schema":"s","table":"pt2","name":"ptt","definition":"AFTER INSERT ON s.pt2 FOR EACH ROW EXECUTE FUNCTION s.trg()","enabled":"disabled","inherited":true}
{"record":"view","schema":"s","name":"V; 1","definition":" SELECT 1 AS one","output":[{"name":"one","type":"integer"}]}
{"record":"view","schema":"s","name":"m","materialized":true,"definition":" SELECT ';'::text AS two","output":[{"name":"two","type":"text"}]}
JSON
# Operators are read elsewhere.
records sm_types | jq -c 'select(.record != "operator")' >got
same "every field of every kind" want got

# --- what only some versions have -------------------------------------------

if [ "$version" -ge 140000 ]; then
	new_database sm_types14
	sql sm_types14 <<-'SQL'
	CREATE SCHEMA o;
	CREATE FUNCTION f(int) RETURNS int LANGUAGE sql RETURN $1 + 1;
	CREATE PROCEDURE p(a int, OUT b int) LANGUAGE sql AS 'select 1';
	CREATE TYPE r1 AS RANGE (subtype = int, multirange_type_name = o."M 1");
	CREATE TYPE r2 AS RANGE (subtype = int, multirange_type_name = o.r2_multirange);
	CREATE TYPE "a range of a name that is very long and will be clipped €€"
	    AS RANGE (subtype = int);
	CREATE TYPE "a name that is just as long without the other word in €€€"
	    AS RANGE (subtype = int);
	CREATE TABLE t (a int, b int);
	CREATE STATISTICS st ON (a + b), a FROM t;
	ALTER STATISTICS st SET STATISTICS 42;
	SQL
	cat >want <<-'JSON'
	["f","integer",null,null,"RETURN ($1 + 1)"]
	["p","integer","IN a integer, OUT b integer",{"language":"sql"},null]
	["a name that is just as long without the other word in €€€",null,null,{"subtype":"integer"},null]
	["a range of a name that is very long and will be clipped €€",null,null,{"subtype":"integer"},null]
	["r1",null,null,{"multirange_type_name":"o.\"M 1\"","subtype":"integer"},null]
	["r2",null,null,{"multirange_type_name":"o.r2_multirange","subtype":"integer"},null]
	["st",null,null,{"statistics":"42"},null]
	JSON
	records sm_types14 | jq -c 'select(.record | IN("extension", "schema") | not) |
	    if .sql_body then del(.options) else . end |
	    [.name, .arguments, .signature, .options, .sql_body]' >got
	same "SQL bodies, multiranges, targets of statistics" want got
fi

# --- extensions ---------------------------------------------------------------

new_database sm_types_x
if [ "$(echo "SELECT count(*) FROM pg_available_extensions
    WHERE name IN ('citext', 'lo', 'hstore')" | sql postgres)" = 3 ]; then
	sql sm_types_x <<-'SQL'
	CREATE EXTENSION citext;
	CREATE EXTENSION hstore;
	COMMENT ON EXTENSION hstore IS 'mine';
	CREATE EXTENSION lo;
	CREATE SCHEMA app;
	CREATE TABLE app.mem (id serial PRIMARY KEY, b text UNIQUE DEFAULT 'x'
	    CHECK (b <> ''), c public.citext);
	CREATE INDEX ON app.mem (b);
	CREATE FUNCTION app.tf() RETURNS trigger LANGUAGE plpgsql
	    AS 'begin return new; end';
	CREATE TRIGGER tg AFTER INSERT ON app.mem FOR EACH ROW
	    EXECUTE FUNCTION app.tf();
	CREATE POLICY pp ON app.mem;
	CREATE RULE rr AS ON UPDATE TO app.mem DO NOTHING;
	CREATE STATISTICS app.ss ON id, c FROM app.mem;
	CREATE VIEW app.mv AS SELECT * FROM app.mem;
	CREATE TYPE app.en AS ENUM ('a', 'b');
	CREATE TYPE app.rg AS RANGE (subtype = int);
	CREATE TABLE app.part (a int) PARTITION BY RANGE (a);
	CREATE TABLE app.mine PARTITION OF app.part FOR VALUES FROM (1) TO (2);
	CREATE TABLE app.other (a int);
	CREATE CONSTRAINT TRIGGER mine AFTER INSERT ON app.other
	    FROM app.mem FOR EACH ROW EXECUTE FUNCTION app.tf();
	ALTER EXTENSION lo ADD TABLE app.mem;
	ALTER EXTENSION lo ADD TABLE app.part;
	ALTER EXTENSION lo ADD VIEW app.mv;
	ALTER EXTENSION lo ADD TYPE app.en;
	ALTER EXTENSION lo ADD TYPE app.rg;
	ALTER EXTENSION lo ADD FUNCTION app.tf();
	SQL
	sm-reflect "$(url_of sm_types_x)" >snapshot
	jq -c 'select(.record | IN("snapshot", "end") | not) |
	    [.record, .name, .comment]' snapshot >got
	cat >want <<-'JSON'
	["extension","citext",null]
	["extension","hstore","mine"]
	["extension","lo",null]
	["extension","plpgsql",null]
	["schema","app",null]
	["schema","public",null]
	["table","mine",null]
	["table","other",null]
	["trigger","mine",null]
	JSON
	same "what belongs to an extension is not shown, nor what is on it" \
	    want got
fi

# --- initdb's own -------------------------------------------------------------

new_database sm_types_bare
sql sm_types_bare <<'SQL'
DROP SCHEMA public;
DROP EXTENSION plpgsql;
SQL
records sm_types_bare >got
check "public and plpgsql are gone where they were dropped" test ! -s got

# --- broken -------------------------------------------------------------------

# allow_system_table_mods can be set in a session since 13; SQL bodies are of 14.
if [ "$version" -ge 140000 ]; then
	new_database sm_types_broken
	sql sm_types_broken <<-'SQL'
	CREATE TABLE t (id int, a text);
	CREATE FUNCTION gone(int) RETURNS int LANGUAGE sql AS 'select 1';
	CREATE VIEW v1 AS SELECT gone(1);
	CREATE VIEW v2 AS SELECT 2;
	CREATE VIEW v3 AS SELECT 3;
	CREATE RULE r1 AS ON UPDATE TO t DO ALSO SELECT gone(new.id);
	CREATE RULE r2 AS ON UPDATE TO t DO ALSO NOTHING;
	CREATE FUNCTION trg() RETURNS trigger LANGUAGE plpgsql
	    AS 'begin return new; end';
	CREATE TRIGGER g1 BEFORE INSERT ON t FOR EACH ROW
	    WHEN (gone(new.id) > 1) EXECUTE FUNCTION trg();
	CREATE TRIGGER g2 BEFORE INSERT ON t FOR EACH ROW
	    EXECUTE FUNCTION trg();
	CREATE POLICY p1 ON t USING (gone(id) = 1);
	CREATE POLICY p2 ON t USING (id = 1);
	CREATE STATISTICS s1 ON id, gone(id) FROM t;
	CREATE STATISTICS s2 ON id, a FROM t;
	CREATE FUNCTION f1(a int DEFAULT gone(2)) RETURNS int LANGUAGE sql
	    AS 'select 1';
	CREATE FUNCTION f2(a int) RETURNS int LANGUAGE sql RETURN gone(a);
	CREATE LANGUAGE old HANDLER plpgsql_call_handler;
	CREATE FUNCTION f3(a text) RETURNS int LANGUAGE old AS 'x';
	CREATE TYPE ty AS ENUM ('a');
	CREATE FUNCTION f4(int) RETURNS ty LANGUAGE plpgsql AS 'begin end';
	CREATE DOMAIN d1 AS int DEFAULT gone(1);
	CREATE DOMAIN d2 AS int;
	CREATE DOMAIN d3 AS ty;
	CREATE FUNCTION sf(int, int) RETURNS int LANGUAGE sql AS 'select 1';
	CREATE AGGREGATE a1(int) (SFUNC = sf, STYPE = int);
	CREATE AGGREGATE a2(int) (SFUNC = int4pl, STYPE = int);
	SET allow_system_table_mods = on;
	DELETE FROM pg_proc WHERE proname IN ('gone', 'sf');
	DELETE FROM pg_language WHERE lanname = 'old';
	DELETE FROM pg_type WHERE typname IN ('ty', '_ty');
	DELETE FROM pg_rewrite WHERE ev_class = 'v3'::regclass;
	SQL
	cat >want <<-'JSON'
	["a1","aggregate","t"]
	["a2","aggregate",null]
	["d1","domain","t"]
	["d2","domain",null]
	["d3","domain","t"]
	["f1","function","t"]
	["f2","function","t"]
	["f3","function","t"]
	["f4","function","t"]
	["g1","trigger","t"]
	["g2","trigger",null]
	["p1","policy","t"]
	["p2","policy",null]
	["plpgsql","extension",null]
	["public","schema",null]
	["r1","rule","t"]
	["r2","rule",null]
	["s1","statistics","t"]
	["s2","statistics",null]
	["trg","function",null]
	["v1","view","t"]
	["v2","view",null]
	["v3","view","t"]
	JSON
	records sm_types_broken | jq -c 'select(.record != "language" and
	        .kind != "language") |
	    [.name, .kind // .record, if .why then "t" else null end]' |
	    sort >got
	same "what is broken is unreadable, alone" want got
fi

# --- through a dump -----------------------------------------------------------

for db in sm_types sm_types14; do
	[ "$version" -lt 140000 ] && [ $db = sm_types14 ] && continue
	new_database "${db}_dump"
	if pg_dump -d "$(url_of $db)" >dump.sql 2>.err; then
		psql -qX -d "$(url_of "${db}_dump")" -f dump.sql >.log 2>&1
		sm-reflect "$(url_of $db)" >old.ndjson
		sm-reflect "$(url_of "${db}_dump")" >new.ndjson
		sm-diff old.ndjson new.ndjson | jq -c 'select(.op)' >got
		check "$db: dumped and loaded it is the same" test ! -s got
	fi
done

done_testing
