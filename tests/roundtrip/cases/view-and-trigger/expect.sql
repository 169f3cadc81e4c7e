SELECT count(y)=2 FROM made;
