#!/bin/sh
# Every header can be included alone, twice, and has a guard that says whose it
# is.
. "$(dirname "$0")/lib.sh"
needs gcc

for header in "$SRC"/lib/*/*.h "$SRC"/cmd/*.h; do
	name=${header#"$SRC/lib/"}
	name=${name#"$SRC/"}
	printf '#include "%s"\n#include "%s"\nextern int unused;\n' \
	    "$name" "$name" >alone.c
	check "$name is self-contained" gcc -std=c11 -Wall -Wextra -Wpedantic \
	    -Werror -D_POSIX_C_SOURCE=200809L -I"$SRC" -I"$SRC/lib" \
	    -I"$SRC/cmd" -fsyntax-only alone.c
done

grep -L '^#ifndef SM_[A-Z0-9_]*_H$' "$SRC"/lib/*/*.h "$SRC"/cmd/*.h >got
: >want
same "every header has its guard" got want
cat "$SRC"/lib/*/*.h "$SRC"/cmd/*.h | grep '^#ifndef SM_' | sort | uniq -d >got
same "no two have the same" got want
done_testing
