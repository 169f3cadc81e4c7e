SELECT count(*)=1 FROM i;
