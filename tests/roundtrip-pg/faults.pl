#!/usr/bin/perl
# A failure at each statement of up.sql: faults.pl DIRECTORY [online].  After
# the k-th statement the script ends, or fails, with a client that stops or one
# that goes on; the database is the old one then, or the pipeline run again
# completes it.
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use RT::Catalog;
use RT::Judge;
use RT::Server;
use RT::Split;

my ($dir, $online) = @ARGV;
my ($o, $n, $db) = ('fault_o', 'fault_n', 'fault_db');
for my $side (qw(old new)) {
	my $sql = slurp("$dir/$side.sql");
	utf8::decode($sql);
	spew("$side.sql", $sql);
}

sub must { my ($status, $what) = @_; die "$what: " . slurp('err') . "\n" if $status }

must(make_databases($o, $n), 'create');
must(load_sql($o, 'old.sql'), 'old.sql');
must(load_sql($n, 'new.sql'), 'new.sql');
my $all_rows = ask($o, all_rows_sql());
my $bad = plan_for($o, $n, $online);
die "$bad->{stage}: $bad->{text}\n" if $bad;
rename "$_.ndjson", {o => 'old', n => 'new'}->{$_} . '.ndjson' for qw(o n);
my $up = slurp('up.sql');
utf8::decode($up);
my @statements = statements_of($up);
print scalar(@statements), " statements\n";
my ($kept, $completed, $whole) = (0, 0, 0);

# The text, a name for it, and whether psql stops.
sub attempt {
	my ($text, $what, $stop) = @_;
	copy_database($o, $db);
	spew('broken.sql', $text);
	load_sql($db, 'broken.sql', '-v', "ON_ERROR_STOP=$stop");
	my ($from_old, $from_new) = differences_of($db, qw(old.ndjson new.ndjson));
	if ($from_old eq '') {
		my $rows = ask($db, all_rows_sql());
		return "$what: rows were lost" if $rows ne $all_rows;
		return ($kept++, undef)[1];
	}
	return ($whole++, undef)[1] if $from_new eq '';
	my $again = plan_for($db, $n, $online);
	return "$what: $again->{stage}: $again->{text}" if $again;
	load_sql($db, 'up.sql') == 0
	    or return "$what: again: " . slurp('err') . slurp('up.sql');
	my ($difference) = differences_of($db, 'new.ndjson');
	return "$what: not completed: $difference" if $difference ne '';
	return ($completed++, undef)[1];
}

# Where there are many, some of them: the first ones and every n-th.
my $each = 1 + int(@statements / 40);
my @faults;
for my $k (grep { $_ % $each == 0 } 0 .. @statements) {
	my $head = join '', @statements[0 .. $k - 1];
	my $tail = join '', @statements[$k .. $#statements];
	push @faults, grep { defined }
	    attempt($head, "cut after $k", 1),
	    attempt("$head\nSELECT 1/0;\n$tail", "failing after $k, stops", 1),
	    attempt("$head\nSELECT 1/0;\n$tail", "failing after $k, goes on", 0);
}
drop_databases($o, $n, $db);
print "$kept times as it was, $whole times done, $completed times completed\n";
print "$_\n" for @faults;
exit !!@faults;
