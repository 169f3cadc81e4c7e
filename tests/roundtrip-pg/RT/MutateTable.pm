# Changes of whole tables, partitions, inheritance.
package RT::MutateTable;
use strict;
use warnings;
use RT::Random;
use RT::Model;
use RT::Types;
use RT::Words;
use RT::MakeTable;
use RT::MakePart;

sub add { my ($m) = @_;
	my $t = add_table($m);
	obj($m, $t)->{rows} = [];
	add_index($m, $t); add_fk($m, $t); add_check($m, $t);
	return 1 }
sub drop { my ($m) = @_;
	my $t = any_table($m) or return;
	return if (grep { !obj($m, $_)->{parent} } all_of($m, 'table')) < 3;
	return if tables_below($m, $t) && !obj($m, $t)->{partby};
	drop_from($m, $t);
	return 1 }
sub rename { my ($m) = @_;
	my $t = pick(grep { !obj($m, $_)->{renamed} && length(obj($m, $_)->{name}) < 60 } all_of($m, 'table')) or return;
	my $o = obj($m, $t);
	$o->{name} = alike_name($o->{name});
	$o->{renamed} = 1;
	return 1 }

sub options { my ($m) = @_;
	my $t = pick(grep { is_leaf($m, $_) } all_of($m, 'table')) or return;
	my $o = obj($m, $t);
	$o->{with} ? delete $o->{with} : ($o->{with} = {fillfactor => 77, 'toast.autovacuum_enabled' => 'false'});
	delete $o->{with}{'toast.autovacuum_enabled'} if $o->{with} && chance(60);
	return 1 }
sub logged { my ($m) = @_;
	my $t = any_table($m, sub { my $o = obj($m, $_[0]); !$o->{partby} }) or return;
	return if grep { obj($m, $_)->{table} == $t || obj($m, $_)->{reftable} == $t } all_of($m, 'fk');
	my $o = obj($m, $t);
	$o->{unlogged} = !$o->{unlogged};
	return 1 }
sub security { my ($m) = @_;
	my $o = obj($m, any_table($m) // return);
	chance(60) ? ($o->{rls} = !$o->{rls}) : ($o->{force} = !$o->{force});
	return 1 }
sub replica { my ($m) = @_;
	my $o = obj($m, any_table($m) // return);
	$o->{replica} ? delete $o->{replica} : ($o->{replica} = pick('FULL', 'NOTHING'));
	return 1 }
sub grant { my ($m) = @_;
	my $o = obj($m, pick(all_of($m, 'table')) // return);
	return delete $o->{grants} if $o->{grants};
	$o->{grants} = {sm_rt_b => [some(qw(SELECT INSERT DELETE TRUNCATE)), (chance(30) ? ('WITH') : ())]};
	return 1 }

sub new_partition { my ($m) = @_;
	my $t = any_table($m, sub { (obj($m, $_[0])->{how} // 'HASH') ne 'HASH' }) or return;
	return add_partition($m, $t, 1) }
sub drop_partition { my ($m) = @_;
	my $p = pick(grep { my $o = obj($m, $_); $o->{parent} && obj($m, $o->{parent})->{how} ne 'HASH' } all_of($m, 'table')) or return;
	drop_from($m, $p);
	return 1 }

# The partition becomes a table by itself with columns of its own.
sub detach { my ($m) = @_;
	my $p = pick(grep { my $o = obj($m, $_); $o->{parent} && obj($m, $o->{parent})->{how} ne 'HASH' } all_of($m, 'table')) or return;
	my $o = obj($m, $p);
	my $t = $o->{parent};
	return if grep({ obj($m, $_)->{kind} ne 'column' || obj($m, $_)->{generated} } map { users_of($m, $_) } $t, @{obj($m, $t)->{cols}})
	    && grep { obj($m, $_)->{kind} !~ /^(column|pk|view|policy|rule|statistics|table)$/ } map { users_of($m, $_) } $t, @{obj($m, $t)->{cols}};
	my %to;
	for my $c (columns_of($m, $t)) {
		my $copy = hash_of(obj($m, $c));
		return if $copy->{generated} || $copy->{comment} || $copy->{granted};
		my %no = map { $_ => 1 } qw(id kind table key comment granted statistics distinct);
		delete $copy->{$_} for keys %no;
		$to{$c} = add_to($m, 'column', %$copy, table => $p);
		push @{$o->{cols}}, $to{$c};
	}
	for my $row (@{$o->{rows}}) {
		$row->{$to{$_}} = delete $row->{$_} for grep { exists $row->{$_} } keys %to;
	}
	$m->{copied}{$to{$_}} = $_ for keys %to;
	delete @$o{qw(parent bound)};
	for my $pk (parts_of($m, $t, 'pk')) {
		my $k = hash_of(obj($m, $pk));
		delete @$k{qw(id kind name comment)};
		add_to($m, 'pk', %$k, table => $p, cols => [map { $to{$_} } @{$k->{cols}}]);
	}
	$m->{hard} = 1;
	return 1 }

sub rebound { my ($m) = @_;
	my $p = pick(grep { my $o = obj($m, $_); $o->{parent} && obj($m, $o->{parent})->{how} ne 'HASH' } all_of($m, 'table')) or return;
	my $o = obj($m, $p);
	my $low = $o->{low};
	$o->{bound} = obj($m, $o->{parent})->{how} eq 'RANGE' ? "FOR VALUES FROM ($low) TO (" . ($low + 5) . ')'
	    : "FOR VALUES IN ($low, " . ($low + 1) . ', ' . ($low + 2) . ')';
	return 1 }
sub default_partition { my ($m) = @_;
	my $t = any_table($m, sub { (obj($m, $_[0])->{how} // 'HASH') ne 'HASH' }) or return;
	return if grep { obj($m, $_)->{bound} eq 'DEFAULT' } grep { (obj($m, $_)->{parent} // 0) == $t } all_of($m, 'table');
	my $p = add_partition($m, $t, 1);
	obj($m, $p)->{bound} = 'DEFAULT';
	obj($m, $p)->{low} = 5000;
	return 1 }
sub partitioned { add_partitioned($_[0]); no_rows($_[0]); return 1 }
sub child { my ($m) = @_;
	my $c = add_child($m) or return;
	obj($m, $c)->{rows} = [];
	return 1 }
# Rows of tables that OLD hasn't.
sub no_rows { my ($m) = @_;
	$_->{rows} = [] for grep { $_->{id} >= $m->{born} } map { obj($m, $_) } all_of($m, 'table') }

our @mutations = (
	['add_table', 4, \&add], ['drop_table', 4, \&drop], ['rename_table', 4, \&rename],
	['table_options', 3, \&options], ['logged', 2, \&logged], ['row_security', 3, \&security],
	['replica_identity', 2, \&replica], ['table_grant', 4, \&grant],
	['new_partition', 3, \&new_partition], ['drop_partition', 2, \&drop_partition],
	['detach', 3, \&detach], ['rebound', 3, \&rebound], ['default_partition', 2, \&default_partition],
	['add_partitioned', 2, \&partitioned], ['add_child', 2, \&child],
);
1;
