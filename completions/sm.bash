# Completion of the sm-* tools for bash; tests/81-docs.t holds it to --help.

# Where the engine stands, or will, in the words of sm-scratch.
_sm_engine_at() {
	local i=1

	while ((i < COMP_CWORD)) && [[ ${COMP_WORDS[i]} == -* ]]; do
		case ${COMP_WORDS[i]} in
		--bindir | --set | --server-version) ((i += 2)) ;;
		*) ((i++)) ;;
		esac
	done
	echo "$i"
}

# The engine, then a command and what that completes.
_sm_scratch() {
	local at=$1 cur=$2

	if ((COMP_CWORD <= at)); then
		mapfile -t COMPREPLY < <(compgen -W 'postgresql mariadb' -- "$cur")
	elif declare -F _command_offset >/dev/null; then
		_command_offset $((at + 1))
	elif ((COMP_CWORD == at + 1)); then
		mapfile -t COMPREPLY < <(compgen -c -- "$cur")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
	fi
}

_sm() {
	local cur=$2 prev=$3 tool=${1##*/} words= at
	local common='--dialect --quiet --verbose --help --version'

	COMPREPLY=()
	# Readline makes words of --fail-on, = and D.
	if [ "$cur" = = ]; then
		cur=
	elif [ "$prev" = = ] && [ "$COMP_CWORD" -ge 2 ]; then
		prev=${COMP_WORDS[COMP_CWORD - 2]}
	fi
	if [ "$tool" = sm-scratch ]; then
		common='--quiet --verbose --help --version'
		case $prev in
		--bindir) mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return ;;
		--set | --server-version) return ;;
		esac
		at=$(_sm_engine_at)
		if [[ $cur != -* ]] || ((COMP_CWORD > at)); then
			_sm_scratch "$at" "$cur"
			return
		fi
	fi
	case $prev in
	-d | --dialect) words='sqlite postgresql mysql mariadb' ;;
	--fail-on) words='SAFE CAUTION DANGER' ;;
	--scorer) words=seed ;;
	--color) words='auto always never' ;;
	-T | --type)
		case $tool in
		sm-dot) words='dot ascii' ;;
		sm-explain) words='text markdown json' ;;
		esac
		;;
	--ignore | --label | --scratch | -n | --schema | --lock-timeout | \
	    --statement-timeout | -t | --table | -x | --exclude | \
	    --column-threshold | --table-threshold | --server-version) return ;;
	esac
	if [ "$words" ]; then
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
		return
	fi
	if [[ $cur == -* ]]; then
		case $tool in
		sm-reflect) words='--label --table --exclude --all --stats
		    --grants --owners --schema --lock-timeout --scratch
		    --scratch-here --statement-timeout --partial' ;;
		sm-diff) words='--exit-code --ignore --table --exclude
		    --column-order --partial' ;;
		sm-renames) words='--column-threshold --table-threshold --scorer
		    --partial' ;;
		sm-risk) words='--fail-on --list-rules --online
		    --server-version --partial' ;;
		sm-order) words='--partial' ;;
		sm-sql) words='--down --allow-danger --lock-timeout
		    --partial' ;;
		sm-dot) words='--type --color --partial' ;;
		sm-explain) words='--type --color --partial' ;;
		sm-scratch) words='--server-version --bindir --set' ;;
		esac
		mapfile -t COMPREPLY < <(compgen -W "$words $common" -- "$cur")
		return
	fi
	mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}

complete -o filenames -F _sm sm-reflect sm-diff sm-renames sm-risk sm-order \
    sm-sql sm-dot sm-explain sm-scratch
