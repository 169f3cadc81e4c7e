#!/bin/sh
# The pipeline on two SQLite databases, a shop's schema before and after a
# release: what differs, what it costs, what is refused, and that what is applied
# leads where it should and keeps the rows.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
PATH=${SM_BIN:-$here/../build/bin}:$PATH
export PATH
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"

title() {
	printf '\n\033[1m%s\033[0m\n\n' "$*" | {
		if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then
			cat
		else
			sed 's/.\[[01]m//g'
		fi
	}
}
# show COMMAND: print it, then run it as a shell would.
show() {
	printf '$ %s\n' "$1"
	sh -c "$1"
}

cat >v1.5.0.sql <<'SQL'
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  mail TEXT NOT NULL UNIQUE
);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL,
  total NUMERIC NOT NULL,
  placed_at TEXT NOT NULL
);
CREATE TABLE old_imports (id INTEGER PRIMARY KEY, line TEXT);
CREATE VIEW big_orders AS SELECT id, total FROM orders WHERE total > 100;
SQL

cat >v1.6.0.sql <<'SQL'
CREATE TABLE customers (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  email TEXT NOT NULL UNIQUE
);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY,
  customer_id INTEGER NOT NULL REFERENCES customers (id),
  total NUMERIC NOT NULL,
  placed_at TEXT NOT NULL,
  currency TEXT NOT NULL
);
CREATE INDEX orders_customer ON orders (customer_id);
CREATE TABLE payments (
  id INTEGER PRIMARY KEY,
  order_id INTEGER NOT NULL REFERENCES orders (id) ON DELETE CASCADE,
  amount NUMERIC NOT NULL CHECK (amount > 0)
);
CREATE VIEW big_orders AS SELECT id, total FROM orders WHERE total > 100;
SQL

sqlite3 prod.db <v1.5.0.sql
sqlite3 prod.db <<'SQL'
INSERT INTO customers VALUES (1, 'Ada', 'ada@example.org'),
  (2, 'Grace', 'grace@example.org');
INSERT INTO orders VALUES (10, 1, 99.5, '2024-01-03'),
  (11, 2, 1200, '2024-02-04'), (12, 1, 7, '2024-03-05');
INSERT INTO old_imports VALUES (1, 'x;y;z');
SQL

title 'prod.db is a database with rows, at v1.5.0; v1.6.0.sql is where it shall go.'
show 'sm-reflect prod.db >prod.ndjson'
show 'sm-reflect -d sqlite v1.6.0.sql >v1.6.0.ndjson'
show 'sm-diff prod.ndjson v1.6.0.ndjson | sm-renames | sm-risk | sm-order >plan.ndjson'

title 'The plan, as a drawing:'
show 'sm-dot -T ascii plan.ndjson'

title 'The report: what, why, and what to do about it:'
show 'sm-explain plan.ndjson'

title 'An operation is a line of JSON. This one says why it is dangerous:'
show "grep '\"op\":\"ADD_COLUMN\"' plan.ndjson"

title 'So there is no SQL yet (exit status 1):'
show 'sm-sql plan.ndjson || echo "exit status $?"'

title 'The release is mended: the column gets a default. The import table may go.'
show "sed -i 's/currency TEXT NOT NULL/& DEFAULT '\''EUR'\''/' v1.6.0.sql"
show 'sm-reflect -d sqlite v1.6.0.sql >v1.6.0.ndjson'
show 'sm-diff prod.ndjson v1.6.0.ndjson | sm-renames | sm-risk | sm-order >plan.ndjson'
show 'sm-sql --allow-danger plan.ndjson >up.sql'
show 'sm-sql --allow-danger --down plan.ndjson >down.sql'
show 'cat up.sql'

title 'Applied to a copy, with the plain client:'
show 'cp prod.db copy.db'
show 'sqlite3 copy.db <up.sql'
show 'sm-reflect copy.db | sm-diff --exit-code - v1.6.0.ndjson >/dev/null && echo "copy.db is v1.6.0"'
show 'sqlite3 -header copy.db "SELECT * FROM customers; SELECT * FROM orders"'

title 'And back:'
show 'sqlite3 copy.db <down.sql'
show 'sm-reflect copy.db | sm-diff --exit-code - prod.ndjson >/dev/null && echo "copy.db is v1.5.0"'
show 'sqlite3 -header copy.db "SELECT * FROM customers"'
