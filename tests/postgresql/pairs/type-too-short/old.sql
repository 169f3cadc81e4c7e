CREATE TABLE t (id integer PRIMARY KEY, a character varying(20), b integer);
INSERT INTO t VALUES (1, 'longer than ten', 1), (2, 'short', 2);
