CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s');
CREATE TABLE t (id integer PRIMARY KEY, m mood DEFAULT 'ok' NOT NULL);
INSERT INTO t VALUES (1, 'sad'), (2, 'it''s');
