#!/bin/sh
# tests/bench/run.sh [TABLES[:EVERY]…]: on so many tables, of which every 20th or
# so is changed, CPU time and peak memory of each filter beside
# `jq -c .` over the same bytes, in turns, the best of three rounds.
#
# What is aimed at: sm-diff costs at most twice what jq does over both snapshots,
# sm-renames, sm-risk and sm-order no more than jq over the plan they read.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PATH=${SM_BIN:-$here/../../build/bin}:$PATH
rounds=${ROUNDS:-3}
[ $# -gt 0 ] || set -- 1000 10000 10000:2
for need in jq /usr/bin/time; do
	command -v "$need" >/dev/null || { echo "no $need here" >&2; exit 2; }
done
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

# measure OUT COMMAND…: keep the least of CPU seconds and of KB in OUT.time.
measure() {
	to=$1
	shift
	/usr/bin/time -f '%U %S %M' -o now "$@" >"$to"
	awk '{ print $1 + $2, $3 }' now >>"$to.time"
}
best() {
	awk 'NR == 1 || $1 < s { s = $1 } NR == 1 || $2 < m { m = $2 }
	    END { print s, m }' "$1.time"
}

# beside LIMIT OUT IN… -- COMMAND…: the command, and jq over its input.
beside() {
	limit=$1 out=$2
	shift 2
	inputs=
	while [ "$1" != -- ]; do
		inputs="$inputs $1"
		shift
	done
	shift
	rm -f "$out.time" jq.time
	i=0
	while [ $i -lt "$rounds" ]; do
		measure "$out" "$@"
		# shellcheck disable=SC2086
		measure jq jq -c . $inputs
		i=$((i + 1))
	done
	# shellcheck disable=SC2086
	size=$(cat $inputs | wc -c)
	echo "$1 $limit $size $(best "$out") $(best jq)" | awk '{
		# /usr/bin/time counts in hundredths
		ratio = ($4 + .005) / ($6 + .005)
		printf "%-11s %7.1f %8.2f %8.1f %8.2f %8.1f %7.2f", $1,
		    $3 / 1e6, $4, $5 / 1024, $6, $7 / 1024, ratio
		if ($2 != "-")
			printf "  %s %s", ratio <= $2 ? "within" : "OVER", $2
		print ""
	}'
}

for scale; do
	tables=${scale%:*} every=20
	case $scale in *:*) every=${scale#*:} ;; esac
	awk -v tables="$tables" -f "$here/schema.awk" >old.ndjson
	awk -v tables="$tables" -v new=1 -v every="$every" -f "$here/schema.awk" >new.ndjson
	echo "$tables tables of 20 columns, one in $every changed"
	echo "tool         read MB    CPU s   max MB     jq s   jq MB   ratio"
	beside - reflected old.ndjson -- sm-reflect old.ndjson
	beside 2 plan.diff old.ndjson new.ndjson -- sm-diff old.ndjson new.ndjson
	beside 1 plan.renames plan.diff -- sm-renames plan.diff
	beside 1 plan.risk plan.renames -- sm-risk plan.renames
	beside 1 plan plan.risk -- sm-order plan.risk
	beside - up.sql plan -- sm-sql --allow-danger plan
	beside - dot plan -- sm-dot plan
	echo "$(grep -c '"record":"op"' plan) ops"
	echo
done
