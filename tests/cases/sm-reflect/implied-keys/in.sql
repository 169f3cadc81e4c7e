-- The parent's key, where a foreign key doesn't name it: before the parent is
-- made, in the key's own order, of itself; not where it can't be (no parent, no
-- key, another number of columns).
CREATE TABLE kid(a REFERENCES pair, b, c REFERENCES gone, d REFERENCES keyless,
	e REFERENCES kid2, FOREIGN KEY (b, a) REFERENCES Pair);
CREATE TABLE pair(x, y, z, PRIMARY KEY (z, x));
CREATE TABLE keyless(x UNIQUE);
CREATE TABLE kid2(id INTEGER PRIMARY KEY, up REFERENCES kid2);
