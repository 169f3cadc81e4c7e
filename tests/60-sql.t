#!/bin/sh
# sm-sql on the real engine: every kind of change, with rows, up and down, by the
# plain sqlite3 client.  A case is an old and a new schema, a query over what must
# be there afterwards, and its answer.
. "$(dirname "$0")/lib.sh"
needs sqlite3 jq

# trip NAME OLD NEW QUERY WANT
trip() {
	rm -f old.db new.db
	sqlite3 -bail old.db "$2" && sqlite3 -bail new.db "$3" || {
		fail "$1: the databases can't be made"
		return
	}
	pipeline old.db new.db >.log 2>&1 || {
		fail "$1: the pipeline" .log
		return
	}
	sqlite3 old.db <up.sql >.log 2>&1 || fail "$1: up runs" .log up.sql
	sm-reflect old.db >is.ndjson 2>.log
	check "$1: up leads there" \
	    sm-diff --exit-code is.ndjson new.ndjson
	is "$1: the rows are there" "$(sqlite3 old.db "$4" 2>&1)" "$5"
	sqlite3 old.db <down.sql >.log 2>&1 || fail "$1: down runs" .log down.sql
	sm-reflect old.db >is.ndjson 2>.log
	check "$1: down leads back" \
	    sm-diff --exit-code is.ndjson old.ndjson
	is "$1: the database is sound" \
	    "$(sqlite3 old.db 'PRAGMA integrity_check')" ok
}

trip "a parent is rebuilt" "
CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT);
CREATE TABLE c(id INTEGER PRIMARY KEY, p_id INT REFERENCES p(id)
	ON DELETE CASCADE);
CREATE VIEW v AS SELECT a FROM p;
CREATE TRIGGER t AFTER INSERT ON p BEGIN INSERT INTO c(p_id) VALUES(NEW.id); END;
CREATE INDEX i ON p(a);
INSERT INTO p VALUES(1,'one'),(2,'two'),(9,'nine');
DELETE FROM p WHERE id=9; INSERT INTO c VALUES(10,77); ANALYZE;" "
CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT NOT NULL
	CHECK(a<>''));
CREATE TABLE c(id INTEGER PRIMARY KEY, p_id INT REFERENCES p(id)
	ON DELETE CASCADE);
CREATE VIEW v AS SELECT a FROM p;
CREATE TRIGGER t AFTER INSERT ON p BEGIN INSERT INTO c(p_id) VALUES(NEW.id); END;
CREATE INDEX i ON p(a);" "
SELECT (SELECT group_concat(id||a) FROM p), (SELECT count(*) FROM c),
	(SELECT seq FROM sqlite_sequence WHERE name='p'),
	(SELECT count(*) FROM v), (SELECT count(*) FROM sqlite_stat1);
INSERT INTO p(a) VALUES('ten'); SELECT max(id) FROM p;
SELECT count(*) FROM c; DELETE FROM c WHERE id>10" "1one,2two|4|9|2|2
10
5"

trip "rowids stay where nothing stands for them" "
CREATE TABLE a(x, y); CREATE TABLE b(rowid, oid, z); CREATE TABLE w(k PRIMARY
	KEY, v) WITHOUT ROWID; CREATE TABLE d(id INTEGER PRIMARY KEY DESC, v);
INSERT INTO a(rowid,x) VALUES(5,'five'),(500,'more');
INSERT INTO b(_rowid_,z) VALUES(7,'seven'); INSERT INTO w VALUES('k','v');
INSERT INTO d(rowid,id) VALUES(3,4);" "
CREATE TABLE a(x UNIQUE, y); CREATE TABLE b(rowid, oid, z CHECK(z<>''));
CREATE TABLE w(k PRIMARY KEY, v CHECK(v<>'')) WITHOUT ROWID;
CREATE TABLE d(id INTEGER PRIMARY KEY DESC, v CHECK(v IS NULL));" "
SELECT rowid, x FROM a; SELECT _rowid_, z FROM b; SELECT * FROM w;
SELECT rowid, id FROM d" "5|five
500|more
7|seven
k|v
3|4"

trip "table options and keys" "
CREATE TABLE a(k TEXT PRIMARY KEY, v); CREATE TABLE b(k TEXT PRIMARY KEY, v)
	WITHOUT ROWID; CREATE TABLE c(k INT, v TEXT);
CREATE TABLE d(id INTEGER PRIMARY KEY, v);
CREATE TABLE e(id INTEGER PRIMARY KEY AUTOINCREMENT, v);
CREATE TABLE n(x TEXT);
INSERT INTO a VALUES('x',1); INSERT INTO b VALUES('x',1);
INSERT INTO c VALUES(1,'y'); INSERT INTO d VALUES(5,1);
INSERT INTO e VALUES(5,1),(9,1); DELETE FROM e WHERE id=9;
INSERT INTO n(rowid,x) VALUES(4,'four'),(8,'eight');" "
CREATE TABLE a(k TEXT PRIMARY KEY, v) WITHOUT ROWID; CREATE TABLE b(k TEXT
	PRIMARY KEY, v); CREATE TABLE c(k INT, v TEXT) STRICT;
CREATE TABLE d(id INTEGER PRIMARY KEY AUTOINCREMENT, v);
CREATE TABLE e(id INTEGER PRIMARY KEY, v);
CREATE TABLE n(x TEXT, id INTEGER PRIMARY KEY);" "
SELECT * FROM a, b, c, d, e; SELECT * FROM sqlite_sequence;
SELECT id, x FROM n" "x|1|x|1|1|y|5|1|5|1
d|5
4|four
8|eight"

trip "generated columns" "
CREATE TABLE g(a INT, b INT AS (a+1) VIRTUAL, c INT AS (a*2) STORED, d INT);
INSERT INTO g(a,d) VALUES(1,5),(2,6);" "
CREATE TABLE g(a INT, b INT, c INT AS (a*3) STORED, d INT AS (a+c), e AS (a));" \
"SELECT * FROM g" "1|2|3|4|1
2|3|6|8|2"

trip "columns that ALTER can add, and those it can't" "
CREATE TABLE t(a); INSERT INTO t VALUES(1),(2); CREATE TABLE r(id INTEGER
	PRIMARY KEY); INSERT INTO r VALUES(1); CREATE TABLE u(a);
INSERT INTO u VALUES('u'); CREATE TABLE empty(a);" "
CREATE TABLE t(a, b INT NOT NULL DEFAULT 7, c TEXT COLLATE NOCASE DEFAULT 'it''s',
	d INT DEFAULT 1 REFERENCES r(id), e TEXT DEFAULT 'x' CHECK(e<>''),
	f AS (b+1)); CREATE TABLE r(id INTEGER PRIMARY KEY);
CREATE TABLE u(a, b DEFAULT (40+2), c DEFAULT CURRENT_TIMESTAMP);
CREATE TABLE empty(a, b INT NOT NULL);" "
SELECT * FROM t; SELECT a, b, c>'2000' FROM u" "1|7|it's|1|x|8
2|7|it's|1|x|8
u|42|1"

trip "foreign keys of all sorts" "
CREATE TABLE p(a, b, UNIQUE(a,b)); CREATE TABLE c(x, y, z REFERENCES nowhere(q));
CREATE TABLE mis(x REFERENCES p(a), y); CREATE TABLE s(id INTEGER PRIMARY KEY, up
	INT); INSERT INTO p VALUES(1,2); INSERT INTO c VALUES(1,2,NULL),(NULL,3,9);
INSERT INTO s VALUES(1,NULL),(2,1); INSERT INTO mis VALUES(1,1);" "
CREATE TABLE p(a, b, UNIQUE(a,b)); CREATE TABLE c(x, y, z REFERENCES nowhere(q),
	CONSTRAINT cc FOREIGN KEY(x,y) REFERENCES p(a,b) ON UPDATE CASCADE
	DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE mis(x REFERENCES p(a), y REFERENCES s(id));
CREATE TABLE s(id INTEGER PRIMARY KEY, up INT REFERENCES s(id));
CREATE TABLE n1(a PRIMARY KEY REFERENCES n2(b));
CREATE TABLE n2(b PRIMARY KEY REFERENCES n1(a));" "
SELECT count(*) FROM p, c, mis, s" 4

trip "a CHECK and an index that name their table" "
CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, b CHECK(p.b>0), z);
CREATE TABLE q(a, b CHECK(q.b>0)); CREATE INDEX qi ON q(a) WHERE q.b>1;
INSERT INTO p VALUES(1,1,x'00ff'),(8,8,8.5); DELETE FROM p WHERE id=8;
INSERT INTO q(rowid,a,b) VALUES(70,'0123',1.0);" "
CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, b TEXT CHECK(p.b>0), z);
CREATE TABLE q(a, b CHECK(q.b>0), UNIQUE(a)); CREATE INDEX qi ON q(a) WHERE
	q.b>1;" "
SELECT id, b, hex(z) FROM p; SELECT rowid, a, typeof(a), b, typeof(b) FROM q;
SELECT * FROM sqlite_sequence" "1|1|00FF
70|0123|text|1.0|real
p|8"

trip "views and triggers in layers" "
CREATE TABLE t(a, b, gone); CREATE VIEW v AS SELECT a, gone FROM t;
CREATE VIEW w AS SELECT a FROM v; CREATE VIEW star AS SELECT * FROM t;
CREATE TRIGGER iv INSTEAD OF INSERT ON v BEGIN INSERT INTO t(a) VALUES(NEW.a); END;
CREATE TRIGGER bt BEFORE DELETE ON t BEGIN SELECT RAISE(IGNORE) FROM w; END;
CREATE TABLE log(x); INSERT INTO t VALUES(1,2,3);" "
CREATE TABLE t(a, b); CREATE VIEW v AS SELECT a, b FROM t;
CREATE VIEW w AS SELECT a FROM v; CREATE VIEW star AS SELECT * FROM t;
CREATE TRIGGER iv INSTEAD OF INSERT ON v BEGIN INSERT INTO t(a) VALUES(NEW.a); END;
CREATE TRIGGER bt BEFORE DELETE ON t BEGIN SELECT RAISE(ABORT, 'no') FROM w; END;
CREATE TABLE log(x, y CHECK(y>0));" "
INSERT INTO v(a) VALUES('new'); SELECT * FROM star; SELECT count(*) FROM w" "1|2
new|
2"

trip "what is broken stays broken, and in nobody's way" "
CREATE TABLE customers(id INTEGER PRIMARY KEY, email TEXT, b INT);
CREATE TABLE other(x); CREATE VIEW bad AS SELECT nope FROM nada;
CREATE TRIGGER badt AFTER DELETE ON other BEGIN SELECT * FROM nada; END;
CREATE VIEW fine AS SELECT email FROM customers; CREATE VIEW goes AS SELECT q;
INSERT INTO customers VALUES(1,'e',2);" "
CREATE TABLE customer(id INTEGER PRIMARY KEY, email TEXT NOT NULL);
CREATE TABLE other(x, y UNIQUE); CREATE VIEW bad AS SELECT nope FROM nada;
CREATE TRIGGER badt AFTER DELETE ON other BEGIN SELECT * FROM nada; END;
CREATE VIEW fine AS SELECT email FROM customer;" "
SELECT * FROM customer; SELECT count(*) FROM sqlite_master WHERE name IN
('bad','badt'); SELECT * FROM fine" "1|e
2
e"

trip "renames, carried everywhere" "
CREATE TABLE customer_accounts(id INTEGER PRIMARY KEY, email_address TEXT,
	created_at INT, note TEXT);
CREATE TABLE orders(id INTEGER PRIMARY KEY, who INT REFERENCES
	customer_accounts(id) ON DELETE CASCADE);
CREATE INDEX ci ON customer_accounts(email_address);
CREATE VIEW v AS SELECT email_address AS e FROM customer_accounts;
CREATE TRIGGER t AFTER UPDATE ON customer_accounts BEGIN DELETE FROM orders
	WHERE who=OLD.id AND NEW.email_address='x'; END;
INSERT INTO customer_accounts VALUES(1,'e',2,'n'),(2,NULL,3,'m');
INSERT INTO orders VALUES(1,1),(2,2);" "
CREATE TABLE customer_account(id INTEGER PRIMARY KEY, email_addresses TEXT,
	created_at INT CHECK(created_at>0), note TEXT);
CREATE TABLE orders(id INTEGER PRIMARY KEY, who INT REFERENCES
	customer_account(id) ON DELETE CASCADE);
CREATE INDEX ci ON customer_account(email_addresses);
CREATE VIEW v AS SELECT email_addresses AS e FROM customer_account;
CREATE TRIGGER t AFTER UPDATE ON customer_account BEGIN DELETE FROM orders
	WHERE who=OLD.id AND NEW.email_addresses='x'; END;" "
SELECT * FROM v ORDER BY 1 DESC; UPDATE customer_account SET email_addresses='x' WHERE id=1;
SELECT count(*) FROM orders" "e

1"

fts=$(sqlite3 :memory: 'PRAGMA compile_options' | grep -c 'ENABLE_\(FTS5\|FTS4\|FTS3\|RTREE\)$')
[ "$fts" -ge 3 ] && trip "virtual tables" "
CREATE TABLE docs(id INTEGER PRIMARY KEY, body TEXT, t TEXT);
CREATE VIRTUAL TABLE f5 USING fts5(a, \"b c\" UNINDEXED);
CREATE VIRTUAL TABLE ext USING fts5(body, content='docs', content_rowid='id');
CREATE VIRTUAL TABLE f4 USING fts4(x, y TEXT, tokenize=porter);
CREATE VIRTUAL TABLE rt USING rtree(id, minx, maxx, +label TEXT);
CREATE VIRTUAL TABLE gone USING fts5(z);
INSERT INTO docs VALUES(1,'hello world','t'),(5,'five words','u');
INSERT INTO f5(rowid,a,\"b c\") VALUES(7,'one two','raw');
INSERT INTO ext(ext) VALUES('rebuild'); INSERT INTO f4(docid,x) VALUES(3,'run');
INSERT INTO rt VALUES(4,1.5,2.5,'l'); CREATE VIEW vf AS SELECT a FROM f5;" "
CREATE TABLE docs(id INTEGER PRIMARY KEY, body TEXT NOT NULL, t TEXT);
CREATE VIRTUAL TABLE f5 USING fts5(a, \"b c\" UNINDEXED, d, prefix='2 3');
CREATE VIRTUAL TABLE ext USING fts5(body, t, content='docs', content_rowid='id');
CREATE VIRTUAL TABLE f4 USING fts4(x, y TEXT);
CREATE VIRTUAL TABLE rt USING rtree(id, minx, maxx, +label TEXT, +z INT);
CREATE VIRTUAL TABLE fresh USING fts5(z); CREATE VIEW vf AS SELECT a FROM f5;" "
SELECT rowid, * FROM f5('one'); SELECT rowid, body FROM ext('five');
SELECT rowid, t FROM ext('u'); SELECT rowid, x FROM f4; SELECT * FROM rt" \
"7|one two|raw|
5|five words
5|u
3|run
4|1.5|2.5|l|"

# Names, types, defaults: whatever SQLite takes.
long=$(printf '%10240s' '' | tr ' ' n)
odd='"a""b'\''c
-- x */ d; 	"'
trip "names of any kind" "
CREATE TABLE $odd(\"i\"\"d\" INTEGER PRIMARY KEY AUTOINCREMENT, \"n'n\" TEXT
	DEFAULT 'it''s; -- /* ', [select] \"order\", \"\" INT, \"$long\" INT);
CREATE INDEX \"i;x\" ON $odd(\"n'n\");
CREATE VIEW \"v'\"\"
\" AS SELECT \"n'n\" AS \";\" FROM $odd;
CREATE TRIGGER \"t'\"\"\" AFTER INSERT ON $odd BEGIN UPDATE $odd SET
\"n'n\"='; END; --' WHERE 0; END; CREATE TABLE \"😀\"(é TEXT, \"*/\" INT);
INSERT INTO $odd VALUES(1,'v;--',2,3,4); INSERT INTO \"😀\" VALUES('é',1);" "
CREATE TABLE $odd(\"i\"\"d\" INTEGER PRIMARY KEY AUTOINCREMENT, \"n'n\" TEXT NOT
	NULL DEFAULT 'it''s; -- /* ', [select] \"order\", \"\" INT, \"$long\" REAL,
	\"n
l\" INT DEFAULT (1+1)); CREATE INDEX \"i;x\" ON $odd(\"n'n\" DESC);
CREATE VIEW \"v'\"\"
\" AS SELECT \"n'n\" AS \";\", 2 FROM $odd;
CREATE TRIGGER \"t'\"\"\" AFTER INSERT ON $odd BEGIN UPDATE $odd SET
\"n'n\"='; END; --' WHERE 0; END; CREATE TABLE \"😀\"(é TEXT, \"*/\" REAL);" "
SELECT * FROM $odd; SELECT * FROM \"😀\"" "1|v;--|2|3|4.0|2
é|1.0"

trip "types, defaults, collations, conflict clauses" "
CREATE TABLE t(a \"weird; type\", c 'str', f \"it\"\"s\", g, h DECIMAL(10, -2),
	i \"order\", j INTEGER);
CREATE TABLE u(a TEXT COLLATE NOCASE, b TEXT CONSTRAINT nn NOT NULL ON CONFLICT
	IGNORE, c DEFAULT CURRENT_TIMESTAMP, d DEFAULT -1, e DEFAULT \"dq\",
	f DEFAULT (random()), g DEFAULT x'00', h DEFAULT true, i DEFAULT foo,
	PRIMARY KEY(a COLLATE RTRIM DESC, b) ON CONFLICT REPLACE,
	CONSTRAINT uq UNIQUE(b COLLATE NOCASE) ON CONFLICT FAIL);
CREATE UNIQUE INDEX ue ON u(lower(a) COLLATE NOCASE DESC, b) WHERE a IS NOT NULL;
INSERT INTO t(a,j) VALUES(1,2); INSERT INTO u(a,b,f) VALUES('a','b',7);" "
CREATE TABLE t(a \"weird; type\", c 'str', f \"it\"\"s\", g, h DECIMAL(10, -2),
	i \"order\", j INTEGER CHECK(j>0));
CREATE TABLE u(a TEXT COLLATE NOCASE, b TEXT CONSTRAINT nn NOT NULL ON CONFLICT
	IGNORE, c DEFAULT CURRENT_TIMESTAMP, d DEFAULT -1 CHECK(d<0), e DEFAULT
	\"dq\", f DEFAULT (random()), g DEFAULT x'00', h DEFAULT true, i DEFAULT foo,
	PRIMARY KEY(a COLLATE RTRIM DESC, b) ON CONFLICT REPLACE,
	CONSTRAINT uq UNIQUE(b COLLATE NOCASE) ON CONFLICT FAIL);
CREATE UNIQUE INDEX ue ON u(lower(a) COLLATE NOCASE DESC, b) WHERE a IS NOT NULL;" "
SELECT a, j FROM t; SELECT a, b, d, e, f, hex(g), h, i FROM u" "1|2
a|b|-1|dq|7|00|1|foo"

# The order of columns, where somebody asks for it.
rm -f old.db new.db
sqlite3 old.db 'CREATE TABLE t(a, b, c); INSERT INTO t VALUES(1,2,3)'
sqlite3 new.db 'CREATE TABLE t(c, a, n DEFAULT 9, b)'
check "column order: the pipeline" pipeline old.db new.db --column-order
check "column order: up" sqlite3 -bail old.db ".read up.sql"
is "column order: moved" "$(sqlite3 -header old.db 'SELECT * FROM t')" "c|a|n|b
3|1|9|2"
check "column order: down" sqlite3 -bail old.db ".read down.sql"
is "column order: back" "$(sqlite3 -header old.db 'SELECT * FROM t')" "a|b|c
1|2|3"
done_testing
