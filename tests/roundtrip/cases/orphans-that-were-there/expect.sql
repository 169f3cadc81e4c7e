SELECT count(*)=2 FROM c;
SELECT count(*)=1 FROM pragma_foreign_key_check('c');
