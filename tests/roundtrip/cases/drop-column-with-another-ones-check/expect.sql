SELECT count(*)=1 FROM u;
SELECT sql LIKE '%length(kind) >= 1%' FROM sqlite_schema WHERE name='u';
