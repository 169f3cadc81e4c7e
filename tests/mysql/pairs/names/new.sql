CREATE TABLE ones (id int PRIMARY KEY, alpha int, beta varchar(30) NOT NULL DEFAULT 'b', gamma int CHECK (gamma > 1), delta_ int, KEY ka (alpha), CONSTRAINT beta_ok CHECK (beta <> '' and beta <> 'z'));
CREATE TABLE two (id int PRIMARY KEY, one_id int, CONSTRAINT two_one FOREIGN KEY (one_id) REFERENCES ones (id));
CREATE TABLE `back``tick` (`we``ird "name"` bigint PRIMARY KEY COMMENT 'c\r\n\\d', `sel;ect` int, `new``col
umn` int, KEY `i``x` (`sel;ect`, `we``ird "name"`));
CREATE TABLE cycle_b (id int PRIMARY KEY, apples int, pears varchar(3) NOT NULL);
CREATE TABLE cycle_a (id bigint PRIMARY KEY, stones date, sticks datetime(2) NOT NULL, leaves double);
