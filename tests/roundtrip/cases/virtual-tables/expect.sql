SELECT count(*)=1 FROM box;
SELECT count(*)=0 FROM new;
