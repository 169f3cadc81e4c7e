CREATE TABLE t(id INTEGER PRIMARY KEY, a TEXT, b INTEGER NOT NULL);
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema VALUES('table','gone','gone',0,'CREATE VIRTUAL TABLE gone USING no_such_module(a)');
PRAGMA writable_schema=OFF;
