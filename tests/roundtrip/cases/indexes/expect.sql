SELECT count(*)=3 FROM sqlite_schema WHERE type='index';
