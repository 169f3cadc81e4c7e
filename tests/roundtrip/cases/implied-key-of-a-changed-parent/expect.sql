SELECT coalesce("to",'')='id' FROM pragma_foreign_key_list('c');
