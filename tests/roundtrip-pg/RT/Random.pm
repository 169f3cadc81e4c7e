# Chance, from a seed: the same in every run and under every perl.
package RT::Random;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(seed below chance pick some);

my $state = 1;

# A linear congruential generator of 48 bits; its high bits are good enough.
sub seed {
	my ($n) = @_;
	$state = ($n * 0x9E3779B1 + 12345) & ((1 << 48) - 1);
	below(2) for 1 .. 5;
}

sub below {
	my ($n) = @_;
	use integer;
	$state = ($state * 25214903917 + 11) & ((1 << 48) - 1);
	return (($state >> 17) & 0x7FFFFFFF) % $n;
}

# True in so many of a hundred cases.
sub chance { return below(100) < $_[0] }

sub pick { return @_ ? $_[below(scalar @_)] : undef }

# Each of the list with a chance of one half, at least one.
sub some {
	my @some = grep { chance(50) } @_;
	return @some ? @some : pick(@_);
}
1;
