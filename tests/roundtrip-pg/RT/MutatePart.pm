# Changes of constraints, indexes, triggers, policies, rules, statistics.
package RT::MutatePart;
use strict;
use warnings;
use RT::Random;
use RT::Model;
use RT::Types;
use RT::Words;
use RT::MakeTable;
use RT::MakePart;

sub one { my ($m, $kind, $fits) = @_;
	my $id = pick(grep { !$fits || $fits->(obj($m, $_)) } all_of($m, $kind)) or return;
	return obj($m, $id) }
sub whole { my ($m) = @_; return any_table($m, sub { !obj($m, $_[0])->{inherits} }) }

sub adder { my ($add) = @_; return sub { my ($m) = @_;
	my $t = whole($m) or return;
	return $add->($m, $t) } }
sub dropper { my (@kinds) = @_; return sub { my ($m) = @_;
	my $id = pick(all_of($m, @kinds)) or return;
	drop_from($m, $id);
	return 1 } }
sub renamer { my (@kinds) = @_; return sub { my ($m) = @_;
	my $o = one($m, pick(@kinds), sub { defined $_[0]{name} && !$_[0]{renamed} }) or return;
	$o->{name} = alike_name($o->{name});
	return $o->{renamed} = 1 } }
sub commenter { my (@kinds) = @_; return sub { my ($m) = @_;
	my $o = one($m, pick(@kinds), sub { defined $_[0]{name} && $_[0]{name} ne 'public' && !$_[0]{duplicate} }) or return;
	defined $o->{comment} ? delete $o->{comment} : ($o->{comment} = "it's new" . below(9));
	return 1 } }

sub cycle { my ($m) = @_;
	my @t = grep { my $t = $_; !obj($m, $t)->{inherits} && !obj($m, $t)->{unlogged}
	    && grep { @{obj($m, $_)->{cols}} == 1 } parts_of($m, $t, 'pk') } all_of($m, 'table');
	return if @t < 2;
	my $x = splice @t, below(scalar @t), 1;
	my $y = pick(@t);
	add_fk($m, $x, $y); add_fk($m, $y, $x);
	return 1 }
sub actions { my ($m) = @_;
	my $o = one($m, 'fk') or return;
	my $end = pick('delete', 'update');
	$o->{$end} = pick(grep { $_ ne ($o->{$end} // '') } ('CASCADE', 'SET NULL', 'RESTRICT', ''));
	return 1 }
sub deferrable { my ($m) = @_;
	my $o = one($m, pick(qw(fk fk unique)), sub { my $u = $_[0];
		!grep { my $f = obj($m, $_); grep { $_ == ($u->{cols}[0]) } @{$f->{refcols}} } $u->{kind} eq 'unique' ? all_of($m, 'fk') : () }) or return;
	$o->{when} ? delete $o->{when} : ($o->{when} = pick('deferrable', 'deferred'));
	return 1 }
sub valid { my ($m) = @_;
	my $o = one($m, pick('check', 'fk'), sub { $_[0]{notvalid} }) or return;
	return delete $o->{notvalid} }
sub invalid { my ($m) = @_;
	my $o = one($m, pick('check', 'fk'), sub { !$_[0]{notvalid} && !$_[0]{inline} && !obj($m, $_[0]{table})->{partby} }) or return;
	return $o->{notvalid} = 1 }
sub check_text { my ($m) = @_;
	my $o = one($m, 'check') or return;
	my ($c) = keys %{$o->{fam}};
	$o->{expr} = "($o->{expr}) OR " . ref_to($c) . ' IS NULL';
	return 1 }
sub key_columns { my ($m) = @_;
	my $o = one($m, 'unique', sub { my $u = $_[0]; !obj($m, $u->{table})->{keycol}
		&& !grep { grep { $_ == $u->{cols}[0] } @{obj($m, $_)->{refcols}} } all_of($m, 'fk') }) or return;
	if (@{$o->{cols}} > 1) { $o->{cols} = [$o->{cols}[0]]; return 1 }
	my $c = pick(grep { $_ != $o->{cols}[0] && family_of($m, $_) =~ /num|text/
		&& !(grep { $_ } @{$o->{include} // []}) } @{obj($m, $o->{table})->{cols}}) or return;
	push @{$o->{cols}}, $c;
	return 1 }
# The key becomes another column, and foreign keys follow.
sub primary_key { my ($m) = @_;
	my $o = one($m, 'pk', sub { !obj($m, $_[0]{table})->{keycol} && @{$_[0]{cols}} == 1
		&& !tables_below($m, $_[0]{table}) }) or return;
	my $c = pick(grep { my $c = obj($m, $_); $c->{unique} && $_ != $o->{cols}[0] && !$c->{generated} } @{obj($m, $o->{table})->{cols}});
	$c = add_key_column($m, $o->{table})
	    if !$c && !@{obj($m, $o->{table})->{rows}};
	return unless $c;
	return if grep { !defined $_->{$c} } @{obj($m, $o->{table})->{rows}};
	my $old = $o->{cols}[0];
	for my $fk (grep { $_->{reftable} == $o->{table} && $_->{refcols}[0] == $old } map { obj($m, $_) } all_of($m, 'fk')) {
		return if obj($m, $old)->{type} ne obj($m, $c)->{type};
	}
	for my $fk (grep { $_->{reftable} == $o->{table} && $_->{refcols}[0] == $old } map { obj($m, $_) } all_of($m, 'fk')) {
		drop_from($m, $fk->{id});
	}
	obj($m, $c)->{notnull} = 1;
	$o->{cols} = [$c];
	return 1 }
sub key_named { my ($m) = @_;
	my $o = one($m, pick(qw(pk unique fk check))) or return;
	# A name that the server made says nothing to sm-diff, but to pg_dump.
	$m->{unlike} = 1;
	if (defined $o->{name}) { delete @$o{qw(name comment)} } else { $o->{name} = new_name($m) . 'k' . $o->{id} }
	return 1 }

sub index_keys { my ($m) = @_;
	my $o = one($m, 'index', sub { $_[0]{method} eq 'btree' }) or return;
	if ($o->{keys}[0] =~ / (DESC|NULLS)/) { $o->{keys}[0] =~ s/ (DESC|NULLS).*// }
	else { $o->{keys}[0] .= pick(' DESC', ' NULLS FIRST') }
	return 1 }
sub index_where { my ($m) = @_;
	my $o = one($m, 'index') or return;
	return delete $o->{where} if $o->{where};
	my $c = any_column($m, $o->{table});
	$o->{where} = ref_to($c) . ' IS NOT NULL';
	return 1 }
sub index_options { my ($m) = @_;
	my $o = one($m, 'index', sub { $_[0]{method} eq 'btree' }) or return;
	return delete $o->{with} if $o->{with};
	$o->{with} = {fillfactor => 66};
	return 1 }
sub index_unique { my ($m) = @_;
	my $o = one($m, 'index', sub { $_[0]{unique} }) or return;
	delete @$o{qw(unique nnd)};
	return 1 }
sub index_include { my ($m) = @_;
	my $o = one($m, 'index', sub { $_[0]{method} eq 'btree' }) or return;
	return delete $o->{include} if @{$o->{include} // []};
	$o->{include} = [any_column($m, $o->{table})];
	return if $o->{keys}[0] =~ /<#$o->{include}[0]>/;
	return 1 }

sub trigger_state { my ($m) = @_;
	my $o = one($m, 'trigger', sub { !obj($m, $_[0]{table})->{partby} }) or return;
	$o->{state} ? delete $o->{state} : ($o->{state} = pick('DISABLE', 'ENABLE ALWAYS', 'ENABLE REPLICA'));
	return 1 }
sub trigger_event { my ($m) = @_;
	my $o = one($m, 'trigger', sub { !$_[0]{when} && !$_[0]{constraint} }) or return;
	$o->{event} = $o->{event} =~ /DELETE/ ? 'BEFORE INSERT' : 'AFTER DELETE';
	return 1 }
sub policy { my ($m) = @_;
	my $o = one($m, 'policy') or return;
	my $how = below(3);
	$how == 0 ? ($o->{to} = $o->{to} eq 'sm_rt_b' ? 'PUBLIC' : 'sm_rt_b')
	    : $how == 1 ? ($o->{as} = $o->{as} eq 'PERMISSIVE' ? 'RESTRICTIVE' : 'PERMISSIVE')
	    : $o->{using} ? ($o->{using} = "($o->{using}) OR false") : return;
	return 1 }
sub rule { my ($m) = @_;
	my $o = one($m, 'rule') or return;
	return $o->{state} ? delete $o->{state} : ($o->{state} = 'DISABLE') if chance(50);
	$o->{action} = $o->{action} =~ /ALSO/ ? 'INSTEAD NOTHING' : 'ALSO NOTHING';
	return 1 }
sub statistics { my ($m) = @_;
	my $o = one($m, 'statistics') or return;
	if (chance(50)) { defined $o->{target} ? delete $o->{target} : ($o->{target} = 70); return 1 }
	$o->{kinds} = $o->{kinds} eq 'mcv' ? 'ndistinct' : 'mcv';
	return 1 }

our @mutations = (
	['add_check', 3, adder(\&add_check)], ['add_unique', 3, adder(\&add_unique)],
	['add_fk', 4, adder(\&add_fk)], ['add_index', 5, adder(\&add_index)],
	['add_exclusion', 1, adder(\&add_exclusion)], ['add_trigger', 3, adder(\&add_trigger)],
	['add_policy', 3, adder(\&add_policy)], ['add_rule', 2, adder(\&add_rule)],
	['add_statistics', 2, adder(\&add_statistics)],
	['drop_part', 12, sub { dropper(pick(qw(check check unique exclusion fk fk index index trigger policy rule statistics)))->($_[0]) }],
	['drop_pk', 2, dropper('pk')],
	['rename_part', 5, renamer(qw(pk unique check exclusion fk index))],
	['rename_object', 2, renamer(qw(trigger policy rule statistics view))],
	['comment', 6, commenter(qw(table column unique check fk index trigger policy rule statistics view enum domain sequence schema function))],
	['cycle', 2, \&cycle], ['actions', 4, \&actions], ['deferrable', 4, \&deferrable],
	['valid', 4, \&valid], ['invalid', 2, \&invalid], ['check_text', 3, \&check_text],
	['key_columns', 3, \&key_columns], ['primary_key', 4, \&primary_key], ['key_named', 3, \&key_named],
	['index_keys', 3, \&index_keys], ['index_where', 3, \&index_where], ['index_options', 3, \&index_options],
	['index_unique', 2, \&index_unique], ['index_include', 2, \&index_include],
	['trigger_state', 3, \&trigger_state], ['trigger_event', 2, \&trigger_event], ['policy', 4, \&policy],
	['rule', 2, \&rule], ['statistics', 2, \&statistics],
);
1;
