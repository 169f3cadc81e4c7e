CREATE TABLE orgs (id integer PRIMARY KEY, name text, slug character varying(20));
CREATE TABLE users (id integer PRIMARY KEY, org integer, email text,
    age integer, state text DEFAULT 'new');
CREATE INDEX users_age ON users (age);
CREATE VIEW adults AS SELECT id, email FROM users WHERE age > 17;
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f();
INSERT INTO orgs VALUES (1, 'a', 'b'), (2, 'c', NULL);
INSERT INTO users VALUES (1, 1, 'x', 20, 'new'), (2, 2, 'y', 30, 'old');
