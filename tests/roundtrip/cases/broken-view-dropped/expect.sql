SELECT count(*)=0 FROM sqlite_schema WHERE name='v';
