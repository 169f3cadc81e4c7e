#!/bin/sh
# sm-diff's operands: streams that stop, streams of many, what is no snapshot.
. "$(dirname "$0")/lib.sh"
needs jq

# snapshot LABEL COLUMN…
snapshot() {
	label=$1
	shift
	echo '{"record":"snapshot","format":1,"dialect":"sqlite","label":"'"$label"'"}'
	for t in t u; do
		echo '{"record":"table","name":"'$t'","columns":['
		for c in "$@"; do
			echo '{"name":"'"$c"'","type":"TEXT","nullable":true}'
			[ "$c" = "$*" ] || [ "$c" = z ] || echo ,
		done
		echo ']}'
	done | tr -d '\n' | sed 's/}]}{/}]}\
{/'
	echo
	echo '{"record":"note","level":"warning","message":"of '"$label"'"}'
	echo '{"record":"end"}'
}
snapshot one a z >model
snapshot here a z >same
snapshot there a b z >other

# --- a dead upstream never becomes a DROP ------------------------------------
# shellcheck disable=SC2317
# refused NAME OLD NEW: with standard input, whichever is "-", from ./in.
refused() {
	sm-diff "$2" "$3" <in >out 2>err
	got=$?
	if [ "$got" = 2 ] && [ ! -s out ] && [ -s err ]; then
		return
	fi
	echo "# $1: status $got"
	cat out err
	return 1
}
# shellcheck disable=SC2317
# prefixes BYTES…: of ./model, as each of the operands.
prefixes() {
	for n in "$@"; do
		head -c "$n" model >in
		for operands in "in other" "other in" "- other" "other -"; do
			# shellcheck disable=SC2086
			refused "$n bytes as $operands" $operands || return
		done
	done
}
size=$(wc -c <model)
lines=$(wc -l <model)
ends=$(n=1; while [ $n -lt "$lines" ]; do
	head -n $n model | wc -c
	n=$((n + 1))
done)
# shellcheck disable=SC2086
check "every prefix of whole lines is refused" prefixes 0 $ends
inside=$(n=1; while [ $n -lt $((size - 1)) ]; do echo $n; n=$((n + 41)); done)
# shellcheck disable=SC2086
check "and every prefix that ends in a line" prefixes $inside $((size - 2))
expect_status 0 "the last newline may be missing" \
    sh -c 'head -c -1 model | sm-diff model -'

head -n 2 model >in
sm-diff other - <in >out 2>err
has "the place is named" err "sm-diff: <stdin>:2: the stream stops"
has "and what can be done" err "hint: "
sm-diff in other >out 2>err
has "of a file too" err "sm-diff: in:2: "
expect_status 0 "--partial accepts it" sm-diff --partial other in
has "and says so" out "NEW was cut off"
is "what is missing is gone then" "$(jq -r 'select(.op).op' out | sort | uniq -c |
    tr -s ' ' | tr '\n' ';')" " 1 DROP_COLUMN; 1 DROP_TABLE;"
: >empty
expect_status 2 "empty input is refused" sm-diff empty other
has "with a hint" err "/dev/null"
expect_status 2 "even with --partial" sm-diff --partial other empty
expect_status 2 "and blank lines" sh -c 'echo | sm-diff other -'
cat same in >several
expect_status 2 "a second segment that stops" sm-diff model several
same "is no reason for a first plan" out empty
cat in same >several
expect_status 2 "two streams put together, one of which stopped" \
    sm-diff model several

# --- /dev/null ---------------------------------------------------------------
expect_status 0 "/dev/null is the empty schema" sm-diff /dev/null model
is "of the other's dialect" "$(head -n 1 out | jq -r .dialect)" sqlite
is "all is new" "$(jq -r 'select(.op).op' out | sort -u)" ADD_TABLE
expect_status 0 "on the other side, too" sm-diff model /dev/null
is "all is gone" "$(jq -r 'select(.op).op' out | sort -u)" DROP_TABLE
expect_status 2 "on both it has no dialect" sm-diff /dev/null /dev/null
expect_status 2 "and only under its name" sm-diff model - </dev/null

# --- status ------------------------------------------------------------------
expect_status 0 "a difference is no trouble" sm-diff model other
expect_status 1 "--exit-code" sm-diff --exit-code model other
expect_status 0 "no difference" sm-diff --exit-code model same
is "is a plan without changes and ops" "$(jq -r .record out | tr '\n' ' ')" \
    "plan note note end "
is "the readers' notes go on" "$(jq -r 'select(.message).message' out |
    tr '\n' ' ')" "of one of here "
expect_status 0 "the same bytes" sm-diff model model
is "one note is one" "$(grep -c '"note"' out)" 1
sm-diff model other >once
sm-diff model other >twice
same "the same difference, the same bytes" once twice

# --- many --------------------------------------------------------------------
cat model same other >fleet
labels() {
	jq -r 'if .record == "plan" then .'"$1"'.label else .op // empty end' out |
	    tr '\n' ' '
}
expect_status 0 "many OLD" sm-diff fleet model
is "a plan each" "$(labels old)" "one here there DROP_COLUMN DROP_COLUMN "
expect_status 1 "many NEW on standard input" \
    sh -c 'sm-diff --exit-code model - <fleet'
is "a plan each, too" "$(labels new)" "one here there ADD_COLUMN ADD_COLUMN "
expect_status 0 "many against nothing" sm-diff /dev/null fleet
is "three plans" "$(grep -c '"plan"' out)" 3
expect_status 2 "many on both sides" sm-diff fleet fleet
same "is nothing" out empty
error='{"record":"error","label":"dead","message":"no route to host"}'
{
	echo "$error"
	cat same
	echo "$error"
	cat other
	echo "$error"
} >failures
expect_status 2 "those that failed are passed on" \
    sm-diff --exit-code model failures
is "the others are compared" "$(jq -r .record out | uniq | tr '\n' ' ')" \
    "error plan note end error plan change note op end error "
echo "$error" >failed
expect_status 2 "all failed" sm-diff model failed
same "which is passed on" out failed
expect_status 2 "the one failed" sm-diff failed fleet
same "which is passed on, too" out failed
sed s/sqlite/mysql/ same >mysql
cat same mysql other >mixed
expect_status 2 "one of another dialect" sm-diff mixed model
is "fails alone" "$(jq -r 'select(.record != "note") | .record' out | uniq |
    tr '\n' ' ')" "plan end error plan change op end "
is "under its label" "$(jq -r 'select(.record == "error").label' out)" here
cat same other in >stops
expect_status 2 "the last of many stops" sm-diff model stops
is "what was whole is there" "$(grep -c '"end"' out)" 2

# --- operands ----------------------------------------------------------------
expect_status 2 "none" sm-diff
expect_status 2 "one" sm-diff model
expect_status 2 "three" sm-diff model same other
expect_status 2 "standard input twice" sm-diff - -
has "is said" err "can't both be standard input"
expect_status 2 "no such file" sm-diff model nowhere
has "is named" err "sm-diff: nowhere: "
expect_status 2 "a directory" sm-diff . model
echo 'CREATE TABLE t(a);' >x.sql
for source in sqlite:x.db postgresql://me@here/db mysql://here/db x.sql; do
	expect_status 2 "$source is no snapshot" sm-diff model "$source"
	has "it is sm-reflect's" err "<(sm-reflect OLD)"
done
printf 'SQLite format 3\000and so on' >db
expect_status 2 "nor is a database file" sm-diff db model
has "it is sm-reflect's, too" err "<(sm-reflect OLD)"
expect_status 2 "nor is a plan" sm-diff once model
has "it is named" err "a plan where a snapshot is expected"
expect_status 2 "a header that was lost" sh -c 'sed 1d model | sm-diff - model'
done_testing
