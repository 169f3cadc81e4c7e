CREATE TABLE messages(a PRIMARY KEY, b_column);
CREATE TRIGGER trg AFTER UPDATE ON messages BEGIN INSERT INTO nowhere(x) SELECT a FROM messages; END;
