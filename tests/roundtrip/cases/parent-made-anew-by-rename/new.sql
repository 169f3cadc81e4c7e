CREATE TABLE category(description TEXT, code TEXT PRIMARY KEY);
CREATE TABLE shipment(weight TEXT, to_ TEXT REFERENCES category ON DELETE CASCADE);
