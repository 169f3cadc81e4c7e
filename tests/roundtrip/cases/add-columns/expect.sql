SELECT count(*)=3 FROM t WHERE d='it''s' AND plain IS NULL AND f IS NULL;
SELECT g=2 FROM t WHERE id=1;
