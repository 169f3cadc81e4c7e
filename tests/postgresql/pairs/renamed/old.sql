CREATE TABLE t (id integer CONSTRAINT t_one PRIMARY KEY, a integer CONSTRAINT a_one UNIQUE,
    b integer CONSTRAINT b_one CHECK (b > 0), c integer CONSTRAINT c_one REFERENCES t);
CREATE INDEX i_one ON t (b) WHERE b > 3;
CREATE INDEX j_one ON t (lower(a::text));
INSERT INTO t VALUES (1, 1, 1, 1);
