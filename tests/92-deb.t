#!/bin/sh
# The Debian package: what it holds, what it needs, and what lintian says of it.
. "$(dirname "$0")/lib.sh"
needs dpkg-buildpackage dh lintian readelf
unset MAKEFLAGS MFLAGS MAKELEVEL MAKEOVERRIDES

if ! make -C "$SRC" deb DIST_DIR="$SCRATCH" >log 2>&1; then
	tail -n 40 log >end
	fail "make deb" end
	done_testing
fi
pass "make deb"
deb=$(echo "$SCRATCH"/deb/smartmigrate_*.deb)
changes=$(echo "$SCRATCH"/deb/smartmigrate_*.changes)
check "there is a package" test -s "$deb"
# lintian wants no root, but to be told that it has one.
root=
[ "$(id -u)" = 0 ] && root=--allow-root
# shellcheck disable=SC2086
lintian $root --fail-on error,warning "$changes" >lint 2>&1
is "lintian finds nothing" "$? $(cat lint)" "0 "

is "it is this version" "$(dpkg-deb -f "$deb" Version)" \
    "$(sed -n 's/^#define SM_VERSION "\(.*\)"/\1/p' "$SRC/cmd/cli.h")-1"
# The libraries of the databases that were built in, and no more.
needed=$(dpkg-deb -f "$deb" Depends | tr ',' '\n' |
    sed 's/^ *//; s/ .*//' | sort | tr '\n' ' ')
want="libc6 libjansson4 "
for library in $(sed -n 's/^Build-Depends: //p' "$SRC/.debian/control" |
    tr -d ','); do
	case $library in
	libsqlite3-dev) want="$want libsqlite3-0" ;;
	libpq-dev) want="$want libpq5" ;;
	libmariadb-dev) want="$want libmariadb3" ;;
	esac
done
is "what it depends on" "$needed" \
    "$(echo "$want" | tr ' ' '\n' | sed '/^$/d' | sort | tr '\n' ' ')"

check "it unpacks" dpkg-deb -x "$deb" root
for tool in "$SM_BIN"/sm-*; do
	tool=${tool##*/}
	check "$tool: runs" "root/usr/bin/$tool" --version
	check "$tool: its page" gzip -t "root/usr/share/man/man1/$tool.1.gz"
	check "$tool: bash's completion" \
	    test -s "root/usr/share/bash-completion/completions/$tool"
	check "$tool: fish's completion" \
	    test -s "root/usr/share/fish/vendor_completions.d/$tool.fish"
	# What dpkg-buildflags asks for has arrived.
	readelf -lWd "root/usr/bin/$tool" >elf
	is "$tool: hardened" "$(grep -cE 'Elf file type is DYN|GNU_RELRO|(FLAGS_1.*NOW)' elf)" 3
	readelf -W --dyn-syms "root/usr/bin/$tool" >symbols
	check "$tool: fortified" grep -q '_chk@' symbols
	check "$tool: stack protected" grep -q '__stack_chk_fail' symbols
done
for file in man/man5/sm-ndjson.5.gz man/man7/smartmigrate.7.gz \
    zsh/vendor-completions/_sm doc/smartmigrate/copyright \
    doc/smartmigrate/changelog.Debian.gz; do
	check "$file" test -s "root/usr/share/$file"
done
is "nothing elsewhere" "$(cd root && find . ! -type d ! -path './usr/bin/sm-*' \
    ! -path './usr/share/man/*' ! -path './usr/share/*/*completions*/*' \
    ! -path './usr/share/doc/smartmigrate/*' \
    ! -path './usr/share/lintian/overrides/smartmigrate')" ""
is "all of root's, none that others may write" \
    "$(dpkg-deb -c "$deb" | grep -v '^.......[r-]-..* root/root ')" ""
is "no path of where it was built" \
    "$(grep -rlF "$SCRATCH" root | head -n 1)" ""

# Where something is missing it says so, and what to do.
mkdir bin
printf '#!/bin/sh
echo "dpkg-checkbuilddeps: error: Unmet build dependencies: libjansson-dev" >&2
exit 1\n' >bin/dpkg-checkbuilddeps
chmod +x bin/dpkg-checkbuilddeps
PATH=$SCRATCH/bin:$PATH make -C "$SRC" deb DIST_DIR="$SCRATCH/x" >out 2>&1
is "a missing package: no package" $? 2
has "a missing package is named" out "deb: missing: libjansson-dev"
has "and how to get it" out "apt-get install"
done_testing
