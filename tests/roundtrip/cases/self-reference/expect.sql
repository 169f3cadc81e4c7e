SELECT count(*)=3 FROM tree;
SELECT "table"='tree' FROM pragma_foreign_key_list('tree');
