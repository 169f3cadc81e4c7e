SELECT typeof(ty)='integer' AND d='x' FROM t WHERE id=1;
SELECT typeof(ty)='text' FROM t WHERE id=2;
