CREATE TABLE t (id bigint PRIMARY KEY, a integer DEFAULT 5, b text DEFAULT '3',
    c timestamptz, d character varying(40) NOT NULL, e jsonb, f integer DEFAULT 1,
    g bigint CHECK (g > 0), h date, i numeric(12,2), j bigint[]);
CREATE INDEX t_g ON t (g) WHERE g > 5;
INSERT INTO t VALUES (1, '17', 4, '2020-01-01 10:00', 'abc', '{"a": 1}', 1, 7,
    '2020-02-02', 3.25, '{1,2}'), (2, NULL, NULL, NULL, '', NULL, NULL, NULL, NULL,
    NULL, NULL);
