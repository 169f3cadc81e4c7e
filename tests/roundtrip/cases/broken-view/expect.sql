SELECT colours='red' FROM t;
SELECT sql LIKE '%SELECT nope FROM nowhere%' FROM sqlite_schema WHERE name='broken';
