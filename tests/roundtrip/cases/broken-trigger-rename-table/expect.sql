SELECT count(*)=1 FROM message;
SELECT count(*)=1 FROM sqlite_schema WHERE name='trg';
