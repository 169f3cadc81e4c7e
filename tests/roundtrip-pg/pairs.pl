#!/usr/bin/perl
# A written pair: pairs.pl DIRECTORY [online].  There and back on a scratch
# server; besides old.sql and new.sql the directory may hold
#
#	fails	what the server says, one of the lines, when up.sql fails, which
#		must leave all as it was
#	refused	the same, or what sm-sql says that refuses
#	without	lines that up.sql must not hold
#	after.sql	what must work afterwards, and leaves the rows as they are
use strict;
use warnings;
use FindBin;
use lib $FindBin::Bin;
use RT::Catalog;
use RT::Judge;
use RT::Server;

my ($dir, $online) = @ARGV;
for my $side (qw(old new)) {
	my $sql = slurp("$dir/$side.sql");
	utf8::decode($sql);
	spew("$side.sql", $sql);
}
my %p = (o => 'pair_o', n => 'pair_n', online => $online, dump => 1,
    rows => all_rows_sql(), kept => all_rows_sql());

sub wanted {
	my ($file) = @_;
	my $text = slurp("$dir/$file");
	chomp $text;
	return $text;
}

# It must fail; the database must be the old one.
sub must_fail {
	my ($want, @where) = @_;
	my $v = judge(%p);
	die "it works\n" if $v->{ok};
	die "at $v->{stage}: $v->{text}\n"
	    unless grep { $v->{stage} eq $_ } @where;
	die "it says: $v->{text}\n"
	    unless grep { index($v->{text}, $_) >= 0 } split /\n/, $want;
	# Online, what was done before stays: 68-pg-faults.t is about that.
	return if $v->{stage} ne 'up' || $online;
	my $same = same_as_old('pair_o');
	die "not as it was: $same\n" if $same ne '';
}

sub without {
	my $up = slurp('up.sql');
	my @there = grep { index($up, $_) >= 0 } split /\n/, wanted('without');
	die "up.sql holds: @there\n$up\n" if @there;
}

if (-e "$dir/fails") {
	must_fail(wanted('fails'), 'up');
} elsif (-e "$dir/refused") {
	must_fail(wanted('refused'), 'up', 'sm-sql  refuses');
} else {
	$p{after} = slurp("$dir/after.sql") if -e "$dir/after.sql";
	my $v = judge(%p);
	die "at $v->{stage}: $v->{text}\n" unless $v->{ok};
	without() if -e "$dir/without";
}
