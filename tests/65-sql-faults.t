#!/bin/sh
# Scripts of sm-sql under the plain sqlite3 shell, which goes on after an error:
# whatever fails, the database is then exactly the old one or exactly the new one.
# unit/test_sql_faults does the same in one process, over many more cases.
. "$(dirname "$0")/lib.sh"
needs sqlite3

# The statements of a script, one in each file stmt.N.  None of those here has a
# semicolon at a line's end but its own, and triggers end in END;
split() {
	rm -f stmt.*
	awk 'text == "" && (/^--/ || /^$/) { next }
	    { text = text $0 "\n" }
	    text ~ /^CREATE TRIGGER/ && !/END;$/ { next }
	    /;$/ { printf "%s", text >("stmt." ++n); close("stmt." n)
	        text = "" }' "$1"
}

# with N FILE: the script with the file in the place of statement N
with() {
	i=1
	while [ -f stmt.$i ]; do
		[ $i = "$1" ] && cat "$2" || cat stmt.$i
		i=$((i + 1))
	done
}

contents() {
	sqlite3 "$1" .dump
	sqlite3 "$1" 'SELECT * FROM sqlite_sequence' 2>&1
}

make_db() {
	rm -f "$1" "$1"-*
	sqlite3 -bail "$1" "$2"
}

# faults NAME OLD NEW: each statement replaced
faults() {
	make_db old.db "$2"
	make_db new.db "$3"
	pipeline old.db new.db >.log 2>&1 || fail "$1: the pipeline" .log
	split up.sql
	contents old.db >old.dump
	cp old.db it.db
	sqlite3 it.db <up.sql >.log 2>&1 || fail "$1: up" .log
	contents it.db >new.dump
	bad=0 n=0
	: >bad
	for fault in 'SELECT no_such_function();' \
	    'ROLLBACK;
SELECT no_such_function();'; do
		printf '%s\n' "$fault" >fault
		k=1
		while [ -f stmt.$k ]; do
			case $fault$(head -n 1 stmt.$k) in
			ROLLBACK*SAVEPOINT* | ROLLBACK*PRAGMA* | ROLLBACK*BEGIN*)
				k=$((k + 1)) # these write nothing
				continue
				;;
			esac
			cp old.db it.db
			with $k fault | sqlite3 it.db >/dev/null 2>&1
			contents it.db >is.dump
			n=$((n + 1))
			cmp -s is.dump old.dump || cmp -s is.dump new.dump || {
				bad=$((bad + 1))
				echo "$fault for:" && cat stmt.$k is.dump
			} >>bad
			k=$((k + 1))
		done
	done
	[ $bad = 0 ] && [ $n -gt 20 ] && pass "$1: $n faults" ||
	    fail "$1: $bad of $n faults" bad
}

faults "a parent with children, a view, a trigger and a mark" "
CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, a TEXT);
CREATE TABLE c(id INTEGER PRIMARY KEY, p_id INT REFERENCES p(id) ON DELETE
	CASCADE);
CREATE VIEW v AS SELECT a FROM p;
CREATE TRIGGER t AFTER INSERT ON p BEGIN INSERT INTO c(p_id) VALUES(NEW.id); END;
INSERT INTO p VALUES(1,'one'),(2,'two'),(9,'nine'); DELETE FROM p WHERE id=9;" "
CREATE TABLE p(id INTEGER PRIMARY KEY AUTOINCREMENT, a VARCHAR CHECK(a<>''));
CREATE TABLE c(id INTEGER PRIMARY KEY, p_id INT REFERENCES p(id), d UNIQUE);
CREATE VIEW v AS SELECT a, id FROM p;
CREATE TRIGGER t AFTER INSERT ON p BEGIN INSERT INTO c(p_id) VALUES(NEW.id); END;"

faults "renames, dropped columns, a table that names itself" "
CREATE TABLE accounts(id INTEGER PRIMARY KEY, email TEXT, b CHECK(accounts.b>0),
	gone TEXT);
CREATE TABLE other(x REFERENCES accounts(id), y);
CREATE VIEW v AS SELECT email FROM accounts;
INSERT INTO accounts VALUES(1,'e',2,'g'); INSERT INTO other VALUES(1,2);" "
CREATE TABLE account(id INTEGER PRIMARY KEY, email TEXT,
	b INT CHECK(account.b>0));
CREATE TABLE other(x REFERENCES account(id));
CREATE VIEW v AS SELECT email FROM account;"

# refused NAME OLD NEW [MESSAGE]: the rows don't allow it
refused() {
	make_db old.db "$2"
	make_db new.db "$3"
	pipeline old.db new.db >.log 2>&1 || fail "$1: the pipeline" .log
	contents old.db >old.dump
	for client in 'sqlite3' 'sqlite3 -bail'; do
		cp old.db it.db
		$client it.db <up.sql >out 2>&1
		is "$1: $client fails" "$([ $? != 0 ] && echo yes)" yes
		[ -z "${4:-}" ] || has "$1: $client says why" out "$4"
		contents it.db >is.dump
		same "$1: nothing has changed" is.dump old.dump
	done
}

refused "a NULL under NOT NULL" "CREATE TABLE t(a, b); INSERT INTO t
	VALUES(NULL, 1)" "CREATE TABLE t(a NOT NULL DEFAULT 1, b)" 'NOT NULL'
refused "a NULL that would be numbered" "CREATE TABLE t(a INTEGER, b); INSERT
	INTO t VALUES(NULL, 1)" "CREATE TABLE t(a INTEGER PRIMARY KEY, b)" \
	'there are NULLs where none may be'
refused "a row against a CHECK" "CREATE TABLE t(a, b); INSERT INTO t VALUES(1, 1)" \
	"CREATE TABLE t(a CHECK(a>1), b)" CHECK
refused "a value against STRICT" "CREATE TABLE t(a INT); INSERT INTO t
	VALUES('x')" "CREATE TABLE t(a INT) STRICT" 'cannot store TEXT'
refused "duplicates that IGNORE would drop" "CREATE TABLE t(a, b); INSERT INTO t
	VALUES(1, 1), (1, 2)" "CREATE TABLE t(a UNIQUE ON CONFLICT IGNORE, b)" UNIQUE
refused "orphans under a new foreign key" "CREATE TABLE p(id INTEGER PRIMARY KEY);
	CREATE TABLE c(x); INSERT INTO c VALUES(7)" "CREATE TABLE p(id INTEGER PRIMARY
	KEY); CREATE TABLE c(x REFERENCES p(id))" 'rows violate the new foreign key'
refused "NOT NULL without a default, with rows" "CREATE TABLE t(a); INSERT INTO t
	VALUES(1)" "CREATE TABLE t(a, b INT NOT NULL)" 'NOT NULL'

# The database is another than the plan was made from.
make_db old.db "CREATE TABLE t(a, b); INSERT INTO t VALUES(1, 2)"
make_db new.db "CREATE TABLE t(a, b CHECK(b>0))"
check "drift: the pipeline" pipeline old.db new.db
for drift in "ALTER TABLE t ADD COLUMN since" "CREATE INDEX since ON t(a)" \
    "CREATE TRIGGER since AFTER INSERT ON t BEGIN SELECT 1; END" \
    "CREATE TABLE sm_old_t(since)"; do
	cp old.db it.db
	sqlite3 it.db "$drift"
	contents it.db >old.dump
	sqlite3 it.db <up.sql >out 2>&1
	has "drift: $drift: it says so" out \
	    'the database is not what the plan was made from'
	contents it.db >is.dump
	same "drift: $drift: nothing has changed" is.dump old.dump
done

# What is made is there already, and another's; the same plan twice; a plan the
# wrong way round.
make_db old.db "CREATE TABLE a(x, y); INSERT INTO a VALUES(1, 2)"
make_db new.db "CREATE TABLE a(x); CREATE TABLE b(z); CREATE INDEX i ON a(x);
	CREATE VIEW v AS SELECT x FROM a"
check "not the plan's: the pipeline" pipeline old.db new.db
for other in "CREATE TABLE b(other)" "CREATE VIEW v AS SELECT 1" \
    "CREATE TABLE i(other)" "ALTER TABLE a DROP COLUMN y" new; do
	[ "$other" = new ] && cp new.db it.db || {
		cp old.db it.db
		sqlite3 it.db "$other"
	}
	contents it.db >old.dump
	sqlite3 it.db <up.sql >out 2>&1
	has "not the plan's: $other: it says so" out \
	    'the database is not what the plan was made from'
	contents it.db >is.dump
	same "not the plan's: $other: nothing has changed" is.dump old.dump
done
cp old.db it.db
sqlite3 it.db <up.sql >out 2>&1
contents it.db >old.dump
sqlite3 it.db <up.sql >out 2>&1
has "a plan done twice: it says so" out \
    'the database is not what the plan was made from'
contents it.db >is.dump
same "a plan done twice: nothing has changed" is.dump old.dump
make_db old.db "CREATE TABLE t(a, b); INSERT INTO t VALUES(1, 2)"
make_db new.db "CREATE TABLE t(a, b CHECK(b>0))"
check "drift: the pipeline again" pipeline old.db new.db

# A full disk, and a client in its own transaction.
make_db old.db "CREATE TABLE t(a, b); WITH n(i) AS (SELECT 1 UNION ALL SELECT i+1
	FROM n WHERE i<2000) INSERT INTO t SELECT i, hex(randomblob(40)) FROM n"
contents old.db >old.dump
check "full: the pipeline" pipeline old.db new.db
cp old.db it.db
(
	echo "PRAGMA max_page_count=$(sqlite3 it.db 'PRAGMA page_count');"
	cat up.sql
) | sqlite3 it.db >out 2>&1
has "a full disk: it says so" out 'full'
contents it.db >is.dump
same "a full disk: nothing has changed" is.dump old.dump
cp old.db it.db
(
	echo 'PRAGMA foreign_keys=ON;'
	echo 'BEGIN;'
	cat up.sql
) | sqlite3 it.db >out 2>&1
has "a transaction of the client's: it says so" out \
    'the connection is in a transaction'
contents it.db >is.dump
same "a transaction of the client's: nothing has changed" is.dump old.dump

# The shell drops the carriage return of a line end inside a name.
nl='
'
cr=$(printf '\r')
old="CREATE TABLE t(\"a$cr$nl\", b)"
printf '%s' "$old" >o.sql
check "line ends: the old schema" sqlite3 old2.db "$old"
printf '%s' "CREATE TABLE t(\"a$cr$nl\", b CHECK(b>0))" >n.sql
check "line ends: the new one" sqlite3 new2.db "$(cat n.sql)"
check "line ends: the pipeline" pipeline old2.db new2.db
contents old2.db >old.dump
sqlite3 old2.db <up.sql >out 2>&1
has "line ends: the client is told" out 'this client changes line ends'
contents old2.db >is.dump
same "line ends: nothing has changed" is.dump old.dump
done_testing
