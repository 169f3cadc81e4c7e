CREATE TABLE customers(id INTEGER PRIMARY KEY, a, b);
CREATE VIEW broken AS SELECT nope FROM nowhere;
