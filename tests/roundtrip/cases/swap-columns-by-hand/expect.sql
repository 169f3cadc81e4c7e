SELECT a='was b' AND b='was a' FROM t;
SELECT x='was a' FROM v;
