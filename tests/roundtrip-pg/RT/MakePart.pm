# New parts of tables.
package RT::MakePart;
use strict;
use warnings;
use Exporter 'import';
use RT::Random;
use RT::Model;
use RT::Types;
use RT::Words;
use RT::MakeTable;
our @EXPORT = qw(add_check add_unique add_fk add_index add_exclusion add_trigger
    add_policy add_rule add_statistics add_key_column condition_over);

# What holds for every row.
sub condition_over {
	my ($m, $c) = @_;
	my $r = ref_to($c);
	my $f = family_of($m, $c);
	my $pure = pick(grep { obj($m, $_)->{pure} } all_of($m, 'function'));
	return ref_to($pure) . "($r) > -90000"
	    if $pure && obj($m, $c)->{type} eq 'int' && chance(40);
	return pick("$r > -99999", "$r <> 5555", "$r IS NULL OR $r < 9999999") if $f eq 'num';
	return pick("length($r) < 999", "$r <> 'zzzzzzzzz'", "$r NOT LIKE 'zzzz%'")
	    if $f eq 'text';
	return pick("$r IS NULL OR $r IS NOT NULL", "$r = $r OR $r IS NULL")
	    if $f !~ /^(json|point)$/;
	return "($r)::text <> 'never'";
}

sub remember { my ($m, $id, @cols) = @_; obj($m, $id)->{fam} = {map { $_ => 1 } @cols}; return $id }

sub add_check {
	my ($m, $t) = @_;
	my $c = any_column($m, $t) or return;
	my $id = add_to($m, 'check', table => $t, expr => condition_over($m, $c),
	    (chance(60) ? (name => new_name($m)) : ()),
	    (chance(50) ? (inline => 1) : chance(30) ? (notvalid => 1) : ()));
	my $o = obj($m, $id);
	$o->{noinherit} = 1 if chance(15) && !obj($m, $t)->{partby};
	$o->{comment} = 'a check' if defined $o->{name} && chance(20);
	return remember($m, $id, $c);
}

# A column whose values are all different.
sub add_key_column {
	my ($m, $t) = @_;
	my $c = add_column($m, $t, type => 'int', unique => 1);
	my $n = 0;
	$_->{$c} = ++$n for map { @{obj($m, $_)->{rows}} } row_tables($m, $t);
	return $c;
}

# Not written in CREATE TABLE, where the server forgets one that says what the
# primary key does.
sub add_unique {
	my ($m, $t) = @_;
	my $o = obj($m, $t);
	my @unique = grep { obj($m, $_)->{unique} && !obj($m, $_)->{generated} } @{$o->{cols}};
	return unless @unique;
	my @cols = (pick(@unique), $o->{keycol} // ());
	push @cols, $_ for grep { $_ && $_ != $cols[0] && family_of($m, $_) !~ /json|point/ && !$o->{keycol} && chance(40) } any_column($m, $t);
	my %more = (chance(30) ? (when => pick(qw(deferred deferrable))) : ());
	$more{include} = [grep { my $c = $_; !grep { $_ == $c } @cols } any_column($m, $t)] if chance(20);
	$more{nnd} = 1 if chance(15) && $ENV{SM_RT_VERSION} >= 15;
	return add_to($m, 'unique', table => $t, cols => \@cols, %more,
	    (chance(60) ? (name => new_name($m), comment => 'unique') : ()));
}

my @actions = ('CASCADE', 'SET NULL', 'SET DEFAULT', 'RESTRICT', '');

# A column of its own that leans on a key of one column.
sub add_fk {
	my ($m, $t, $to) = @_;
	my @keys = grep { my $k = obj($m, $_);
		@{$k->{cols}} == 1 && !$k->{when} && (!$to || $k->{table} == $to)
		    && !obj($m, $k->{table})->{unlogged} }
	    all_of($m, 'pk', 'unique');
	my $key = pick(@keys) or return;
	my $k = obj($m, $key);
	my $of = $k->{cols}[0];
	my @values = grep { defined } map { $_->{$of} } @{obj($m, $k->{table})->{rows}};
	my $c = add_column($m, $t, type => obj($m, $of)->{type}, fkcol => 1,
	    default => undef);
	for my $row (map { @{obj($m, $_)->{rows}} } row_tables($m, $t)) {
		$row->{$c} = @values && chance(70) ? pick(@values) : undef;
	}
	return add_to($m, 'fk', table => $t, cols => [$c], reftable => $k->{table},
	    refcols => [$of], uses => ref_to($key), delete => pick(@actions), update => pick(@actions),
	    (chance(60) ? (name => new_name($m), (chance(20) ? (comment => 'fk') : ())) : ()),
	    (chance(25) ? (when => pick(qw(deferred deferrable))) : ()),
	    (chance(15) && !obj($m, $t)->{partby} ? (notvalid => 1) : ()),
	    (chance(10) ? (match => 'FULL') : ()));
}

my %methods = (num => 'btree', text => 'btree', jsonb => 'gin', ints => 'gin',
    texts => 'gin', tsvector => 'gin', range => 'gist', point => 'gist',
    date => 'brin', time => 'brin', uuid => 'hash', inet => 'btree');

sub add_index {
	my ($m, $t) = @_;
	my $o = obj($m, $t);
	my $c = any_column($m, $t) or return;
	my $family = family_of($m, $c);
	return if $family =~ /^json$/;
	my $method = $methods{$family} // 'btree';
	my $key = ref_to($c);
	my %more;
	if ($method eq 'btree') {
		$key = '(' . expression_over($m, $c) . ')'
		    if chance(25) && $family =~ /num|text/;
		$key .= ' ' . pick('DESC', 'DESC NULLS LAST', 'NULLS FIRST') if chance(25);
		$more{include} = [grep { $_ != $c } any_column($m, $t)] if chance(20);
		if (obj($m, $c)->{unique} && $key !~ /\(/ && !$o->{partby} && chance(50)) {
			$more{unique} = 1;
			$more{nnd} = 1 if $ENV{SM_RT_VERSION} >= 15 && chance(20);
		}
		$more{with} = {fillfactor => 70} if chance(15);
		$method = 'hash' if $key eq ref_to($c) && !%more && chance(15);
	}
	$more{with} = {pages_per_range => 16} if $method eq 'brin' && chance(50);
	my $w = any_column($m, $t);
	$more{where} = condition_over($m, $w) if chance(25);
	my @keys = ($key);
	my $second = any_column($m, $t);
	push @keys, ref_to($second) if $method eq 'btree' && $second != $c
	    && !$more{unique} && !grep({ $_ == $second } @{$more{include} // []})
	    && family_of($m, $second) =~ /^(num|text|date|time)$/ && chance(30);
	my $id = add_to($m, 'index', table => $t, name => new_name($m),
	    method => $method, keys => \@keys, %more);
	decorate(obj($m, $id));
	return remember($m, $id, $c, $w, $second);
}

sub add_exclusion {
	my ($m, $t) = @_;
	return if obj($m, $t)->{partby};
	my $c = add_column($m, $t, type => 'range', name => new_name($m));
	$_->{$c} = undef for map { @{obj($m, $_)->{rows}} } row_tables($m, $t);
	my $id = add_to($m, 'exclusion', table => $t, keys => ref_to($c) . ' WITH &&',
	    (chance(50) ? (where => ref_to($c) . ' IS NOT NULL') : ()),
	    (chance(40) ? (when => 'deferrable') : ()), name => new_name($m));
	return remember($m, $id, $c);
}

sub add_trigger {
	my ($m, $t) = @_;
	my $f = pick(grep { obj($m, $_)->{trigger} } all_of($m, 'function')) or return;
	my $c = any_column($m, $t);
	my %o = (table => $t, func => $f, name => new_name($m),
	    event => pick('BEFORE', 'AFTER') . ' ' . pick('INSERT', 'UPDATE OF ' . ref_to($c), 'DELETE', 'INSERT OR UPDATE'),
	    each => pick('ROW', 'STATEMENT'), argument => pick("it's", 'x'));
	if ($o{each} eq 'ROW' && $o{event} =~ /UPDATE OF/ && !obj($m, $c)->{generated}) {
		$o{when} = 'old.' . ref_to($c) . '::text IS DISTINCT FROM new.' . ref_to($c) . '::text';
	}
	if ($o{event} =~ /^AFTER/ && $o{each} eq 'ROW' && chance(30)) {
		$o{constraint} = 1;
	}
	my $id = add_to($m, 'trigger', %o);
	my $o = obj($m, $id);
	$o->{state} = pick('DISABLE', 'ENABLE ALWAYS', 'ENABLE REPLICA')
	    if chance(25) && !obj($m, $t)->{partby};
	$o->{comment} = 'a trigger' if chance(20);
	return remember($m, $id, $c);
}

sub add_policy {
	my ($m, $t) = @_;
	my $c = any_column($m, $t) or return;
	my $for = pick('ALL', 'SELECT', 'INSERT', 'UPDATE', 'DELETE');
	my %o;
	$o{using} = condition_over($m, $c) if $for ne 'INSERT';
	$o{with_check} = condition_over($m, $c) if $for =~ /INSERT|UPDATE|ALL/;
	my $id = add_to($m, 'policy', table => $t, name => new_name($m),
	    as => pick('PERMISSIVE', 'RESTRICTIVE'), for => $for,
	    to => pick('PUBLIC', 'sm_rt_a', 'sm_rt_a, sm_rt_b'), %o);
	obj($m, $id)->{comment} = 'a policy' if chance(20);
	return remember($m, $id, $c);
}

sub add_rule {
	my ($m, $t) = @_;
	return if obj($m, $t)->{partby};
	my $c = any_column($m, $t) or return;
	my $id = add_to($m, 'rule', table => $t, name => new_name($m),
	    event => 'UPDATE', action => pick('ALSO NOTHING', 'INSTEAD NOTHING'),
	    (chance(50) ? (where => 'old.' . ref_to($c) . ' IS NULL') : ()),
	    (chance(30) ? (state => 'DISABLE') : ()));
	obj($m, $id)->{comment} = 'a rule' if chance(20);
	return remember($m, $id, $c);
}

sub add_statistics {
	my ($m, $t) = @_;
	my @cols = grep { family_of($m, $_) =~ /^(num|text|date|time|bool)$/
		&& !obj($m, $_)->{generated} } @{obj($m, $t)->{cols}};
	return if @cols < 2;
	my $id = add_to($m, 'statistics', schema => obj($m, $t)->{schema},
	    table => $t, name => new_name($m), kinds => pick('', 'ndistinct', 'dependencies, mcv'),
	    on => ref_to($cols[0]) . ', ' . ref_to($cols[1]),
	    (chance(30) ? (target => 50) : ()));
	obj($m, $id)->{comment} = 'statistics' if chance(20);
	return remember($m, $id, @cols[0, 1]);
}
1;
