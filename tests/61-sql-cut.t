#!/bin/sh
# A plan with any one op taken out: SQL without that op, or a refusal that names
# what needs it; and the way back from there is the old schema.
. "$(dirname "$0")/lib.sh"
needs sqlite3 jq

# What the database lacks still: the ops' names and objects.
left() {
	sm-reflect "$1" | sm-diff - new.ndjson | sm-renames |
	    jq -r 'select(.record=="op") | "\(.op) \(.name // .column // .table)"'
}

# cut NAME OLD NEW: old.db is made anew for each op
cut_each() {
	rm -f old.db new.db
	sqlite3 -bail old.db "$2" && sqlite3 -bail new.db "$3" &&
	    pipeline old.db new.db >.log 2>&1 || {
		fail "$1: the pipeline" .log
		return
	}
	jq -r 'select(.record=="op").id' plan.ndjson >ids
	refused=0 done=0
	while read -r id; do
		one "$1" "$id"
	done <ids
	is "$1: some are refused, some done" \
	    "$([ $refused -gt 0 ] && [ $done -gt 0 ] && echo yes)" yes
}

one() {
	op=$(jq -r --arg id "$2" 'select(.id == $id) |
	    "\(.op) \(.name // .column // .table)"' plan.ndjson | tr '\n' ' ')
	op=${op% }
	jq -c --arg id "$2" 'select(.id != $id)' plan.ndjson >cut.ndjson
	sm-sql --allow-danger cut.ndjson >cut.sql 2>err
	status=$?
	if [ $status = 2 ]; then
		refused=$((refused + 1))
		if [ -s cut.sql ] || ! grep -q 'needs\|along\|stays' err ||
		    ! grep -q '^hint: ' err; then
			fail "$1 without $op: a refusal" err
		else
			pass "$1 without $op is refused"
		fi
		return
	fi
	done=$((done + 1))
	rm -f cut.db
	cp old.db cut.db
	if [ $status != 0 ] || grep -q "^-- .* $2 " cut.sql ||
	    ! sqlite3 -bail cut.db <cut.sql >.log 2>&1; then
		fail "$1 without $op" err .log
		return
	fi
	left cut.db >left
	has "$1 without $op: it alone is left" left "$op"
	sm-sql --down --allow-danger cut.ndjson >cut.sql 2>err &&
	    sqlite3 -bail cut.db <cut.sql >.log 2>&1 || {
		fail "$1 without $op: down" err .log
		return
	}
	sm-reflect cut.db >is.ndjson
	check "$1 without $op: down leads back" \
	    sm-diff --exit-code is.ndjson old.ndjson
}

cut_each "much of everything" "
CREATE TABLE a(id INTEGER PRIMARY KEY, x TEXT UNIQUE, y INT,
	gone INT REFERENCES b(id));
CREATE TABLE b(id INTEGER PRIMARY KEY, n TEXT, a_id INT REFERENCES a(id));
CREATE INDEX ia ON a(y, gone); CREATE INDEX ib ON b(n);
CREATE VIEW va AS SELECT gone, n FROM a JOIN b ON b.id=a.gone;
CREATE VIEW vs AS SELECT * FROM a;
CREATE TRIGGER tb AFTER INSERT ON b BEGIN UPDATE a SET gone=1; END;
CREATE TRIGGER ta AFTER UPDATE OF gone ON a BEGIN SELECT 1; END;
INSERT INTO b VALUES(1,'n',1);
INSERT INTO a VALUES(1,'x',2,NULL),(2,NULL,3,NULL);" "
CREATE TABLE a(id INTEGER PRIMARY KEY, x TEXT UNIQUE, y INT,
	fresh INT GENERATED ALWAYS AS (y+1) VIRTUAL,
	z TEXT DEFAULT 'z' CHECK(z<>''));
CREATE INDEX ia ON a(y, fresh); CREATE INDEX iz ON a(z) WHERE fresh>0;
CREATE VIEW va AS SELECT fresh FROM a; CREATE VIEW vs AS SELECT * FROM a;
CREATE TABLE q(id INTEGER PRIMARY KEY, r INT REFERENCES a(id),
	s INT REFERENCES w(id)); CREATE INDEX iq ON q(r);
CREATE TABLE w(id INTEGER PRIMARY KEY); CREATE VIEW vq AS SELECT r FROM q;
CREATE TRIGGER tq AFTER INSERT ON q BEGIN UPDATE w SET id=id+1 WHERE 0; END;"

cut_each "renames" "
CREATE TABLE user_accounts(id INTEGER PRIMARY KEY, email TEXT, first_name TEXT,
	last TEXT, a INT, b INT);
CREATE TABLE posts(id INTEGER PRIMARY KEY, author_id INT
	REFERENCES user_accounts(id));
CREATE INDEX iu ON user_accounts(first_name);
CREATE VIEW vu AS SELECT first_name FROM user_accounts;
CREATE TRIGGER tu AFTER INSERT ON user_accounts BEGIN
	UPDATE posts SET author_id=NEW.id WHERE author_id IS NULL; END;
INSERT INTO user_accounts VALUES(1,'e','f','l',1,2);
INSERT INTO posts VALUES(1,1);" "
CREATE TABLE user_account(id INTEGER PRIMARY KEY, email TEXT, first_names TEXT,
	last TEXT, a INT CHECK(a<9), b INT, c TEXT);
CREATE TABLE posts(id INTEGER PRIMARY KEY, author_id INT
	REFERENCES user_account(id), n INT);
CREATE INDEX iu ON user_account(first_names);
CREATE VIEW vu AS SELECT first_names, c FROM user_account;
CREATE TRIGGER tu AFTER INSERT ON user_account BEGIN
	UPDATE posts SET author_id=NEW.id, n=1 WHERE author_id IS NULL; END;"

cut_each "what is broken" "
CREATE TABLE customers(id INTEGER PRIMARY KEY, email TEXT, b INT);
CREATE VIEW bad AS SELECT nope FROM nada;
CREATE TRIGGER badt AFTER INSERT ON customers BEGIN SELECT * FROM nada; END;
CREATE VIEW ok AS SELECT email FROM customers;" "
CREATE TABLE customer(id INTEGER PRIMARY KEY, email TEXT NOT NULL);
CREATE VIEW bad AS SELECT nope FROM nada;
CREATE VIEW ok AS SELECT email, 1 FROM customer;"

cut_each "a table that a view replaces" "
CREATE TABLE m(id);
CREATE TABLE u(id);
CREATE TRIGGER trg AFTER UPDATE ON m BEGIN SELECT 1; END;" "
CREATE TABLE u(id);
CREATE VIEW m AS SELECT id FROM u;"
done_testing
