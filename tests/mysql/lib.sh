# For the tests of MariaDB's round trips; sourced after ../lib.sh.

# on DATABASE [option…]: the plain client.
on() {
	_db=$1
	shift
	mariadb --no-defaults -u root -S "${SM_SCRATCH_URL#*socket=}" \
	    --default-character-set=utf8mb4 --comments -N -r "$@" "$_db"
}
# load DATABASE FILE: a new one of it.
load() {
	new_database "$1" && on "$1" <"$2"
}
# dump DATABASE: what the server says of its tables, lines sorted in each.
dump() {
	on "$1" -e "SELECT concat('SHOW CREATE TABLE \`',
	    replace(table_name, '\`', '\`\`'), '\`;') FROM
	    information_schema.tables WHERE table_schema = '$1'
	    ORDER BY table_name" |
	while IFS= read -r show; do
		on "$1" -e "$show" |
		    sed 's/ AUTO_INCREMENT=[0-9]*//; s/,$//' | sort
	done | sed "s/\`$1\`\.//g"
}
# plan OLD NEW: plan.nd from snapshots.
plan() {
	sm-diff "$1" "$2" >diff.nd && sm-renames diff.nd >renames.nd &&
	    sm-risk renames.nd >risk.nd && sm-order risk.nd >plan.nd
}
# same DATABASE SNAPSHOT: is that what it is?
same() {
	sm-reflect --owners "$(url_of "$1")" >got.nd &&
	    sm-diff got.nd "$2" >left.nd &&
	    ! grep '"record":"op"' left.nd >&2
}
# rows DATABASE PAIR: do the pair's queries find what they should?
rows() {
	[ ! -f "$2/rows.sql" ] ||
	    { on "$1" <"$2/rows.sql" >got.rows && diff "$2/rows" got.rows; }
}
