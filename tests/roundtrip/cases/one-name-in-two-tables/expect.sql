SELECT x='L' AND y='R' FROM v;
