CREATE TABLE t(a TEXT, b);
CREATE TABLE k(a TEXT PRIMARY KEY, b);
CREATE TABLE named(rowid TEXT, b);
CREATE TABLE every(rowid, oid, _rowid_, b);
