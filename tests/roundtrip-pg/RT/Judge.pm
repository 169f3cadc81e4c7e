# old.sql and new.sql in the directory at hand: there and back again on a real
# server.  The files stay: o.ndjson, n.ndjson, plan.ndjson, up.sql, down.sql.
package RT::Judge;
use strict;
use warnings;
use Exporter 'import';
use RT::Server;
our @EXPORT = qw(judge guilty plan_ops plan_for differences_of same_as_old);

sub guilty { my ($stage, @text) = @_;
	return {stage => $stage, text => join "\n", @text } }
sub said { return slurp('err') }

sub reflect { my ($db, $file) = @_;
	return run_to($file, 'sm-reflect', '--grants', '--owners', url_of($db)) }

# What sm-diff finds between two snapshots: lines of ops and notes.
sub left { my ($one, $other) = @_;
	run_to('left', 'sm-diff', $one, $other) == 0 or return 'sm-diff: ' . said();
	return join '', map { substr($_, 0, 1500) . "\n" }
	    grep { /"record":"op"/ } split /\n/, slurp('left') }

sub different { my ($got, $want) = @_;
	spew('got', $got);
	spew('want', $want);
	run_to('differs', 'diff', '-U0', 'want', 'got');
	return slurp('differs') }

sub make_plan { my ($online) = @_;
	my @stages = (['sm-diff', 'o.ndjson', 'n.ndjson'], ['sm-renames', 'p1'],
	    ['sm-risk', ($online ? '--online' : ()), 'p2'], ['sm-order', 'p3']);
	my @to = qw(p1 p2 p3 plan.ndjson);
	for my $i (0 .. $#stages) {
		run_to($to[$i], @{$stages[$i]}) == 0
		    or return guilty($stages[$i][0], said());
	}
	return }

sub plan_ops { return grep { /"record":"op"/ } split /\n/, slurp('plan.ndjson') }

sub script { my ($file, @options) = @_;
	my $status = run_to($file, 'sm-sql', '--allow-danger', @options, 'plan.ndjson');
	return $status == 0 ? undef
	    : guilty($status > 2 ? "sm-sql @options dies" : "sm-sql @options refuses", said()) }

# The snapshot of a database must be the other's, and so must its dump.
sub same { my ($stage, $db, $snapshot, $dump) = @_;
	reflect($db, 'again.ndjson') == 0 or return guilty("$stage: sm-reflect", said());
	my $left = left('again.ndjson', $snapshot);
	return guilty("$stage: sm-diff", $left) if $left ne '';
	return unless defined $dump;
	my $differs = different(dump_of($db) // said(), $dump);
	return $differs ne '' ? guilty("$stage: pg_dump", $differs) : undef }

# From one database to the other: up.sql; what went wrong.
sub plan_for { my ($from, $to, $online) = @_;
	reflect($from, 'o.ndjson') == 0 or return guilty('sm-reflect', said());
	reflect($to, 'n.ndjson') == 0 or return guilty('sm-reflect', said());
	return make_plan($online) // script('up.sql') }

# A database against each of the snapshots.
sub differences_of { my ($db, @snapshots) = @_;
	reflect($db, '1.ndjson') == 0 or return map { said() } @snapshots;
	return map { left('1.ndjson', $_) } @snapshots }

# After a failure: the database against the snapshot taken before.
sub same_as_old { my ($db) = @_;
	return (differences_of($db, 'o.ndjson'))[0] }

# Options: o, n (names of databases); online; dump (ask pg_dump, too); down
# (undef: no way back); made (ops of the plan => what is to be told before up,
# as SQL, and whether rows count); rows, kept, counters: SQL; hard.
sub judge { my (%p) = @_;
	my ($o, $n) = @p{qw(o n)};
	my $bad;
	make_databases($o, $n) == 0 or return guilty('create database', said());
	load_sql($o, 'old.sql') == 0 or return guilty('old.sql', said());
	load_sql($n, 'new.sql') == 0 or return guilty('new.sql', said());
	reflect($o, 'o.ndjson') == 0 or return guilty('sm-reflect old', said());
	reflect($n, 'n.ndjson') == 0 or return guilty('sm-reflect new', said());
	$bad = make_plan($p{online}) and return $bad;
	$bad = script('up.sql') and return $bad;
	$bad = script('down.sql', '--down') and return $bad;
	my ($dump_o, $dump_n) = $p{dump} ? (dump_of($o), dump_of($n)) : ();
	my $rows = 1;
	if ($p{before} && defined(my $sql = $p{before}->(plan_ops()))) {
		$rows = 0;
		ask($o, $sql) // return guilty('empty', said());
	}
	my $kept = $rows && $p{kept} ? ask($o, $p{kept}) // return guilty('kept', said()) : undef;
	load_sql($o, 'up.sql') == 0 or return guilty('up', said());
	$bad = same('up', $o, 'n.ndjson', $dump_n) and return $bad;
	if ($rows && $p{rows}) {
		my $want = ask($n, $p{rows}) // return guilty('rows', said());
		my $got = ask($o, $p{rows}) // return guilty('rows', said());
		return guilty('rows', different($got, $want)) if $got ne $want;
	}
	if ($rows && $p{counters}) {
		my $behind = ask($o, $p{counters}) // return guilty('counters', said());
		return guilty('counters', $behind) if $behind ne '';
	}
	if ($p{after}) {
		ask($o, $p{after}) // return guilty('after.sql', said());
	}
	if ($p{hard} && $p{empty}) {
		ask($o, $p{empty}) // return guilty('empty', said());
	}
	load_sql($o, 'down.sql') == 0 or return guilty('down', said());
	$bad = same('down', $o, 'o.ndjson', $dump_o) and return $bad;
	if (!$p{hard} && defined $kept) {
		my $got = ask($o, $p{kept}) // return guilty('kept', said());
		return guilty('rows after down', different($got, $kept)) if $got ne $kept;
	}
	return {ok => 1, rows => $rows, hard => $p{hard}} }
1;
