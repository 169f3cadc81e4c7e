# New tables, columns, rows.
package RT::MakeTable;
use strict;
use warnings;
use utf8;
use Exporter 'import';
use RT::Random;
use RT::Model;
use RT::Types;
use RT::Words;
our @EXPORT = qw(any_schema any_table any_column add_table add_column add_rows
    add_generated plain_columns family_of free_columns decorate
    add_partitioned add_partition add_child expression_over);

sub any_schema { return pick(all_of($_[0], 'schema')) }

# A table that isn't a partition.
sub any_table {
	my ($m, $also) = @_;
	return pick(grep { !obj($m, $_)->{parent} && (!$also || $also->($_)) }
	    all_of($m, 'table'));
}

sub family_of { return type_family(obj($_[0], $_[1])->{type}) }

# A table's own columns that hold what was put there.
sub plain_columns {
	my ($m, $t) = @_;
	return grep { !obj($m, $_)->{generated} } @{obj($m, $t)->{cols}};
}

# Those nobody minds about: no identity, no key, not what rows are routed by.
sub free_columns {
	my ($m, $t) = @_;
	my %taken = map { $_ => 1 } map { (@{obj($m, $_)->{cols} // []},
	    @{obj($m, $_)->{refcols} // []}) } all_of($m, qw(pk unique fk));
	return grep { my $c = obj($m, $_);
		!$taken{$_} && !$c->{identity} && !$c->{serial} && !$c->{key} }
	    plain_columns($m, $t);
}
sub any_column {
	my ($m, $t, $fits) = @_;
	return pick(grep { !$fits || $fits->($_) } @{obj($m, $t)->{cols}});
}

# A comment or a grant now and then.
sub decorate {
	my ($o, @grants) = @_;
	$o->{comment} = pick("it's", "line\nline", 'back\\slash', '-- $$;', 'ü')
	    . below(100) if chance(20);
	$o->{grants} = {pick(qw(sm_rt_a sm_rt_b PUBLIC)) => [pick(@grants)]}
	    if @grants && chance(20);
}

# A type: one of the server's, or a user's.
sub column_type {
	my ($m) = @_;
	my $own = pick(all_of($m, qw(enum domain)));
	return any_type() unless $own && chance(15);
	my $o = obj($m, $own);
	return [ref_to($own), "enum$own", $o->{values}, string($o->{values}[0]) . '::' . ref_to($own), $o->{values}[0]]
	    if $o->{kind} eq 'enum';
	my $base = $o->{base};
	return [ref_to($own), type_family($base), [map { type_value($base) } 1 .. 3], type_default($base)];
}

sub add_column {
	my ($m, $t, %given) = @_;
	my $type = $given{type} // column_type($m);
	my $c = add_to($m, 'column', table => $t, name => new_name($m), type => $type);
	my $o = obj($m, $c);
	@$o{keys %given} = values %given;
	my ($default, $value) = type_default($type);
	if (!%given && defined $default && chance(40)) {
		$o->{default} = $default;
		if (!ref $type && $type eq 'int' && chance(40)
		    && (my $f = pick(grep { obj($m, $_)->{pure} } all_of($m, 'function')))) {
			$o->{default} = ref_to($f) . '(40)';
			$value = 40 + obj($m, $f)->{plus};
		}
		$o->{notnull} = 1 if chance(40);
	}
	$o->{collation} = pick('pg_catalog."C"', 'pg_catalog."POSIX"')
	    if !ref $type && type_family($type) eq 'text' && chance(15);
	decorate($o);
	$o->{storage} = pick(qw(EXTERNAL MAIN)) if $type eq 'text' && chance(15);
	$o->{statistics} = 10 + below(90) if chance(6);
	$o->{distinct} = '-0.5' if chance(4);
	$o->{granted} = pick('SELECT', 'UPDATE') if chance(6);
	push @{obj($m, $t)->{cols}}, $c;
	for my $row (map { @{obj($m, $_)->{rows}} } row_tables($m, $t)) {
		$row->{$c} = defined $o->{default} ? $value : undef;
	}
	return $c;
}

# An expression of integers or text, of a column.
sub expression_over {
	my ($m, $c) = @_;
	my $r = ref_to($c);
	my $f = family_of($m, $c);
	return pick("$r + 1", "abs($r)", "$r * 2") if $f eq 'num';
	return pick("lower($r)", "length($r)", "$r || 'x'") if $f eq 'text';
	return "($r IS NULL)";
}

sub add_generated {
	my ($m, $t) = @_;
	my $of = pick(grep { !ref obj($m, $_)->{type} && obj($m, $_)->{type} =~ /^(int|text|numeric)$/ && !obj($m, $_)->{collation} } plain_columns($m, $t)) or return;
	my $from = obj($m, $of);
	my $text = ref_to($of);
	my $expr = $from->{type} eq 'text' ? pick("upper($text)", "($text || 'g')") : pick("($text + 1)", "($text * 3)");
	my $c = add_to($m, 'column', table => $t, name => new_name($m),
	    type => $from->{type}, generated => $expr);
	push @{obj($m, $t)->{cols}}, $c;
	return $c;
}

sub add_rows {
	my ($m, $t, $n) = @_;
	my @cols = grep { !obj($m, $_)->{generated} } columns_of($m, $t);
	my $o = obj($m, $t);
	for my $i (1 .. $n) {
		my %row;
		for my $c (@cols) {
			my $col = obj($m, $c);
			$row{$c} = $col->{unique} ? $i + ($o->{base} // 0)
			    : !$col->{notnull} && chance(20) ? undef
			    : $col->{values} ? pick(@{$col->{values}})
			    : type_value($col->{type});
		}
		push @{$o->{rows}}, \%row;
	}
}

my @keys = ('plain', 'serial', 'identity');

# id, which is unique, and whatever else.
sub add_table {
	my ($m, %given) = @_;
	my $t = add_to($m, 'table', schema => any_schema($m), name => new_name($m),
	    cols => [], rows => [], %given);
	my $o = obj($m, $t);
	my $how = pick(@keys);
	my $id = add_column($m, $t, type => pick('int', 'bigint'), unique => 1,
	    notnull => 1, name => chance(60) ? 'id' : new_name($m));
	my $c = obj($m, $id);
	$c->{serial} = 1 if $how eq 'serial';
	if ($how eq 'identity') {
		$c->{identity} = pick('ALWAYS', 'BY DEFAULT');
		$c->{counting} = {increment => 2, cache => 5} if chance(30);
	}
	add_to($m, 'pk', table => $t, cols => [$id], inline => 1,
	    (chance(40) ? (name => new_name($m)) : ()))
	    if chance(85);
	add_column($m, $t) for 1 .. 2 + below(4);
	add_column($m, $t, type => $_) for grep { chance(50) } qw(int text);
	add_generated($m, $t) if chance(25);
	decorate($o, 'SELECT', 'INSERT', 'UPDATE');
	$o->{with} = {fillfactor => 50 + below(40)} if chance(15);
	$o->{with}{autovacuum_enabled} = 'false' if chance(8);
	$o->{unlogged} = 1 if chance(4) && !$given{logged};
	$o->{rls} = 1 if chance(12);
	$o->{force} = 1 if $o->{rls} && chance(40);
	$o->{replica} = 'FULL' if chance(6);
	add_rows($m, $t, pick(0, 2, 3, 5));
	return $t;
}

# By range, list or hash; rows are in the partitions.
sub add_partitioned {
	my ($m) = @_;
	my $t = add_to($m, 'table', schema => any_schema($m), name => new_name($m),
	    cols => [], rows => [], parts => 0);
	my $o = obj($m, $t);
	my $key = add_column($m, $t, type => 'int', notnull => 1, key => 1, name => new_name($m));
	$o->{how} = pick('RANGE', 'LIST', 'HASH');
	$o->{keycol} = $key;
	$o->{partby} = "$o->{how} (" . ref_to($key) . ')';
	my $id = add_column($m, $t, type => 'int', unique => 1, notnull => 1, name => new_name($m));
	add_to($m, 'pk', table => $t, cols => [$id, $key], inline => 1) if chance(70);
	add_column($m, $t) for 1 .. 2;
	add_column($m, $t, type => 'text');
	decorate($o, 'SELECT');
	add_partition($m, $t) for 1 .. ($o->{how} eq 'HASH' ? 2 : 2 + below(2));
	return $t;
}

# Hash partitions are always two of two.
sub add_partition {
	my ($m, $t, $empty) = @_;
	my $o = obj($m, $t);
	my $n = $o->{parts}++;
	my ($low, $high) = ($n * 10, $n * 10 + 10);
	my $bound = $o->{how} eq 'RANGE' ? "FOR VALUES FROM ($low) TO ($high)"
	    : $o->{how} eq 'LIST' ? "FOR VALUES IN ($low, " . ($low + 1) . ')'
	    : "FOR VALUES WITH (MODULUS 2, REMAINDER $n)";
	my $p = add_to($m, 'table', schema => $o->{schema}, name => new_name($m),
	    cols => [], rows => [], parent => $t, bound => $bound, low => $low,
	    base => $n * 100);
	decorate(obj($m, $p));
	if (!$empty && $o->{how} ne 'HASH') {
		obj($m, $o->{keycol})->{values} = [$low, $low + 1];
		add_rows($m, $p, 2);
		delete obj($m, $o->{keycol})->{values};
	}
	return $p;
}

sub add_child {
	my ($m) = @_;
	my $t = any_table($m, sub { my $o = obj($m, $_[0]);
		!$o->{partby} && !$o->{inherits} && !$o->{unlogged} }) or return;
	my $c = add_to($m, 'table', schema => obj($m, $t)->{schema}, name => new_name($m),
	    cols => [], rows => [], inherits => [$t], base => 1000);
	add_column($m, $c) for 1 .. 2;
	add_rows($m, $c, 2);
	return $c;
}
1;
