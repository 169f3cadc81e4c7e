CREATE TABLE doc(title TEXT, body TEXT);
CREATE VIRTUAL TABLE ft USING fts5(title, body, content='doc');
CREATE TRIGGER doc_ai AFTER INSERT ON doc BEGIN INSERT INTO ft(rowid, title, body) VALUES(new.rowid, new.title, new.body); END;
