CREATE TABLE users (
  id int NOT NULL AUTO_INCREMENT,
  email varchar(60) NOT NULL COMMENT 'it''s \\ the "mail"',
  nick varchar(20) CHARACTER SET latin1 DEFAULT 'x',
  born date,
  seen timestamp(3) NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3),
  flags set('a','b') NOT NULL DEFAULT 'a',
  amount decimal(8,2) DEFAULT 0,
  doubled decimal(9,2) GENERATED ALWAYS AS (amount * 2) VIRTUAL,
  kept int GENERATED ALWAYS AS (amount + 1) VIRTUAL,
  secret varchar(10) INVISIBLE DEFAULT 's',
  gone text,
  PRIMARY KEY (id),
  UNIQUE KEY email (email),
  KEY nick (nick(5)),
  KEY kept (kept),
  CONSTRAINT amount_ok CHECK (amount >= 0)
) COMMENT 'old';
INSERT INTO users (email, nick, born, amount, gone) VALUES ('a@x', 'a', '2000-01-01', 1.5, 'z'), ('b@x', 'bb', NULL, NULL, NULL), ('c@x', 'ccc', '1999-12-31', 3, '');
CREATE TABLE zero (id int NOT NULL PRIMARY KEY, v int);
INSERT INTO zero VALUES (0, 1), (7, 2);
