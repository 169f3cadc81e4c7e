SELECT first_names=1 FROM s;
