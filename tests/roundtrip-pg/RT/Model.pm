# A schema as the generator knows it: objects by number.  A text refers to a
# column or an object as <#number>, so that it follows a rename by itself and
# shows what it needs.
package RT::Model;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(new_model copy_model add_to obj all_of ref_to refs_of users_of
    drop_from columns_of tables_below row_tables parts_of hash_of is_leaf
    root_of all_columns);

# Fields that hold numbers of other objects.
my @links = qw(schema table parent inherits cols include reftable refcols owner
    func moved_from);

sub new_model { return {next => 1, obj => {}} }

sub copy_of {
	my ($v) = @_;
	return ref $v eq 'HASH'
	    ? {map { $_ => copy_of($v->{$_}) } keys %$v}
	    : ref $v eq 'ARRAY' ? [map { copy_of($_) } @$v] : $v;
}
sub copy_model { return copy_of($_[0]) }
sub hash_of { return copy_of($_[0]) }

sub add_to {
	my ($m, $kind, %o) = @_;
	my $id = $m->{next}++;
	$m->{obj}{$id} = {%o, id => $id, kind => $kind};
	return $id;
}

sub obj { return $_[0]{obj}{$_[1]} }

# The numbers of a kind, in the order of making.
sub all_of {
	my ($m, @kinds) = @_;
	my %of = map { $_ => 1 } @kinds;
	return grep { $of{$m->{obj}{$_}{kind}} }
	    sort { $a <=> $b } keys %{$m->{obj}};
}

sub ref_to { return "<#$_[0]>" }

sub texts_in {
	my ($v, $found) = @_;
	if (ref $v eq 'HASH') {
		texts_in($_, $found) for values %$v;
	} elsif (ref $v eq 'ARRAY') {
		texts_in($_, $found) for @$v;
	} elsif (defined $v) {
		$found->{$1} = 1 while $v =~ /<#(\d+)>/g;
	}
}

# What an object needs: numbers.
sub refs_of {
	my ($m, $id) = @_;
	my $o = obj($m, $id);
	my %found;
	for my $field (keys %$o) {
		next if $field eq 'rows' || $field eq 'fam';
		next if $o->{kind} eq 'table' && $field eq 'cols';
		if (grep { $_ eq $field } @links) {
			my $v = $o->{$field};
			$found{$_} = 1
			    for grep { defined } ref $v ? @$v : ($v);
		} else {
			texts_in($o->{$field}, \%found);
		}
	}
	delete $found{$id};
	return sort { $a <=> $b } keys %found;
}

sub users_of {
	my ($m, $id) = @_;
	return grep {
		my $user = $_;
		grep { $_ == $id } refs_of($m, $user)
	} sort { $a <=> $b } keys %{$m->{obj}};
}

# Take an object away with all that needs it; a default is only forgotten.
# Needs may go in a circle (a sequence of the column that has its values).
my %going;
sub drop_from {
	my ($m, $id) = @_;
	my $o = obj($m, $id) or return;
	return if $going{$id};
	local $going{$id} = 1;
	for my $user (users_of($m, $id)) {
		my $u = obj($m, $user) or next;
		if ($u->{kind} eq 'column' && ($u->{default} // '') =~ /<#$id>/) {
			delete $u->{default};
			next unless grep { $_ == $id } refs_of($m, $user);
		}
		drop_from($m, $user) if obj($m, $id);
	}
	if ($o->{kind} eq 'column' && (my $t = obj($m, $o->{table}))) {
		$t->{cols} = [grep { $_ != $id } @{$t->{cols}}];
		delete $_->{$id}
		    for map { @{obj($m, $_)->{rows}} } row_tables($m, $o->{table});
	}
	delete $m->{obj}{$id};
}

# A table's columns with those it has from its parents.
sub columns_of {
	my ($m, $t) = @_;
	my $o = obj($m, $t);
	my @above = $o->{parent} ? columns_of($m, $o->{parent}) : ();
	@above = (@above, map { columns_of($m, $_) } @{$o->{inherits} // []});
	return (@above, @{$o->{cols}});
}

# Partitions and children, and theirs.
sub tables_below {
	my ($m, $t) = @_;
	my @below = grep {
		my $o = obj($m, $_);
		($o->{parent} // 0) == $t
		    || grep { $_ == $t } @{$o->{inherits} // []}
	} all_of($m, 'table');
	return map { ($_, tables_below($m, $_)) } @below;
}

sub row_tables { return ($_[1], tables_below(@_)) }

sub root_of {
	my ($m, $t) = @_;
	my $o = obj($m, $t);
	return $o->{parent} ? root_of($m, $o->{parent}) : $t;
}

# It can hold rows itself.
sub is_leaf { return !obj($_[0], $_[1])->{partby} }

# Constraints, indexes, triggers ... of a table.
sub parts_of {
	my ($m, $t, @kinds) = @_;
	return grep { (obj($m, $_)->{table} // 0) == $t } all_of($m, @kinds);
}

sub all_columns { return all_of($_[0], 'column') }
1;
