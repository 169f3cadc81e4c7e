#!/bin/sh
# Completion where it is used: the real shells on a terminal, a person who types
# and presses Tab and Return.  The tools are replaced by one that says what it was
# given.
. "$(dirname "$0")/lib.sh"
needs bash zsh fish python3

mkdir tools files
for tool in "$SM_BIN"/sm-*; do
	printf '#!/bin/sh\nprintf "%%s" RAN; printf "[%%s]" "$@"; echo\n' \
	    >"tools/${tool##*/}"
done
chmod +x tools/*
touch 'files/plan one.ndjson' files/schema.sql
cat >bashrc <<END
PS1='READY> '
. "$SRC/completions/sm.bash"
END
mkdir zdotdir
cat >zdotdir/.zshrc <<END
PS1='READY> '
fpath=("$SRC/completions" \$fpath)
autoload -Uz compinit
compinit -u -d "$SCRATCH/zcompdump"
END
cat >config.fish <<END
function fish_prompt; echo 'READY> '; end
set -g fish_greeting
source "$SRC/completions/sm.fish"
END

# A shell's command, then lines to type: prints what the tool was given in each.
cat >type.py <<'END'
import os, pty, re, select, sys, time

pid, fd = pty.fork()
if pid == 0:
    os.chdir("files")
    os.execvp(sys.argv[1], sys.argv[1:])
seen = ""

def wait(pattern):
    global seen
    until = time.time() + 60
    while True:
        found = re.search(pattern, seen)
        if found:
            seen = seen[found.end():]
            return found.group(0)
        if time.time() > until:
            sys.exit("no %s in %r" % (pattern, seen))
        if select.select([fd], [], [], 1)[0]:
            try:
                seen += os.read(fd, 4096).decode("utf-8", "replace")
            except OSError:
                sys.exit("the shell has ended: %r" % seen)

for line in sys.stdin.read().splitlines():
    wait("READY> ")
    os.write(fd, (line.replace("<Tab>", "\t") + "\r").encode())
    print(wait(r"RAN(\[[^\]\r\n]*\])*(?=\r?\n)"), flush=True)
os.close(fd)
END

cat >typed <<'END'
sm-diff --exit<Tab>
sm-risk --fail-on D<Tab>
sm-risk --fail<Tab>CAU<Tab>
sm-risk --fail-on=D<Tab>
sm-reflect -d postg<Tab>sche<Tab>
sm-reflect --dialect=maria<Tab>
sm-explain -T mark<Tab>
sm-explain pla<Tab>
sm-sql --allow<Tab>./pla<Tab>
END
cat >want <<'END'
RAN[--exit-code]
RAN[--fail-on][DANGER]
RAN[--fail-on][CAUTION]
RAN[--fail-on=DANGER]
RAN[-d][postgresql][schema.sql]
RAN[--dialect=mariadb]
RAN[-T][markdown]
RAN[plan one.ndjson]
RAN[--allow-danger][./plan one.ndjson]
END
# types NAME SHELL…
types() {
	name=$1
	shift
	env TERM=xterm PATH="$SCRATCH/tools:$PATH" ZDOTDIR="$SCRATCH/zdotdir" \
	    python3 type.py "$@" <typed >got 2>err || cat err >>got
	same "$name: options, levels, dialects, forms, files" got want
}
types bash bash --noprofile --rcfile "$SCRATCH/bashrc" -i
types fish fish --no-config -C "source $SCRATCH/config.fish" -i
# (Zsh puts an = behind an option that takes a value.)
sed 's/\[--fail-on\]\[CAUTION\]/[--fail-on=CAUTION]/' want >want.zsh
mv want.zsh want
types zsh zsh -i
done_testing
