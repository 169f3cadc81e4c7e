# The tests' library: POSIX sh, TAP out, sourced by every tests/*.t.
#
#	. "$(dirname "$0")/lib.sh"
#	check "two equal schemas have no ops" test ! -s ops
#	done_testing
#
# A test runs in a scratch directory of its own, which is gone afterwards
# (SM_KEEP=1 keeps it), with the tools in PATH, in the C locale, with no
# variable set that a tool, a database client or sqlite3 would look at.
# $SRC is the top of the source tree, $SM_BIN where the tools are, $SM_VARIANT
# what they were built with (plain, asan, valgrind).  Sanitizers and valgrind
# end a tool with status 99, which no function here takes for an orderly end.
#
# Run one test by hand:    make && tests/20-diff.t
# under ASan and UBSan:    make check-build && tests/run tests/20-diff.t@asan
# under valgrind:          make check-build && tests/run tests/20-diff.t@valgrind
#
# A golden case is a directory tests/cases/TOOL/CASE with `cmd` (run by sh in a
# copy of the directory), what it reads, and what must come of it: `out`, `err`
# (none: nothing) and `status` (none: 0).  `make golden` writes them anew.

set -u
SRC=$(cd "$(dirname "$0")/.." && pwd) || exit 2
SM_BIN=$(cd "$SRC" && cd "${SM_BIN:-build/bin}" && pwd) || exit 2
SM_VARIANT=${SM_VARIANT:-plain}
TEST=$(cd "$(dirname "$0")" && pwd)/${0##*/}
_engine=${SM_TEST_ENGINE:-} _url=${SM_SCRATCH_URL:-}
unset SM_TEST_ENGINE

for var in $(env | sed -n \
    's/^\(\(PG\|MYSQL\|SMARTMIG_\|SM_SCRATCH\|CLICOLOR\)[A-Za-z0-9_]*\)=.*/\1/p') \
    NO_COLOR COLUMNS CDPATH ENV GREP_OPTIONS; do
	unset "$var"
done
LC_ALL=C TZ=UTC TERM=dumb PATH=$SM_BIN:$PATH
ASAN_OPTIONS=exitcode=99:detect_stack_use_after_return=1
UBSAN_OPTIONS=exitcode=99:print_stacktrace=1
LSAN_OPTIONS=exitcode=99
# Templates of sm-scratch, for all tests.
XDG_CACHE_HOME=$SRC/build/cache
export SRC SM_BIN SM_VARIANT LC_ALL TZ TERM PATH XDG_CACHE_HOME
export ASAN_OPTIONS UBSAN_OPTIONS LSAN_OPTIONS

SCRATCH=$(mktemp -d "${TMPDIR:-/tmp}/sm-test.XXXXXX") || exit 2
HOME=$SCRATCH
export SCRATCH HOME
clean_up() {
	status=$?
	cd / || exit 2
	if [ "${SM_KEEP:-}" ]; then
		echo "# kept: $SCRATCH"
	else
		chmod -R u+rwx "$SCRATCH" 2>/dev/null
		rm -rf "$SCRATCH"
	fi
	exit $status
}
trap clean_up EXIT
trap 'exit 130' INT TERM
cd "$SCRATCH" || exit 2

tests=0 failed=0
DIALECT=sqlite

# pass NAME; fail NAME [FILE to show…]
pass() {
	tests=$((tests + 1))
	printf 'ok %d - %s\n' $tests "$1"
}
fail() {
	tests=$((tests + 1)) failed=$((failed + 1))
	printf 'not ok %d - %s\n' $tests "$1"
	shift
	for _f in "$@"; do
		[ -s "$_f" ] && head -n 60 "$_f" | cut -c 1-2000 | sed 's/^/# /'
	done
	return 1
}

# check NAME COMMAND…: it must succeed.
check() {
	_name=$1
	shift
	if "$@" >"$SCRATCH/.log" 2>&1; then
		pass "$_name"
	else
		echo "# status $? of: $*" | cut -c 1-500 | tr '\n' ' '
		echo
		fail "$_name" "$SCRATCH/.log"
	fi
}

# expect_status N NAME COMMAND…: its output is left in ./out and ./err, what it
# ended with in $got.
expect_status() {
	_want=$1 _name=$2
	shift 2
	"$@" >out 2>err
	got=$?
	if [ $got = "$_want" ]; then
		pass "$_name"
	else
		echo "# status $got, not $_want, of: $*" | cut -c 1-500 |
		    tr '\n' ' '
		echo
		fail "$_name" err
	fi
}

# must_fail NAME COMMAND…: in an orderly way, with status 1 or 2 and a message.
must_fail() {
	_name=$1
	shift
	"$@" >out 2>err
	got=$?
	case $got in
	1 | 2)
		if [ -s err ]; then
			pass "$_name"
		else
			fail "$_name: no message"
		fi
		;;
	*)
		echo "# status $got"
		fail "$_name" err
		;;
	esac
}

# same NAME GOT WANT: two files, byte for byte.
same() {
	if diff -u "$3" "$2" >"$SCRATCH/.log" 2>&1; then
		pass "$1"
	else
		fail "$1" "$SCRATCH/.log"
	fi
}

# is NAME GOT WANT: two strings.
is() {
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		printf 'got:  %s\nwant: %s\n' "$2" "$3" >"$SCRATCH/.log"
		fail "$1" "$SCRATCH/.log"
	fi
}

# has NAME FILE TEXT: the file holds the text; hasnt: it doesn't.
has() {
	if grep -qF -e "$3" "$2"; then
		pass "$1"
	else
		echo "# not there: $3"
		fail "$1" "$2"
	fi
}
hasnt() {
	if grep -F -e "$3" "$2" >"$SCRATCH/.log"; then
		fail "$1" "$SCRATCH/.log"
	else
		pass "$1"
	fi
}

# pipeline OLD NEW [option of sm-diff…]: every stage, none of which may fail, on
# databases, SQL of the dialect $DIALECT, or snapshots;
# leaves old.ndjson new.ndjson plan.ndjson up.sql down.sql, and err.
pipeline() {
	_old=$1 _new=$2
	shift 2
	stage old.ndjson sm-reflect -d "$DIALECT" "$_old" &&
	    stage new.ndjson sm-reflect -d "$DIALECT" "$_new" &&
	    stage .1 sm-diff "$@" old.ndjson new.ndjson &&
	    stage .2 sm-renames .1 && stage .3 sm-risk .2 &&
	    stage plan.ndjson sm-order .3 &&
	    stage up.sql sm-sql --allow-danger plan.ndjson &&
	    stage down.sql sm-sql --down --allow-danger plan.ndjson
}
stage() {
	_to=$1
	shift
	"$@" >"$_to" 2>err && return
	echo "status $? of: $*" >&2
	cat err >&2
	return 1
}

# in_scratch ENGINE [option of sm-scratch…]: all of the test runs beside a
# throw-away server, whose URL is in SM_SCRATCH_URL; for the top of a test, which
# is started anew under sm-scratch.  SM_TEST_BINDIR names the server's programs
# where they aren't to be the newest installed.
in_scratch() {
	if [ "$_engine" ]; then
		SM_SCRATCH_URL=$_url
		export SM_SCRATCH_URL
		return
	fi
	_engine=$1
	shift
	[ "${SM_TEST_BINDIR:-}" ] && set -- "$@" --bindir "$SM_TEST_BINDIR"
	SM_TEST_ENGINE=$_engine sm-scratch "$@" "$_engine" sh -c \
	    ': >"$1"; exec sh "$2" 2>&3 3>&-' sh "$SCRATCH/.ran" \
	    "$TEST" 3>&2 2>"$SCRATCH/.log"
	_status=$?
	if [ ! -e "$SCRATCH/.ran" ] && grep -q 'there is no ' "$SCRATCH/.log"
	then
		skip_all "$(head -n 1 "$SCRATCH/.log")"
	fi
	cat "$SCRATCH/.log" >&2
	exit $_status
}
# url_of DATABASE: its URL on that server.
url_of() {
	printf '%s\n' "$SM_SCRATCH_URL" |
	    sed "s|/postgres?|/$1?|; s|@localhost/?|@localhost/$1?|"
}
# new_database NAME: an empty one, in place of another of that name.
new_database() {
	case $SM_SCRATCH_URL in
	postgresql:*)
		psql -qX -c "DROP DATABASE IF EXISTS \"$1\"" \
		    -c "CREATE DATABASE \"$1\" TEMPLATE template0" \
		    "$SM_SCRATCH_URL" 2>"$SCRATCH/.log" ||
		    { cat "$SCRATCH/.log" >&2; return 1; }
		;;
	*)
		mariadb --no-defaults -u root -S "${SM_SCRATCH_URL#*socket=}" \
		    -e "DROP DATABASE IF EXISTS \`$1\`; CREATE DATABASE \`$1\`"
		;;
	esac
}

# my [DATABASE] [option…]: the client on that server; my_dump likewise.
my() {
	mariadb --no-defaults --comments --default-character-set=utf8mb4 \
	    -u root -S "${SM_SCRATCH_URL#*socket=}" "$@"
}
my_dump() {
	mariadb-dump --no-defaults -u root -S "${SM_SCRATCH_URL#*socket=}" \
	    --default-character-set=utf8mb4 --no-data --routines --events --triggers "$@"
}
# my_built: skip_all where the tools were built without that client's library.
my_built() {
	sm-reflect --version | grep -q 'M[a-zA-Z]* client' ||
	    skip_all "built without MySQL's or MariaDB's client library"
}

# skip_all REASON: where something isn't installed.  Where nothing may be skipped
# (SM_NO_SKIP, as in CI) that is a failure, but for a test that says nothing
# under a sanitizer or valgrind: there the plain build's run counts.
skip_all() {
	if [ "${SM_NO_SKIP:-}" ] && [ "$SM_VARIANT" = plain ]; then
		echo "1..1"
		echo "not ok 1 - may not be skipped: $1"
		exit 1
	fi
	echo "1..0 # SKIP $1"
	exit 0
}
# needs COMMAND…: skip_all where one is missing.
needs() {
	for _f in "$@"; do
		command -v "$_f" >/dev/null || skip_all "no $_f here"
	done
}

done_testing() {
	echo "1..$tests"
	[ $failed = 0 ]
	exit
}
