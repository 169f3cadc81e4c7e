SELECT count(*)=1 FROM "select";
SELECT count(*)=1 FROM "two words";
SELECT count(*)=1 FROM "it's";
SELECT count(*)=1 FROM "dq""dq";
SELECT count(*)=1 FROM "back`tick";
SELECT count(*)=1 FROM "[x]";
SELECT count(*)=1 FROM "new
line";
SELECT count(*)=1 FROM "-- c";
SELECT count(*)=1 FROM "*/";
SELECT count(*)=1 FROM "café";
SELECT count(*)=1 FROM "😀";
SELECT count(*)=1 FROM "semi;colon";
SELECT count(*)=1 FROM "%s";
