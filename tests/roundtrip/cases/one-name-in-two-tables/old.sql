CREATE TABLE l(id INTEGER PRIMARY KEY, title_text TEXT);
CREATE TABLE r(id INTEGER PRIMARY KEY, title_text TEXT, l INTEGER);
CREATE VIEW v AS SELECT l.title_text AS x, r.title_text AS y FROM l JOIN r ON r.l = l.id;
CREATE TRIGGER tr AFTER INSERT ON l BEGIN UPDATE r SET title_text = new.title_text WHERE r.l = new.id; END;
