#!/bin/sh
# tests/bench/postgresql.sh [TABLES…]: reading so many tables of 20 columns, each
# with two keys, a check, a foreign key and an index, from a private PostgreSQL,
# beside pg_dump -s of the same database, in turns, the best of three rounds.
#
# What is aimed at: no slower than pg_dump -s, and a peak of memory within three
# times the output.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PATH=${SM_BIN:-$here/../../build/bin}:$PATH
[ $# -gt 0 ] || set -- 1000 10000
[ "${SM_SCRATCH_URL:-}" ] || exec sm-scratch postgresql sh "$0" "$@"
rounds=${ROUNDS:-3}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

cat >make.sql <<'SQL'
DO $$ BEGIN FOR i IN FROM_ .. TO_ LOOP
	EXECUTE format('CREATE TABLE t%s (id serial PRIMARY KEY, %s, CHECK (c10 > 0), UNIQUE (c2, c3))', i,
	    (SELECT string_agg(format('c%s %s %s', j,
	        (ARRAY['integer', 'text', 'varchar(50)', 'numeric(10,2)', 'timestamptz'])[j % 5 + 1],
	        CASE WHEN j % 3 = 0 THEN 'NOT NULL' WHEN j % 4 = 0 THEN 'DEFAULT NULL' ELSE '' END), ', ')
	     FROM generate_series(1, 19) j));
	EXECUTE format('CREATE INDEX ON t%s (c4, c5)', i);
	IF i > 0 THEN
		EXECUTE format('ALTER TABLE t%s ADD FOREIGN KEY (c5) REFERENCES t%s', i, i - 1);
	END IF;
END LOOP; END $$;
SQL
measure() { # OUT COMMAND…
	to=$1
	shift
	/usr/bin/time -f '%e %U %S %M' -o now "$@" >"$to"
	cat now >>"$to.time"
}
best() {
	awk 'NR == 1 || $1 < e { e = $1 } NR == 1 || $2 + $3 < c { c = $2 + $3 }
	    NR == 1 || $4 < m { m = $4 } END { print e, c, m }' "$1.time"
}
printf '%7s %-11s %8s %8s %8s %8s %s\n' tables tool seconds 'own CPU' 'peak MB' \
    'out MB' 'seconds to pg_dump, peak to output'
for n; do
	psql -qX -c 'DROP DATABASE IF EXISTS bench' -c 'CREATE DATABASE bench' \
	    "$SM_SCRATCH_URL" 2>/dev/null
	url=$(printf '%s' "$SM_SCRATCH_URL" | sed 's|/postgres?|/bench?|')
	i=0
	while [ $i -lt "$n" ]; do
		last=$((i + 999 < n ? i + 999 : n - 1))
		sed "s/FROM_/$i/; s/TO_/$last/" make.sql | psql -qX "$url"
		i=$((last + 1))
	done
	psql -qX -c 'VACUUM ANALYZE' "$url"
	rm -f ./*.time
	i=0
	while [ $((i += 1)) -le "$rounds" ]; do
		measure reflect sm-reflect "$url"
		measure dump pg_dump -s "$url"
	done
	echo "$n $(best reflect) $(wc -c <reflect) $(best dump) $(wc -c <dump)" |
	    awk '{
		row = "%7d %-11s %8.2f %8.2f %8.1f %8.1f"
		printf row "   %.2f   %.1f\n", $1, "sm-reflect", $2, $3,
		    $4 / 1024, $5 / 1e6, $2 / $6, $4 * 1024 / $5
		printf row "\n", $1, "pg_dump -s", $6, $7, $8 / 1024, $9 / 1e6
	    }'
done
