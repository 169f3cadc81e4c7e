CREATE TABLE p (id int PRIMARY KEY, aa int, b int, c varchar(50), g int AS (aa + 1) VIRTUAL,
  KEY a_two (aa), KEY b_name (b), UNIQUE KEY c_name (c(10)), KEY twin3 (aa, b), KEY hidden (b, aa) IGNORED);
CREATE TABLE c (id int PRIMARY KEY, pa int, KEY child2 (pa), CONSTRAINT c_p FOREIGN KEY (pa) REFERENCES p (id));
