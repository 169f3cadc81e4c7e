INSERT INTO customers VALUES(1,'red',2);
