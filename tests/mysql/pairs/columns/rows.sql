SELECT id, email, nick, born, amount, doubled, kept, secret, extra, flags FROM users ORDER BY id;
SELECT * FROM zero;
