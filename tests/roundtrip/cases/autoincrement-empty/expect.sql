SELECT seq=41 FROM sqlite_sequence WHERE name='q';
SELECT coalesce(max(seq),0)=0 FROM sqlite_sequence WHERE name='p';
