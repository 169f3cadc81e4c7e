INSERT INTO shipments VALUES(5,1,1),(9,2,2);
DELETE FROM shipments WHERE id=9;
