INSERT INTO a (v) VALUES ('new');
INSERT INTO c (v) VALUES ('new');
INSERT INTO e (v) VALUES ('new');
INSERT INTO f (v) VALUES ('new');
DELETE FROM a WHERE v = 'new';
DELETE FROM c WHERE v = 'new';
DELETE FROM e WHERE v = 'new';
DELETE FROM f WHERE v = 'new';
