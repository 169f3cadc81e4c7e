INSERT INTO a(rowid,"true",r,n,b,x) VALUES(8,'k',1,'1e3',x'00','1'),(3,NULL,1e300,0.1,'t',1),(2,'','x','x',NULL,9223372036854775807);
