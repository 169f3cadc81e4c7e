-- What PostgreSQL 13 and 14 brought.
ALTER TABLE app.users ALTER note SET COMPRESSION pglz;
CREATE FUNCTION app.body(a integer) RETURNS integer LANGUAGE sql BEGIN ATOMIC SELECT a + count(*)::integer FROM app.users; END;
CREATE FUNCTION app.ret(a integer) RETURNS integer LANGUAGE sql RETURN a * 2;
CREATE TYPE app.multi AS RANGE (subtype = numeric, multirange_type_name = app.many_multi);
CREATE TABLE app.multis (a app.many_multi, b int4multirange);
CREATE STATISTICS app.users_expr ON lower(name), age FROM app.users;
CREATE INDEX users_bloom ON app.users USING brin (name text_bloom_ops(n_distinct_per_range = 33));
