SELECT id, a, b, c, e FROM coll;
SELECT * FROM collref;
SELECT * FROM opt;
SELECT * FROM part ORDER BY id;
SELECT count(*) FROM ver FOR SYSTEM_TIME ALL;
SELECT id, v FROM ver;
SELECT id FROM part2 ORDER BY id;
SELECT id FROM part3;
SELECT id, j, k FROM js;
