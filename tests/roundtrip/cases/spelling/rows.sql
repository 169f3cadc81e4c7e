INSERT INTO t VALUES(1,'one',NULL),(2,NULL,NULL),(5,'it''s
--x',NULL);
