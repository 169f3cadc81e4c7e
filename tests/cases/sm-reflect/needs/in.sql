CREATE TABLE t(a, b, c);
CREATE TABLE u(id INTEGER PRIMARY KEY, x UNIQUE, y);
CREATE TABLE log(m, n, at);
-- A view that the planner flattens away, a count, a table of which no column
-- is read, a common table expression, one view over another.
CREATE VIEW v1 AS SELECT 1 AS one FROM t;
CREATE VIEW v2(q) AS WITH z AS (SELECT one FROM v1) SELECT one FROM z;
CREATE VIEW v3 AS SELECT count(*) AS n FROM v1;
CREATE VIEW v4 AS SELECT t.a, rowid AS r FROM t
	WHERE EXISTS (SELECT 1 FROM u) AND 't' <> "log";
CREATE VIEW v5 AS SELECT value FROM json_each('[1]'), pragma_table_info('t');
CREATE VIRTUAL TABLE ft USING fts5(body, tokenize = 'porter ascii');
CREATE VIRTUAL TABLE of_docs USING fts5(a, content='t', content_rowid='b');
CREATE VIEW v6 AS SELECT body, bm25(ft) FROM ft WHERE ft MATCH 'x';
CREATE VIEW v7 AS SELECT block FROM ft_data;
CREATE TRIGGER t_up AFTER UPDATE OF c, b ON t WHEN new.a <> old.a BEGIN
	INSERT INTO log(m, at) VALUES (new.a, 1);
	INSERT INTO u(x, y) VALUES (1, 2) ON CONFLICT (x) DO UPDATE SET y = 3;
	UPDATE u SET y = (WITH q AS (SELECT one FROM v1) SELECT one FROM q)
	    WHERE id = 1;
	DELETE FROM ft WHERE rowid = new.b;
END;
CREATE TABLE marked(id INTEGER PRIMARY KEY AUTOINCREMENT, v);
CREATE TRIGGER t_del AFTER DELETE ON t BEGIN
	INSERT INTO marked(v) VALUES (old.a);
END;
-- It fires t_up, whose needs are not its own.
CREATE TRIGGER u_del BEFORE DELETE ON u BEGIN UPDATE t SET c = old.y; END;
CREATE TRIGGER v2_ins INSTEAD OF INSERT ON v2 BEGIN
	INSERT INTO t VALUES (new.q, 1, 2);
END;
