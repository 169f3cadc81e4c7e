SELECT c=5 AND d='5' AND e='5q' FROM t;
