# New objects other than tables.
package RT::MakeObject;
use strict;
use warnings;
use Exporter 'import';
use RT::Random;
use RT::Model;
use RT::Types;
use RT::Words;
use RT::MakeTable;
our @EXPORT = qw(add_schema add_enum add_domain add_composite add_range
    add_sequence add_function add_view);

sub add_schema {
	my ($m) = @_;
	my $id = add_to($m, 'schema', name => new_name($m));
	decorate(obj($m, $id), 'USAGE');
	return $id;
}

sub add_enum {
	my ($m) = @_;
	my $n = $m->{next};
	my $id = add_to($m, 'enum', schema => any_schema($m), name => new_name($m),
	    values => ["it's$n", "b $n", "c$n"]);
	decorate(obj($m, $id), 'USAGE');
	return $id;
}

sub add_domain {
	my ($m) = @_;
	my $base = pick('int', 'text', 'numeric');
	my $id = add_to($m, 'domain', schema => any_schema($m), name => new_name($m), base => $base);
	my $o = obj($m, $id);
	$o->{checks} = {new_name($m) => $base eq 'text' ? 'length(VALUE) < 500' : 'VALUE > -80000'} if chance(60);
	$o->{default} = (type_default($base))[0] if chance(30);
	decorate($o, 'USAGE');
	return $id;
}

sub add_composite {
	my ($m) = @_;
	my $id = add_to($m, 'composite', schema => any_schema($m), name => new_name($m),
	    attributes => [['a', 'int'], [pick('b', 'B b', 'select'), any_type()]]);
	decorate(obj($m, $id));
	return $id;
}

sub add_range {
	my ($m) = @_;
	return add_to($m, 'range', schema => any_schema($m), name => new_name($m),
	    subtype => pick('integer', 'text', 'date'));
}

sub add_sequence {
	my ($m) = @_;
	my $id = add_to($m, 'sequence', schema => any_schema($m), name => new_name($m),
	    as => pick('bigint', 'integer'), counting => {});
	my $o = obj($m, $id);
	$o->{counting} = {increment => pick(1, 5), start => 100, maximum => 100000, cache => pick(1, 10)} if chance(60);
	$o->{counting}{cycle} = 1 if chance(20);
	decorate($o, 'USAGE', 'SELECT');
	return $id;
}

my @makers = (
	sub { my $k = below(50);
		return (arguments => 'a integer', types => 'integer', returns => 'integer',
		    language => 'sql', words => 'IMMUTABLE', body => "SELECT a + $k", pure => 1, plus => $k) },
	sub { return (arguments => '', types => '', returns => 'trigger', language => 'plpgsql',
		trigger => 1, body => "BEGIN\n\t-- it's " . below(100) . "\n\tRETURN COALESCE(NEW, OLD);\nEND") },
	sub { return (arguments => "a text DEFAULT 'x', b integer DEFAULT " . below(9), types => 'text, integer',
		returns => 'text', language => 'plpgsql', words => pick('STABLE', 'STRICT', 'SECURITY DEFINER', 'COST 7'),
		body => "BEGIN RETURN a || b; END") },
	sub { return (arguments => 'OUT x integer, OUT y text', types => '', returns => '', language => 'sql',
		body => "SELECT 1, '\$\$'::text") },
	sub { return (arguments => 'n integer', types => 'integer', returns => 'SETOF integer', language => 'sql',
		words => 'ROWS 5 SET search_path = pg_catalog', body => 'SELECT generate_series(1, n)') },
	sub { return (arguments => 'INOUT a integer', types => 'integer', procedure => 1, language => 'plpgsql',
		body => "BEGIN a := a + 1; END") },
	sub { return (arguments => 'VARIADIC a integer[]', types => 'integer[]', returns => 'TABLE (x integer, y text)',
		language => 'sql', body => "SELECT 1, 'y'::text") },
);

sub add_function {
	my ($m, $which) = @_;
	my $maker = $makers[$which // below(scalar @makers)];
	my $id = add_to($m, 'function', schema => any_schema($m), name => new_name($m), $maker->());
	decorate(obj($m, $id), 'EXECUTE');
	return $id;
}

sub output { my ($m, $c, $name) = @_; return ref_to($c) . (defined $name ? ' AS ' . quoted($name) : '') }

# Over a table, or over another view by its output names.
sub add_view {
	my ($m) = @_;
	my %o = (schema => any_schema($m), name => new_name($m));
	my $over = pick(grep { !obj($m, $_)->{nodata} } all_of($m, 'view'));
	my $t = any_table($m) or return;
	if ($over && chance(35)) {
		my $v = obj($m, $over);
		$o{names} = [@{$v->{names}}];
		$o{list} = [map { quoted($_) } @{$v->{names}}];
		$o{from} = ref_to($over);
	} else {
		my @cols = some(@{obj($m, $t)->{cols}});
		$o{names} = [map { "v$_" } @cols];
		$o{list} = [map { ref_to($_) . " AS v$_" } @cols];
		if (chance(30) && (my $f = pick(grep { obj($m, $_)->{pure} } all_of($m, 'function')))) {
			push @{$o{names}}, 'f';
			push @{$o{list}}, ref_to($f) . '(3) AS f';
		}
		$o{from} = ref_to($t);
		my $n = (grep { family_of($m, $_) eq 'num' } @cols)[0];
		$o{where} = ref_to($n) . ' > -77777' if $n && chance(40);
	}
	if (chance(30)) {
		$o{materialized} = 1;
		$o{indexes} = [{name => new_name($m) . 'i', on => [$o{names}[0]]}]
		    if chance(50) && $o{list}[0] !~ /"/ && $o{list}[0] =~ /<#(\d+)>/ && family_of($m, $1) =~ /num|text|date|time/;
	} else {
		$o{with} = {security_barrier => 'true'} if chance(20);
		$o{with}{security_invoker} = 'true' if chance(10) && $ENV{SM_RT_VERSION} >= 15;
	}
	$o{column_comments} = {$o{names}[0] => 'of a view'} if chance(20);
	my $id = add_to($m, 'view', %o);
	decorate(obj($m, $id), 'SELECT');
	return $id;
}
1;
