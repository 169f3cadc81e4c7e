CREATE TABLE t (id integer PRIMARY KEY, a integer,
    b integer GENERATED ALWAYS AS (a + 1) STORED,
    c integer GENERATED ALWAYS AS (a * 2) STORED, d integer);
CREATE INDEX t_b ON t (b);
CREATE VIEW v AS SELECT b FROM t;
INSERT INTO t (id, a, d) VALUES (1, 10, 4), (2, NULL, 5);
