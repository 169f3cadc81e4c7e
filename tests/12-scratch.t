#!/bin/sh
# sm-scratch: a server is there while the command runs, and nothing is left of it
# afterwards, whatever ended first.
. "$(dirname "$0")/lib.sh"
needs psql perl timeout python3
sm-scratch postgresql true 2>err || {
	grep -q 'there is no ' err && skip_all "$(cat err)"
}
root=
[ "$(id -u)" = 0 ] && root=yes

# Whatever is made is made here, so that it can be seen; it must be reached by the
# user as whom root's server runs.
chmod 755 .
mkdir -m 1777 t
TMPDIR=$SCRATCH/t
export TMPDIR

# What is left: files, processes that work there or name it.
left() {
	ls -A "$TMPDIR"
	# shellcheck disable=SC2010 # one call for all processes
	ls -l /proc/[0-9]*/cwd 2>/dev/null | grep -F " -> $TMPDIR/"
	ps -eo pid=,args= | grep -F "$TMPDIR/sm-scratch" | grep -v grep
}
# gone NAME: nothing is left, if not now then soon.
gone() {
	for _i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		left >.left
		[ -s .left ] || break
		sleep 0.5
	done
	check "$1: nothing is left" test ! -s .left
	[ ! -s .left ] || sed 's/^/# /' .left
}
# ends N NAME COMMAND…: with that status, and nothing is left.
ends() {
	expect_status "$@"
	gone "$2"
}
# The commands' part: d is the server's directory, pm its first process.
cat >here.sh <<'SH'
d=${SM_SCRATCH_URL#*host=} d=${d%%&*}
pm=$(head -n 1 "$d/data/postmaster.pid")
sql() { psql -qAtX -c "$1" "$SM_SCRATCH_URL"; }
SH
# begin COMMAND…: sm-scratch in the background, with signals as at a terminal;
# returns when the command has made the file up.
begin() {
	rm -f up
	# shellcheck disable=SC2016 # perl's
	perl -e '$SIG{$_} = "DEFAULT" for "INT", "QUIT"; exec @ARGV' \
	    sm-scratch "$@" >out 2>err &
	scratch=$!
	_n=0
	until [ -e up ] || [ $((_n += 1)) -gt 600 ]; do sleep 0.05; done
}
ended() {
	wait $scratch 2>/dev/null
	is "$1: status" $? "$2"
	gone "$1"
}

# --- it works -------------------------------------------------------------------
ends 0 "a command" sm-scratch postgresql sh -c '. ./here.sh
    sql "SELECT current_user, current_database(),
        current_setting('\''server_encoding'\''), upper('\''ä'\''),
        current_setting('\''TimeZone'\''),
        current_setting('\''listen_addresses'\'')"
    psql -qAtX -c "SHOW fsync" "$SM_SCRATCH_URL"'
printf 'postgres|postgres|UTF8|Ä|UTC|\noff\n' >want
same "it has a database" out want
check "and nothing else is said" test ! -s err
expect_status 0 "many clients" sm-scratch postgresql sh -c '. ./here.sh
    i=0
    while [ $((i += 1)) -le 30 ]; do
        sql "SELECT 1 FROM pg_sleep(0.5)" & done | wc -l; wait'
is "all of them are served" "$(tr -d ' ' <out)" 30
expect_status 0 "thousands of tables in one transaction" \
    sm-scratch postgresql sh -c '. ./here.sh
    sql "DO \$\$ BEGIN FOR i IN 1..2000 LOOP
        EXECUTE format('\''CREATE TABLE t%s (id serial PRIMARY KEY)'\'', i);
        END LOOP; END \$\$; SELECT count(*) FROM pg_class WHERE relkind = '\''r'\''
            AND relname ~ '\''^t[0-9]+'\''"'
is "they're there" "$(cat out)" 2000
expect_status 0 "variables of libpq mislead nobody" \
    env PGPORT=1 PGHOST=/nowhere PGUSER=x PGDATABASE=y PGDATA=/z \
    sm-scratch postgresql sh -c '. ./here.sh
    sql "SELECT 1"'

# --- what the command has ---------------------------------------------------------
ends 0 "standard input goes through" sm-scratch postgresql cat <"$SRC/Makefile"
same "all of it" out "$SRC/Makefile"
sh -c 'exec 3>three; ls -l /proc/self/fd | sed "s/.* \([0-9]* ->\)/\1/" |
    grep -v /proc' >before 4</dev/null
sh -c 'exec 3>three; sm-scratch postgresql sh -c "
    ls -l /proc/self/fd | sed \"s/.* \([0-9]* ->\)/\1/\" | grep -v /proc
    echo three >&3"' >after 4</dev/null
sed 's/[0-9]*\]//; s/before/after/' before >want
sed 's/[0-9]*\]//' after >got
same "its descriptors are the caller's, and no more" got want
is "they can be used" "$(cat three)" three
(exec <&- >&-; sm-scratch postgresql sh -c '
    . ./here.sh; sql "SELECT 1" >closed </dev/null')
is "no standard input, nor output" $? 0
is "the server doesn't mind" "$(cat closed)" 1
gone "no standard input"
(umask 027; sm-scratch postgresql sh -c 'umask') >out
is "its umask" "$(cat out)" 0027
mkdir elsewhere
(cd elsewhere && sm-scratch postgresql pwd) >out
is "its directory" "$(cat out)" "$SCRATCH/elsewhere"
expect_status 5 "options behind ENGINE are the command's" \
    sm-scratch -q postgresql sh -c 'echo "$@"; exit 5' -q -v --help
expect_status 0 "-- may stand before the command" \
    sm-scratch -- postgresql -- echo -q
is "and is none of its" "$(cat out)" -q
expect_status 0 "-v" sm-scratch -v postgresql true
has "-v: says what is done" err "the server answers after"
has "-v: to the end" err "stopped and removed"

# --- how it ends ---------------------------------------------------------------------
for status in 0 1 2 77 255; do
	ends $status "status $status" sm-scratch postgresql sh -c "exit $status"
done
ends 127 "no such command" sm-scratch postgresql no-such-command
has "no such command: says so" err "can't run no-such-command: No such file"
: >plain
ends 126 "no program" sm-scratch postgresql ./plain
has "no program: says so" err "can't run ./plain: Permission denied"
ends 137 "the command is killed" sm-scratch postgresql sh -c 'kill -9 $$'
ends 139 "the command crashes" sm-scratch postgresql sh -c 'kill -SEGV $$'

for signal in TERM INT HUP QUIT; do
	begin postgresql sh -c "trap 'echo $signal >caught; exit 9' $signal
	    >up; while :; do sleep 0.1; done"
	kill -$signal $scratch
	ended "SIG$signal is passed on" 9
	is "SIG$signal: the command got it" "$(cat caught; rm caught)" $signal
	begin postgresql sh -c '>up; exec sleep 60'
	kill -$signal $scratch
	case $signal in TERM) n=15 ;; INT) n=2 ;; HUP) n=1 ;; QUIT) n=3 ;; esac
	ended "SIG$signal ends the command" $((128 + n))
done
begin postgresql sh -c 'trap "" TERM; >up; sleep 1; exit 3'
kill -TERM $scratch
kill -TERM $scratch
ended "a command that ignores SIGTERM" 3
begin postgresql sh -c '>up; . ./here.sh; sql "SELECT pg_sleep(60)"'
kill -TERM $scratch
ended "a command that waits for the server" 143
# A terminal sends to all at once; it isn't to arrive twice.
cat >terminal.py <<'PY'
import os, pty, sys, time
pid, fd = pty.fork()
if pid == 0:
    os.execvp("sm-scratch", ["sm-scratch", "postgresql", "perl", "-e", """
        $SIG{INT} = sub { open(my $f, '>>', 'ints'); syswrite($f, "i\\n") };
        open(my $f, '>', 'up'); my $end = time + 3;
        sleep 1 while time < $end; exit 6"""])
for _ in range(600):
    if os.path.exists("up"):
        break
    time.sleep(0.05)
os.write(fd, b"\x03")
pid, status = os.waitpid(pid, 0)
sys.exit(os.WEXITSTATUS(status))
PY
rm -f up
ends 6 "a terminal's SIGINT" python3 terminal.py
is "it arrives once" "$(wc -l <ints | tr -d ' ')" 1

# --- SIGKILL ----------------------------------------------------------------------
begin postgresql sh -c '. ./here.sh; echo $$ >pid; >up; exec sleep 60'
kill -9 $scratch
ended "sm-scratch is killed" 137
check "sm-scratch is killed: the command is told" \
    sh -c '! kill -0 "$(cat pid)" 2>/dev/null ||
        ps -o stat= -p "$(cat pid)" | grep -q Z'
ends 3 "the server is killed" sm-scratch postgresql sh -c '. ./here.sh
    sed -n 7p "$d/data/postmaster.pid" >segment
    kill -9 "$pm"; sleep 0.5; sql "SELECT 1" 2>/dev/null; exit 3'
has "the server is killed: a warning" err "the server died before the command"
if command -v ipcs >/dev/null; then
	ipcs -m >segments
	hasnt "the server is killed: no shared memory" segments \
	    " $(awk '{ print $2 }' segment) "
fi
ends 4 "the server is killed at work" sm-scratch -q postgresql sh -c '
    . ./here.sh
    sql "SELECT count(*) FROM generate_series(1, 100000000000)" 2>/dev/null &
    sleep 0.5; kill -9 "$pm"; sleep 0.3; exit 4'
check "-q: no warning" test ! -s err
ends 0 "a backend is killed" sm-scratch postgresql sh -c '. ./here.sh
    sql "SELECT pg_backend_pid()" >pid
    sql "SELECT pg_sleep(60)" 2>/dev/null &
    sleep 0.3
    kill -9 $(ps -o pid= --ppid "$pm" | tail -n 1) && sleep 1
    n=0; until sql "SELECT 1" 2>/dev/null; do
        sleep 0.1; [ $((n += 1)) -lt 100 ] || exit 1; done'
# The watcher is sm-scratch's other child.
ends 5 "the watcher is killed" sm-scratch -q postgresql sh -c '. ./here.sh
    kill -9 $(ps -o ppid= -p "$pm"); sleep 0.3; exit 5'
begin postgresql sh -c '>up; exec sleep 60'
kill -STOP $scratch
kill -9 $scratch
ended "sm-scratch is stopped and killed" 137
# Both at once (the watcher first, or it would end the command before it can
# kill the second): the server goes; what is in the way is cleared by the next.
sm-scratch postgresql sh -c '. ./here.sh; echo "$pm" >server; echo "$d" >place
    sql "CREATE TABLE t ()"; kill -9 $(ps -o ppid= -p "$pm") $PPID' 2>/dev/null
is "both are killed" $? 137
if [ "$(uname)" = Linux ]; then
	sleep 1
	check "both are killed: the server ends" sh -c '
	    ! ps -o stat= -p "$(cat server)" | grep -qv Z'
fi
place=$(cat place)
begin postgresql sh -c '>up; sleep 3'
check "both are killed: what is young stays" test -d "$place"
touch -d '5 minutes ago' t/sm-scratch.*
sm-scratch postgresql true
check "both are killed: the next clears it away" test ! -e "$place"
ended "one that is old and alive stays whole" 0
# While it starts: with a template and without.
for cache in "$XDG_CACHE_HOME" "$SCRATCH/none"; do
	for after in 0 0.05 0.1 0.2; do
		for signal in 9 TERM; do
			XDG_CACHE_HOME=$cache sm-scratch postgresql sleep 60 \
			    2>/dev/null &
			scratch=$!
			sleep $after
			kill -$signal $scratch
			wait $scratch 2>/dev/null
		done
	done
done
gone "killed while it starts"

# --- the template -----------------------------------------------------------------
for n in 1 2 3 4 5; do
	{
		XDG_CACHE_HOME=$SCRATCH/cold sm-scratch -v postgresql sh -c \
		    '. ./here.sh; sql "SELECT 1"' >out.$n 2>err.$n
		echo $? >>out.$n
	} &
done
wait
is "at once with a cold cache: all work" "$(cat out.? | tr -d '\n')" 1010101010
is "there is one template" "$(ls -A cold/smartmigrate | wc -l | tr -d ' ')" 1
gone "at once with a cold cache"
template=$(echo cold/smartmigrate/postgresql-*)
# damaged NAME: it still works, and the template is a good one again.
damaged() {
	XDG_CACHE_HOME=$SCRATCH/cold sm-scratch -v postgresql sh -c \
	    '. ./here.sh; sql "SELECT 1"' >out 2>err
	is "$1: it works" "$? $(cat out)" "0 1"
	has "$1: by making it anew" err "made a data directory"
	XDG_CACHE_HOME=$SCRATCH/cold sm-scratch -v postgresql true 2>err
	has "$1: the next start copies" err "copied the template"
	gone "$1"
}
: >"$template/data/PG_VERSION"
damaged "a template with an empty file"
rm "$template/data/base/1/PG_VERSION"
damaged "a template that lacks a file"
dd if=/dev/zero of="$template/data/global/pg_control" bs=512 count=1 \
    conv=notrunc 2>/dev/null
damaged "a template that can't be started"
rm "$template/manifest"
damaged "a template without its manifest"
ln -s /etc/passwd "$template/data/link"
damaged "a template with a link in it"
rm -rf "$template"
ln -s / "$template"
damaged "a template that is a link"
rm -rf "$template"
echo x >"$template"
damaged "a template that is a file"
mkdir cold/smartmigrate/.new.1
touch -d '2 hours ago' cold/smartmigrate/.new.1
rm -rf "$template"
damaged "a template that is gone"
check "what a killed one had left goes" test ! -e cold/smartmigrate/.new.1
chmod 777 cold/smartmigrate
expect_status 0 "a cache that others can write" \
    env XDG_CACHE_HOME="$SCRATCH/cold" sm-scratch -v postgresql true
has "isn't used" err "can be written by others"
expect_status 0 "no place for a cache" \
    env -u XDG_CACHE_HOME HOME=/proc sm-scratch -v postgresql true
has "does without" err "without a template"

# --- what is wrong ------------------------------------------------------------------
expect_status 2 "nothing at all" sm-scratch
has "nothing at all: an example" err "hint: sm-scratch postgresql"
expect_status 2 "no command" sm-scratch postgresql
has "no command: says so" err "no command for postgresql"
expect_status 2 "another name" sm-scratch postgres true
has "another name: the right one" err "hint: say postgresql"
expect_status 2 "SQLite" sm-scratch sqlite true
has "SQLite: needs none" err "SQLite needs no server"
expect_status 2 "MySQL" sm-scratch mysql true
has "MySQL: not yet" err "mysql can't be started yet (postgresql, mariadb)"
expect_status 2 "no engine" sm-scratch 'x%s' true
has "no engine: says so" err "there is no engine x%s"
for part in sql post ', ' 'postgresql, mariadb' ''; do
	expect_status 2 "no engine \"$part\"" sm-scratch "$part" true
done
expect_status 2 "an option behind ENGINE" sm-scratch postgresql -v true
has "an option behind ENGINE: says where" err "options stand before ENGINE"
expect_status 2 "a version that isn't there" \
    sm-scratch --version 3.1 postgresql true
has "a version that isn't there: what is" err "there is no PostgreSQL 3.1, but"
expect_status 2 "--server-version" sm-scratch --server-version 3.1 postgresql \
    true
is "--version N is the same" "$(cat err)" \
    "$(sm-scratch --version 3.1 postgresql true 2>&1)"
version=$(sm-scratch postgresql sh -c '. ./here.sh; sql "SHOW server_version"' |
    sed 's/[ .].*//')
expect_status 0 "the version that is there" \
    sm-scratch --version "$version" postgresql true
expect_status 0 "--version alone" sm-scratch --version
has "--version alone is ours" out "sm-scratch (smartmigrate)"
ends 2 "no server installed" env PATH="$SM_BIN" sm-scratch --bindir /etc \
    postgresql true
has "no server installed: says so" err "/etc has no program postgres"
expect_status 2 "a wrong directory" sm-scratch --bindir /no/such postgresql true
has "a wrong directory: its name" err "/no/such: No such file"
mkdir fake
printf '#!/bin/sh\necho "postgres (PostgreSQL) 99.9"\n' >fake/postgres
chmod 755 fake/postgres
expect_status 2 "half a server" env SM_SCRATCH_BINDIR="$SCRATCH/fake" \
    sm-scratch postgresql true
has "half a server: what it lacks" err "has no program initdb"
printf '#!/bin/sh\necho no such luck\nexit 1\n' >fake/initdb
chmod 755 fake/initdb
ends 2 "initdb fails" sm-scratch --bindir fake postgresql true
has "initdb fails: what it says" err "sm-scratch: server: no such luck"
has "initdb fails: says so" err "initdb failed"
printf '#!/bin/sh\nexit 0\n' >fake/initdb
ends 2 "the server doesn't start" env XDG_CACHE_HOME="$SCRATCH/none" \
    sm-scratch --bindir fake postgresql true
has "the server doesn't start: what it says" err \
    "sm-scratch: server: postgres (PostgreSQL) 99.9"
printf '#!/bin/sh\nexit 0\n' >fake/postgres
expect_status 2 "something else" sm-scratch --bindir fake postgresql true
has "something else: says so" err "doesn't say that it is PostgreSQL"
expect_status 0 "--set" sm-scratch --set work_mem=123kB postgresql sh -c \
    '. ./here.sh; sql "SHOW work_mem"'
is "--set: it is set" "$(cat out)" 123kB
ends 2 "--set what isn't there" sm-scratch --set nosuch=1 postgresql true
has "--set what isn't there: what the server says" err \
    'unrecognized configuration parameter "nosuch"'
has "--set what isn't there: a hint" err "hint: --set takes settings"
expect_status 2 "--set without a value" sm-scratch --set fsync postgresql true

# --- TMPDIR -----------------------------------------------------------------------
long=$TMPDIR/$(printf %090d 0)
mkdir -m 1777 "$long"
if [ -w /tmp ]; then
	for dir in "$long" /no/such relative /etc/passwd; do
		expect_status 7 "TMPDIR=$(printf %.40s "$dir")" \
		    env TMPDIR="$dir" sm-scratch postgresql sh -c '
		    . ./here.sh; echo "$d"; sql "SELECT 1"; exit 7'
		is "it is in /tmp instead" "$(sed 's|/[^/]*$||' out |
		    tr -d '\n')" /tmp1
		has "and a warning says so" err "warning: TMPDIR is"
		check "nothing is left" test ! -e "$(head -n 1 out)"
	done
fi
rmdir "$long"
mkdir -m 1777 'a b%2' 'a,b'
for dir in 'a b%2' 'a,b'; do
	expect_status 0 "TMPDIR=$dir" env TMPDIR="$SCRATCH/$dir" \
	    sm-scratch -q postgresql sh -c '. ./here.sh; sql "SELECT 1"' \
	    2>/dev/null
done
sm-scratch -q --set 'search_path="a b"' postgresql true
gone TMPDIR
if [ "$root" ] && unshare -m true 2>/dev/null; then
	mkdir small
	for megabytes in 1 12; do
		# shellcheck disable=SC2016 # the other sh's
		expect_status 2 "a full disk ($megabytes MB)" \
		    unshare -m sh -c 'mount -t tmpfs -o size=$1m,mode=1777 \
		        none "$2" || exit 0
		    TMPDIR=$2 sm-scratch postgresql true; s=$?
		    ls -A "$2"; exit $s' sh $megabytes "$SCRATCH/small"
		has "a full disk ($megabytes MB): says so" err \
		    "No space left on device"
		has "a full disk: a hint" err "hint: name a directory with"
		check "a full disk: nothing is left" test ! -s out
	done
fi
# The watcher dies of it.
ends 2 "files may not grow" sh -c 'ulimit -f 100; exec sm-scratch postgresql true'

# --- who ------------------------------------------------------------------------------
if [ "$root" ]; then
	expect_status 0 "root's server isn't root's" \
	    sm-scratch postgresql sh -c '. ./here.sh
	    ps -o user= -p "$pm"; id -un; stat -c %a "$d"'
	is "but the command is" "$(sed 1d out | tr '\n' ' ')" "root 700 "
	hasnt "root's server" out root0
	check "it is another's" test "$(head -n 1 out)" != root
	expect_status 0 "a TMPDIR that only root may enter" \
	    sh -c 'mkdir -m 700 mine; TMPDIR=$PWD/mine exec sm-scratch \
	        postgresql true'
	has "isn't used" err "may not enter it"
	mkdir "$TMPDIR/home"
	chown nobody "$TMPDIR/home"
	expect_status 0 "HOME is another's, as with sudo" \
	    env -u XDG_CACHE_HOME HOME="$TMPDIR/home" \
	    sm-scratch -v postgresql true
	has "nothing is kept there" err "home is another user's"
	rm -rf "${TMPDIR:?}/home"
fi
if [ "$root" ] && command -v setpriv >/dev/null && [ "$SM_VARIANT" != valgrind ]
then
	cp "$SM_BIN/sm-scratch" here.sh "$TMPDIR"
	chmod 755 "$TMPDIR/sm-scratch"
	mkdir -m 755 n
	mkdir n/tmp n/home
	chown nobody n/tmp n/home
	for start in first second; do
		# shellcheck disable=SC2016 # the other sh's
		expect_status 3 "as nobody, the $start time" \
		    setpriv --reuid nobody --regid nogroup --clear-groups \
		    env -u XDG_CACHE_HOME HOME="$SCRATCH/n/home" \
		    TMPDIR="$SCRATCH/n/tmp" "$TMPDIR/sm-scratch" -v postgresql \
		    sh -c '. "$0"; sql "SELECT 1"; ps -o user= -p "$pm"; exit 3' \
		    "$TMPDIR/here.sh"
		is "it's nobody's" "$(tr '\n' ' ' <out)" "1 nobody "
	done
	has "the second copies the template" err "copied the template"
	is "nothing is left but that" "$(ls -A n/tmp; cd n/home && find . -name smartmigrate)" \
	    ./.cache/smartmigrate
	rm "$TMPDIR/sm-scratch" "$TMPDIR/here.sh"
fi
gone "who"

# --- MariaDB ----------------------------------------------------------------------
sm-scratch mariadb true 2>err
if [ $? = 2 ] && grep -q 'there is no MariaDB' err; then
	[ ! "${SM_NO_SKIP:-}" ] || fail "there is no MariaDB" err
	echo "# $(cat err)"
	done_testing
fi
for start in first second; do
	ends 8 "MariaDB, the $start time" \
	    env XDG_CACHE_HOME="$SCRATCH/cold2" sm-scratch -v mariadb sh -c '
	    mariadb --no-defaults -uroot -N -S "${SM_SCRATCH_URL#*socket=}" -e "
	        CREATE DATABASE d; USE d; CREATE TABLE t (a INT);
	        CREATE PROCEDURE p() SELECT 1;
	        CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO SELECT 1;
	        SELECT CURRENT_USER(), @@time_zone, @@character_set_server,
	            @@skip_networking"; echo "$SM_SCRATCH_URL"; exit 8'
	is "its answer" "$(head -n 1 out | tr '\t' ' ')" \
	    "root@localhost +00:00 utf8mb4 1"
	has "its URL" out "mariadb://root@localhost/?socket=$TMPDIR/sm-scratch."
done
has "the second copies the template" err "copied the template"
begin mariadb sh -c '>up; exec sleep 60'
kill -9 $scratch
ended "MariaDB: sm-scratch is killed" 137
begin mariadb sh -c '>up; exec sleep 60'
kill -TERM $scratch
ended "MariaDB: SIGTERM" 143
ends 2 "MariaDB: --set what isn't there" sm-scratch --set nosuch=1 mariadb true
has "MariaDB: what the server says" err "unknown variable 'nosuch=1'"

# --- the tests' own way to a server -------------------------------------------------
mkdir tests
cp "$SRC/tests/lib.sh" tests
cat >tests/one.t <<'SH'
. "$(dirname "$0")/lib.sh"
in_scratch postgresql
new_database one
is "it is there" "$(psql -qAtX -c 'SELECT current_database()' "$(url_of one)")" one
done_testing
SH
expect_status 0 "in_scratch" sh tests/one.t
has "in_scratch: the test runs" out "ok 1 - it is there"
sed -i 's/ one$/ two/' tests/one.t
expect_status 1 "in_scratch: a test that fails" sh tests/one.t
expect_status 1 "in_scratch: no server" env PATH="$PATH" SM_NO_SKIP=1 \
    SM_VARIANT=plain sh -c 'sed "s/postgresql/postgresql --version 3/" \
        tests/one.t >tests/two.t; sh tests/two.t'
has "in_scratch: may not be skipped" out "may not be skipped: sm-scratch: there is"
gone in_scratch
done_testing
