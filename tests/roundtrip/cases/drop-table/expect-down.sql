SELECT count(*)=0 FROM u;
SELECT count(*)=3 FROM t;
