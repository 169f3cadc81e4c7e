CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT, email TEXT);
CREATE TABLE orders(id INTEGER PRIMARY KEY, c INTEGER REFERENCES customer(id));
CREATE INDEX c_name ON customer(name);
CREATE VIEW named AS SELECT name FROM customer;
CREATE TRIGGER tr AFTER INSERT ON orders BEGIN UPDATE customer SET name = name || '+' WHERE id = new.c; END;
