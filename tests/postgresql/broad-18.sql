-- What PostgreSQL 16 to 18 brought.
CREATE TABLE app.eighteen (id int4range, valid tstzrange, a integer CONSTRAINT a_there NOT NULL, b integer,
    v integer GENERATED ALWAYS AS (a + 1) VIRTUAL, CONSTRAINT lax CHECK (a > 0) NOT ENFORCED,
    CONSTRAINT eighteen_pk PRIMARY KEY (id, valid WITHOUT OVERLAPS));
ALTER TABLE app.eighteen ADD CONSTRAINT b_there NOT NULL b NOT VALID;
CREATE TABLE app.eighteen_ref (id int4range, valid tstzrange, c integer NOT NULL NO INHERIT,
    FOREIGN KEY (id, PERIOD valid) REFERENCES app.eighteen (id, PERIOD valid),
    d bigint REFERENCES app.orgs NOT ENFORCED);
CREATE COLLATION app.builtin (provider = builtin, locale = 'C.UTF-8');
