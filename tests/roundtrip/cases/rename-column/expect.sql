SELECT first_names='Ann' AND g='Ann.' FROM people WHERE id=1;
SELECT n='Ann' FROM v WHERE id=1;
SELECT count(*)=0 FROM pragma_foreign_key_check;
