SELECT group_concat(rowid)='-5,10,9223372036854775807' FROM (SELECT rowid FROM t ORDER BY rowid);
SELECT rowid=7 FROM k;
SELECT oid=70 AND rowid='not 70' FROM named;
SELECT b=0 AND rowid=3 FROM every;
