CREATE TABLE orgs (id bigint PRIMARY KEY, name text NOT NULL, slug character varying(40));
CREATE TABLE users (id integer PRIMARY KEY,
    org bigint CONSTRAINT users_org REFERENCES orgs, email text NOT NULL UNIQUE,
    age integer CONSTRAINT age_ok CHECK (age > 0), state text DEFAULT 'fresh',
    seen timestamptz DEFAULT '2020-01-01 00:00:00+00' NOT NULL);
COMMENT ON TABLE users IS 'it''s; a "comment" -- with $$';
CREATE INDEX users_age ON users (age DESC);
CREATE INDEX users_seen ON users (seen) WHERE state <> 'old';
CREATE VIEW adults AS SELECT id, email, seen FROM users WHERE age > 18;
CREATE TABLE posts (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    author integer REFERENCES users ON DELETE CASCADE);
CREATE INDEX posts_author ON posts (author);
CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN NEW.state := ''x''; RETURN NEW; END';
CREATE TRIGGER t BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION f();
INSERT INTO orgs VALUES (1, 'a', 'b'), (2, 'c', NULL);
INSERT INTO users VALUES (1, 1, 'x', 20, 'new'), (2, 2, 'y', 30, 'old');
