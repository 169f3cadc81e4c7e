INSERT INTO customers VALUES(1,'a','e'),(2,'b',NULL);
INSERT INTO orders VALUES(1,1),(2,99);
