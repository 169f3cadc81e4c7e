SELECT count(*)=2 AND sum(quantity)=84 FROM m;
