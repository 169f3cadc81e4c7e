# The model as SQL: every object after what it needs, then rows, then what would
# be in their way.
package RT::Write;
use strict;
use warnings;
use Exporter 'import';
use RT::Model;
use RT::Words;
use RT::WriteTable;
use RT::WriteObject;
use RT::Rows;
our @EXPORT = qw(schema_sql);

my %late = map { $_ => 1 } qw(fk rule);

# Columns and what is written in CREATE TABLE stand for their table.
sub unit_of {
	my ($m, $id) = @_;
	my $o = obj($m, $id);
	return $o->{table} if $o->{kind} eq 'column' || $o->{inline};
	return $id;
}

sub visit {
	my ($m, $id, $seen, $order) = @_;
	return if $seen->{$id}++;
	my @of = ($id, grep { unit_of($m, $_) == $id } sort { $a <=> $b }
	    keys %{$m->{obj}});
	for my $need (map { unit_of($m, $_) } map { refs_of($m, $_) } @of) {
		visit($m, $need, $seen, $order)
		    unless $late{obj($m, $need)->{kind}};
	}
	push @$order, $id;
}

sub write_unit {
	my ($m, $id) = @_;
	my $o = obj($m, $id);
	my $how = "RT::WriteObject"->can("write_$o->{kind}")
	    // "RT::WriteTable"->can("write_$o->{kind}")
	    // die "nobody writes a $o->{kind}\n";
	return expand($m, $how->($m, $o));
}

sub schema_sql {
	my ($m) = @_;
	my @ids = sort { $a <=> $b } keys %{$m->{obj}};
	my (%seen, @order, @late);
	for my $id (grep { unit_of($m, $_) == $_ } @ids) {
		visit($m, $id, \%seen, \@order);
	}
	@late = grep { $late{obj($m, $_)->{kind}} } @order;
	@order = grep { !$late{obj($m, $_)->{kind}} } @order;
	return join '', "SET client_min_messages = warning;\n",
	    "SET check_function_bodies = off;\nSET search_path = pg_catalog;\n",
	    (map { write_unit($m, $_) } @order), rows_sql($m),
	    (map { write_unit($m, $_) } @late);
}
1;
