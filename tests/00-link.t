#!/bin/sh
# What each tool is linked with: of all of them only those that reflect know
# databases (a client library costs every start of a filter milliseconds).
. "$(dirname "$0")/lib.sh"
needs readelf

databases='libsqlite3 libpq libmariadb libmysqlclient'
for tool in "$SM_BIN"/sm-*; do
	name=${tool##*/}
	readelf -d "$tool" |
	    sed -n 's/.*(NEEDED).*\[\(lib[a-z0-9_+-]*\)\.so.*/\1/p' |
	    sort >needed
	case $name in
	sm-reflect | sm-autogenerate)
		for lib in libc libjansson libm $databases; do
			grep -v "^$lib\$" needed >rest
			mv rest needed
		done
		check "$name: libc, jansson and databases" test ! -s needed
		;;
	*)
		grep -vx libm needed >got
		printf 'libc\nlibjansson\n' >want
		same "$name: libc and jansson" got want
		;;
	esac
done

# Backends are optional.
for with in SQLITE PG MYSQL; do
	expect_status 2 "WITH_$with=perhaps is refused" \
	    make -C "$SRC" -n BUILD="$SCRATCH/b" "WITH_$with=perhaps" all
	has "and says what it may be" err "auto, yes or no"
done
expect_status 2 "WITH_SQLITE=yes without the library is refused" \
    make -C "$SRC" -n BUILD="$SCRATCH/b" PKG_CONFIG=false WITH_SQLITE=yes all
make -C "$SRC" -n V=1 BUILD="$SCRATCH/b" WITH_SQLITE=no all >plan 2>&1
hasnt "WITH_SQLITE=no compiles nothing of it" plan reflect_sqlite
hasnt "and defines nothing of it" plan HAVE_SQLITE
done_testing
