INSERT INTO p VALUES(3,'three'),(7,'seven');
DELETE FROM p WHERE id=7;
DELETE FROM log;
