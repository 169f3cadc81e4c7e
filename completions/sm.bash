# Completion of the sm-* tools for bash; tests/81-docs.t holds it to --help.

_sm() {
	local cur=$2 prev=$3 tool=${1##*/} words=
	local common='--dialect --quiet --verbose --help --version'

	COMPREPLY=()
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
	--ignore | --label | --scratch | -t | --table | -x | --exclude | \
	    --column-threshold | --table-threshold | --server-version) return ;;
	esac
	if [ "$words" ]; then
		mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
		return
	fi
	if [[ $cur == -* ]]; then
		case $tool in
		sm-reflect) words='--label --table --exclude --all --stats
		    --scratch --scratch-here --partial' ;;
		sm-diff) words='--exit-code --ignore --table --exclude
		    --column-order --partial' ;;
		sm-renames) words='--column-threshold --table-threshold --scorer
		    --partial' ;;
		sm-risk) words='--fail-on --list-rules --online
		    --server-version --partial' ;;
		sm-order) words='--partial' ;;
		sm-sql) words='--down --allow-danger --partial' ;;
		sm-dot) words='--type --color --partial' ;;
		sm-explain) words='--type --color --partial' ;;
		esac
		mapfile -t COMPREPLY < <(compgen -W "$words $common" -- "$cur")
		return
	fi
	mapfile -t COMPREPLY < <(compgen -f -- "$cur")
}

complete -o filenames -F _sm sm-reflect sm-diff sm-renames sm-risk sm-order \
    sm-sql sm-dot sm-explain
