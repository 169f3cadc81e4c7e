#!/bin/sh
# Each layer looks down only: by the #include lines, by the symbols of the
# objects, and by what is done where.
. "$(dirname "$0")/lib.sh"

# layers DIR: one line for each thing that isn't allowed.
layers() {
	(cd "$1" && grep -nE '^[[:space:]]*#[[:space:]]*include' \
	    lib/*/*.[ch] cmd/*.[ch]) | awk '
	BEGIN {
		# layer: the layers it may use, and the libraries
		may["base"] = " base jansson.h "
		may["text"] = " text base "
		may["model"] = " model text base jansson.h "
		may["stages"] = " stages model text base "
		may["sources"] = " sources model text base " \
		    "sqlite3.h libpq-fe.h mysql.h mysql/mysql.h "
		may["scratch"] = " scratch text base "
		may["cmd"] = " cmd sources stages scratch model text base "
		# beside libc
		library = " jansson.h sqlite3.h libpq-fe.h mysql.h " \
		    "mysql/mysql.h "
		# stages: whose files are whose, and which other stage it uses
		n = split("similarity diff lean rename risk order graph " \
		    "digraph sql dot explain", stages, " ")
		uses["diff"] = " lean "
		uses["rename"] = " diff similarity lean "
		uses["order"] = " graph digraph "
		uses["graph"] = " order digraph "
		uses["dot"] = " graph "
		uses["sql"] = " graph digraph lean "
	}
	function stage_of(file,    i) {
		sub(/.*\//, "", file)
		for (i = 1; i <= n; i++)
			if (index(file, stages[i]) == 1)
				return stages[i]
		return "?"
	}
	{
		file = $0; sub(/:.*/, "", file)
		line = $0; sub(/^[^:]*:[^:]*:/, "", line)
		layer = file; sub(/^lib\//, "", layer); sub(/\/.*/, "", layer)
		header = line; gsub(/^[^<"]*[<"]|[>"].*$/, "", header)
		if (line ~ /</) {
			if (index(library, " " header " ") &&
			    !index(may[layer], " " header " "))
				print file ": <" header ">"
			next
		}
		to = header
		if (!sub(/\/.*/, "", to))
			to = layer == "cmd" ? "cmd" : "?"
		if (!index(may[layer], " " to " "))
			print file ": \"" header "\""
		if (layer == "stages" && to == "stages") {
			from = stage_of(file); other = stage_of(header)
			if (from == "?" || other == "?")
				print file ": a stage that this test " \
				    "doesn'\''t know"
			else if (from != other &&
			    !index(uses[from], " " other " "))
				print file ": \"" header "\""
		}
	}'
}

# What no library function does: print, end the process; and what only some
# layers do.
habits() {
	cd "$1" || return
	grep -nE '(^|[^_[:alnum:]])(printf|fprintf|puts|putchar|perror|exit|_exit|abort|system|popen)[[:space:]]*\(' \
	    lib/*/*.c | grep -v -e '^lib/base/arena.c:' -e '^[^:]*:[^:]*:[[:space:]]*\*' \
	    -e '^lib/scratch/[a-z]*\.c:.*[[:space:]]_exit(' # of a forked child
	grep -nE '(^|[^_[:alnum:]])(fopen|open|read|fread|getline|fwrite|opendir|getenv|time)[[:space:]]*\(' \
	    lib/text/*.c lib/model/*.c lib/stages/*.c |
	    grep -v '^[^:]*:[^:]*:[[:space:]]*\*'
	# jansson's own functions, type and macros
	grep -nE '(^|[^_[:alnum:]"])json_(t[^a-z]|[a-z_]+[[:space:]]*\()' \
	    lib/text/*.[ch] lib/stages/*.[ch] lib/sources/*.[ch] cmd/*.[ch]
	cd "$SCRATCH" || exit 2
}

# symbols OBJDIR: a layer's objects refer to no symbol of a layer above.
symbols() {
	for layer in base text scratch model stages sources; do
		for o in "$1/lib/$layer"/*.o; do
			[ -f "$o" ] && nm -g "$o" | sed "s|^|$layer |"
		done
	done | awk '
	BEGIN {
		split("base text scratch model stages sources", order, " ")
		for (i in order)
			height[order[i]] = i
	}
	NF == 4 && $3 ~ /[TDRBC]/ { owner[$4] = $1 }
	NF == 3 && $2 == "U" { wanted[$1 " " $3] }
	END {
		for (w in wanted) {
			split(w, part, " ")
			if (part[2] in owner && (height[owner[part[2]]] > \
			    height[part[1]] ||
			    (part[1] == "sources" && owner[part[2]] == "stages") ||
			    (owner[part[2]] == "scratch" && part[1] != "scratch")))
				print part[1] " uses " part[2] " of " \
				    owner[part[2]]
		}
	}'
}

layers "$SRC" >got
: >nothing
same "the #include lines look down" got nothing

habits "$SRC" >got
same "no library function prints, exits, reads or knows jansson elsewhere" \
    got nothing

if command -v nm >/dev/null; then
	symbols "$SM_BIN/../obj" >got
	same "the objects' symbols are of lower layers" got nothing
fi

# Does this test see anything at all?
copy=$SCRATCH/copy
plant() {
	rm -rf "$copy"
	mkdir "$copy"
	cp -R "$SRC/lib" "$SRC/cmd" "$copy"
	printf '%s\n' "$2" >>"$copy/$1"
}
caught() {
	name=$1
	{ layers "$copy"; habits "$copy"; } >got
	check "caught: $name" test -s got
}
plant lib/base/buf.c '#include "text/type.h"'
caught "base includes text"
plant lib/text/type.c '#include <jansson.h>'
caught "text includes jansson"
plant lib/model/kind.c '# include  "stages/diff.h"'
caught "model includes stages"
plant lib/stages/risk.h '#include "stages/diff.h"'
caught "risk includes diff"
plant lib/stages/diff.h '#include <sqlite3.h>'
caught "a stage includes SQLite"
plant lib/stages/diff.h '#include "cli.h"'
caught "a stage includes cmd"
plant lib/model/kind.c 'int x(void); int x(void) { exit(2); }'
caught "a model that exits"
plant lib/scratch/run.c '#include "model/plan.h"'
caught "scratch includes the model"
plant lib/sources/source.c '#include "scratch/scratch.h"'
caught "sources include scratch"
plant lib/scratch/run.c 'int x(void); int x(void) { exit(2); }'
caught "scratch that exits"
plant lib/stages/dot.h 'json_t *x(void);'
caught "a stage that knows jansson"
done_testing
