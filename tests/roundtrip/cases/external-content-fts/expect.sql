SELECT rowid=12 FROM ft WHERE ft MATCH 'delta';
SELECT title='gamma' FROM ft WHERE ft MATCH 'delta';
