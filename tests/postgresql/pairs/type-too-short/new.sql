CREATE TABLE t (id integer PRIMARY KEY, a character varying(10), b bigint);
