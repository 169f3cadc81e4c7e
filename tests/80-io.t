#!/bin/sh
# Hostile input and lost output, for every tool that is built: a message with the
# place, exit status 2, no end record and no SQL; never a crash, a hang, a
# runaway of memory.
. "$(dirname "$0")/lib.sh"
needs perl sqlite3 timeout

# --- good input for each tool ------------------------------------------------
cat >old.sql <<'SQL'
CREATE TABLE orgs (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE users (id INTEGER PRIMARY KEY, mail TEXT, price NUMERIC,
    org_id INT REFERENCES orgs (id));
CREATE VIEW names AS SELECT name FROM orgs;
SQL
cat >new.sql <<'SQL'
CREATE TABLE orgs (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, cost NUMERIC,
    org_id INT REFERENCES orgs (id));
CREATE INDEX users_email ON users (email);
CREATE VIEW names AS SELECT name FROM orgs;
SQL
sqlite3 old.db <old.sql
sqlite3 new.db <new.sql
check "the pipeline runs" pipeline old.db new.db
mv old.ndjson snapshot
mv plan.ndjson plan
mv new.ndjson other.ndjson
cp snapshot good-snapshot
cp plan good-plan

all_tools=$(cd "$SM_BIN" && echo sm-*)
# Those that read a stream; sm-scratch has a test of its own.
tools=$(cd "$SM_BIN" && echo sm-* | tr ' ' '\n' | grep -vx sm-scratch)
reads() {
	case $1 in
	sm-reflect | sm-diff) echo snapshot ;;
	*) echo plan ;;
	esac
}
# run TOOL FILE [option…]: the tool on that stream.
run() {
	tool=$1 file=$2
	shift 2
	case $tool in
	sm-diff) timeout 60 sm-diff "$@" "$file" other.ndjson ;;
	sm-sql) timeout 60 sm-sql --allow-danger "$@" "$file" ;;
	*) timeout 60 "$tool" "$@" "$file" ;;
	esac
}

# refused NAME TOOL FILE [TEXT that the message holds]
refused() {
	run "$2" "$3" >out 2>err
	status=$?
	why=
	[ $status = 2 ] || why="status $status"
	grep -q '"record":"end"' out && why="$why, an end record"
	case $2 in sm-sql | sm-dot) [ -s out ] && why="$why, output" ;; esac
	grep -q "^$2: " err || why="$why, no message"
	LC_ALL=C tr -d '\n\t' <err | LC_ALL=C grep -q '[[:cntrl:]]' &&
	    why="$why, control characters"
	[ $# -lt 4 ] || grep -qF -e "$4" err || why="$why, not there: $4"
	if [ "$why" ]; then
		fail "$2: $1 ($why)" err
	else
		pass "$2: $1"
	fi
}
# put N FILE LINE: the stream with one more line after its first N.
put() {
	head -n "$1" "good-$2"
	printf '%s\n' "$3"
	tail -n "+$(($1 + 1))" "good-$2"
}

# --- output that is lost -----------------------------------------------------
# Start a command with a pipe that nobody reads as its output.
# shellcheck disable=SC2016 # perl's
nobody_reads='pipe(R, W); close R; open(STDOUT, ">&", W); close W;
    $SIG{PIPE} = shift; exec @ARGV; exit 127;'
for tool in $tools; do
	in=$(reads "$tool")
	expect_status 0 "$tool: works" run "$tool" "$in"
	check "$tool: says something" test -s out
	check "$tool: is silent about it" test ! -s err
	cp out works

	run "$tool" "$in" 2>err >/dev/full
	is "$tool: a full disk" "$? $(sed "s/.*write error: //" err)" \
	    "2 No space left on device"
	run "$tool" "$in" 2>err >&-
	is "$tool: no standard output" "$? $(grep -c "^$tool: " err)" "2 1"
	case $tool in
	sm-diff) operands="$in other.ndjson" ;;
	sm-sql) operands="--allow-danger $in" ;;
	*) operands=$in ;;
	esac
	# shellcheck disable=SC2086
	perl -e "$nobody_reads" DEFAULT "$tool" $operands 2>err
	is "$tool: nobody reads" $? 141
	# shellcheck disable=SC2086
	perl -e "$nobody_reads" IGNORE "$tool" $operands 2>err
	is "$tool: nobody reads, SIGPIPE ignored" \
	    "$? $(grep -c "^$tool: " err)" "2 1"

	# Standard input, by name and without.
	case $tool in
	sm-reflect)
		expect_status 0 "$tool: -" sm-reflect - <"$in"
		same "$tool: - says the same" out works
		;;
	sm-diff)
		expect_status 0 "$tool: -" sm-diff - other.ndjson <"$in"
		same "$tool: - says the same" out works
		must_fail "$tool: both on standard input" sm-diff - - <"$in"
		must_fail "$tool: one operand" sm-diff "$in"
		must_fail "$tool: three operands" sm-diff "$in" "$in" "$in"
		;;
	*)
		expect_status 0 "$tool: -" run "$tool" - <"$in"
		same "$tool: - says the same" out works
		;;
	esac
	run "$tool" "$in" <&- >out 2>err
	is "$tool: no standard input, not needed" $? 0
	run "$tool" - <&- >out 2>err
	is "$tool: no standard input, needed" $? 2
done

# --- options -------------------------------------------------------------------
for tool in $all_tools; do
	expect_status 0 "$tool --help" "$tool" --help
	check "$tool --help: on standard output" test -s out
	check "$tool --help: nothing on standard error" test ! -s err
	has "$tool --help: an example" out "  $tool"
	is "$tool --help: one screen" \
	    "$(wc -l <out | awk '{ print ($1 <= 40) }')" 1
	is "$tool --help: 80 columns" \
	    "$(awk 'length > 80' out)" ""
	cp out help
	expect_status 0 "$tool -h" "$tool" -h
	same "$tool -h: the same" out help
	expect_status 0 "$tool --version" "$tool" --version
	has "$tool --version" out "$tool (smartmigrate) "
	"$tool" --help >/dev/full 2>err
	is "$tool --help: a full disk" $? 2
	for option in --no-such-option -@ --quiet=yes --dialect -d; do
		must_fail "$tool $option: refused" "$tool" "$option"
		is "$tool $option: status" "$got" 2
		has "$tool $option: usage" err "usage: $tool"
	done
	[ "$tool" = sm-scratch ] && continue
	expect_status 2 "$tool -d oracle" "$tool" -d oracle x.ndjson
	has "$tool -d oracle: the names" err "sqlite, postgresql"
	set -- --help
	[ "$tool" = sm-diff ] && set -- --help --help
	expect_status 2 "$tool: -- ends options" "$tool" -- "$@"
	has "$tool: -- ends options, so it's a file" err "--help"
done

# --- files that are none ---------------------------------------------------------
mkdir directory unreadable
: >empty
printf '\n  \n\n' >blank
# What an executable looks like.
{ printf '\177ELF\002\001\001\000'; head -c 5000 "$SM_BIN/$tool"; } >binary
# A line end right at the start, so that a line with NULs is one.
printf '\n\000\000\000\n' >nul
for tool in $tools; do
	refused "a missing file" "$tool" no-such-file.ndjson no-such-file
	refused "a directory" "$tool" directory directory
	refused "a file's name with an escape" "$tool" "$(printf 'a\033[2Jb')"
	if [ -r /proc/self/mem ]; then
		refused "a read error" "$tool" /proc/self/mem
	fi
	for file in empty blank binary nul; do
		cp "$file" "$file.ndjson"
		refused "$file input" "$tool" "$file.ndjson" "$file"
		run "$tool" - <"$file" >out 2>err
		is "$tool: $file standard input" $? 2
	done
done

# --- lines that are no records ---------------------------------------------------
# A line each; they are put behind the header, where `line 2` must be named.
cat >bad-lines <<'EOL'
[]
"record"
17
null
{
}
{}}
{"record":"table"
{"record":17}
{"record":null}
{"no":"record"}
{"record":"note","record":"note"}
{"record":"note","level":"warning","message":"x","message":"y"}
{"record":"note","message":"\u0000"}
{"record":"note","message":"\ud800"}
{"record":"note","message":'x'}
{"record":"note",}
{"record":"note","n":1e999}
{"record":"note","n":9223372036854775808}
{"record":"note","n":01}
{"record":"note"} {"record":"note"}
{"record":"snapshot","format":1,"dialect":"sqlite"}
{"record":"plan","format":1,"dialect":"sqlite","stages":[]}
{"record":"\u001b[2J"
// {"record":"note"}
EOL
{
	printf '{"record":"note","message":"\377\376"}\n'
	printf '{"record":"note","message":"\300\257"}\n'
	printf '{"record":"note","message":"\355\240\200"}\n'
	printf '{"record":"note","message":"a\033[2Jb"}\n'
	printf '\357\273\277{"record":"note","message":"x"}\n'
} >>bad-lines
for tool in $tools; do
	in=$(reads "$tool")
	n=0
	while IFS= read -r line; do
		n=$((n + 1))
		put 1 "$in" "$line" >bad.ndjson
		refused "bad line $n" "$tool" bad.ndjson bad.ndjson:2:
	done <bad-lines

	perl -e 'print "{\"record\":\"note\",\"x\":", "[" x 200000, "\n"' >deep
	{ head -n 1 "good-$in"; cat deep; } >deep.ndjson
	refused "deep nesting" "$tool" deep.ndjson deep.ndjson:2:

	{ printf '\357\273\277'; cat "good-$in"; } >bom.ndjson
	refused "a byte order mark" "$tool" bom.ndjson
	jq . "good-$in" >pretty.ndjson
	refused "pretty-printed JSON" "$tool" pretty.ndjson "jq -c"
	jq -s . "good-$in" >array.ndjson
	refused "one array" "$tool" array.ndjson "jq -c"
	jq -cs . "good-$in" >array.ndjson
	refused "one array on a line" "$tool" array.ndjson "jq -c"
	{ head -n 1 "good-$in"; printf '{"a\000b"}\n'; } >nul.ndjson
	refused "a NUL in a line" "$tool" nul.ndjson nul.ndjson:
	sed '1s/"format":1/"format":2/' "good-$in" >format.ndjson
	refused "another format" "$tool" format.ndjson format
	sed '1s/"dialect":"sqlite"/"dialect":"oracle"/' "good-$in" >dialect.ndjson
	refused "another dialect" "$tool" dialect.ndjson oracle
	sed 1d "good-$in" >headless.ndjson
	refused "no header" "$tool" headless.ndjson headless.ndjson:1:
	[ "$tool" = sm-reflect ] ||
	    must_fail "$tool: another dialect than -d's" \
	        run "$tool" "$in" -d mysql
	case $in in snapshot) wrong=plan ;; *) wrong=snapshot ;; esac
	cp good-$wrong wrong.ndjson
	refused "a $wrong" "$tool" wrong.ndjson "a $wrong"
done

# Members of the wrong kind.
cat >bad-snapshot-lines <<'EOL'
{"record":"table","name":"t"}
{"record":"table","name":17,"columns":[]}
{"record":"table","columns":[]}
{"record":"table","name":"t","columns":{}}
{"record":"table","name":"t","columns":[17]}
{"record":"table","name":"t","columns":[{"name":"a"}]}
{"record":"table","name":"t","columns":[{"name":"a","nullable":"yes"}]}
{"record":"table","name":"t","columns":[{"nullable":true}]}
{"record":"table","name":"t","columns":[],"primary_key":[]}
{"record":"table","name":"t","columns":[],"primary_key":{"columns":"id"}}
{"record":"table","name":"t","columns":[],"checks":[{"name":"c"}]}
{"record":"table","name":"t","columns":[],"foreign_keys":[{"columns":["a"]}]}
{"record":"table","name":"t","columns":[],"indexes":[{"name":"i"}]}
{"record":"table","name":"t","columns":[],"options":[]}
{"record":"table","name":"users","columns":[]}
{"record":"table","name":"USERS","columns":[]}
{"record":"view","name":"v"}
{"record":"trigger","name":"g","definition":"x"}
{"record":"unreadable","name":"x"}
EOL
cat >bad-plan-lines <<'EOL'
{"record":"op"}
{"record":"op","id":"a"}
{"record":"op","op":"ADD_COLUMN"}
{"record":"op","id":17,"op":"ADD_COLUMN"}
{"record":"op","id":"a","op":"ADD_COLUMN"}
{"record":"op","id":"a","op":"ADD_COLUMN","table":"users"}
{"record":"op","id":"a","op":"ADD_COLUMN","table":"users","column":"x"}
{"record":"op","id":"a","op":"ADD_COLUMN","table":"users","column":"x","new":17}
{"record":"op","id":"a","op":"DROP_TABLE"}
{"record":"op","id":"a","op":"RENAME_TABLE","table":"x"}
{"record":"op","id":"a","op":"DROP_TABLE","table":"x","risk":"MAYBE"}
{"record":"op","id":"a","op":"DROP_TABLE","table":"x","risk":1}
{"record":"op","id":"a","op":"DROP_TABLE","table":"x","step":"1"}
{"record":"op","id":"a","op":"DROP_TABLE","table":"x","step":0}
{"record":"op","id":"a","op":"DROP_TABLE","table":"x","step":-1}
{"record":"op","id":"a","op":"DROP_TABLE","table":"x","because":"b"}
{"record":"op","id":"a","op":"DROP_TABLE","table":"x","depends_on":[1]}
{"record":"change"}
{"record":"change","kind":"table"}
{"record":"change","kind":"table","old":17}
{"record":"change","kind":"table","old":{"name":"x"}}
{"record":"change","kind":"table","old":{"record":"table","name":"x"}}
EOL
for tool in $tools; do
	in=$(reads "$tool")
	n=0
	while IFS= read -r line; do
		n=$((n + 1))
		put 1 "$in" "$line" >bad.ndjson
		refused "bad $in record $n" "$tool" bad.ndjson bad.ndjson:
	done <"bad-$in-lines"
	[ "$in" = plan ] || continue
	grep '"record":"op"' good-plan | head -n 1 >op
	put "$(($(wc -l <good-plan) - 1))" plan "$(cat op)" >bad.ndjson
	refused "an op twice" "$tool" bad.ndjson bad.ndjson:
done

# --- streams that stop -----------------------------------------------------------
for tool in $tools; do
	in=$(reads "$tool")
	lines=$(wc -l <"good-$in")
	n=0
	while [ $((n += 1)) -lt "$lines" ]; do
		head -n $n "good-$in" >cut.ndjson
		refused "cut after line $n of $lines" "$tool" cut.ndjson
	done
	# Inside a line, at bytes that differ from run to run of the loop.
	size=$(wc -c <"good-$in")
	n=3
	while [ $n -lt $((size - 17)) ]; do
		head -c $n "good-$in" >cut.ndjson
		run "$tool" cut.ndjson >out 2>err
		status=$?
		if [ $status != 2 ] || grep -q '"record":"end"' out ||
		    { [ "$tool" = sm-sql ] && [ -s out ]; }; then
			fail "$tool: cut after byte $n (status $status)" err
			break
		fi
		n=$((n + 29))
	done
	[ $n -lt $((size - 17)) ] || pass "$tool: cut inside a line"
	head -c $((size - 1)) "good-$in" >whole.ndjson
	expect_status 0 "$tool: no newline at the end" run "$tool" whole.ndjson
	# In the second segment, and two put together of which one was cut.
	{ cat "good-$in"; head -n 2 "good-$in"; } >cut.ndjson
	run "$tool" cut.ndjson >out 2>err
	is "$tool: cut in the second segment" $? 2
	{ head -n 2 "good-$in"; cat "good-$in"; } >cut.ndjson
	refused "cut in the first of two segments" "$tool" cut.ndjson
	head -n $((lines - 1)) "good-$in" >cut.ndjson
	expect_status 0 "$tool: --partial" run "$tool" cut.ndjson --partial
	expect_status 2 "$tool: --partial of nothing" run "$tool" empty --partial
done
must_fail "sm-diff: NEW is cut" sm-diff snapshot cut.ndjson
must_fail "sm-diff: empty is not /dev/null" sm-diff empty snapshot
expect_status 0 "sm-diff: /dev/null is the empty schema" \
    sm-diff /dev/null snapshot

# --- a line of 100 MB --------------------------------------------------------------
{
	printf '{"record":"note","message":"'
	head -c 104857600 /dev/zero | tr '\0' a
	printf '"}\n'
} >long
for tool in $tools; do
	in=$(reads "$tool")
	{ head -n 1 "good-$in"; cat long; } >long.ndjson
	(
		# Half a gigabyte would be a runaway; sanitizers need terabytes.
		# shellcheck disable=SC3045 # dash and bash have it
		[ "$SM_VARIANT" = plain ] && ulimit -v 500000
		run "$tool" long.ndjson >out 2>err
	)
	is "$tool: a line of 100 MB" \
	    "$? $(grep -c "^$tool: .*long.ndjson:2: " err)" "2 1"
	has "$tool: and says how long it may be" err "64 MiB"
done
rm long long.ndjson

# --- what isn't known goes through ----------------------------------------------------
# Numbers and escapes keep their bytes, too.
owner='"owner":{"n":0.725,"one":1.0,"e":1E2,"s":"\u00e9\/","big":"9007199254740993"}'
OWNER=$owner perl -pe 's/\}$/,$ENV{OWNER}}/ if /"record":"op"/' \
    good-plan >owned
put 1 plan '{"record":"remark","text":"x\u0041"}' >remarked
sed '1s/}$/,"ticket":"T-1"}/' good-plan >ticketed
for tool in sm-renames sm-risk sm-order; do
	expect_status 0 "$tool: unknown fields" run $tool owned
	is "$tool: on every op they're the same bytes" \
	    "$(grep '"record":"op"' out | grep -cF "$owner")" \
	    "$(grep -c '"record":"op"' out)"
	expect_status 0 "$tool: an unknown record" run $tool remarked
	has "$tool: goes through" out '{"record":"remark","text":"x\u0041"}'
	expect_status 0 "$tool: an unknown member of the header" \
	    run $tool ticketed
	has "$tool: goes through" out '"ticket":"T-1"'
	expect_status 0 "$tool: the whole plan again" run $tool plan
	grep '"record":"change"' good-plan >want
	grep '"record":"change"' out >got
	same "$tool: changes keep their bytes" got want
done
put 1 snapshot '{"record":"gadget","name":"p","to":[1.0]}' >unknown.ndjson
expect_status 0 "sm-reflect: an unknown object" sm-reflect unknown.ndjson
has "sm-reflect: goes through" out '{"record":"gadget","name":"p","to":[1.0]}'
expect_status 0 "sm-reflect: a snapshot" sm-reflect other.ndjson
same "sm-reflect: passes on the same bytes" out other.ndjson
# Blank lines, and lines that end as on Windows, are no difference.
sed 's/$/\n   \n/' good-plan >blanks
expect_status 0 "blank lines are passed over" run sm-risk blanks
run sm-risk plan >want
same "and leave no trace" out want

# --- several segments, and one that failed -----------------------------------------------
error='{"record":"error","label":"c","message":"no route to host"}'
for tool in sm-renames sm-risk sm-order; do
	run $tool plan >one
	{ cat good-plan; echo "$error"; cat good-plan; } >several
	expect_status 2 "$tool: one source of several failed" run "$tool" several
	{ cat one; echo "$error"; cat one; } >want
	same "$tool: the others go on" out want
	cat good-plan good-plan >two
	expect_status 0 "$tool: two plans" run "$tool" two
	cat one one >want
	same "$tool: each is worked on" out want
done
{ cat good-snapshot; echo "$error"; cat good-snapshot; } >several
expect_status 2 "sm-diff: one source of several failed" \
    sm-diff several other.ndjson
is "sm-diff: the others go on" \
    "$(jq -r .record out | uniq | tr '\n' ' ')" \
    "plan change op end error plan change op end "
cat good-plan good-plan >two
expect_status 2 "sm-sql: takes one plan" sm-sql --allow-danger two
check "and writes nothing of two" test ! -s out
done_testing
