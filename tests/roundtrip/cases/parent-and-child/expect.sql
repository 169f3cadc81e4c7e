SELECT count(*)=2 FROM child;
SELECT count(*)=2 FROM parent;
SELECT count(*)=0 FROM pragma_foreign_key_check;
