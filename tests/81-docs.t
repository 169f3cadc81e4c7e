#!/bin/sh
# What is written down is what is done: options in --help, manual and
# completions; every field that a tool writes in sm-ndjson(5).
. "$(dirname "$0")/lib.sh"
needs mandoc jq bash

tools=$(cd "$SM_BIN" && echo sm-*)
man=$SRC/man

# --- pages ------------------------------------------------------------------
for page in "$man"/*.[157]; do
	name=${page##*/}
	# Pages that refer to each other needn't be installed.
	mandoc -Tlint -W style "$page" 2>&1 |
	    grep -v -e 'referenced manual not found' -e 'outdated mandoc.db' >lint
	same "$name: mandoc finds nothing" lint /dev/null
	[ "$name" = sm-ndjson.5 ] && continue
	has "$name: examples" "$page" '.Sh EXAMPLES'
done
for tool in $tools; do
	check "$tool: has a page" test -f "$man/$tool.1"
	grep '^\.Sh' "$man/$tool.1" >got
	printf '.Sh %s\n' NAME SYNOPSIS DESCRIPTION OPTIONS ENVIRONMENT \
	    'EXIT STATUS' EXAMPLES 'SEE ALSO' >want
	same "$tool.1: its sections, in mdoc(7)'s order" got want
	has "$tool.1: getopt's variable" "$man/$tool.1" '.It Ev POSIXLY_CORRECT'
	has "$tool: in smartmigrate(7)" "$man/smartmigrate.7" ".It Xr $tool 1"
	has "$tool: in the README" "$SRC/README.md" "$tool"
done
# Every page that is referred to is there, or another project's.
sed -n 's/^\.Xr \([^ ]*\) \([157]\).*/\1.\2/p; s/^\.It Xr \([^ ]*\) \([157]\).*/\1.\2/p' \
    "$man"/*.[157] | sort -u >referred
while read -r page; do
	case $page in
	dot.1 | grep.1 | initdb.1 | jq.1 | pg_config.1 | postgres.1 | sqlite3.1)
		continue
		;;
	esac
	check "$page is there" test -f "$man/$page"
done <referred
for page in "$man"/sm-*.1; do
	tool=${page##*/}
	check "$tool has a tool" test -x "$SM_BIN/${tool%.1}"
done

# What is read of the environment (of lib/sources that is sm-reflect).
grep -ho 'getenv("[A-Z_]*")' "$SRC"/cmd/*.c "$SRC"/lib/*/*.c |
    sed 's/.*("//; s/").*//' | sort -u >variables
check "variables are looked at" grep -qx NO_COLOR variables
while read -r variable; do
	check "$variable is in a page" grep -qx ".It Ev $variable" "$man"/*.1
done <variables
expect_status 0 "an option behind an operand" sm-order nosuch --help
expect_status 2 "but with POSIXLY_CORRECT" \
    env POSIXLY_CORRECT=1 sm-order nosuch --help

# --- options: lines of "letter name ARGUMENT" -----------------------------------
for tool in $tools; do
	"$tool" --help |
	    sed -nE 's/^ +(-(.),)? +--([a-z-]+)( ([A-Z]+))?( .*)?$/\2:\3:\5/p' |
	    sort >help
	check "$tool --help: can be read" test -s help
	sed -nE 's/^\.It (Fl (.) , )?Fl -([a-z-]+)( Ar ([A-Z]+))?$/\2:\3:\5/p' \
	    "$man/$tool.1" | sort >manual
	same "$tool.1: the options of --help" manual help

	bash -c 'source "$1"; _sm "$2" -- "$2"; printf "%s\n" "${COMPREPLY[@]}"' \
	    bash "$SRC/completions/sm.bash" "$tool" | sort >by-bash
	cut -d : -f 2 help | sed 's/^/--/' | sort >want
	same "$tool: bash completes the options of --help" by-bash want
	is "$tool: bash completes it" \
	    "$(bash -c 'source "$1"; complete -p "$2"' bash \
	        "$SRC/completions/sm.bash" "$tool" | wc -l)" 1

	if command -v zsh >/dev/null; then
		# shellcheck disable=SC2016 # zsh's
		zsh -fc '_arguments() { print -l -- "$@"; }
		    fpath=($1 $fpath); autoload -Uz _sm; service=$2; _sm' \
		    zsh "$SRC/completions" "$tool" |
		    grep '\[' | sed 's/\[.*//' |
		    sed 's/^([^)]*)//; s/^\*//; s/=$//' | sort -u >by-zsh
		sed -n 's/^\([^:]\):.*/-\1/p' help >letters
		cat want letters | sort >both
		same "$tool: zsh completes them" by-zsh both
		has "$tool: zsh completes it" "$SRC/completions/_sm" " $tool"
	fi
	if command -v fish >/dev/null; then
		fish --no-config -c "source $SRC/completions/sm.fish
		    complete -C '$tool -'
		    complete -C '$tool --'" 2>/dev/null |
		    sed 's/\t.*//' | sort -u >by-fish
		same "$tool: fish completes them" by-fish both
	fi
done

# --- fields: lines of "heading name", of the manual and of what is written ------
awk '/^\.Ss / { heading = substr($0, 5) }
    /^\.It Cm / { print heading "\t" $3 }' "$man/sm-ndjson.5" | sort -u >documented

cat >fields.jq <<'JQ'
def keys_as($what): keys_unsorted[] | $what + "\t" + .;
def part($what; $sub): keys_as($what), $sub;
def index_key: keys_as("index key");
def key: keys_as("key"), (.keys[]? | index_key);
def references: keys_as("references");
def foreign_key: keys_as("foreign key"), (.references // empty | references);
def index: keys_as("index"), (.keys[]? | index_key);
def known: {"table":1,"view":1,"trigger":1,"virtual_table":1,"unreadable":1};
def object:
    keys_as(if known[.record] then .record else "object" end),
    (.needs[]? | keys_as("need")),
    (.stats // empty | keys_as("stats")),
    if .record == "table" then
        (.columns[]? | keys_as("column")),
        (.primary_key // empty | key), (.uniques[]? | key),
        (.checks[]? | keys_as("check")),
        (.foreign_keys[]? | foreign_key), (.indexes[]? | index)
    else empty end;
def scope: keys_as("scope");
def side: keys_as("side"), (.scope // empty | scope);
def maybe: keys_as("maybe"), (.evidence // empty | keys_as("evidence"));
def of_part($op):
    if ($op | endswith("_COLUMN")) then keys_as("column")
    elif ($op | endswith("_INDEX")) then index
    elif ($op | endswith("_FK")) then foreign_key
    elif ($op | endswith("_CHECK")) then keys_as("check")
    elif ($op | endswith("_UNIQUE") or endswith("_PRIMARY_KEY")) then key
    else "no part\t" + $op end;
def op:
    .op as $op | keys_as("op"),
    ((.old, .new) // empty | of_part($op)),
    (.renamed_values[]? | keys_as("renamed value")),
    (.evidence // empty | keys_as("evidence")),
    ((.maybe_renamed_to, .maybe_renamed_from) // empty | maybe),
    (.impact // empty | keys_as("impact")),
    (.down // empty | keys_as("verdict"));
if .record == "snapshot" then keys_as("snapshot"), (.scope // empty | scope)
elif .record == "plan" then
    keys_as("plan"), (.old, .new | side), (.compare // empty | keys_as("compare"))
elif .record == "change" then
    keys_as("change"), ((.old, .new) // empty | object)
elif .record == "op" then op
elif .record == "note" or .record == "error" or .record == "end" then
    keys_as(.record)
elif .rule then keys_as("risk rule")
else object end
JQ

# Schemas that have everything that a snapshot of SQLite can hold.
sqlite3 old.db <"$SRC/tests/fuzz/rich-old.sql"
sqlite3 new.db <"$SRC/tests/fuzz/rich-new.sql"
{
	sm-reflect --stats -t '*' -x nothing --label here old.db
	pipeline old.db new.db --ignore comment -t '*' -x nothing >&2
	cat old.ndjson new.ndjson .1 .2 .3 plan.ndjson
	sm-diff new.ndjson old.ndjson | sm-renames | sm-risk | sm-order
	sm-reflect --stats old.db | sm-diff --column-order - new.ndjson |
	    sm-renames | sm-risk --online | sm-order
	sm-diff /dev/null old.ndjson | sm-renames | sm-risk | sm-order
	sm-reflect old.db no-such-file.db
	sm-risk --list-rules
	find "$SRC/tests/cases" -name out -exec grep -h -e '^{"record"' \
	    -e '^{"rule"' {} +
} >records 2>log
check "there are records of each kind" test "$(jq -r .record records |
    sort -u | grep -cx -e snapshot -e table -e view -e trigger \
    -e virtual_table -e unreadable -e plan -e change -e op -e end -e error)" = 11
jq -r -f fields.jq records | sort -u >written
check "the fields were looked at" test "$(wc -l <written)" -ge 100
# (Objects of kinds that aren't known may have any; a case whose point is that a
# field isn't known calls it x.)
comm -23 written documented | grep -v -e '^object	' -e '	x$' >undocumented
: >nothing
same "every field that is written is in sm-ndjson(5)" undocumented nothing
sed 's/\tgenerated$/\tmade_up/' written | sort | comm -23 - documented >planted
check "and one that weren't would be found" test -s planted

# What is documented of SQLite's plans is written, too.
comm -13 written documented | grep -v -e '	comment$' -e '	renamed_from$' \
    -e '	schema$' -e '	schemas$' -e '	implicit$' -e '	arguments$' \
    -e '	inexact$' -e '	exact$' >unwritten
echo "# documented, not seen here: $(tr '\t\n' '. ' <unwritten)"
done_testing
