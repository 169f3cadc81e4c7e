#!/bin/sh
# Many tables and many columns at once: the time that is allowed is far more
# than it takes, and far less than trying every pair would.
. "$(dirname "$0")/lib.sh"
needs jq
case $SM_VARIANT in plain) ;; *) skip_all "times mean nothing here" ;; esac

# tables WORD N: a snapshot of N tables, all of which have id and created_at.
tables() {
	echo '{"record":"snapshot","format":1,"dialect":"sqlite","server":"3.40.1","scope":{}}'
	awk -v word="$1" -v n="$2" 'BEGIN {
		for (i = 0; i < n; i++) {
			printf "{\"record\":\"table\",\"name\":\"t%05d_%s\"", i, word
			printf ",\"columns\":["
			printf "{\"name\":\"id\",\"type\":\"INTEGER\",\"nullable\":true}"
			for (c = 0; c < 8; c++)
				printf ",{\"name\":\"c%d_%d\",\"type\":\"TEXT\",\"nullable\":true}", \
				    (i * 7 + c) % 4000, c
			print "]}"
		}
	}'
	echo '{"record":"end"}'
}
# columns WORD N: of one table with N columns.
columns() {
	echo '{"record":"snapshot","format":1,"dialect":"sqlite","server":"3.40.1","scope":{}}'
	awk -v word="$1" -v n="$2" 'BEGIN {
		printf "{\"record\":\"table\",\"name\":\"t\",\"columns\":["
		for (i = 0; i < n; i++)
			printf "%s{\"name\":\"column_%d_%s\",\"type\":\"TEXT\",\"nullable\":true}", \
			    i ? "," : "", i, word
		print "]}"
	}'
	echo '{"record":"end"}'
}

tables old 10000 >old
tables new 10000 >new
sm-diff old new >plan
check "10,000 dropped and 10,000 added tables" \
    timeout 60 sh -c 'sm-renames plan >out'
is "all of them renamed" "$(grep -c '"op":"RENAME_TABLE"' out)" 10000
is "each to its own" "$(jq -r 'select(.op) | .from + " " + .table' out |
    awk '{ sub(/_old$/, "", $1); sub(/_new$/, "", $2); n += $1 != $2 }
    END { print n + 0 }')" 0

columns old 2000 >old
columns new 2000 >new
sm-diff old new >plan
check "2,000 dropped and 2,000 added columns of a table" \
    timeout 60 sh -c 'sm-renames plan >out'
is "all of those renamed" "$(grep -c '"op":"RENAME_COLUMN"' out)" 2000
done_testing
