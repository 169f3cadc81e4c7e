INSERT INTO t (a) VALUES (NULL), (5);
SELECT id, a, log FROM t ORDER BY id;
SELECT f(1), f(2), f(3);
