CREATE TABLE u(a CHECK(length(kind) >= 1), kind BIGINT);
