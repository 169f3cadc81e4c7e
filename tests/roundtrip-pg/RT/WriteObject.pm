# Objects that aren't tables, nor of one, as SQL.
package RT::WriteObject;
use strict;
use warnings;
use RT::Model;
use RT::Types;
use RT::Words;
use RT::WriteTable;

*comment_on = \&RT::WriteTable::comment_on;
*grants_on = \&RT::WriteTable::grants_on;

sub write_schema {
	my ($m, $s) = @_;
	my $name = ref_to($s->{id});
	return ($s->{name} eq 'public' ? '' : "CREATE SCHEMA $name;\n")
	    . ($s->{name} eq 'public' ? '' : comment_on("SCHEMA $name", $s))
	    . grants_on("SCHEMA $name", $s);
}

sub write_enum {
	my ($m, $e) = @_;
	my $name = ref_to($e->{id});
	return "CREATE TYPE $name AS ENUM ("
	    . join(', ', map { string($_) } @{$e->{values}}) . ");\n"
	    . comment_on("TYPE $name", $e) . grants_on("TYPE $name", $e);
}

sub write_domain {
	my ($m, $d) = @_;
	my $name = ref_to($d->{id});
	my @checks = map { 'CONSTRAINT ' . quoted($_) . " CHECK ($d->{checks}{$_})" }
	    sort keys %{$d->{checks} // {}};
	return join(' ', "CREATE DOMAIN $name AS", type_sql($d->{base}),
	    (defined $d->{default} ? "DEFAULT $d->{default}" : ()),
	    ($d->{notnull} ? 'NOT NULL' : ()), @checks) . ";\n"
	    . comment_on("DOMAIN $name", $d) . grants_on("DOMAIN $name", $d);
}

sub write_composite {
	my ($m, $c) = @_;
	my $name = ref_to($c->{id});
	return "CREATE TYPE $name AS ("
	    . join(', ', map { quoted($_->[0]) . ' ' . type_sql($_->[1]) } @{$c->{attributes}})
	    . ");\n" . comment_on("TYPE $name", $c);
}

sub write_range {
	my ($m, $r) = @_;
	my $name = ref_to($r->{id});
	return "CREATE TYPE $name AS RANGE (SUBTYPE = $r->{subtype});\n"
	    . comment_on("TYPE $name", $r);
}

sub write_sequence {
	my ($m, $s) = @_;
	my $name = ref_to($s->{id});
	return "CREATE SEQUENCE $name AS $s->{as} " . RT::WriteTable::counting($s->{counting})
	    . ($s->{owner} ? ' OWNED BY ' . ref_to(obj($m, $s->{owner})->{table}) . '.' . ref_to($s->{owner}) : '')
	    . ";\n" . comment_on("SEQUENCE $name", $s) . grants_on("SEQUENCE $name", $s);
}

sub write_function {
	my ($m, $f) = @_;
	my $what = $f->{procedure} ? 'PROCEDURE' : 'FUNCTION';
	my $name = ref_to($f->{id});
	my $sql = "CREATE $what $name($f->{arguments})"
	    . ($f->{returns} ? " RETURNS $f->{returns}" : '')
	    . " LANGUAGE $f->{language}" . ($f->{words} ? " $f->{words}" : '')
	    . ' AS ' . string($f->{body}) . ";\n";
	my $called = "$what $name($f->{types})";
	return $sql . comment_on($called, $f) . grants_on($called, $f);
}

sub write_view {
	my ($m, $v) = @_;
	my $name = ref_to($v->{id});
	my $what = $v->{materialized} ? 'MATERIALIZED VIEW' : 'VIEW';
	my $sql = "CREATE $what $name"
	    . RT::WriteTable::options($v)
	    . " AS SELECT " . join(', ', @{$v->{list}}) . " FROM $v->{from}"
	    . ($v->{where} ? " WHERE $v->{where}" : '')
	    . ($v->{check} ? " WITH $v->{check} CHECK OPTION" : '')
	    . ($v->{nodata} ? ' WITH NO DATA' : '') . ";\n";
	$sql .= "CREATE " . ($_->{unique} ? 'UNIQUE ' : '') . 'INDEX ' . quoted($_->{name})
	    . " ON $name (" . join(', ', map { quoted($_) } @{$_->{on}}) . ");\n"
	    for @{$v->{indexes} // []};
	$sql .= "COMMENT ON COLUMN $name." . quoted($_) . ' IS '
	    . string($v->{column_comments}{$_}) . ";\n"
	    for sort keys %{$v->{column_comments} // {}};
	$sql .= "ALTER VIEW $name ALTER COLUMN " . quoted($_) . " SET DEFAULT $v->{defaults}{$_};\n"
	    for sort keys %{$v->{defaults} // {}};
	return $sql . comment_on("$what $name", $v) . grants_on("TABLE $name", $v);
}
1;
