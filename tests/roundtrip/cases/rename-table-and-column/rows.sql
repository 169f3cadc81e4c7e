INSERT INTO user_accounts VALUES(1,'e','n',x'00ff');
