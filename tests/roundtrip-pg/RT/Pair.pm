# A pair by its number: two models, and what the judge must know about them.
package RT::Pair;
use strict;
use warnings;
use Exporter 'import';
use RT::Random;
use RT::Model;
use RT::Words;
use RT::Make;
use RT::Mutate;
use RT::Write;
use RT::Rows;
use RT::Judge;
use RT::Server;
our @EXPORT = qw(make_pair judge_pair);

sub make_pair { my ($number) = @_;
	seed($number);
	my $old = make_schema();
	my ($new, @names) = mutate($old, 3 + below(12));
	return {number => $number, old => $old, new => $new, names => \@names} }

sub name_in { my ($m, $id) = @_; my $o = obj($m, $id); return $o && $o->{name} }

# Renames that the plan should hold and doesn't: it is a DROP and an ADD then,
# and rows go with it.
sub missed { my ($pair, @ops) = @_;
	my ($old, $new) = @$pair{qw(old new)};
	my (@missed, %found);
	$found{/"op":"RENAME_TABLE"/ ? 'table' : 'column'}++
	    for grep { /"op":"RENAME_(TABLE|COLUMN)"/ } @ops;
	for my $kind (qw(table column)) {
		my @renamed = grep { obj($new, $_) && name_in($old, $_) ne name_in($new, $_) }
		    all_of($old, $kind);
		push @missed, $kind if @renamed > ($found{$kind} // 0);
	}
	return @missed }

# Columns whose values the generator knows in NEW.
sub known { my ($pair) = @_;
	my ($old, $new) = @$pair{qw(old new)};
	return sub { my ($c) = @_;
		my $o = obj($new, $c);
		return obj($old, $c) || $new->{copied}{$c} || $o->{generated}
		    || ($o->{default} // '') !~ /nextval/ && !($o->{identity} || $o->{serial} || $o->{unique}) } }

sub judge_pair { my ($pair, $prefix, %options) = @_;
	my ($old, $new) = @$pair{qw(old new)};
	spew('old.sql', schema_sql($old));
	spew('new.sql', schema_sql($new));
	$options{dump} = 0 if $new->{unlike};
	my $hard = is_hard($old, $new);
	return judge(o => "${prefix}o", n => "${prefix}n", %options,
	    hard => $hard, empty => empty_sql($new),
	    before => sub {
		$pair->{missed} = [missed($pair, @_)];
		return @{$pair->{missed}} ? empty_sql($old) : undef },
	    rows => digest_sql($new, sub { 1 }, known($pair)),
	    kept => scalar(kept($pair)), counters => counters_sql($new)) }

# What is there before and must be there after up and down: whatever is in both
# under the same name.
sub kept { my ($pair) = @_;
	my ($old, $new) = @$pair{qw(old new)};
	return digest_sql($old, sub { obj($new, $_[0]) },
	    sub { my $c = obj($old, $_[0]); my $n = obj($new, $_[0]);
		$n && !$new->{changed}{$_[0]} && !$c->{generated} && !$n->{generated} }) }
1;
