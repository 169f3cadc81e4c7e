#!/bin/sh
# Servers, users and texts that are in the way: clear results, and never a plan
# that drops what merely could not be seen.
. "$(dirname "$0")/lib.sh"
needs mariadb mariadb-dump jq
in_scratch mariadb
my_built
socket=${SM_SCRATCH_URL#*socket=}
new_database app
my app -e "CREATE TABLE a (id int PRIMARY KEY, secret int, KEY (secret));
    CREATE TABLE b (id int); CREATE VIEW v AS SELECT id FROM b;
    CREATE PROCEDURE p () SELECT 1;
    CREATE TRIGGER t BEFORE INSERT ON b FOR EACH ROW SET NEW.id = 1;
    CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1;
    CREATE USER some@localhost IDENTIFIED BY 'pa/ss@w:d?';
    CREATE USER none@localhost; CREATE USER view@localhost;
    CREATE USER whole@localhost;
    GRANT SELECT (id) ON app.a TO some@localhost;
    GRANT SELECT, SHOW VIEW ON app.b TO some@localhost;
    GRANT SELECT, INSERT ON app.b TO view@localhost;
    GRANT SELECT ON app.v TO view@localhost;
    GRANT ALL ON app.* TO whole@localhost"
check "it is read" sh -c "sm-reflect '$(url_of app)' >app.nd"
# user NAME[:PASSWORD] [parameter…]: a URL of app for that user.
user() {
	_user=$1
	shift
	printf 'mariadb://%s@localhost/app?socket=%s' "$_user" "$socket"
	printf '&%s' "$@"
}

# --- who may see what ---------------------------------------------------------
check "all rights on the database: all of it" \
    sh -c "sm-reflect '$(user whole)' >whole.nd"
sm-diff whole.nd app.nd >plan
check "is seen" sh -c "! grep -q '\"op\"' plan"
hasnt "and it isn't limited" whole.nd '"limited"'
check "a user with few rights can read" \
    sh -c "sm-reflect '$(user 'some:pa%2Fss%40w%3Ad%3F')' >some.nd"
has "but says that it is limited" some.nd '"limited":true'
is "a table of which it sees a column is no table" "$(jq -c \
    'select(.name == "a") | [.record, .kind]' some.nd)" '["unreadable","table"]'
sm-diff app.nd some.nd >plan
check "nothing is dropped that it can't see" sh -c \
    "! grep -q '\"op\":\"DROP' plan"
sm-diff some.nd app.nd >plan
check "or made again" sh -c "! grep -q '\"op\":\"ADD' plan"
check "a user who may not see a view's text" \
    sh -c "sm-reflect '$(user view)' >view.nd"
is "doesn't" "$(jq -c 'select(.name == "v") | .record' view.nd)" '"unreadable"'
must_fail "a user without any right on it" sm-reflect "$(user none)"
has "is told so" err "ccess denied"

# --- credentials ---------------------------------------------------------------
must_fail "a wrong password" sm-reflect "$(user some:wr0ng)"
has "is told" err "Access denied"
has "what to do" err "my.cnf"
hasnt "it isn't shown" err wr0ng
must_fail "a URL that can't be read" sm-reflect "mariadb://u:wr0ng%zz@h/app"
hasnt "isn't shown" err wr0ng
hasnt "no password in a snapshot" some.nd w:d
hasnt "in no spelling" some.nd w%3Ad
must_fail "a database that isn't there" sm-reflect "$(url_of gone)"
has "is said" err "Unknown database 'gone'"
must_fail "no database" sm-reflect "$SM_SCRATCH_URL"
has "is said, too" err "names no database"
must_fail "an unknown parameter" sm-reflect "$(user some x=1)"
must_fail "an unknown ssl-mode" sm-reflect "$(user some ssl-mode=x)"
has "the known ones are named" err VERIFY_IDENTITY
must_fail "no server there" sm-reflect "mariadb://root@localhost/app?socket=/no"
has "where to look" err "?socket=PATH"
printf '[client]\nuser=some\npassword="pa/ss@w:d?"\nsocket=%s\n' "$socket" \
    >.my.cnf
chmod 600 .my.cnf
check "an option file says all" sh -c "sm-reflect mariadb:///app >cnf.nd"
jq -c 'del(.source)' cnf.nd >got
jq -c 'del(.source)' some.nd >want
same "of it" got want
printf '[smartmigrate]\nuser=root\npassword=\n' >>.my.cnf
check "its group smartmigrate" sh -c "sm-reflect mariadb:///app >root.nd"
hasnt "comes last" root.nd '"limited"'
rm .my.cnf
check "the environment, too" sh -c "MYSQL_UNIX_PORT='$socket' \
    MYSQL_PWD='pa/ss@w:d?' sm-reflect mysql://some@localhost/app >env.nd"
has "the server says what it is" env.nd '"dialect":"mariadb"'

# --- broken and locked ---------------------------------------------------------
new_database broken
my broken -e "CREATE TABLE t (a int, b int); CREATE VIEW w AS SELECT b FROM t;
    CREATE VIEW x AS SELECT * FROM w; CREATE VIEW good AS SELECT a FROM t;
    ALTER TABLE t DROP COLUMN b"
check "broken views are read past" \
    sh -c "sm-reflect '$(url_of broken)' >broken.nd"
is "and told of" "$(jq -c 'select(.record == "unreadable") | [.kind, .name]' \
    broken.nd | sort)" '["view","w"]
["view","x"]'
has "the others are there" broken.nd '{"record":"view","name":"good"'
has "with their text" broken.nd 'CREATE VIEW `w` AS select `t`.`b`'

my app -e "LOCK TABLES b WRITE; SELECT SLEEP(3)" >/dev/null &
sleep 1
expect_status 0 "a table that another session has locked" \
    sm-reflect --lock-timeout 1s "$(url_of app)"
kill $! 2>/dev/null
wait
new_database busy
my busy -e "CREATE TABLE t (a int)"
(
	for i in 1 2 3 4 5 6 7 8 9; do
		my busy -e "CREATE OR REPLACE TABLE t$i (a int)"
	done
) &
check "a schema that is changed meanwhile" \
    sh -c "sm-reflect '$(url_of busy)' >busy.nd 2>busy.err ||
        grep -q 'being changed while it was read' busy.err"
wait

# --- names -----------------------------------------------------------------------
my -e 'CREATE DATABASE `we``ird "x`; USE `we``ird "x`;
    CREATE TABLE `a``b` (`c``d` int); CREATE VIEW v AS SELECT * FROM `a``b`'
url=$(url_of 'we%60ird%20%22x')
check "a database with such a name" sh -c "sm-reflect '$url' >names.nd"
has "its views are its own" names.nd 'select `a``b`.`c``d` AS `c``d` from `a``b`'

# --- texts -----------------------------------------------------------------------
refused() { # NAME TEXT WORDS-OF-THE-MESSAGE
	printf '%s\n' "$2" >text.sql
	must_fail "$1" sm-reflect -d mariadb text.sql
	has "$1: why" err "$3"
}
refused "another database is written" 'CREATE TABLE app.x (a int);' \
    'names the database app'
refused "or dropped from" 'CREATE TABLE t (a int); DROP TABLE t, app.a;' \
    'names the database app'
refused "or renamed to" 'CREATE TABLE t (a int); RENAME TABLE t TO app.t;' \
    'names the database app'
refused "or written to by a trigger" \
    'CREATE TRIGGER app.t BEFORE INSERT ON app.a FOR EACH ROW SET NEW.a = 1;' \
    'names the database app'
refused "in a version comment" '/*!50000 DROP TABLE app.a */;' \
    'names the database app'
refused "two databases" 'USE one; CREATE TABLE t (a int); USE two;' \
    'a second database, two'
refused "a plugin" "INSTALL SONAME 'ha_connect';" 'not allowed'
refused "a file" "LOAD DATA INFILE '/etc/passwd' INTO TABLE t;" 'not allowed'
refused "an error" 'CREATE TABLE t (a int);

CREATE TABLE u (
  a int,
  b int int
);' 'text.sql:5:'
refused "no end" 'CREATE TABLE t (a int)' 'no semicolon'
refused "no end of a comment" 'CREATE TABLE t (a int); /*!50000 SET' 'never ends'
refused "an inner file" 'SOURCE other.sql;' 'another file'
refused "its other backslashes" "SET sql_mode = 'NO_BACKSLASH_ESCAPES';" \
    NO_BACKSLASH
my_dump app | sed '$d' | sed '/Dump completed/d' >cut.sql
must_fail "a dump that was cut" sm-reflect -d mariadb cut.sql
has "is seen" err "Dump completed"
my_dump --databases app >databases.sql
check "a dump that makes its database" \
    sh -c "sm-reflect -d mariadb databases.sql >dump.nd"
sm-diff app.nd dump.nd >plan
check "is read as the database" sh -c "! grep -q '\"op\"' plan"
is "app is as it was" "$(my app -Ne 'SELECT count(*) FROM
    information_schema.tables WHERE table_schema = "app"')" 3
printf '%s\n' 'CREATE DATABASE x CHARACTER SET latin1; USE x;' \
    'CREATE TABLE t (a varchar(9));' >charset.sql
check "its character set counts" \
    sh -c "sm-reflect -d mariadb charset.sql | grep -q latin1_swedish_ci"
cat >delimiters.sql <<'SQL'
delimiter $$
CREATE PROCEDURE p () BEGIN SELECT ';$'; END$$
CREATE PROCEDURE q () BEGIN SELECT "$$"; # $$ ;
END $$
DELIMITER ;
CREATE TABLE t (a int); -- ; the end
SQL
check "delimiters" sh -c "sm-reflect -d mariadb delimiters.sql >delimiters.nd"
is "end statements" "$(jq -r .name delimiters.nd | tr '\n' ' ')" 'null p q t null '
must_fail "the scratch server may not be the one that is read" \
    sm-reflect -d mariadb charset.sql "$(url_of app)"
has "which is said" err "scratch server is the one"
my -e 'SHOW DATABASES' >databases
hasnt "nothing is left behind" databases smartmigrate_

# --- a server that goes --------------------------------------------------------
cat >slow.sql <<'SQL'
CREATE TABLE t (a int);
DO SLEEP(30);
SQL
sm-reflect -d mariadb slow.sql >out 2>err &
pid=$!
sleep 1
id=$(my -Ne "SELECT id FROM information_schema.processlist
    WHERE info LIKE 'DO SLEEP%'")
my -e "KILL $id"
wait $pid
is "a connection that is killed" $? 2
has "is told of" err "slow.sql:2:"
my -e 'SHOW DATABASES' >databases
hasnt "its database is dropped" databases smartmigrate_

sm-reflect -d mariadb slow.sql >out 2>err &
pid=$!
sleep 1
kill $pid
start=$(date +%s)
wait $pid
is "a signal ends it" $? 143
is "at once" "$(($(date +%s) - start < 10))" 1
my -e 'SHOW DATABASES' >databases
hasnt "and drops its database" databases smartmigrate_
done_testing
