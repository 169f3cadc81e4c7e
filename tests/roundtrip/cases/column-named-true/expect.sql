SELECT a."true"='t' AND a."false"='f' FROM a;
