CREATE TABLE users (
  nick varchar(20) CHARACTER SET latin1 DEFAULT 'y',
  id bigint unsigned NOT NULL AUTO_INCREMENT,
  created datetime NOT NULL DEFAULT current_timestamp() COMMENT 'when',
  email varchar(80) NOT NULL COMMENT 'it''s \\ the "mail"',
  born datetime,
  seen timestamp(3) NOT NULL DEFAULT current_timestamp(3) ON UPDATE current_timestamp(3),
  flags set('a','b','c') NOT NULL DEFAULT 'a,b',
  amount decimal(10,2) DEFAULT 0,
  doubled decimal(9,2) GENERATED ALWAYS AS (amount * 3) VIRTUAL,
  kept int GENERATED ALWAYS AS (amount + 1) STORED,
  secret varchar(10) DEFAULT 's',
  extra longtext DEFAULT (concat('a', 'b')),
  PRIMARY KEY (id, nick),
  UNIQUE KEY email (email DESC),
  KEY nick (nick(6), born),
  KEY kept (kept),
  CONSTRAINT amount_ok CHECK (amount >= 0 and amount < 1000)
) COMMENT 'new';
CREATE TABLE zero (id int NOT NULL AUTO_INCREMENT PRIMARY KEY, v int);
