#!/usr/bin/perl
# Pairs of schemas for PostgreSQL, made by chance and judged (RT/Judge.pm):
#
#	generate.pl FIRST COUNT [WORKERS]	judge so many pairs
#	generate.pl -o NUMBER			one, in the directory at hand
#	generate.pl -w NUMBER			write one: old.sql and new.sql
#	generate.pl -l NUMBER			one that fails, made small
#
# For a scratch server (SM_SCRATCH_URL) with sm-* in PATH.  What a pair is
# depends on its number alone.  -m as first word: all forms must have occurred.
use strict;
use warnings;
use Cwd;
use FindBin;
use IO::Handle;
use JSON::PP ();
use lib $FindBin::Bin;
use RT::Coverage;
use RT::Judge;
use RT::Less;
use RT::Pair;
use RT::Server;
use RT::Write;

binmode STDOUT, ':utf8';
$ENV{SM_RT_VERSION} //= 15;
my $top = getcwd();
my $json = JSON::PP->new->utf8;

# A share of the pairs goes --online, a share is dumped.
sub options {
	my ($number) = @_;
	return (online => $number % 4 == 3, dump => $number % 3 != 2);
}

sub one {
	my ($number, $dir) = @_;
	my $pair = make_pair($number);
	mkdir $dir;
	chdir $dir or die "$dir: $!\n";
	my $verdict = judge_pair($pair, "p$number", options($number));
	$verdict->{$_} = $pair->{$_} for qw(number names missed);
	$verdict->{forms} = [map { forms_of($_) } plan_ops()];
	drop_databases("p${number}o", "p${number}n");
	chdir $top;
	return $verdict;
}

sub worker {
	my ($first, $count, $of, $workers) = @_;
	open my $out, '>', "result.$of" or die "result.$of: $!\n";
	for my $n (grep { $_ % $workers == $of } $first .. $first + $count - 1) {
		my $verdict = eval { one($n, "pair-$n") } // {number => $n,
		    stage => 'the generator', text => $@, names => [],
		    forms => []};
		chdir $top;
		print $out $json->encode($verdict), "\n";
		$out->flush;
		system 'rm', '-rf', "pair-$n" if $verdict->{ok};
	}
	close $out or die "result.$of: $!\n";
}

sub counts {
	my ($what, $counts) = @_;
	print "$what: ", join(', ', map { "$_ $counts->{$_}" }
	    sort keys %$counts), "\n";
}

sub report {
	my ($must, @verdicts) = @_;
	my (%forms, %names, %stages);
	my ($ok, $rows, $back, $missed) = (0, 0, 0, 0);
	for my $v (sort { $a->{number} <=> $b->{number} } @verdicts) {
		$forms{$_}++ for @{$v->{forms}};
		$names{$_}++ for @{$v->{names}};
		$missed++ if @{$v->{missed} // []};
		if ($v->{ok}) {
			$ok++;
			$rows += $v->{rows};
			$back++ if $v->{rows} && !$v->{hard};
			next;
		}
		$stages{$v->{stage}}++;
		my $text = substr $v->{text}, 0, 1200;
		utf8::decode($text);
		print "FAILED $v->{number} at $v->{stage} (@{$v->{names}})\n",
		    "$text\n";
	}
	counts('mutations', \%names);
	counts('ops', \%forms);
	print "$ok of ", scalar(@verdicts), " pairs; $rows with rows, $back ",
	    "with rows on the way back; $missed with a rename not found\n";
	print "$_: $stages{$_}\n" for sort keys %stages;
	my @never = $must ? never_seen(\%forms, scalar @verdicts) : ();
	print "never occurred: $_\n" for @never;
	return $ok == @verdicts && !@never;
}

sub many {
	my ($must, $first, $count, $workers) = @_;
	my (@pids, @verdicts);
	for my $of (0 .. $workers - 1) {
		my $pid = fork // die "fork: $!\n";
		if (!$pid) {
			worker($first, $count, $of, $workers);
			exit 0;
		}
		push @pids, $pid;
	}
	waitpid $_, 0 for @pids;
	for my $of (0 .. $workers - 1) {
		open my $in, '<', "result.$of" or die "a worker died\n";
		push @verdicts, map { $json->decode($_) } <$in>;
	}
	return report($must, @verdicts) && @verdicts == $count;
}

my $must = @ARGV && $ARGV[0] eq '-m' ? shift @ARGV : 0;
my ($what, $number) = @ARGV;
if ($what eq '-w') {
	my $pair = make_pair($number);
	spew('old.sql', schema_sql($pair->{old}));
	spew('new.sql', schema_sql($pair->{new}));
} elsif ($what eq '-o') {
	exit !report(0, one($number, '.'));
} elsif ($what eq '-l') {
	less(make_pair($number), options($number));
} else {
	exit !many($must, $ARGV[0], $ARGV[1], $ARGV[2] // 2);
}
