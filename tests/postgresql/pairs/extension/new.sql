CREATE EXTENSION citext;
CREATE TABLE t (id integer PRIMARY KEY, a citext);
INSERT INTO t VALUES (1, 'x');
