SELECT a='was a' AND b='was b' FROM t;
