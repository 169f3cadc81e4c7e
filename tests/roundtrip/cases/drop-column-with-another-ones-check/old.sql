CREATE TABLE u(a, kind BIGINT, code INTEGER CHECK(length(kind) >= 1));
