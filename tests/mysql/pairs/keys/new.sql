CREATE TABLE orgs (id bigint NOT NULL, code varchar(20) NOT NULL, PRIMARY KEY (id), KEY code2 (code, id));
CREATE TABLE users (id bigint NOT NULL PRIMARY KEY, org_id bigint, boss bigint, code varchar(20),
  KEY org2 (org_id, boss), CONSTRAINT u_org FOREIGN KEY (org_id) REFERENCES orgs (id) ON DELETE SET NULL,
  CONSTRAINT u_boss FOREIGN KEY (boss) REFERENCES users (id),
  CONSTRAINT u_code FOREIGN KEY (code) REFERENCES orgs (code));
CREATE TABLE c (id int PRIMARY KEY, d int, KEY (d)); CREATE TABLE d (id int PRIMARY KEY, c int, FOREIGN KEY (c) REFERENCES c (id));
ALTER TABLE c ADD CONSTRAINT cd FOREIGN KEY (d) REFERENCES d (id) ON UPDATE CASCADE;
CREATE TABLE text_ (id int PRIMARY KEY, x text, y text, FULLTEXT KEY x (x), FULLTEXT KEY y (y));
CREATE TABLE kid (id int PRIMARY KEY AUTO_INCREMENT, m varchar(9), FULLTEXT KEY (m), FOREIGN KEY (id) REFERENCES text_ (id));
