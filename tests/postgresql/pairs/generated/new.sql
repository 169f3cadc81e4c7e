CREATE TABLE t (id integer PRIMARY KEY, a bigint,
    b integer GENERATED ALWAYS AS (a + 2) STORED,
    c integer, d integer, e text GENERATED ALWAYS AS (a::text || 'x') STORED);
CREATE INDEX t_b ON t (b);
CREATE VIEW v AS SELECT b FROM t;
INSERT INTO t (id, a, c, d) VALUES (1, 10, 20, 4), (2, NULL, NULL, 5);
