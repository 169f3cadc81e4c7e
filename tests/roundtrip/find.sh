# Where the judge is: built beside the tools, else made here.  Sets $roundtrip
# and goes to a directory in memory, if there is one: a database a pair.
# shellcheck shell=sh
roundtrip=$SM_BIN/../roundtrip/roundtrip
[ -x "$roundtrip" ] || roundtrip=$SRC/build/check/roundtrip/roundtrip
if [ ! -x "$roundtrip" ]; then
	roundtrip=$SCRATCH/roundtrip
	# shellcheck disable=SC2046 # words on purpose
	${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -O1 -I"$SRC/lib" \
	    "$SRC"/tests/roundtrip/*.c "$SRC"/lib/base/arena.c \
	    "$SRC"/lib/base/buf.c $(pkg-config --libs jansson sqlite3) \
	    -o "$roundtrip" || skip_all "the judge can't be built"
fi
if [ -w /dev/shm ] && work=$(mktemp -d /dev/shm/sm-roundtrip.XXXXXX); then
	trap 'ended=$?; rm -rf "$work"; (exit $ended); clean_up' EXIT
else
	work=$SCRATCH/work
	mkdir "$work"
fi
cd "$work" || exit 2
