#!/bin/sh
# tests/bench/online.sh [ROWS]: a plan applied in its plain and in its online form
# to a table of so many rows, while one session writes all the time and another
# holds a lock for a second now and then; on a private PostgreSQL.
#
# Said: how long the script took, how often the writer got a turn, its longest
# wait, and the longest time that any statement of the script waited for a lock.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PATH=${SM_BIN:-$here/../../build/bin}:$PATH
[ $# -gt 0 ] || set -- 300000
[ "${SM_SCRATCH_URL:-}" ] || exec sm-scratch \
    --set log_lock_waits=on --set deadlock_timeout=10ms \
    --set log_line_prefix='%a ' \
    postgresql sh "$0" "$@"
pgbench=$(command -v pgbench || ls /usr/lib/postgresql/*/bin/pgbench | tail -1)
dir=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || :; rm -rf "$dir"' EXIT
cd "$dir"
url_of() {
	printf '%s' "$SM_SCRATCH_URL" | sed "s|/postgres?|/$1?|"
}

cat >old.sql <<SQL
CREATE TABLE customers (id integer PRIMARY KEY, name text);
CREATE TABLE orders (id bigint NOT NULL, customer integer NOT NULL, state text,
    amount numeric(10,2), note varchar(50));
CREATE INDEX orders_state ON orders (state);
SQL
cat >new.sql <<SQL
CREATE TABLE customers (id integer PRIMARY KEY, name text);
CREATE TABLE orders (id bigint PRIMARY KEY, customer integer NOT NULL
    REFERENCES customers (id), state text NOT NULL, amount numeric(10,2)
    CONSTRAINT positive CHECK (amount >= 0), note varchar(80),
    paid timestamptz, CONSTRAINT once UNIQUE (customer, id));
CREATE INDEX orders_state ON orders (state, customer);
CREATE INDEX orders_amount ON orders (amount) WHERE amount > 100;
SQL
cat >rows.sql <<SQL
INSERT INTO customers SELECT i, 'c' || i FROM generate_series(1, 1000) i;
INSERT INTO orders SELECT i, i % 1000 + 1, 's' || i % 7, i % 500, 'n'
    FROM generate_series(1, $1) i;
ANALYZE;
SQL
cat >write.sql <<SQL
\\set i random(1, $1)
UPDATE orders SET note = 'w' WHERE id = :i;
SQL
cat >read.sql <<SQL
BEGIN;
SELECT count(*) FROM customers;
SELECT count(*) FROM orders WHERE id < 10;
\\sleep 1 s
COMMIT;
\\sleep 1 s
SQL
for d in old new; do
	psql -qX -c "CREATE DATABASE $d" "$SM_SCRATCH_URL"
	psql -qX -f $d.sql "$(url_of $d)"
done
psql -qX -f rows.sql "$(url_of old)" >/dev/null
# so that UPDATE ... WHERE id finds its row, whichever form is at work
psql -qX -c 'CREATE INDEX finder ON orders (id)' "$(url_of old)"
psql -qX -c 'CREATE INDEX finder ON orders (id)' "$(url_of new)"
sm-reflect "$(url_of old)" >old.nd
sm-reflect "$(url_of new)" >new.nd
log=$(printf '%s' "$SM_SCRATCH_URL" | sed 's/.*host=\([^&]*\).*/\1/')/log
printf '%-7s %9s %9s %12s %12s %s\n' form seconds writes 'longest ms' \
    'own wait ms' result
for form in plain online; do
	psql -qX -c "CREATE DATABASE $form TEMPLATE old" "$SM_SCRATCH_URL"
	url=$(url_of $form)
	flag=
	[ $form = online ] && flag=--online
	sm-diff old.nd new.nd | sm-renames | sm-risk $flag | sm-order |
	    sm-sql --allow-danger >$form.sql
	"$pgbench" -n -f write.sql -c 1 -T 20 -l --log-prefix=$form.log \
	    "$url" >/dev/null 2>&1 &
	writer=$!
	"$pgbench" -n -f read.sql -c 1 -T 20 "$url" >/dev/null 2>&1 &
	reader=$!
	sleep 2
	said=$(wc -l <"$log")
	begun=$(date +%s.%N)
	result='done'
	tries=0
	until psql -qX -v ON_ERROR_STOP=1 -f $form.sql "$url" \
	    >$form.out 2>$form.err; do
		result="done, after $((tries += 1)) time-outs"
		[ $tries -lt 20 ] || { result=failed; break; }
		sm-reflect "$url" >now.nd
		sm-diff now.nd new.nd | sm-renames | sm-risk $flag | sm-order |
		    sm-sql --allow-danger >$form.sql
	done
	ended=$(date +%s.%N)
	# its log is whole only when it ends by itself
	wait $writer $reader 2>/dev/null || :
	sm-reflect "$url" >now.nd
	sm-diff --exit-code now.nd new.nd >left.nd || result="differs: $dir"
	cat $form.log* | awk -v from="$begun" -v to="$ended" \
	    '$5 + $6 / 1e6 >= from && $5 - 1 <= to {
	        n++; if ($3 > max) max = $3 }
	    END { printf "%d %.0f\n", n, max / 1000 }' >log
	read -r writes longest <log
	# log_lock_waits says each wait of more than deadlock_timeout
	waited=$(sed -n "1,${said}d; s/^psql .*\\(acquired\\|waiting\\).* after \\([0-9.]*\\) ms.*/\\2/p" \
	    "$log" | sort -n | tail -1)
	printf '%-7s %9.1f %9s %12s %12s %s\n' $form \
	    "$(echo "$ended - $begun" | awk '{ print $1 - $3 }')" \
	    "$writes" "$longest" "${waited:--}" "$result"
done
