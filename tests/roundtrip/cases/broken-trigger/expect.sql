SELECT count(*)=2 FROM sqlite_schema WHERE type='trigger';
SELECT count(*)=3 FROM t;
