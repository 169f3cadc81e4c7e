SELECT count(*)=2 FROM c;
SELECT p=1 FROM n;
SELECT p=2 FROM r;
SELECT "table"='p' FROM pragma_foreign_key_list('c');
