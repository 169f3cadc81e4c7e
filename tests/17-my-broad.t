#!/bin/sh
# A schema with a bit of everything, on a real MariaDB: read twice it is the same
# bytes; dumped and loaded again, or read from its text, it is the same schema.
. "$(dirname "$0")/lib.sh"
needs mariadb mariadb-dump jq
in_scratch mariadb
my_built
text=$SRC/tests/mysql/broad.sql
new_database broad
new_database again
check "the schema loads" my broad -e "source $text"
url=$(url_of broad)

# ok_reflect NAME OUT OPTION… OPERAND
ok_reflect() {
	_name=$1 _out=$2
	shift 2
	check "$_name" sh -c 'sm-reflect "$@" >'"$_out" sh "$@"
}
# no_difference NAME OLD NEW
no_difference() {
	check "$1: compared" sh -c "sm-diff $2 $3 >plan"
	grep '"record":"op"\|"record":"note"' plan >ops
	: >nothing
	same "$1: no difference" ops nothing
}
ok_reflect "it is read" one "$url"
ok_reflect "and read again" two "$url"
same "two runs give the same bytes" one two
hasnt "it holds nothing unreadable" one '"unreadable"'
hasnt "and nothing was hidden" one '"limited"'
for record in table view trigger function procedure event sequence; do
	has "it has a $record" one "{\"record\":\"$record\""
done
hasnt "no definer is shown" one '"owner"'
ok_reflect "with owners it is" owners --owners "$url"
is "each that has one" "$(jq -r 'select(.owner) | .owner' owners | sort |
    uniq -c | tr -s ' ')" " 16 root@localhost"
ok_reflect "with figures" stats --stats "$url"
is "of each table" "$(jq -s '[.[] | select(.record == "table") |
    .stats.bytes >= 0] | all' stats)" true

my_dump broad >dump.sql
check "the dump loads" my again -e "source dump.sql"
ok_reflect "it is read" again.nd "$(url_of again)"
no_difference "dumped and loaded" one again.nd
ok_reflect "its text is read" text.nd -d mariadb "$text"
no_difference "the text" one text.nd
ok_reflect "the dump is read" dump.nd -d mariadb dump.sql
no_difference "the dump" one dump.nd
my -e 'SHOW DATABASES' >databases
hasnt "no scratch database is left" databases smartmigrate_

# field NAME FILTER WANT: of what was read.
field() {
	is "$1" "$(jq -c "$2" one)" "$3"
}
field "json is seen" 'select(.name == "child") | .columns[] |
    select(.name == "j") | [.type, .collation]' '["json",null]'
field "what isn't quite json isn't" 'select(.name == "child") | .columns[] |
    select(.name == "j2") | [.type, .collation]' '["longtext","utf8mb4_bin"]'
field "a check of a column" 'select(.name == "child") | .checks[] |
    select(.column == "c") | .expression' '"`c` > 0"'
field "a prefix" 'select(.name == "parent") | .indexes[] |
    select(.name == "u") | .keys' \
    '[{"column":"a"},{"column":"b","length":"5"}]'
field "an index that came with a key" 'select(.name == "child") | .indexes[] |
    select(.name == "fk1") | .implicit' true
field "rules" 'select(.name == "child") | .foreign_keys[] |
    [.name, .on_delete, .on_update, .implicit]' \
    '["child_ibfk_1",null,null,true]
["fk1","CASCADE","SET NULL",null]'
field "an application's period" 'select(.name == "booking") |
    [.options.period, .primary_key.columns, .checks]' \
    '["`stay` (`f`, `t`)",["room","stay"],null]'
field "a check that only looks like one's" 'select(.name == "less") |
    .checks[0].expression' '"`a` < `b`"'
field "system time" 'select(.name == "own_period") | [.options.system_versioned,
    .options.system_period, .columns[2].options.row]' \
    '[true,"(`rs`, `re`)","start"]'
field "triggers in their order" 'select(.record == "trigger") |
    [.name, .options.follows]' \
    '["tr \"4\"",null]
["tr1","tr2"]
["tr2","tr3"]
["tr3",null]'
field "a sequence" 'select(.name == "seq") | del(.record, .name)' \
    '{"start":"5","increment":"2","max":"99","cache":"7","cycle":true}'
field "a descending one" 'select(.name == "down") | del(.record, .name)' \
    '{"increment":"-1"}'
new_database def
my def -e "CREATE SEQUENCE seq; CREATE TABLE t (n int DEFAULT NEXTVAL(seq))"
sm-reflect "$(url_of def)" >def.nd
is "what a default needs" "$(jq -c 'select(.name == "t") |
    [.columns[0].default, .needs[0].name]' def.nd)" '["nextval(`seq`)","seq"]'
field "what a view needs" 'select(.name == "a_view") | [.needs[].name]' \
    '["twice","v1"]'
field "an aggregate" 'select(.name == "total") | .options.aggregate' true
field "a sql_mode" 'select(.name == "quoted") | .options.sql_mode' \
    '"ANSI_QUOTES"'
field "parameters" 'select(.name == "pr") | .signature' \
    '"`x` int(11), OUT `y ``z` varchar(3) CHARACTER SET latin1 COLLATE latin1_swedish_ci, INOUT `d` decimal(5,2)"'
field "an event" 'select(.name == "ev") | del(.record, .needs)' \
    '{"name":"ev","definition":"ON SCHEDULE EVERY 1 DAY ENDS '"'2035-01-01 00:00:00'"' DO BEGIN DELETE FROM child; END","starts":"2030-01-01 00:00:00","options":{"disabled":true,"preserve":true},"comment":"c"}'
field "MEMORY has hashes" 'select(.name == "memory") | [.indexes[].method]' \
    '["hash","btree"]'

# Whatever the server's own settings are.
my -e "SET GLOBAL sql_quote_show_create = 0, GLOBAL sql_mode = CONCAT(
    @@global.sql_mode, ',ANSI_QUOTES,NO_FIELD_OPTIONS'),
    GLOBAL character_set_client = latin1, GLOBAL time_zone = '-07:00'" \
    2>/dev/null
ok_reflect "with other settings" bent "$url"
plain='del(.options.sql_mode) | if .options == {} then del(.options) else . end'
jq -c "$plain" bent | sed 1d >got
jq -c "$plain" one | sed 1d >want
same "the settings don't show" got want
done_testing
