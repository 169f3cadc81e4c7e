CREATE TABLE t (id integer CONSTRAINT t_two PRIMARY KEY, a integer CONSTRAINT a_two UNIQUE,
    b integer CONSTRAINT b_two CHECK (b > 0), c integer CONSTRAINT c_two REFERENCES t);
CREATE INDEX i_two ON t (b) WHERE b > 3;
CREATE INDEX j_two ON t (lower(a::text));
INSERT INTO t VALUES (1, 1, 1, 1);
