CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy');
COMMENT ON TYPE mood IS 'a mood';
GRANT USAGE ON TYPE mood TO sm_rt_a;
CREATE TABLE t (id integer PRIMARY KEY, m mood DEFAULT 'ok', l mood[]);
CREATE INDEX t_m ON t (m) WHERE m <> 'sad';
CREATE VIEW v AS SELECT id, m FROM t WHERE m = 'ok';
CREATE FUNCTION f(x mood) RETURNS text LANGUAGE sql AS 'SELECT x::text';
INSERT INTO t VALUES (1, 'sad', '{ok}'), (2, 'ok', NULL), (3, NULL, '{}');
