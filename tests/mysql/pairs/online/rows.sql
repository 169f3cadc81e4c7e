SELECT id, y, x, e, v, s, z FROM b;
SELECT * FROM b2;
SELECT id, x, y, z FROM b4;
