-- What PostgreSQL 15 brought.
CREATE TABLE app.fifteen (a integer, b integer, c integer, UNIQUE NULLS NOT DISTINCT (a, b),
    FOREIGN KEY (a, b) REFERENCES app.fifteen (a, b) ON DELETE SET NULL (b));
CREATE UNIQUE INDEX fifteen_nd ON app.fifteen (c) NULLS NOT DISTINCT;
CREATE VIEW app.invoker WITH (security_invoker = true) AS SELECT * FROM app.fifteen;
CREATE UNLOGGED SEQUENCE app.unlogged_seq;
CREATE PUBLICATION pub_schema FOR TABLES IN SCHEMA "Odd ""Schema"".x", app;
CREATE PUBLICATION pub_some FOR TABLE app.fifteen (a, b) WHERE (a > 5) WITH (publish_via_partition_root);
