CREATE TABLE people(id INTEGER PRIMARY KEY, first_name TEXT CHECK(first_name <> 'x'), g TEXT AS (first_name || '.') VIRTUAL, UNIQUE(first_name));
CREATE INDEX fn ON people(lower(first_name)) WHERE first_name > 'a';
CREATE VIEW v AS SELECT id, first_name AS n FROM people;
CREATE TRIGGER tr AFTER UPDATE OF first_name ON people BEGIN SELECT new.first_name; END;
CREATE TABLE kids(p TEXT REFERENCES people(first_name));
