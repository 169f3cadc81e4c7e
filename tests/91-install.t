#!/bin/sh
# Installing leaves what it should, uninstalling nothing; the tarball has the same
# bytes whoever packs it, and builds, tests and installs without git.
. "$(dirname "$0")/lib.sh"
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES

# The build that is being tested, with the flags it was made with.
case $SM_BIN in
*/build/check/bin) set -- BUILD=build/check CC=gcc WERROR=-Werror ;;
*) set -- ;;
esac
make_() {
	make -C "$SRC" --no-print-directory "$@"
}
version=$(sed -n 's/^#define SM_VERSION "\(.*\)"/\1/p' "$SRC/cmd/cli.h")

# --- install and uninstall ----------------------------------------------------
# Some of the directories are there before, one of them with a file in it.
p=$SCRATCH/usr
mkdir -p "$p/bin" "$p/share/man/man1"
echo mine >"$p/share/man/man1/other.1"
find "$p" | sort >before
check "make install" make_ "$@" install PREFIX="$p"
check "it says what it installed" test -x "$p/bin/sm-diff"
umask 077
check "make install, over itself" make_ "$@" install PREFIX="$p"
umask 022
is "what is installed can be read by all" \
    "$(find "$p" -type f ! -perm -444)" ""
check "make uninstall" make_ "$@" uninstall PREFIX="$p"
find "$p" | sort >after
same "nothing is left, and what was there is" after before
check "make uninstall, of nothing" make_ "$@" uninstall PREFIX="$p"

check "make install, where there is nothing" \
    make_ "$@" install PREFIX="$SCRATCH/new/local"
echo mine >new/local/share/man/man5/other.5
check "make uninstall, with another's file by now" \
    make_ "$@" uninstall PREFIX="$SCRATCH/new/local"
is "that one stays, the rest goes" "$(find new -type f)" \
    new/local/share/man/man5/other.5

check "make install, staged" make_ "$@" install DESTDIR="$SCRATCH/d" PREFIX=/usr
is "nothing is staged that isn't the package's" \
    "$(cd d && find . ! -type d ! -path './usr/bin/sm-*' \
        ! -path './usr/share/man/*' ! -path './usr/share/*/*completions*/*' \
        ! -path './usr/share/zsh/site-functions/_sm')" ""
(cd d/usr && echo bin/* share/man/*/*) | tr ' ' '\n' >got
{
	(cd "$SM_BIN" && printf 'bin/%s\n' sm-*)
	(cd "$SRC/man" && for page in *.[1-8]; do
		echo "share/man/man${page##*.}/$page"
	done) | sort
} >want
same "all tools, all pages" got want
check "make uninstall, staged" make_ "$@" uninstall DESTDIR="$SCRATCH/d" \
    PREFIX=/usr
is "nothing is left in the staging area" "$(find d)" d

mkdir blank
must_fail "make install, with a blank in PREFIX" \
    make_ "$@" install PREFIX="$SCRATCH/blank/a b"
must_fail "make uninstall, likewise" \
    make_ "$@" uninstall DESTDIR="$SCRATCH/blank/a b" PREFIX=/usr
is "and nothing is there" "$(find blank)" blank

# --- a tarball ----------------------------------------------------------------
needs gzip
name=smartmigrate-$version
check "make dist" make_ dist DIST_DIR="$SCRATCH/one"
is "it makes one file" "$(ls one)" "$name.tar.gz"
tar -tvzf "one/$name.tar.gz" >list
is "all of it is in one directory" "$(awk '{ print $6 }' list |
    grep -v "^$name/")" ""
is "of nobody" "$(awk '{ print $2 }' list | sort -u)" 0/0
is "all of one age" "$(awk '{ print $4, $5 }' list | sort -u | wc -l)" 1
is "sorted" "$(awk '{ print $6 }' list | sort -c 2>&1)" ""
is "nothing that was built" "$(grep -E '\.(o|a|gz)$|/build/' list)" ""
check "make dist, of another age" env SOURCE_DATE_EPOCH=1000000000 \
    make -C "$SRC" dist DIST_DIR="$SCRATCH/old"
is "SOURCE_DATE_EPOCH is obeyed" \
    "$(tar -tvzf "old/$name.tar.gz" | awk '{ print $4 }' | sort -u)" 2001-09-09

# Where it is unpacked there is no git, and another umask.
mkdir bin
printf '#!/bin/sh\necho no git here >&2\nexit 127\n' >bin/git
chmod +x bin/git
PATH=$SCRATCH/bin:$PATH
unset SOURCE_DATE_EPOCH
(umask 077 && tar -xzf "one/$name.tar.gz")
cd "$name" || exit 2
check "it builds" make -j2 CFLAGS=-O0
is "it is the version of its name" "$(build/bin/sm-diff --version)" \
    "sm-diff (smartmigrate) $version"
check "it tests" env -u SM_BIN tests/10-golden.t
check "it demonstrates" make CFLAGS=-O0 demo
check "it installs" make CFLAGS=-O0 install DESTDIR="$SCRATCH/d" PREFIX=/usr
cat >"$SCRATCH/smoke" <<'SH'
echo 'CREATE TABLE t (a);' | sm-reflect -d sqlite - >new.ndjson &&
    sm-diff /dev/null new.ndjson | sm-renames | sm-risk | sm-order | sm-sql
SH
is "what it installs works" \
    "$(PATH=$SCRATCH/d/usr/bin:$PATH sh "$SCRATCH/smoke" | grep -c "^CREATE TABLE")" 1
check "it uninstalls" make CFLAGS=-O0 uninstall DESTDIR="$SCRATCH/d" PREFIX=/usr
is "and leaves nothing" "$(find "$SCRATCH/d")" "$SCRATCH/d"
rm -f new.ndjson
check "it packs itself" make dist DIST_DIR="$SCRATCH/two"
check "to the same bytes" cmp "$SCRATCH/one/$name.tar.gz" \
    "$SCRATCH/two/$name.tar.gz"
cd "$SCRATCH" || exit 2

# --- what a release must agree on ------------------------------------------------
is "the package's changelog begins with this version" \
    "$(sed -n '1s/^smartmigrate (\(.*\)-[0-9]*) .*/\1/p' \
        "$SRC/.debian/changelog")" "$version"
done_testing
