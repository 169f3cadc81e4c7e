CREATE TABLE one (id int PRIMARY KEY, alpha int, beta varchar(20) NOT NULL DEFAULT 'b', gamma int CHECK (gamma > 0), delta int, KEY ka (alpha), CONSTRAINT beta_ok CHECK (beta <> ''));
CREATE TABLE two (id int PRIMARY KEY, one_id int, CONSTRAINT two_one FOREIGN KEY (one_id) REFERENCES one (id));
CREATE TABLE `back``tick` (`we``ird "name"` int PRIMARY KEY, `sel;ect` int, KEY `i``x` (`sel;ect`));
CREATE TABLE cycle_a (id int PRIMARY KEY, apples int, pears varchar(3) NOT NULL);
CREATE TABLE cycle_b (id bigint PRIMARY KEY, stones date, sticks datetime(2) NOT NULL, leaves double);
INSERT INTO one VALUES (1, 2, 'x', 3, 4), (2, 3, 'y', 4, 5);
INSERT INTO two VALUES (1, 1), (2, 2);
INSERT INTO cycle_a VALUES (1, 1, 'x'); INSERT INTO cycle_b VALUES (1, NULL, '2001-01-01', 2), (2, NULL, '2001-01-01', 2);
