# NEW out of OLD, and what becomes of the rows on the way.
package RT::Mutate;
use strict;
use warnings;
use Exporter 'import';
use RT::Random;
use RT::Model;
use RT::MutateColumn;
use RT::MutateObject;
use RT::MutatePart;
use RT::MutateTable;
our @EXPORT = qw(mutate is_hard);

my @all = (@RT::MutateTable::mutations, @RT::MutateColumn::mutations,
    @RT::MutatePart::mutations, @RT::MutateObject::mutations);

sub any_mutation {
	my $sum = 0;
	$sum += $_->[1] for @all;
	my $at = below($sum);
	for (@all) {
		return $_ if ($at -= $_->[1]) < 0;
	}
}

# So many changes, one after another; one that gives up leaves nothing behind.
# Which were made, by name.
sub mutate {
	my ($old, $wanted) = @_;
	my $m = copy_model($old);
	$m->{born} = $m->{next};
	my @names;
	for (1 .. $wanted * 4) {
		my $mutation = any_mutation();
		my $try = copy_model($m);
		next unless $mutation->[2]->($try);
		$m = $try;
		forget_new($m);
		push @names, $mutation->[0];
		last if @names >= $wanted;
	}
	return ($m, @names);
}

# A new table has no rows; in those of others, a new column has what its default
# says, which is for the server of NEW to tell.
sub forget_new {
	my ($m) = @_;
	for my $t (all_of($m, 'table')) {
		my $o = obj($m, $t);
		$o->{rows} = [] if $t >= $m->{born};
		my @new = grep { $_ >= $m->{born} && !$m->{copied}{$_} }
		    columns_of($m, $t);
		for my $row (@{$o->{rows}}) {
			delete $row->{$_} for @new;
		}
	}
}

# The way back can't be gone with the rows there: it asks for what was lost.
sub is_hard {
	my ($old, $new) = @_;
	return 1 if $new->{hard};
	for my $c (all_of($old, 'column')) {
		my $o = obj($old, $c);
		next if obj($new, $c) || !obj($new, $o->{table});
		return 1 if $o->{notnull} && !defined $o->{default};
		return 1 if $o->{identity} || $o->{serial};
		return 1 if grep { my $k = obj($old, $_); grep { $_ == $c } @{$k->{cols}} }
		    all_of($old, qw(pk unique fk));
	}
	return 1 if grep { !obj($new, $_) } all_of($old, 'table');
	return 1 if grep { my $f = obj($old, $_);
		obj($new, $f->{table}) && !obj($new, $_) } all_of($old, 'fk', 'pk');
	return 0;
}
1;
