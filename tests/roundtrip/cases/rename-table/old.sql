CREATE TABLE customers(id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE orders(id INTEGER PRIMARY KEY, c INTEGER REFERENCES customers(id));
CREATE INDEX c_name ON customers(name);
CREATE VIEW named AS SELECT name FROM customers;
CREATE TRIGGER tr AFTER INSERT ON orders BEGIN UPDATE customers SET name = name || '+' WHERE id = new.c; END;
