INSERT INTO doc(rowid,title,body) VALUES(5,'alpha','beta'),(12,'gamma','delta');
