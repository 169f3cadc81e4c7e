SELECT email_addresses='e' AND n=x'00ff' FROM user_account;
