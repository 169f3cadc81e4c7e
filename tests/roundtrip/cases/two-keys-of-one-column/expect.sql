SELECT count(*)=2 FROM pragma_foreign_key_list('c');
