INSERT INTO people(id, first_name) VALUES(1,'Ann'),(2,NULL);
INSERT INTO kids VALUES('Ann');
