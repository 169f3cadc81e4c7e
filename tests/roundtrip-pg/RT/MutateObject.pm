# Changes of schemas, types, sequences, functions, views.
package RT::MutateObject;
use strict;
use warnings;
use RT::Random;
use RT::Model;
use RT::Types;
use RT::Words;
use RT::MakeTable;
use RT::MakeObject;

sub one { my ($m, $kind, $fits) = @_;
	my $id = pick(grep { !$fits || $fits->(obj($m, $_)) } all_of($m, $kind)) or return;
	return obj($m, $id) }
sub adder { my ($add) = @_; return sub { return $add->($_[0]) } }

sub drop_object { my ($m) = @_;
	my $id = pick(all_of($m, pick(qw(view view enum domain composite range sequence function)))) or return;
	drop_from($m, $id);
	return 1 }
sub drop_schema { my ($m) = @_;
	my $o = one($m, 'schema', sub { $_[0]{name} ne 'public' }) or return;
	return if users_of($m, $o->{id}) > 3;
	drop_from($m, $o->{id});
	return 1 }
sub move_view { my ($m) = @_;
	my $o = one($m, 'view') or return;
	$o->{schema} = any_schema($m);
	return 1 }

sub used { my ($m, $e) = @_; return grep { obj($m, $_)->{kind} eq 'column' } users_of($m, $e->{id}) }

sub enum_add { my ($m) = @_;
	my $o = one($m, 'enum') or return;
	my $new = "new'$m->{next}";
	$m->{next}++;
	splice @{$o->{values}}, below(1 + @{$o->{values}}), 0, $new;
	if (chance(40) && (my $c = pick(grep { my $c = obj($m, $_); $c->{kind} eq 'column' && !$c->{generated} } users_of($m, $o->{id})))) {
		obj($m, $c)->{default} = string($new) . '::' . ref_to($o->{id});
	}
	return 1 }
# Nobody holds the value.
sub enum_remove { my ($m) = @_;
	my $o = one($m, 'enum', sub { @{$_[0]{values}} > 1 }) or return;
	my $e = $o->{id};
	my @cols = used($m, $o);
	for my $v (reverse @{$o->{values}}) {
		my $held = grep { ref obj($m, $_)->{type} && (obj($m, $_)->{default} // '') eq string($v) . '::' . ref_to($e) } @cols;
		for my $t (all_of($m, 'table')) {
			my %mine = map { $_ => 1 } grep { my $c = $_; grep { $_ == $c } @cols } columns_of($m, $t);
			for my $row (@{obj($m, $t)->{rows}}) {
				$held ||= grep { defined $row->{$_} && $row->{$_} eq $v } keys %mine;
			}
		}
		next if $held;
		$o->{values} = [grep { $_ ne $v } @{$o->{values}}];
		return 1;
	}
	return }
sub domain { my ($m) = @_;
	my $o = one($m, 'domain') or return;
	my $how = below(3);
	if ($how == 0) { defined $o->{default} ? delete $o->{default} : ($o->{default} = (type_default($o->{base}))[0]) }
	elsif ($how == 1) { %{$o->{checks} // {}} ? ($o->{checks} = {}) : ($o->{checks} = {new_name($m) => 'VALUE IS NOT NULL OR true'}) }
	else { return if used($m, $o); $o->{notnull} = !$o->{notnull} }
	return 1 }
sub composite { my ($m) = @_;
	my $o = one($m, 'composite') or return;
	my $how = below(3);
	if ($how == 0) { push @{$o->{attributes}}, ["c$m->{next}", any_type()]; $m->{next}++ }
	elsif ($how == 1 && @{$o->{attributes}} > 1) { pop @{$o->{attributes}} }
	else { $o->{attributes}[0][1] = $o->{attributes}[0][1] eq 'int' ? 'bigint' : 'int' }
	return 1 }
sub sequence { my ($m) = @_;
	my $o = one($m, 'sequence') or return;
	my $how = below(3);
	if ($how == 0) { $o->{counting}{increment} = 7 + below(5) }
	elsif ($how == 1) { $o->{counting}{cycle} = !$o->{counting}{cycle} }
	else { $o->{counting}{cache} = 20 + below(9); $o->{counting}{minimum} = 1 }
	return 1 }
sub owned { my ($m) = @_;
	my $o = one($m, 'sequence') or return;
	return 1 if delete $o->{owner};
	my $t = any_table($m, sub { my $t = obj($m, $_[0]); $t->{schema} == $o->{schema} && !$t->{unlogged} }) or return;
	my $c = any_column($m, $t, sub { my $c = obj($m, $_[0]); !$c->{generated} && !$c->{identity} && !$c->{serial} }) or return;
	return if (obj($m, $c)->{default} // '') =~ /nextval/;
	$o->{owner} = $c;
	return 1 }

sub function_body { my ($m) = @_;
	my $o = one($m, 'function', sub { !$_[0]{pure} }) or return;
	$o->{body} .= $o->{language} eq 'sql' ? ' -- other' : "\n-- other";
	return 1 }
sub function_words { my ($m) = @_;
	my $o = one($m, 'function', sub { !$_[0]{pure} && !$_[0]{procedure} && !$_[0]{trigger} && ($_[0]{returns} // '') !~ /SETOF|TABLE/}) or return;
	my $is = $o->{words} // '';
	$o->{words} = pick(grep { $_ ne $is } 'STABLE', 'IMMUTABLE STRICT', 'PARALLEL SAFE LEAKPROOF', "COST 3 SET work_mem = '5MB'", 'SECURITY DEFINER');
	return 1 }
# Its type changes, under whatever calls it.
sub function_type { my ($m) = @_;
	my $o = one($m, 'function', sub { $_[0]{pure} && $_[0]{returns} eq 'integer' }) or return;
	$o->{returns} = 'bigint';
	$o->{body} =~ s/^SELECT (.*)/SELECT ($1)::bigint/;
	return 1 }
sub function_arguments { my ($m) = @_;
	my $o = one($m, 'function', sub { $_[0]{arguments} =~ /^a text/ }) or return;
	$o->{arguments} = $o->{arguments} =~ /DEFAULT 'x'/ ? 'a text, b integer' : "other text DEFAULT 'x', b integer DEFAULT 5";
	$o->{body} = 'BEGIN RETURN b; END';
	return 1 }
sub grant { my ($m) = @_;
	my $kind = pick(qw(function sequence schema view enum));
	my $o = one($m, $kind) or return;
	return delete $o->{grants} if $o->{grants};
	$o->{grants} = {sm_rt_a => [{function => 'EXECUTE', sequence => 'USAGE', schema => 'CREATE', view => 'SELECT', enum => 'USAGE'}->{$kind}]};
	return 1 }

sub view_list { my ($m) = @_;
	my $o = one($m, 'view', sub { my $v = $_[0]; !$v->{indexes} && $v->{from} =~ /<#(\d+)>/ && obj($m, $1)->{kind} eq 'table' }) or return;
	my ($t) = $o->{from} =~ /<#(\d+)>/;
	my $c = any_column($m, $t);
	return if grep { $_ eq "w$c" } @{$o->{names}};
	if (chance(50) || @{$o->{names}} == 1) { unshift @{$o->{names}}, "w$c"; unshift @{$o->{list}}, ref_to($c) . " AS w$c" }
	else { push @{$o->{names}}, "w$c"; push @{$o->{list}}, ref_to($c) . " AS w$c" }
	return 1 }
sub view_where { my ($m) = @_;
	my $o = one($m, 'view', sub { my $v = $_[0]; $v->{from} =~ /<#(\d+)>/ && obj($m, $1)->{kind} eq 'table' }) or return;
	return delete $o->{where} if $o->{where};
	my ($t) = $o->{from} =~ /<#(\d+)>/;
	$o->{where} = ref_to(any_column($m, $t)) . ' IS NOT NULL';
	return 1 }
sub view_options { my ($m) = @_;
	my $o = one($m, 'view', sub { !$_[0]{materialized} }) or return;
	return delete $o->{with} if $o->{with};
	$o->{with} = {security_barrier => 'true'};
	return 1 }
sub view_kind { my ($m) = @_;
	my $o = one($m, 'view', sub { !$_[0]{indexes} && !$_[0]{with} }) or return;
	$o->{materialized} = !$o->{materialized};
	return 1 }
sub view_index { my ($m) = @_;
	my $o = one($m, 'view', sub { $_[0]{materialized} }) or return;
	return delete $o->{indexes} if $o->{indexes};
	return unless $o->{list}[0] =~ /<#(\d+)>/ && obj($m, $1)->{kind} eq 'column' && family_of($m, $1) =~ /num|text|time|date/;
	$o->{indexes} = [{name => new_name($m) . 'i', on => [$o->{names}[0]]}];
	$m->{next}++;
	return 1 }
sub view_comment { my ($m) = @_;
	my $o = one($m, 'view') or return;
	return delete $o->{column_comments} if $o->{column_comments};
	$o->{column_comments} = {$o->{names}[-1] => 'another'};
	return 1 }

our @mutations = (
	['add_schema', 2, adder(\&add_schema)], ['add_enum', 2, adder(\&add_enum)],
	['add_domain', 2, adder(\&add_domain)], ['add_composite', 2, adder(\&add_composite)],
	['add_range', 1, adder(\&add_range)], ['add_sequence', 2, adder(\&add_sequence)],
	['add_function', 4, adder(\&add_function)], ['add_view', 4, adder(\&add_view)],
	['drop_object', 9, \&drop_object], ['drop_schema', 2, \&drop_schema], ['move_view', 1, \&move_view],
	['enum_add', 4, \&enum_add], ['enum_remove', 3, \&enum_remove], ['domain', 4, \&domain],
	['composite', 3, \&composite], ['sequence', 4, \&sequence], ['owned', 2, \&owned],
	['function_body', 3, \&function_body], ['function_words', 3, \&function_words],
	['function_type', 4, \&function_type], ['function_arguments', 2, \&function_arguments],
	['grant', 4, \&grant], ['view_list', 4, \&view_list], ['view_where', 3, \&view_where],
	['view_options', 3, \&view_options], ['view_kind', 2, \&view_kind], ['view_index', 2, \&view_index],
	['view_comment', 2, \&view_comment],
);
1;
