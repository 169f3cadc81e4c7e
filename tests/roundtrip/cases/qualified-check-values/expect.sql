SELECT group_concat(rowid)='2,3,8' FROM (SELECT rowid FROM a ORDER BY rowid);
SELECT "a"."true"='k' AND typeof(x)='text' AND typeof(n)='integer' FROM a WHERE rowid=8;
SELECT typeof(b)='text' AND a."true" IS NULL FROM a WHERE rowid=3;
