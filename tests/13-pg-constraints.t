#!/bin/sh
# PostgreSQL: indexes, constraints and sequences as they are reflected, and the
# same after a dump.
. "$(dirname "$0")/lib.sh"
needs psql jq
in_scratch postgresql
url=$SM_SCRATCH_URL

# The URL of another database of the server.
of() {
	echo "$url" | sed "s|^\([a-z]*://[^/?]*\)/*[^?]*|\1/$1|"
}
sql() {
	psql -qXAt -v ON_ERROR_STOP=1 -d "$@" 2>>sql.err
}
db=sm_test_constraints_$$
copy=${db}_copy
trap 'sql "$url" -c "DROP DATABASE IF EXISTS $db" \
    -c "DROP DATABASE IF EXISTS $copy"; clean_up' EXIT
sql "$url" -c "CREATE DATABASE $db TEMPLATE template0 ENCODING 'UTF8'" \
    -c "CREATE DATABASE $copy TEMPLATE template0 ENCODING 'UTF8'" ||
    skip_all "no database can be made on $url"
version=$(sql "$url" -c 'SHOW server_version_num')

# load NAME [SINCE]: SQL on standard input, where the server is not too old.
load() {
	cat >load.sql
	[ "$version" -lt "${2:-0}" ] || check "$1" sql "$(of $db)" -f load.sql
}

load "indexes" <<'SQL'
CREATE TABLE i (a int, b varchar(10) COLLATE "C" NOT NULL, c text, d int[],
    e tsvector);
CREATE INDEX i1 ON i (b, c COLLATE "POSIX" text_pattern_ops DESC,
    a DESC NULLS LAST, lower(c), lower(b) NULLS FIRST, lower(c) COLLATE "C",
    (c || b) varchar_pattern_ops, (a + 1));
COMMENT ON INDEX i1 IS 'of i1';
ALTER INDEX i1 ALTER COLUMN 4 SET STATISTICS 77;
CREATE INDEX i2 ON i USING gin (d, e, to_tsvector('english', c));
CREATE INDEX i3 ON i USING brin (a, b bpchar_minmax_ops)
    WITH (pages_per_range = 4, autosummarize = on) WHERE a > 2;
CREATE UNIQUE INDEX i4 ON i (c, a) INCLUDE (b);
/* Classes that a type passes for, the default and not. */
CREATE INDEX i5 ON i (b bpchar_ops, b text_ops, (b::text) text_ops,
    (c COLLATE "C"), (c || ','')('), (c || '"') text_pattern_ops DESC, b);
CREATE INDEX ON i (lower(c), a, a);
CREATE UNIQUE INDEX rid ON i (b);
ALTER TABLE i REPLICA IDENTITY USING INDEX rid;
CLUSTER i USING i4;
CREATE SCHEMA "S.""q";
CREATE TABLE "S.""q"."T.'""
x😀" ("C.""a" int CONSTRAINT "c"",. d" CHECK ("C.""a" > 0), "Ü, x)" text,
    UNIQUE ("C.""a"), UNIQUE ("Ü, x)"));
CREATE COLLATION "S.""q"."co l" (locale = 'C');
CREATE OPERATOR CLASS "S.""q"."Op c" FOR TYPE text USING btree AS
    OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >,
    FUNCTION 1 bttextcmp(text, text);
CREATE INDEX "x (a, ""b') ON" ON "S.""q"."T.'""
x😀" ("Ü, x)" COLLATE "S.""q"."co l", lower("Ü, x)") COLLATE "S.""q"."co l",
    upper("Ü, x)") "S.""q"."Op c" DESC, ("Ü, x)" || '),(''"') "S.""q"."Op c");
/* Columns that aren't there any more, and names that are made of what is. */
CREATE TABLE gone (z int, a int, y int, a1 int PRIMARY KEY, UNIQUE (a1, a),
    CHECK (tableoid <> 0), CHECK (gone IS NOT NULL));
ALTER TABLE gone DROP COLUMN z, DROP COLUMN y;
CREATE INDEX ON gone (a, a, a1, a1);
CREATE MATERIALIZED VIEW mv AS SELECT 1 AS a;
CREATE UNIQUE INDEX ON mv (a);
CREATE DOMAIN dom AS varchar;
CREATE TYPE en AS ENUM ('a');
CREATE TABLE dt (a dom, b en, c en[], d cidr, e name, f oid, g "char");
CREATE INDEX plain ON dt (a, b, c, d, e, f, g);
SQL
load "constraints" <<'SQL'
CREATE TABLE k (a int PRIMARY KEY, b int, c text, r int4range,
    UNIQUE (a, b) INCLUDE (c) WITH (fillfactor = 70)
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT mine CHECK (a > 0) NO INHERIT, CHECK (a < b), CHECK (a < 9),
    CONSTRAINT no_two EXCLUDE USING gist (r WITH &&, int4range(a, b) WITH =)
        WHERE (a > 3),
    EXCLUDE (lower(c) text_pattern_ops WITH =) DEFERRABLE);
COMMENT ON CONSTRAINT k_pkey ON k IS 'of the key';
COMMENT ON INDEX k_pkey IS 'of its index';
COMMENT ON CONSTRAINT mine ON k IS 'of mine';
CREATE TABLE child (x int CHECK (x > 1), CONSTRAINT k_a_check CHECK (a < 9))
    INHERITS (k);
ALTER TABLE child ADD CHECK (x > 7) NOT VALID;
CREATE TABLE f (a int REFERENCES k ON DELETE CASCADE ON UPDATE SET DEFAULT,
    b int, c int, FOREIGN KEY (a) REFERENCES k MATCH FULL
        DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT g FOREIGN KEY (b) REFERENCES k ON DELETE RESTRICT);
ALTER TABLE f ADD FOREIGN KEY (c) REFERENCES k ON DELETE SET NULL NOT VALID;
SQL
load "partitions" <<'SQL'
CREATE TABLE p (a int NOT NULL, b int NOT NULL, PRIMARY KEY (a, b),
    UNIQUE (b, a), CHECK (a < b)) PARTITION BY LIST (a);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1) PARTITION BY LIST (b);
CREATE TABLE p11 PARTITION OF p1 FOR VALUES IN (1);
CREATE TABLE p2 (a int NOT NULL, b int NOT NULL,
    CONSTRAINT p_check CHECK (a < b), CONSTRAINT given PRIMARY KEY (a, b));
ALTER TABLE p ATTACH PARTITION p2 FOR VALUES IN (2);
CREATE INDEX pi ON p (b);
ALTER TABLE p ADD FOREIGN KEY (b, a) REFERENCES p (a, b);
CREATE TABLE alone (a int NOT NULL) PARTITION BY LIST (a);
CREATE TABLE alone1 PARTITION OF alone FOR VALUES IN (1);
ALTER TABLE ONLY alone ADD PRIMARY KEY (a);
CREATE INDEX oi ON ONLY alone (a);
SQL
load "sequences" <<'SQL'
CREATE SEQUENCE s1;
CREATE SEQUENCE s2 AS smallint INCREMENT -2 CACHE 5 CYCLE;
CREATE SEQUENCE s3 MINVALUE 10 MAXVALUE 99 START 12;
CREATE SEQUENCE s4 INCREMENT -1 MINVALUE -9 MAXVALUE 9;
CREATE TABLE id (a int GENERATED ALWAYS AS IDENTITY, b bigint
    GENERATED BY DEFAULT AS IDENTITY (SEQUENCE NAME odd START 5 INCREMENT 2
    CACHE 3 CYCLE MAXVALUE 9), c smallint GENERATED ALWAYS AS IDENTITY
    (MINVALUE 4), d serial, e int DEFAULT nextval('s1'));
COMMENT ON SEQUENCE id_c_seq IS 'of c';
ALTER SEQUENCE s3 OWNED BY id.e;
SQL
load "what there is since 15" 150000 <<'SQL'
CREATE TABLE v15 (a int, b int, UNIQUE NULLS NOT DISTINCT (a),
    FOREIGN KEY (a, b) REFERENCES p ON DELETE SET NULL (b));
CREATE UNIQUE INDEX v15i ON v15 (b) NULLS NOT DISTINCT;
CREATE UNLOGGED TABLE ul (a int GENERATED ALWAYS AS IDENTITY,
    b int GENERATED ALWAYS AS IDENTITY, c serial);
ALTER SEQUENCE ul_b_seq SET LOGGED;
CREATE TABLE lo (a int GENERATED ALWAYS AS IDENTITY);
ALTER SEQUENCE lo_a_seq SET UNLOGGED;
SQL
load "what there is since 18" 180000 <<'SQL'
CREATE TABLE v18 (a int4range NOT NULL, b int CONSTRAINT nn NOT NULL NO INHERIT,
    c int CHECK (c > 0) NOT ENFORCED, d int,
    e int4range, PRIMARY KEY (e, a WITHOUT OVERLAPS),
    UNIQUE (e, a WITHOUT OVERLAPS) DEFERRABLE);
ALTER TABLE v18 ADD CONSTRAINT dn NOT NULL d NOT VALID;
COMMENT ON CONSTRAINT dn ON v18 IS 'of dn';
CREATE TABLE v18f (a int4range, b int REFERENCES k NOT ENFORCED,
    c int4range, FOREIGN KEY (c, PERIOD a) REFERENCES v18 (e, PERIOD a));
CREATE TABLE v18c () INHERITS (v18);
SQL
check "it is read" stage got sm-reflect "$(of $db)"

# on NAME FILTER LINE…: what jq finds in the record of that name.
on() {
	_of=$1 _filter=$2
	shift 2
	jq -c --arg name "$_of" "select(.name==\$name)|$_filter" got >.got
	printf '%s\n' "$@" >.want
	same "$_of: $_filter" .got .want
}

on i '.indexes[]|select(.name=="i1")' '{"name":"i1","keys":[{"column":"b"},'\
'{"column":"c","collation":"POSIX","opclass":"text_pattern_ops","desc":true},'\
'{"column":"a","desc":true,"nulls":"last"},'\
'{"expression":"lower(c)","statistics":"77"},'\
'{"expression":"lower((b)::text)","nulls":"first"},'\
'{"expression":"lower(c)","collation":"C"},'\
'{"expression":"(c || (b)::text)","opclass":"varchar_pattern_ops"},'\
'{"expression":"(a + 1)"}],"comment":"of i1"}'
on i '.indexes[]|select(.name=="i2")|.keys' '[{"column":"d"},{"column":"e"},'\
"{\"expression\":\"to_tsvector('english'::regconfig, c)\"}]"
on i '.indexes[]|select(.name=="i3")' '{"name":"i3","method":"brin",'\
'"keys":[{"column":"a"},{"column":"b","opclass":"bpchar_minmax_ops"}],'\
'"where":"(a > 2)",'\
'"parameters":{"autosummarize":"on","pages_per_range":"4"}}'
on i '.indexes[]|select(.name=="i4")' '{"name":"i4","unique":true,'\
'"keys":[{"column":"c"},{"column":"a"}],"include":["b"]}'
on i '.indexes[]|select(.name=="i5")|.keys[]' \
    '{"column":"b","opclass":"bpchar_ops"}' '{"column":"b"}' \
    '{"expression":"(b)::text"}' '{"column":"c","collation":"C"}' \
    "{\"expression\":\"(c || ','')('::text)\"}" \
    "{\"expression\":\"(c || '\\\"'::text)\","\
'"opclass":"text_pattern_ops","desc":true}' '{"column":"b"}'
on i '.indexes[]|select(.implicit)|.name' '"i_lower_a_a1_idx"'
on i .options '{"cluster_on":"i4","replica_identity":"index rid"}'
on dt '.indexes[].keys' '[{"column":"a"},{"column":"b"},{"column":"c"},'\
'{"column":"d"},{"column":"e"},{"column":"f"},{"column":"g"}]'
on gone '.primary_key.columns, .uniques[0].columns, .indexes[]' '["a1"]' \
    '["a1","a"]' '{"name":"gone_a_a1_a11_a12_idx","keys":[{"column":"a"},'\
'{"column":"a"},{"column":"a1"},{"column":"a1"}],"implicit":true}'
on gone '.checks[]|[.name,.implicit]' '["gone_check",true]' \
    '["gone_tableoid_check",true]'
on mv .indexes '[{"name":"mv_a_idx","unique":true,"keys":[{"column":"a"}],'\
'"implicit":true}]'
jq -c 'select(.schema=="S.\"q" and .record=="table")|.uniques[], .checks[],
    .indexes[]' got >hostile
cat >want <<'JSON'
{"name":"T.'\"\nx😀_C.\"a_key","columns":["C.\"a"],"implicit":true}
{"name":"T.'\"\nx😀_Ü, x)_key","columns":["Ü, x)"],"implicit":true}
{"name":"c\",. d","expression":"(\"C.\"\"a\" > 0)"}
{"name":"x (a, \"b') ON","keys":[{"column":"Ü, x)","collation":"\"S.\"\"q\".\"co l\""},{"expression":"lower(\"Ü, x)\")","collation":"\"S.\"\"q\".\"co l\""},{"expression":"upper(\"Ü, x)\")","opclass":"\"S.\"\"q\".\"Op c\"","desc":true},{"expression":"(\"Ü, x)\" || '),(''\"'::text)","opclass":"\"S.\"\"q\".\"Op c\""}]}
JSON
same "hostile names" hostile want

on k .primary_key '{"name":"k_pkey","columns":["a"],"implicit":true,'\
'"comment":"of the key","index_comment":"of its index"}'
on k .uniques '[{"name":"k_a_b_c_key","columns":["a","b"],"include":["c"],'\
'"deferrable":true,"initially_deferred":true,'\
'"parameters":{"fillfactor":"70"},"implicit":true}]'
on k '.checks[]' '{"name":"k_a_check","expression":"(a < 9)","implicit":true}' \
    '{"name":"k_check","expression":"(a < b)","implicit":true}' \
    '{"name":"mine","expression":"(a > 0)","no_inherit":true,'\
'"comment":"of mine"}'
on k '.exclusions[]' '{"name":"k_lower_excl","keys":[{"expression":"lower(c)",'\
'"opclass":"text_pattern_ops","operator":"="}],"deferrable":true,'\
'"implicit":true}' \
    '{"name":"no_two","method":"gist","keys":[{"column":"r","operator":"&&"},'\
'{"expression":"int4range(a, b)","operator":"="}],"where":"(a > 3)"}'
on k .indexes null
on child '.checks[]' '{"name":"child_x_check","expression":"(x > 1)",'\
'"implicit":true}' \
    '{"name":"child_x_check1","expression":"(x > 7)","not_valid":true,'\
'"implicit":true}' \
    '{"name":"k_a_check","expression":"(a < 9)","implicit":true,'\
'"inherited":true,"local":true}' \
    '{"name":"k_check","expression":"(a < b)","implicit":true,'\
'"inherited":true}'
to_k='"references":{"schema":"public","table":"k","columns":["a"]}'
on f '.foreign_keys[]' '{"name":"f_a_fkey","columns":["a"],'"$to_k"',"on_del'\
'ete":"CASCADE","on_update":"SET DEFAULT","implicit":true}' \
    '{"name":"f_a_fkey1","columns":["a"],'"$to_k"',"match":"FULL",'\
'"deferrable":true,"initially_deferred":true,"implicit":true}' \
    '{"name":"f_c_fkey","columns":["c"],'"$to_k"',"on_delete":"SET NULL",'\
'"not_valid":true,"implicit":true}' \
    '{"name":"g","columns":["b"],'"$to_k"',"on_delete":"RESTRICT"}'

to_p='"references":{"schema":"public","table":"p","columns":["a","b"]}'
on p '.foreign_keys, .primary_key' \
    '[{"name":"p_b_a_fkey","columns":["b","a"],'"$to_p"',"implicit":true}]' \
    '{"name":"p_pkey","columns":["a","b"],"implicit":true}'
on p11 '.primary_key, .uniques, .checks, .foreign_keys, .indexes' \
    '{"name":"p11_pkey","columns":["a","b"],"implicit":true,"inherited":true}' \
    '[{"name":"p11_b_a_key","columns":["b","a"],"implicit":true,'\
'"inherited":true}]' \
    '[{"name":"p_check","expression":"(a < b)","implicit":true,'\
'"inherited":true}]' \
    '[{"name":"p_b_a_fkey","columns":["b","a"],'"$to_p"',"implicit":true,'\
'"inherited":true}]' \
    '[{"name":"p11_b_idx","keys":[{"column":"b"}],"implicit":true,'\
'"partition_of":{"schema":"public","name":"p1_b_idx"}}]'
on p2 .primary_key '{"name":"given","columns":["a","b"],"inherited":true}'
on alone '.primary_key, .indexes' '{"name":"alone_pkey","columns":["a"],'\
'"invalid":true,"implicit":true}' \
    '[{"name":"oi","keys":[{"column":"a"}],"invalid":true}]'

sequence() {
	on "$1" 'select(.record=="sequence")|del(.record,.schema,.name)' "$2"
}
sequence s1 '{}'
sequence s2 '{"type":"smallint","increment":"-2","cache":"5","cycle":true}'
sequence s3 '{"start":"12","min":"10","max":"99",'\
'"owned_by":{"schema":"public","name":"id","column":"e"}}'
sequence s4 '{"increment":"-1","min":"-9","max":"9"}'
sequence id_d_seq '{"type":"integer","owned_by":{"schema":"public",'\
'"name":"id","column":"d"},"implicit":true}'
on id '.columns[]|select(.identity).sequence' null \
    '{"name":"odd","start":"5","increment":"2","max":"9","cache":"3",'\
'"cycle":true}' '{"min":"4","comment":"of c"}'
hasnt "an identity's sequence is no object" got '"name":"id_a_seq"'

if [ "$version" -ge 150000 ]; then
	on v15 '.uniques, .indexes, .foreign_keys' \
	    '[{"name":"v15_a_key","columns":["a"],"nulls_not_distinct":true,'\
'"implicit":true}]' \
	    '[{"name":"v15i","unique":true,"keys":[{"column":"b"}],'\
'"nulls_not_distinct":true}]' \
	    '[{"name":"v15_a_b_fkey","columns":["a","b"],'"$to_p"',"on_dele'\
'te":"SET NULL","on_delete_columns":["b"],"implicit":true}]'
	on ul '[.columns[].sequence]' '[null,{"logged":true},null]'
	on lo '[.columns[].sequence]' '[{"unlogged":true}]'
	sequence ul_c_seq '{"type":"integer","unlogged":true,"owned_by":'\
'{"schema":"public","name":"ul","column":"c"},"implicit":true}'
fi
if [ "$version" -ge 180000 ]; then
	on v18 '.primary_key, .uniques, .checks' \
	    '{"name":"v18_pkey","columns":["e","a"],"without_overlaps":true,'\
'"implicit":true}' \
	    '[{"name":"v18_e_a_key","columns":["e","a"],'\
'"without_overlaps":true,"deferrable":true,"implicit":true}]' \
	    '[{"name":"v18_c_check","expression":"(c > 0)",'\
'"not_enforced":true,"implicit":true}]'
	on v18 '.columns[]|[.not_null_name,.not_null_comment,.options]' \
	    '[null,null,null]' '["nn",null,{"not_null_no_inherit":true}]' \
	    '[null,null,null]' '["dn","of dn",{"not_null_not_valid":true}]' \
	    '[null,null,null]'
	on v18c '[.columns[].not_null_name]' '[null,null,null,"dn",null]'
	on v18f '.foreign_keys[]' '{"name":"v18f_b_fkey","columns":["b"],'\
"$to_k"',"not_enforced":true,"implicit":true}' \
	    '{"name":"v18f_c_a_fkey","columns":["c","a"],"references":{"sche'\
'ma":"public","table":"v18","columns":["e","a"]},"period":true,'\
'"implicit":true}'
fi

# A dump, where this pg_dump can read the server.
if pg_dump -d "$(of $db)" >dump.sql 2>/dev/null; then
	check "the dump loads" sql "$(of $copy)" -f dump.sql
	check "the copy is read" stage copied sm-reflect "$(of $copy)"
	sed 1d got >.got
	sed 1d copied >.copied
	same "a dump is the same schema" .copied .got
fi
done_testing
