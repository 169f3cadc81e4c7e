SELECT seq=9 FROM sqlite_sequence WHERE name='shipment';
SELECT count(*)=1 FROM sqlite_sequence;
