SELECT seq=4 FROM sqlite_sequence WHERE name='p';
SELECT count(*)=1 FROM p;
