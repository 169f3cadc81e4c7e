SELECT count(*)=3 FROM t;
SELECT count(*)=0 FROM u;
SELECT count(*)=1 FROM pragma_foreign_key_list('u');
SELECT count(*)=1 FROM sqlite_schema WHERE name='u_x';
