SELECT count(*)=3 FROM v;
SELECT count(*)=3 FROM t;
