INSERT INTO t(id,ty,nn,c,nc) VALUES(1,'12','n','c','m'),(2,'x12','n',NULL,'');
