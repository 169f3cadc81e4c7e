SELECT count(*)=3 FROM t;
SELECT count(*)=1 FROM sqlite_schema WHERE name='broken';
