# Completion of the sm-* tools for fish; tests/81-docs.t holds it to --help.

set -l filters sm-reflect sm-diff sm-renames sm-risk sm-order sm-sql sm-dot sm-explain
for tool in $filters sm-scratch
    complete -c $tool -s q -l quiet -d 'no warnings'
    complete -c $tool -s v -l verbose -d 'say what is being done'
    complete -c $tool -s h -l help -d 'show help and exit'
    complete -c $tool -s V -l version -d 'show the version and exit'
end
for tool in $filters
    complete -c $tool -s d -l dialect -x -a 'sqlite postgresql mysql mariadb' -d 'dialect'
    complete -c $tool -l partial -d 'accept a stream that was cut on purpose'
end
for tool in sm-reflect sm-diff
    complete -c $tool -s t -l table -x -d 'only the tables that match'
    complete -c $tool -s x -l exclude -x -d 'not the tables that match'
end
complete -c sm-reflect -l label -x -d 'name for the database'
complete -c sm-reflect -l scratch -x -d 'server to run the SQL on'
complete -c sm-reflect -l scratch-here -d 'even if it is one that is read'
complete -c sm-reflect -l all -d 'bookkeeping tables, too'
complete -c sm-reflect -l stats -d 'rows and bytes of tables'
complete -c sm-reflect -l grants -d 'who may do what'
complete -c sm-reflect -l owners -d 'who owns what'
complete -c sm-reflect -s n -l schema -x -d 'only what is in the schema'
complete -c sm-reflect -l lock-timeout -x -d 'wait for a lock'
complete -c sm-reflect -l statement-timeout -x -d 'for each query'
complete -c sm-diff -l exit-code -d 'exit 1 if there is a difference'
complete -c sm-diff -l ignore -x -d 'differences not to report'
complete -c sm-diff -l column-order -d 'the order of columns counts'
complete -c sm-renames -l column-threshold -x -d 'what a pair of columns must score'
complete -c sm-renames -l table-threshold -x -d 'what a pair of tables must score'
complete -c sm-renames -l scorer -x -a 'seed' -d 'how pairs are scored'
complete -c sm-risk -l fail-on -x -a 'SAFE CAUTION DANGER' -d 'exit 1 if an operation is as risky'
complete -c sm-risk -l list-rules -d 'write the rules and exit'
complete -c sm-risk -l online -d 'judge the forms that hold no long lock'
complete -c sm-risk -l server-version -x -d 'judge for this version'
complete -c sm-sql -l down -d 'the way back'
complete -c sm-sql -l allow-danger -d 'operations of risk DANGER, too'
complete -c sm-sql -l lock-timeout -x -a '1s 3s 10s' -d 'how long a statement waits for a lock'
complete -c sm-dot -s T -l type -x -a 'dot ascii' -d 'form'
complete -c sm-dot -l color -x -a 'auto always never' -d 'colour'
complete -c sm-explain -s T -l type -x -a 'text markdown json' -d 'form'
complete -c sm-explain -l color -x -a 'auto always never' -d 'colour'

# The engine, then a command and what that completes.
function __sm_scratch_words
    set -l words (commandline -opc)
    set -e words[1]
    while set -q words[1]; and string match -q -- '-*' $words[1]
        contains -- $words[1] --bindir --set --server-version; and set -e words[1]
        set -e words[1]
    end
    string join \n -- $words
end
function __sm_scratch_command
    set -l words (__sm_scratch_words)
    set -e words[1]
    complete -C (string join ' ' -- (string escape -- $words) (commandline -ct))
end
set -l before 'test (count (__sm_scratch_words)) -eq 0'
complete -c sm-scratch -f
complete -c sm-scratch -n $before -a 'postgresql mariadb' -d 'engine'
complete -c sm-scratch -n "not $before" -a '(__sm_scratch_command)'
complete -c sm-scratch -n $before -l server-version -x -d 'a version, not the newest'
complete -c sm-scratch -n $before -l bindir -x -a '(__fish_complete_directories)' -d 'where the server\'s programs are'
complete -c sm-scratch -n $before -l set -x -d 'a setting of the server'
