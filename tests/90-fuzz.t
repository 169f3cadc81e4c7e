#!/bin/sh
# The fuzz targets, for a moment: they build, and find nothing at once.
# `make fuzz` runs them for as long as one likes.
. "$(dirname "$0")/lib.sh"

[ -x "$SRC/build/fuzz/fuzz/fuzz_stream" ] ||
    skip_all "no fuzz targets: make check-build"
check "a short run of every fuzz target" "$SRC/tests/fuzz/run" 15 3000
done_testing
