SELECT count(*)=1 FROM p;
SELECT count(*)=1 FROM sqlite_schema WHERE name='i';
