INSERT INTO product VALUES('d','c');
INSERT INTO category VALUES(1,2);
INSERT INTO shipment VALUES(3,1);
