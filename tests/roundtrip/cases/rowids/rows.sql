INSERT INTO t(rowid,a,b) VALUES(10,'x',1),(-5,'y',2),(9223372036854775807,'z',3);
INSERT INTO k(rowid,a,b) VALUES(7,'k',1);
INSERT INTO named(oid,rowid,b) VALUES(70,'not 70',1);
INSERT INTO every VALUES(3,2,1,0);
