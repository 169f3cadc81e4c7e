CREATE TABLE orgs (id int NOT NULL, code varchar(10) NOT NULL, PRIMARY KEY (id), KEY code (code));
CREATE TABLE users (id int NOT NULL PRIMARY KEY, org_id int, boss int, code varchar(10),
  KEY org (org_id), CONSTRAINT u_org FOREIGN KEY (org_id) REFERENCES orgs (id) ON DELETE CASCADE,
  CONSTRAINT u_boss FOREIGN KEY (boss) REFERENCES users (id),
  CONSTRAINT u_code FOREIGN KEY (code) REFERENCES orgs (code));
CREATE TABLE a (id int PRIMARY KEY, b int); CREATE TABLE b (id int PRIMARY KEY, a int, CONSTRAINT ba FOREIGN KEY (a) REFERENCES a (id));
ALTER TABLE a ADD CONSTRAINT ab FOREIGN KEY (b) REFERENCES b (id);
CREATE TABLE parent (id int PRIMARY KEY); CREATE TABLE child (id int PRIMARY KEY, p int, CONSTRAINT cp FOREIGN KEY (p) REFERENCES parent (id));
CREATE TABLE text_ (id int PRIMARY KEY, x text, y text);
INSERT INTO orgs VALUES (1, 'one'), (2, 'two'); INSERT INTO users VALUES (1, 1, NULL, 'one'), (2, 2, 1, 'two');
INSERT INTO a VALUES (1, NULL); INSERT INTO b VALUES (1, 1);
