#!/bin/sh
# What make does beside building: installing, and getting packages.
. "$(dirname "$0")/lib.sh"

# The build that is being tested, with the flags it was made with.
case $SM_BIN in
*/build/check/bin) set -- BUILD=build/check CC=gcc WERROR=-Werror ;;
*) set -- ;;
esac
make_() {
	make -C "$SRC" --no-print-directory "$@"
}

check "make install" make_ "$@" install DESTDIR="$SCRATCH/d" PREFIX=/usr
for tool in "$SM_BIN"/sm-*; do
	name=${tool##*/}
	check "$name: runs where it is installed" "d/usr/bin/$name" --version
	check "$name: its page" test -s "d/usr/share/man/man1/$name.1"
	check "$name: bash finds its completion" \
	    test -s "d/usr/share/bash-completion/completions/$name"
	check "$name: fish, too" \
	    test -s "d/usr/share/fish/vendor_completions.d/$name.fish"
done
check "zsh's completion" test -s d/usr/share/zsh/site-functions/_sm
check "the format's page" test -s d/usr/share/man/man5/sm-ndjson.5
check "the overview" test -s d/usr/share/man/man7/smartmigrate.7
check "make uninstall" make_ "$@" uninstall DESTDIR="$SCRATCH/d" PREFIX=/usr
is "nothing is left" "$(find d -type f)" ""

# Packages.  A machine on which nothing is installed, and an apt-get that only
# writes down what it is asked.
mkdir bin nothing
printf '#!/bin/sh\nexit 1\n' >bin/dpkg-query
# shellcheck disable=SC2016 # the script's
printf '#!/bin/sh\necho "$DEBIAN_FRONTEND apt-get $*" >>"%s"\n' \
    "$SCRATCH/asked" >bin/apt-get
chmod +x bin/*
printf '#!/bin/sh\necho 0\n' >bin/id
chmod +x bin/id
PATH=$SCRATCH/bin:$PATH make_ deps >out 2>&1
is "make deps: done" $? 0
has "make deps: says what it installs" out "deps: to install: gcc"
has "make deps: asks for it" asked "noninteractive apt-get -q install -y"
has "make deps: all of it" asked libjansson-dev
hasnt "make deps: not the tests' part" asked valgrind
is "make deps: looks for packages first" "$(head -n 1 asked)" \
    "noninteractive apt-get -q update"
rm asked
PATH=$SCRATCH/bin:$PATH make_ test-deps >out 2>&1
has "make test-deps: the tests' part, too" asked valgrind

printf '#!/bin/sh\necho 1000\n' >bin/id
rm asked
PATH=$SCRATCH/bin:$PATH make_ deps >out 2>&1
is "make deps, not root: fails" $? 2
has "make deps, not root: prints the command" out \
    "apt-get install --no-install-recommends gcc"
check "make deps, not root: asks for nothing" test ! -e asked

printf '#!/bin/sh\necho "ii "\n' >bin/dpkg-query
PATH=$SCRATCH/bin:$PATH make_ deps >out 2>&1
is "make deps, nothing missing: done" $? 0
has "make deps, nothing missing: says so" out "nothing is missing"
check "make deps, nothing missing: asks for nothing" test ! -e asked

# The goals after deps are made by a make that looks anew.
PATH=$SCRATCH/bin:$PATH make_ deps help >out 2>&1
is "make deps help: both" "$? $(grep -c 'nothing is missing\|sm-\*' out)" "0 2"
done_testing
