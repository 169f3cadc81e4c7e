# Changes of columns.
package RT::MutateColumn;
use strict;
use warnings;
use RT::Random;
use RT::Model;
use RT::Types;
use RT::Words;
use RT::MakeTable;

sub any { my ($m, $fits) = @_;
	return pick(grep { $fits->(obj($m, $_)) } all_columns($m)) }
sub rows_of { my ($m, $c) = @_;
	return map { @{obj($m, $_)->{rows}} } row_tables($m, obj($m, $c)->{table}) }
sub simple { return !$_[0]{identity} && !$_[0]{serial} && !$_[0]{generated} }

# Objects whose text minds what family the column is of.
sub minded { my ($m, $c) = @_;
	return grep { my $o = obj($m, $_);
		$o->{fam}{$c} || ($o->{generated} // '') =~ /<#$c>/
		    || ($o->{kind} eq 'view' && ($o->{where} // '') =~ /<#$c>/) }
	    users_of($m, $c) }

# Handed to a function that takes an integer and nothing wider.
sub called { my ($m, $c) = @_;
	return grep { my $user = $_; grep { obj($m, $_)->{pure} } refs_of($m, $user) }
	    minded($m, $c) }

sub keyed { my ($m, $c) = @_;
	return grep { my $o = obj($m, $_); grep { $_ == $c } @{$o->{cols} // []}, @{$o->{refcols} // []} }
	    all_of($m, qw(pk unique fk)) }

sub retype { my ($m) = @_;
	my $c = any($m, sub { my ($c) = @_;
		!ref $c->{type} && !$c->{key} && !$c->{fkcol} && !$c->{unique} && simple($c)
		    && conversions($c->{type}) }) or return;
	my $o = obj($m, $c);
	my $way = pick(conversions($o->{type}));
	my ($from, $to, $map, $back) = @$way;
	return if type_family($from) ne type_family($to) && (minded($m, $c)
	    || keyed($m, $c) || $o->{collation});
	return if called($m, $c) || !$back && keyed($m, $c);
	$o->{type} = $to;
	delete $o->{storage} if $to ne 'text';
	$_->{$c} = defined $_->{$c} ? $map->($_->{$c}) : undef for rows_of($m, $c);
	$o->{default} = (type_default($to))[0] if defined $o->{default};
	$m->{changed}{$c} = 1 unless $back && $from !~ /^(inet|bool|char)$/;
	$o->{retyped}++ and $m->{changed}{$c} = 1;
	return 1 }

# A key and the foreign keys that lean on it.
sub retype_key { my ($m) = @_;
	my $fk = pick(grep { my $f = obj($m, $_);
		obj($m, $f->{refcols}[0])->{type} eq 'int' && obj($m, $f->{cols}[0])->{type} eq 'int' } all_of($m, 'fk')) or return;
	my $f = obj($m, $fk);
	my $key = $f->{refcols}[0];
	return if grep { obj($m, $_)->{fam}{$key} } users_of($m, $key);
	for my $c ($key, map { @{obj($m, $_)->{cols}} }
	    grep { obj($m, $_)->{refcols}[0] == $key } all_of($m, 'fk')) {
		obj($m, $c)->{type} = 'bigint';
	}
	return 1 }

sub set_default { my ($m) = @_;
	my $c = any($m, sub { simple($_[0]) && !$_[0]{fkcol} }) or return;
	my $o = obj($m, $c);
	my ($default) = type_default($o->{type});
	return if defined $o->{default} && $c >= $m->{born};
	defined $o->{default} ? delete $o->{default} : defined $default ? ($o->{default} = $default) : return;
	return 1 }

sub other_default { my ($m) = @_;
	my $c = any($m, sub { simple($_[0]) && !ref $_[0]{type} && $_[0]{type} =~ /^(int|bigint|text)$/ && defined $_[0]{default} }) or return;
	my $o = obj($m, $c);
	$o->{default} = $o->{type} eq 'text' ? "'other" . below(99) . "'" : below(999);
	return 1 }

sub default_nextval { my ($m) = @_;
	my $c = any($m, sub { simple($_[0]) && !ref $_[0]{type} && $_[0]{type} =~ /^(int|bigint)$/ && !$_[0]{fkcol} }) or return;
	my $s = pick(all_of($m, 'sequence')) or return;
	obj($m, $c)->{default} = "nextval('" . ref_to($s) . "'::regclass)";
	return if obj($m, $s)->{name} =~ /'/ || obj($m, obj($m, $s)->{schema})->{name} =~ /'/;
	return 1 }

sub nullability { my ($m) = @_;
	my $c = any($m, sub { simple($_[0]) && !$_[0]{key} }) or return;
	my $o = obj($m, $c);
	return if grep { obj($m, $_)->{kind} eq 'pk' } keyed($m, $c);
	return if !$o->{notnull} && (grep { !defined $_->{$c} } rows_of($m, $c)
	    or $o->{fkcol});
	$o->{notnull} = !$o->{notnull};
	return 1 }

sub collation { my ($m) = @_;
	my $c = any($m, sub { !ref $_[0]{type} && type_family($_[0]{type}) eq 'text' && simple($_[0]) }) or return;
	my $o = obj($m, $c);
	return if minded($m, $c) || grep { obj($m, $_)->{kind} eq 'view' } users_of($m, $c);
	$o->{collation} ? delete $o->{collation} : ($o->{collation} = 'pg_catalog."C"');
	return 1 }

# A counter of each of three kinds into each other.
sub counter { my ($m) = @_;
	my $c = any($m, sub { $_[0]{unique} && !$_[0]{generated} && $_[0]{notnull} && !ref $_[0]{type}
		&& !$_[0]{fkcol} && !obj($m, $_[0]{table})->{keycol} && ($_[0]{type} =~ /^(int|bigint)$/) }) or return;
	my $o = obj($m, $c);
	my $is = $o->{serial} ? 'serial' : $o->{identity} ? 'identity' : 'plain';
	my $to = pick(grep { $_ ne $is } qw(serial identity plain));
	delete @$o{qw(serial identity counting default)};
	$o->{serial} = 1 if $to eq 'serial';
	$o->{identity} = pick('ALWAYS', 'BY DEFAULT') if $to eq 'identity';
	$m->{did}{"$is to $to"}++;
	return 1 }

sub identity_options { my ($m) = @_;
	my $c = any($m, sub { $_[0]{identity} }) or return;
	my $o = obj($m, $c);
	return $o->{identity} = $o->{identity} eq 'ALWAYS' ? 'BY DEFAULT' : 'ALWAYS' if chance(50);
	$o->{counting} = {increment => 3, cache => 2 + below(9), (chance(30) ? (cycle => 1) : ())};
	return 1 }

sub add { my ($m) = @_;
	my $t = any_table($m) or return;
	return add_column($m, $t) }
sub add_made { my ($m) = @_; my $t = any_table($m) or return; return add_generated($m, $t) }

sub drop { my ($m) = @_;
	my $c = any($m, sub { !$_[0]{key} && $_[0]{name} ne 'id' }) or return;
	return if @{obj($m, obj($m, $c)->{table})->{cols}} < 3;
	drop_from($m, $c);
	return 1 }

sub rename { my ($m) = @_;
	my $c = any($m, sub { length($_[0]{name}) < 60 && !$_[0]{renamed} && $_[0]{name} ne 'id' }) or return;
	my $o = obj($m, $c);
	$o->{name} = alike_name($o->{name});
	$o->{renamed} = 1;
	return 1 }

sub expression { my ($m) = @_;
	my $c = any($m, sub { $_[0]{generated} }) or return;
	my $o = obj($m, $c);
	$o->{generated} = $o->{type} eq 'text' ? "(lower($o->{generated}))" : "($o->{generated} - 2)";
	$m->{changed}{$c} = 1;
	return 1 }

# A generated column becomes one that holds what was computed.
sub ungenerate { my ($m) = @_;
	my $c = any($m, sub { $_[0]{generated} && $_[0]{type} =~ /^(int|text)$/ }) or return;
	my $o = obj($m, $c);
	my ($of) = $o->{generated} =~ /^\(?(?:upper\()?<#(\d+)>/ or return;
	return unless $o->{generated} =~ /^(?:upper\(<#\d+>\)|\(<#\d+> (?:\+ 1|\* 3)\)|\(<#\d+> \|\| 'g'\))$/;
	for my $row (rows_of($m, $c)) {
		my $v = $row->{$of};
		$row->{$c} = !defined $v ? undef : $o->{generated} =~ /upper/ ? uc $v
		    : $o->{generated} =~ /'g'/ ? $v . 'g' : $o->{generated} =~ /\+/ ? $v + 1 : $v * 3;
	}
	delete $o->{generated};
	$m->{changed}{$c} = 1;
	return 1 }

sub storage { my ($m) = @_;
	my $c = any($m, sub { $_[0]{type} eq 'text' && simple($_[0]) }) or return;
	my $o = obj($m, $c);
	$o->{storage} ? delete $o->{storage} : ($o->{storage} = pick(qw(EXTERNAL MAIN PLAIN)));
	return 1 }
sub statistics { my ($m) = @_;
	my $c = any($m, sub { simple($_[0]) }) or return;
	my $o = obj($m, $c);
	defined $o->{statistics} ? delete $o->{statistics} : ($o->{statistics} = 33);
	$o->{distinct} ? delete $o->{distinct} : ($o->{distinct} = 50) if chance(50);
	return 1 }
sub grant { my ($m) = @_;
	my $c = any($m, sub { 1 }) or return;
	my $o = obj($m, $c);
	$o->{granted} ? delete $o->{granted} : ($o->{granted} = 'SELECT');
	return 1 }

sub own_type { my ($m) = @_;
	my $t = any_table($m, sub { !obj($m, $_[0])->{partby} }) or return;
	my $e = pick(all_of($m, 'enum')) or return;
	my $v = obj($m, $e)->{values};
	my $c = pick(grep { my $c = obj($m, $_); $c->{type} eq 'text' && simple($c) && !$c->{collation}
		&& !defined $c->{default} && !minded($m, $_) && !keyed($m, $_) && !grep({ obj($m, $_)->{kind} ne 'column' } users_of($m, $_)) } @{obj($m, $t)->{cols}}) or return;
	return if grep { my $r = $_; defined $r->{$c} && !grep { $_ eq $r->{$c} } @$v } rows_of($m, $c);
	my $o = obj($m, $c);
	$o->{type} = [ref_to($e), "enum$e", [@$v], string($v->[0]) . '::' . ref_to($e), $v->[0]];
	delete $o->{storage};
	return 1 }

our @mutations = (
	['retype', 12, \&retype], ['retype_key', 4, \&retype_key],
	['set_default', 6, \&set_default], ['other_default', 3, \&other_default],
	['default_nextval', 2, \&default_nextval], ['nullability', 6, \&nullability],
	['collation', 3, \&collation], ['counter', 6, \&counter],
	['identity_options', 3, \&identity_options], ['add_column', 6, \&add],
	['add_generated', 3, \&add_made], ['drop_column', 5, \&drop],
	['rename_column', 6, \&rename], ['expression', 4, \&expression],
	['ungenerate', 3, \&ungenerate], ['storage', 3, \&storage],
	['column_statistics', 3, \&statistics], ['column_grant', 2, \&grant],
	['own_type', 2, \&own_type],
);
1;
