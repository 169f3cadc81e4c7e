CREATE TABLE user_account(id INTEGER PRIMARY KEY, email_addresses TEXT, name TEXT, n);
