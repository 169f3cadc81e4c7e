SELECT count(*)=0 FROM x;
SELECT count(*)=1 FROM t;
