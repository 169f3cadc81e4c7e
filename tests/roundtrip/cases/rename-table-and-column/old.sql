CREATE TABLE user_accounts(id INTEGER PRIMARY KEY, email_address TEXT, name TEXT, n);
