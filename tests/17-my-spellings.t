#!/bin/sh
# tests/mysql/spellings.txt: two ways to write a thing are a difference exactly
# where they mean different things.
. "$(dirname "$0")/lib.sh"
needs mariadb jq
in_scratch mariadb
my_built

grep -v '^#' "$SRC/tests/mysql/spellings.txt" | awk -F ' *[|] ' '
	{
		n = int((NR + 1) / 2)
		t = sprintf("t%03d", n)
		sql = $0
		sub(/^[^|]*[|] /, "", sql)
		gsub(/%t/, t, sql)
		if (NR % 2 == 1) {
			sub(/ .*/, "", $1)
			print t, $1 >"wanted"
		}
		file = NR % 2 == 1 ? "one.sql" : "two.sql"
		print sql ";" >file
		print t "\t" sql >"texts." (NR % 2)
	}'
for side in one two; do
	new_database $side
	check "$side: loads" my $side -e "source $side.sql"
	check "$side: is read" \
	    sh -c "sm-reflect '$(url_of $side)' >$side.ndjson"
done
check "they are compared" sh -c 'sm-diff one.ndjson two.ndjson >plan'
# The table that an op is about; functions, views and sequences bear its name.
jq -r 'select(.record == "op") | (.table // .name)' plan |
    grep -o 't[0-9][0-9][0-9]' | sort -u >differ
while read -r t want; do
	got=same
	grep -qx "$t" differ && got=other
	text=$(grep -h "^$t	" texts.1 | cut -f 2- | cut -c 1-60)
	is "$t: $text" "$got" "$want" || {
		grep -h "^$t	" texts.1 texts.0 | cut -f 2- | sed 's/^/# /'
		jq -c --arg t "$t" 'select(.record == "op" and
		    ((.table // .name) | contains($t)))' plan | sed 's/^/# /'
	}
done <wanted
done_testing
