#!/bin/sh
# A plan of 200 operations, drawn: dot(1) takes it without a warning, and the
# drawing in the terminal has each operation once, behind what it waits for,
# within the width.
. "$(dirname "$0")/lib.sh"
needs dot jq awk

# A shop before (v=1) and after (v=2) a year of releases.
cat >shop.awk <<'AWK'
function column(s) { printf "%s  %s", sep, s; sep = ",\n" }
BEGIN {
	n = split("customers addresses orders order_lines products categories" \
	    " suppliers warehouses stock_levels payments refunds invoices" \
	    " shipments carriers coupons reviews employees departments" \
	    " shifts audit_events sessions devices tickets messages" \
	    " campaigns segments", table, " ")
	for (i = 1; i <= n; i++) {
		if (v == 2 && i == 19)
			continue
		t = table[i]; up = table[int(i / 2)]; sep = ""
		printf "CREATE TABLE %s (\n", t
		column("id INTEGER PRIMARY KEY")
		column("name TEXT NOT NULL")
		if (i > 1)
			column(up "_id INTEGER" \
			    (v == 2 ? " REFERENCES " up " (id)" : ""))
		column((v == 1 ? "created" : "created_at") " TEXT NOT NULL")
		column("amount " (v == 1 ? "INTEGER" : "NUMERIC"))
		if (v == 1) column("legacy_code INTEGER")
		if (v == 2) column("currency TEXT NOT NULL DEFAULT 'EUR'")
		if (v == 2 && i % 3 == 0) column("tenant INTEGER NOT NULL")
		column("note " (v == 2 && i % 4 == 0 ? "TEXT NOT NULL" : "TEXT"))
		print "\n);"
		if (v == 2)
			printf "CREATE INDEX %s_at ON %s (created_at);\n", t, t
		printf "CREATE %sINDEX %s_name ON %s (name);\n",
		    v == 1 ? "" : "UNIQUE ", t, t
		if (i % 5 == 0)
			printf "CREATE VIEW big_%s AS SELECT id, name FROM %s" \
			    " WHERE amount > %d;\n", t, t, v * 100
	}
	for (i = 1; v == 2 && i <= 5; i++)
		printf "CREATE TABLE %s_old (id INTEGER PRIMARY KEY, of INTEGER" \
		    " REFERENCES %s (id), at TEXT);\n", table[i], table[i]
}
AWK
awk -v v=1 -f shop.awk >old.sql
awk -v v=2 -f shop.awk >new.sql
check "a plan" pipeline old.sql new.sql
mv plan.ndjson year
cp .1 unordered
ops() {
	grep -c '"record":"op"' "$1"
}
check "of 200 operations" test "$(ops year)" -ge 200
sm-diff /dev/null new.ndjson | sm-renames | sm-risk | sm-order >first
sm-diff new.ndjson /dev/null | sm-renames | sm-risk | sm-order >last
jq -c 'select(.record != "op" or .step % 3 != 0)' year >cut

for plan in year first last cut unordered; do
	expect_status 0 "$plan: DOT" sm-dot $plan
	mv out $plan.dot
	is "$plan: an op is a node" "$(grep -c '^	*op[0-9]* \[' $plan.dot)" \
	    "$(ops $plan)"
	for form in png svg; do
		expect_status 0 "$plan: dot -T$form" \
		    timeout 60 dot -T$form -o drawing.$form $plan.dot
		check "$plan: dot -T$form: without a warning" test ! -s err
		check "$plan: dot -T$form: a drawing" test -s drawing.$form
	done
	# As large as a screen or some, not a ribbon.
	sed -n 's/.*<svg width="\([0-9]*\)pt" height="\([0-9]*\)pt".*/\1 \2/p' \
	    drawing.svg >size
	read -r width height <size
	check "$plan: it is $width by $height" \
	    test "$width" -lt 4000 -a "$height" -lt 5000
	hasnt "$plan: what stands under a table's name doesn't repeat it" \
	    $plan.dot "column orders."

	for columns in 80 120; do
		COLUMNS=$columns sm-dot -T ascii $plan >ascii
		is "$plan: $columns columns" \
		    "$(awk -v max=$columns 'length > max' ascii)" ""
	done
	COLUMNS=80 sm-dot -T ascii $plan >ascii
	sed -n 's/^[-+|?o!X'\'' ]* \([0-9][0-9]*\) \(SAFE\|CAUTION\|DANGER\|unjudged\) .*/\1/p' \
	    ascii >numbers
	is "$plan: each op is a line" "$(wc -l <numbers)" "$(ops $plan)"
	is "$plan: and none twice" "$(sort numbers | uniq -d)" ""
	check "$plan: 80 columns are enough for nearly all" \
	    test "$(grep -c '\.\.\.' ascii)" -le "$(($(ops $plan) / 20))"
	jq -r 'select(.depends_on) | .step as $s | .depends_on[] |
	    "\(.) \($s)"' $plan >waits
	jq -r 'select(.step) | "\(.id) \(.step)"' $plan >steps
	is "$plan: each line is below what it waits for" "$(awk '
	    FILENAME == "numbers" { line[$1] = FNR; next }
	    FILENAME == "steps" { step[$1] = $2; next }
	    $1 in step && line[step[$1]] >= line[$2]' numbers steps waits)" ""
done

# Rails: a line that is joined to one has it above, and no rail starts in the air.
cat >rails.awk <<'AWK'
# The rails of a line: a sign, or | + '\'' where it goes on or ends.
{
	text = $0
	sub(/ +[0-9]+ (SAFE|CAUTION|DANGER|unjudged) .*/, "", text)
	if (text == $0)
		sub(/[^-+|?o!X' ].*/, "", text) # a heading, or nothing
	for (i = 1; i <= 40; i += 2) {
		c = substr(text, i, 1)
		if (c ~ /[|+']/ && above[i] !~ /[|+?o!X]/)
			print "line " NR ", rail " (i + 1) / 2 ": " $0
		above[i] = c
	}
}
AWK
for plan in year first last cut unordered; do
	sm-dot -T ascii $plan | grep -v '^$' >ascii
	is "$plan: no rail starts in the air" "$(awk -f rails.awk ascii)" ""
done

# Time: a plan of thousands is drawn in the terminal at once.
awk 'BEGIN { for (i = 0; i < 3000; i++) {
	printf "CREATE TABLE t%d (id INTEGER PRIMARY KEY", i
	if (i > 0) printf ", p INTEGER REFERENCES t%d (id)", i / 3
	print ");" } }' >many.sql
sm-reflect -d sqlite many.sql >many.ndjson
sm-diff /dev/null many.ndjson | sm-risk | sm-order >many
check "a plan of $(ops many) ops in the terminal" \
    timeout 20 sm-dot -T ascii many
check "and as DOT" timeout 20 sm-dot many
done_testing
