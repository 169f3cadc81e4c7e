CREATE TABLE people(id INTEGER PRIMARY KEY, first_names TEXT CHECK(first_names <> 'x'), g TEXT AS (first_names || '.') VIRTUAL, UNIQUE(first_names));
CREATE INDEX fn ON people(lower(first_names)) WHERE first_names > 'a';
CREATE VIEW v AS SELECT id, first_names AS n FROM people;
CREATE TRIGGER tr AFTER UPDATE OF first_names ON people BEGIN SELECT new.first_names; END;
CREATE TABLE kids(p TEXT REFERENCES people(first_names));
