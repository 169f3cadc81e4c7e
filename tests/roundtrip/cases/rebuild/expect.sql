SELECT seq=7 FROM sqlite_sequence WHERE name='p';
SELECT count(*)=1 FROM sqlite_sequence;
SELECT count(*)=1 FROM vv;
SELECT count(*)=0 FROM log;
SELECT count(*)=2 FROM sqlite_schema WHERE type='index' AND tbl_name='p';
SELECT count(*)=3 FROM sqlite_schema WHERE type='trigger';
