CREATE TABLE t (id integer PRIMARY KEY, a text DEFAULT '5', b integer DEFAULT 3,
    c timestamp, d character varying(20) NOT NULL, e json, f boolean DEFAULT true,
    g integer CHECK (g > 0), h text, i numeric(10,2), j integer[]);
CREATE INDEX t_g ON t (g) WHERE g > 5;
INSERT INTO t VALUES (1, '17', 4, '2020-01-01 10:00', 'abc', '{"a": 1}', true, 7,
    '2020-02-02', 3.25, '{1,2}'), (2, NULL, NULL, NULL, '', NULL, NULL, NULL, NULL,
    NULL, NULL);
