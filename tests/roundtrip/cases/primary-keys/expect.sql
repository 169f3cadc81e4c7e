SELECT rowid=9 FROM a;
SELECT rowid=5 AND x=5 FROM d;
SELECT count(*)=2 FROM m;
SELECT x=4 FROM al;
