#!/bin/sh
# The examples of the README and of the manual pages run, and say what the README
# says that they say.
. "$(dirname "$0")/lib.sh"
needs bash jq sqlite3 dot git make

# What the examples are about.
cat >schema.sql <<'SQL'
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT NOT NULL UNIQUE,
  name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY,
  user_id INTEGER NOT NULL REFERENCES users (id), cost NUMERIC,
  paid INTEGER NOT NULL DEFAULT 0);
CREATE INDEX orders_user ON orders (user_id);
SQL
cat >old.sql <<'SQL'
CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT NOT NULL UNIQUE,
  name TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL,
  price NUMERIC);
CREATE TABLE imports (id INTEGER PRIMARY KEY, line TEXT);
SQL
mkdir fresh
sqlite3 fresh/app.db <old.sql
sqlite3 fresh/app.db "INSERT INTO users VALUES (1, 'a@example.org', 'A');
    INSERT INTO orders VALUES (1, 1, 10), (2, 1, 20);"
mv schema.sql old.sql fresh
mkdir fresh/migrations
cp fresh/old.sql fresh/migrations/1_start.sql
echo 'ALTER TABLE users ADD COLUMN born TEXT;' >fresh/migrations/10_born.sql
cd fresh || exit 2
check "what the examples need" pipeline app.db schema.sql
mv old.ndjson prod.ndjson
cp new.ndjson model.ndjson
rm .1 .2 .3 err up.sql down.sql
cd ..

# example NAME FILE: a script, where all that is there.
example() {
	rm -rf here
	cp -R fresh here
	(cd here && bash -o pipefail -e "../$2") >out 2>err
	status=$?
	# 1 is what a tool says that was asked whether there is something.
	if [ $status = 1 ] || { [ $status = 0 ] && [ ! -s err ]; }; then
		pass "$1"
	else
		echo "# status $status"
		fail "$1" "$2" err
	fi
	# Most shells have no pipefail on: who asks for a verdict gets it without.
	grep -q -e '--fail-on' "$2" || return 0
	rm -rf here
	cp -R fresh here
	(cd here && bash "../$2") >out 2>err
	is "$1: the verdict is the status" $? 1
}

for page in "$SRC"/man/*.[17]; do
	rm -f block.*
	awk '/^\.Sh/ { examples = $2 == "EXAMPLES" }
	    examples && /^\.Bd -literal/ { n++; on = 1; next }
	    /^\.Ed/ { on = 0 }
	    on { gsub(/\\e/, "\\"); print >("block." n) }' "$page"
	for block in block.*; do
		[ -f "$block" ] || continue
		example "${page##*/}: example ${block#block.}" "$block"
	done
done

# The README: `sh` blocks run; in `console` blocks what stands behind "$ " does,
# and gives what stands below.
rm -f block.*
awk '/^```/ { on = !on; if (on) { kind = substr($0, 4); n++ } ; next }
    on && kind == "sh" { print >("block.sh." n) }
    on && kind == "console" { print >("block.console." n) }' "$SRC/README.md"
for block in block.sh.*; do
	[ -f "$block" ] || continue
	# Not by a test: it installs packages, or runs the tests.
	head -n 1 "$block" | grep -qE '^(apt-get|make)' && continue
	example "README: block ${block#block.sh.}" "$block"
done
rm -rf here
cp -R fresh here
for block in block.console.*; do
	[ -f "$block" ] || continue
	# A command goes on while its lines end in a pipe or a backslash.
	awk '/^\$ / { print substr($0, 3); more = /[|\\]$/; next }
	    more { sub(/^> /, ""); print; more = /[|\\]$/ }' "$block" >commands
	awk '/^\$ / { more = /[|\\]$/; next }
	    more { more = /[|\\]$/; next } { print }' "$block" >want
	(cd here && bash -o pipefail ../commands) >out 2>&1
	check "README: block ${block#block.console.} has commands" \
	    test -s commands
	same "README: block ${block#block.console.} says what it does" out want
done

# What the make targets are called in it.
grep -v 'make -f' "$SRC/README.md" | grep -oE 'make [a-z-]+( [a-z-]+)*' | tr ' ' '\n' |
    grep -vx make | sort -u >targets
sed -n '/^\.PHONY/,/[^\\]$/p' "$SRC/Makefile" >phony
while read -r target; do
	check "make $target is a target" grep -qwF -e "$target" phony
done <targets
done_testing
