SELECT a='red' FROM customer;
SELECT count(*)=1 FROM sqlite_schema WHERE name='broken';
