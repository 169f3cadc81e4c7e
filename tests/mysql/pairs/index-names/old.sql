CREATE TABLE p (id int PRIMARY KEY, a int, b int, c varchar(50), g int AS (a + 1) VIRTUAL,
  KEY a_one (a), KEY b_key (b), UNIQUE KEY c_key (c(10)), KEY twin (a, b), KEY twin2 (a, b), KEY hidden (b, a));
CREATE TABLE c (id int PRIMARY KEY, pa int, KEY child (pa), CONSTRAINT c_p FOREIGN KEY (pa) REFERENCES p (id));
INSERT INTO p (id, a, b, c) VALUES (1, 2, 3, 'x');
INSERT INTO c VALUES (1, 1), (2, NULL);
