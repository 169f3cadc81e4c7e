# Rows as SQL, and the question what rows there are.
package RT::Rows;
use strict;
use warnings;
use Exporter 'import';
use RT::Model;
use RT::Words;
our @EXPORT = qw(rows_sql digest_sql counters_sql empty_sql);

sub literal {
	my ($m, $v) = @_;
	return defined $v ? string($v) : 'NULL';
}

sub rows_sql {
	my ($m) = @_;
	my $sql = "SET session_replication_role = replica;\n";
	for my $t (all_of($m, 'table')) {
		my $o = obj($m, $t);
		my @cols = grep { !obj($m, $_)->{generated} } columns_of($m, $t);
		for my $row (@{$o->{rows}}) {
			my @given = grep { exists $row->{$_} } @cols;
			$sql .= expand($m, 'INSERT INTO ' . ref_to($t) . ' ('
			    . join(', ', map { ref_to($_) } @given)
			    . ') OVERRIDING SYSTEM VALUE VALUES (')
			    . join(', ', map { literal($m, $row->{$_}) } @given)
			    . ");\n" if @given;
		}
	}
	return $sql . "RESET session_replication_role;\n" . setvals($m);
}

# The counters stand where inserts would have left them.
sub setvals {
	my ($m) = @_;
	return join '', map {
		my $c = obj($m, $_);
		my $table = ref_to($c->{table});
		expand($m, "SELECT pg_catalog.setval(pg_get_serial_sequence("
		    . string(expand($m, $table)) . ', ' . string($c->{name})
		    . "), max(" . ref_to($_) . ")) FROM $table HAVING max(" . ref_to($_) . ") > 0;\n")
	} counters($m);
}
sub counters {
	my ($m) = @_;
	return grep { my $c = obj($m, $_);
		($c->{identity} || $c->{serial})
		    && ($c->{counting}{increment} // 1) > 0 } all_columns($m);
}

# Columns whose counter would give a value that is there.
sub counters_sql {
	my ($m) = @_;
	return join "\n", map {
		my $c = obj($m, $_);
		my $table = ref_to($c->{table});
		expand($m, "SELECT " . string("$c->{name}: the counter is behind")
		    . " FROM (SELECT max(" . ref_to($_) . ") AS m FROM $table) x, "
		    . "pg_sequence_last_value(pg_get_serial_sequence("
		    . string(expand($m, $table)) . ', ' . string($c->{name})
		    . ")::regclass) v WHERE m > 0 AND (v IS NULL OR v < m);")
	} counters($m);
}

# One line a table: its name, how many rows, and a digest of them.  Only
# columns for which the function says so.
sub digest_sql {
	my ($m, $table, $column) = @_;
	my @lines;
	for my $t (grep { $table->($_) } all_of($m, 'table')) {
		my @cols = sort { obj($m, $a)->{name} cmp obj($m, $b)->{name} }
		    grep { $column->($_) } columns_of($m, $t);
		my $row = @cols
		    ? 'ROW(' . join(', ', map { ref_to($_) . '::text' } @cols) . ')::text'
		    : "'()'";
		push @lines, expand($m, 'SELECT ' . string(obj($m, $t)->{name})
		    . " AS t, count(*), string_agg(r, E'\\n' ORDER BY r COLLATE \"C\") FROM (SELECT $row AS r FROM "
		    . ref_to($t) . ') x');
	}
	return @lines ? join("\nUNION ALL ", @lines) . "\nORDER BY 1;\n" : "SELECT 1;\n";
}

sub empty_sql {
	my ($m) = @_;
	my @tables = map { expand($m, ref_to($_)) } grep { !obj($m, $_)->{parent} } all_of($m, 'table');
	return @tables ? 'TRUNCATE ' . join(', ', @tables) . " CASCADE;\n" : '';
}
1;
