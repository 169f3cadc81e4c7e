CREATE TYPE mood AS ENUM ('worst', 'sad', 'so so', 'ok', 'it''s', 'best');
CREATE TABLE t (id integer PRIMARY KEY, m mood DEFAULT 'best' NOT NULL,
    n mood DEFAULT 'so so', CHECK (m <> 'worst'));
INSERT INTO t VALUES (1, 'sad'), (2, 'it''s');
