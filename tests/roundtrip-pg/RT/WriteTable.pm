# Tables and their parts as SQL.
package RT::WriteTable;
use strict;
use warnings;
use RT::Model;
use RT::Types;
use RT::Words;

sub named { return defined $_[0]{name} ? 'CONSTRAINT ' . quoted($_[0]{name}) . ' ' : '' }
sub list { return join ', ', map { ref_to($_) } @_ }

sub comment_on {
	my ($what, $o) = @_;
	return defined $o->{comment}
	    ? "COMMENT ON $what IS " . string($o->{comment}) . ";\n" : '';
}
sub grants_on {
	my ($what, $o) = @_;
	return join '', map {
		my ($role, $list) = ($_, $o->{grants}{$_});
		my @may = @$list;
		my $option = grep({ $_ eq 'WITH' } @may) ? ' WITH GRANT OPTION' : '';
		@may = grep { $_ ne 'WITH' } @may;
		"GRANT " . join(', ', @may) . " ON $what TO $role$option;\n"
	} sort keys %{$o->{grants} // {}};
}

sub counting {
	my ($by) = @_;
	my %words = (increment => 'INCREMENT BY', start => 'START WITH',
	    minimum => 'MINVALUE', maximum => 'MAXVALUE', cache => 'CACHE');
	my @says = map { "$words{$_} $by->{$_}" } grep { defined $by->{$_} }
	    qw(increment minimum maximum start cache);
	push @says, 'CYCLE' if $by->{cycle};
	return join ' ', @says;
}

sub column_sql {
	my ($m, $c) = @_;
	my $type = $c->{serial} ? {int => 'serial', bigint => 'bigserial',
	    smallint => 'smallserial'}->{$c->{type}} : type_sql($c->{type});
	my $sql = quoted($c->{name}) . " $type";
	$sql .= " COLLATE $c->{collation}" if $c->{collation};
	$sql .= " GENERATED ALWAYS AS ($c->{generated}) STORED" if $c->{generated};
	if ($c->{identity}) {
		my $by = counting($c->{counting} // {});
		$sql .= " GENERATED $c->{identity} AS IDENTITY"
		    . ($by ? " ($by)" : '');
	}
	$sql .= " DEFAULT $c->{default}" if defined $c->{default};
	$sql .= ' NOT NULL' if $c->{notnull};
	return $sql;
}

sub after_column {
	my ($m, $t, $c) = @_;
	my ($of, $name) = (ref_to($t->{id}), ref_to($c->{id}));
	my $sql = comment_on("COLUMN $of.$name", $c);
	$sql .= "ALTER TABLE $of ALTER COLUMN $name SET STORAGE $c->{storage};\n"
	    if $c->{storage};
	$sql .= "ALTER TABLE $of ALTER COLUMN $name SET STATISTICS $c->{statistics};\n"
	    if defined $c->{statistics};
	$sql .= "ALTER TABLE $of ALTER COLUMN $name SET (n_distinct = $c->{distinct});\n"
	    if $c->{distinct};
	$sql .= "GRANT $c->{granted} ($name) ON $of TO sm_rt_a;\n" if $c->{granted};
	return $sql;
}

sub after_table {
	my ($m, $t) = @_;
	my $of = ref_to($t->{id});
	my $sql = comment_on("TABLE $of", $t) . grants_on("TABLE $of", $t);
	$sql .= "ALTER TABLE $of ENABLE ROW LEVEL SECURITY;\n" if $t->{rls};
	$sql .= "ALTER TABLE $of FORCE ROW LEVEL SECURITY;\n" if $t->{force};
	$sql .= "ALTER TABLE $of REPLICA IDENTITY $t->{replica};\n" if $t->{replica};
	$sql .= after_column($m, $t, obj($m, $_)) for @{$t->{cols}};
	$sql .= comment_on('CONSTRAINT ' . quoted($_->{name}) . " ON $of", $_)
	    for grep { defined $_->{name} && $_->{inline} } map { obj($m, $_) }
	    parts_of($m, $t->{id}, qw(pk unique check));
	return $sql;
}

sub options {
	my ($o) = @_;
	my %with = %{$o->{with} // {}};
	return %with
	    ? ' WITH (' . join(', ', map { "$_ = $with{$_}" } sort keys %with) . ')'
	    : '';
}

sub write_table {
	my ($m, $t) = @_;
	my $kind = $t->{unlogged} ? 'UNLOGGED TABLE' : 'TABLE';
	my @inside = map { column_sql($m, obj($m, $_)) } @{$t->{cols}};
	push @inside, map { constraint_sql($m, obj($m, $_)) }
	    grep { obj($m, $_)->{inline} }
	    parts_of($m, $t->{id}, qw(pk unique check exclusion));
	my $by = $t->{partby} ? " PARTITION BY $t->{partby}" : '';
	my $sql = $t->{parent}
	    ? "CREATE $kind " . ref_to($t->{id}) . ' PARTITION OF '
	      . ref_to($t->{parent}) . " $t->{bound}$by"
	    : "CREATE $kind " . ref_to($t->{id}) . " (\n\t"
	      . join(",\n\t", @inside) . "\n)"
	      . (@{$t->{inherits} // []} ? ' INHERITS (' . list(@{$t->{inherits}}) . ')' : '')
	      . $by;
	return $sql . options($t) . ";\n" . after_table($m, $t);
}

my %ending = (deferred => ' DEFERRABLE INITIALLY DEFERRED',
    deferrable => ' DEFERRABLE');

sub constraint_sql {
	my ($m, $c) = @_;
	my $sql = named($c);
	my $include = @{$c->{include} // []} ? ' INCLUDE (' . list(@{$c->{include}}) . ')' : '';
	my $end = $ending{$c->{when} // ''} // '';
	return "${sql}PRIMARY KEY (" . list(@{$c->{cols}}) . ")$include" . options($c) . $end
	    if $c->{kind} eq 'pk';
	return "${sql}UNIQUE" . ($c->{nnd} ? ' NULLS NOT DISTINCT' : '') . ' (' . list(@{$c->{cols}}) . ")$include" . $end
	    if $c->{kind} eq 'unique';
	return "${sql}CHECK ($c->{expr})" . ($c->{noinherit} ? ' NO INHERIT' : '')
	    . ($c->{notvalid} ? ' NOT VALID' : '')
	    if $c->{kind} eq 'check';
	return "${sql}EXCLUDE USING gist ($c->{keys})"
	    . ($c->{where} ? " WHERE ($c->{where})" : '') . $end
	    if $c->{kind} eq 'exclusion';
	return "${sql}FOREIGN KEY (" . list(@{$c->{cols}}) . ') REFERENCES '
	    . ref_to($c->{reftable}) . ' (' . list(@{$c->{refcols}}) . ')'
	    . ($c->{match} ? " MATCH $c->{match}" : '')
	    . ($c->{delete} ? " ON DELETE $c->{delete}" : '')
	    . ($c->{update} ? " ON UPDATE $c->{update}" : '')
	    . $end . ($c->{notvalid} ? ' NOT VALID' : '');
}

sub write_constraint {
	my ($m, $c) = @_;
	return 'ALTER TABLE ' . ref_to($c->{table}) . ' ADD '
	    . constraint_sql($m, $c) . ";\n"
	    . (defined $c->{name}
		? comment_on('CONSTRAINT ' . quoted($c->{name}) . ' ON ' . ref_to($c->{table}), $c)
		: '');
}
{
	no warnings 'once';
	*write_pk = *write_unique = *write_check = *write_exclusion = *write_fk =
	    \&write_constraint;
}

sub write_index {
	my ($m, $i) = @_;
	my $schema = ref_to(obj($m, $i->{table})->{schema});
	return 'CREATE ' . ($i->{unique} ? 'UNIQUE ' : '') . 'INDEX '
	    . quoted($i->{name}) . ' ON ' . ref_to($i->{table})
	    . " USING $i->{method} (" . join(', ', @{$i->{keys}}) . ')'
	    . (@{$i->{include} // []} ? ' INCLUDE (' . list(@{$i->{include}}) . ')' : '')
	    . ($i->{nnd} ? ' NULLS NOT DISTINCT' : '')
	    . options($i) . ($i->{where} ? " WHERE $i->{where}" : '') . ";\n"
	    . comment_on("INDEX $schema." . quoted($i->{name}), $i);
}

sub write_trigger {
	my ($m, $t) = @_;
	my $of = ref_to($t->{table});
	return 'CREATE ' . ($t->{constraint} ? 'CONSTRAINT ' : '') . 'TRIGGER '
	    . quoted($t->{name}) . " $t->{event} ON $of "
	    . ($t->{constraint} ? 'DEFERRABLE INITIALLY DEFERRED ' : '')
	    . "FOR EACH $t->{each} "
	    . ($t->{when} ? "WHEN ($t->{when}) " : '')
	    . 'EXECUTE FUNCTION ' . ref_to($t->{func}) . "(" . string($t->{argument} // 'a') . ");\n"
	    . ($t->{state} ? "ALTER TABLE $of $t->{state} TRIGGER " . quoted($t->{name}) . ";\n" : '')
	    . comment_on('TRIGGER ' . quoted($t->{name}) . " ON $of", $t);
}

sub write_policy {
	my ($m, $p) = @_;
	my $of = ref_to($p->{table});
	return 'CREATE POLICY ' . quoted($p->{name}) . " ON $of AS $p->{as} FOR $p->{for}"
	    . " TO $p->{to}" . ($p->{using} ? " USING ($p->{using})" : '')
	    . ($p->{with_check} ? " WITH CHECK ($p->{with_check})" : '') . ";\n"
	    . comment_on('POLICY ' . quoted($p->{name}) . " ON $of", $p);
}

sub write_rule {
	my ($m, $r) = @_;
	my $of = ref_to($r->{table});
	return 'CREATE RULE ' . quoted($r->{name}) . " AS ON $r->{event} TO $of"
	    . ($r->{where} ? " WHERE ($r->{where})" : '') . " DO $r->{action};\n"
	    . ($r->{state} ? "ALTER TABLE $of $r->{state} RULE " . quoted($r->{name}) . ";\n" : '')
	    . comment_on('RULE ' . quoted($r->{name}) . " ON $of", $r);
}

sub write_statistics {
	my ($m, $s) = @_;
	return 'CREATE STATISTICS ' . ref_to($s->{id}) . ($s->{kinds} ? " ($s->{kinds})" : '')
	    . " ON $s->{on} FROM " . ref_to($s->{table}) . ";\n"
	    . (defined $s->{target} ? 'ALTER STATISTICS ' . ref_to($s->{id}) . " SET STATISTICS $s->{target};\n" : '')
	    . comment_on('STATISTICS ' . ref_to($s->{id}), $s);
}
1;
