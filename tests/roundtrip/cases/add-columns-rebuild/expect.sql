SELECT count(*)=3 FROM t WHERE now > '2020' AND e=3;
SELECT s='one!' FROM t WHERE id=1;
