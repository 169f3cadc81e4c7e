CREATE TABLE a("true" TEXT, "false" TEXT, n INTEGER, CHECK(a.n IS NOT 3));
