# Types, their values and defaults, and what becomes of a value in another type.
package RT::Types;
use strict;
use warnings;
use Exporter 'import';
use RT::Random;
our @EXPORT = qw(any_type type_sql type_value type_default type_family
    conversions simple_types);

my $word = sub { return join '', map { pick('a' .. 'z') } 1 .. 2 + below(6) };
my $day = sub { return sprintf '20%02d-%02d-%02d', 10 + below(15), 1 + below(12), 1 + below(28) };
my $int = sub { return below(2000) - 1000 };
my $uuid = sub { return sprintf '%08x-0000-4000-8000-%012x', below(1 << 30), below(1 << 30) };

# name => [SQL, family, value, default as SQL, its value]
my %types = (
	int => ['integer', 'num', $int, '42', '42'],
	bigint => ['bigint', 'num', $int, '(- 7)', '-7'],
	smallint => ['smallint', 'num', $int, '1', '1'],
	numeric => ['numeric', 'num', sub { $int->() . '.' . below(100) }, '0.5', '0.5'],
	numeric10 => ['numeric(10,2)', 'num', sub { sprintf '%d.%02d', $int->(), below(100) }, '9.99', '9.99'],
	double => ['double precision', 'num', sub { $int->() . '.5' }, '1.5', '1.5'],
	real => ['real', 'num', sub { $int->() . '.5' }, '2.5', '2.5'],
	text => ['text', 'text', $word, "'it''s'", "it's"],
	varchar => ['character varying(40)', 'text', $word, "lower('ABC')", 'abc'],
	varchar20 => ['character varying(20)', 'text', $word, "''", ''],
	unbound => ['character varying', 'text', $word, "'x'", 'x'],
	char => ['character(12)', 'text', $word, "'c'", 'c'],
	textnum => ['text', 'text', $int, "'5'", '5'],
	bool => ['boolean', 'bool', sub { pick('t', 'f') }, 'true', 't'],
	date => ['date', 'date', $day, "'2020-02-02'", '2020-02-02'],
	timestamp => ['timestamp without time zone', 'time', sub { $day->() . ' 10:20:30.5' }, "'2020-01-01 00:00:00'", '2020-01-01 00:00:00'],
	timestamptz => ['timestamp with time zone', 'time', sub { $day->() . ' 10:20:30+00' }, "'2020-01-01 00:00:00+00'", '2020-01-01 00:00:00+00'],
	timestamp3 => ['timestamp(3) without time zone', 'time', sub { $day->() . ' 10:20:30.125' }, "'2021-01-01'", '2021-01-01'],
	time => ['time without time zone', 'clock', sub { sprintf '%02d:30:00', below(24) }, "'12:00'", '12:00'],
	interval => ['interval', 'span', sub { below(50) . ' days' }, "'1 day'", '1 day'],
	uuid => ['uuid', 'uuid', $uuid, "'00000000-0000-4000-8000-000000000001'", '00000000-0000-4000-8000-000000000001'],
	json => ['json', 'json', sub { '{"a": ' . below(9) . '}' }, "'{}'", '{}'],
	jsonb => ['jsonb', 'jsonb', sub { '{"a": ' . below(9) . '}' }, "'[]'", '[]'],
	bytea => ['bytea', 'bytea', sub { '\x' . sprintf '%04x', below(65536) }, "'\\x00'", '\x00'],
	inet => ['inet', 'inet', sub { '10.0.0.' . below(255) }, "'127.0.0.1'", '127.0.0.1'],
	ints => ['integer[]', 'ints', sub { '{' . below(9) . ',' . below(9) . '}' }, "'{}'", '{}'],
	texts => ['text[]', 'texts', sub { '{' . $word->() . '}' }, "ARRAY['a', 'b']", '{a,b}'],
	range => ['int4range', 'range', sub { my $n = below(100); "[$n," . ($n + 5) . ')' }, "'[1,2)'", '[1,2)'],
	point => ['point', 'point', sub { '(' . below(9) . ',' . below(9) . ')' }, "'(0,0)'", '(0,0)'],
	tsvector => ['tsvector', 'tsvector', sub { "'" . $word->() . "'" }, "'a b'", 'a b'],
	bits => ['bit(4)', 'bits', sub { sprintf '%04b', below(16) }, "B'1010'", '1010'],
);

# A type made by the user is [SQL with a <#number>, family, values, default].
sub entry { return ref $_[0] ? $_[0] : $types{$_[0]} // die "no type $_[0]\n" }

sub simple_types { return sort keys %types }
sub any_type { return pick(sort keys %types) }
sub type_sql { return entry($_[0])->[0] }
sub type_family { return entry($_[0])->[1] }
sub type_value {
	my $values = entry($_[0])->[2];
	return ref $values eq 'ARRAY' ? pick(@$values) : $values->();
}
sub type_default { my $e = entry($_[0]); return @$e[3, 4] }

my $same = sub { return $_[0] };
my $round = sub { return sprintf '%.0f', $_[0] + ($_[0] < 0 ? -1e-9 : 1e-9) };
my $stripped = sub { return $_[0] =~ s/ +$//r };

# [from, to, what becomes of a value, whether the way back gives it again]
my @conversions = (
	['int', 'bigint', $same, 1], ['bigint', 'int', $same, 1],
	['smallint', 'int', $same, 1], ['int', 'smallint', $same, 1],
	['int', 'numeric', $same, 1], ['numeric', 'double', $same, 1],
	['numeric10', 'numeric', $same, 1], ['int', 'double', $same, 1],
	['real', 'double', $same, 1], ['int', 'text', $same, 1],
	['textnum', 'int', $same, 1], ['textnum', 'bigint', $same, 1],
	['varchar', 'text', $same, 1], ['text', 'varchar', $same, 1],
	['varchar20', 'varchar', $same, 1], ['varchar', 'varchar20', $same, 1],
	['unbound', 'text', $same, 1], ['varchar', 'unbound', $same, 1],
	['text', 'char', $same, 1], ['char', 'text', $stripped, 1],
	['bool', 'text', sub { $_[0] eq 't' ? 'true' : 'false' }, 1],
	['bool', 'int', sub { $_[0] eq 't' ? 1 : 0 }, 1],
	['date', 'timestamp', $same, 1], ['timestamp', 'timestamptz', $same, 1],
	['timestamptz', 'timestamp', sub { $_[0] =~ s/\+00$//r }, 1],
	['date', 'text', $same, 1],
	['timestamp', 'timestamp3', $same, 1], ['timestamp3', 'timestamp', $same, 1],
	['timestamp', 'date', sub { substr $_[0], 0, 10 }, 0],
	['uuid', 'text', $same, 1], ['json', 'jsonb', $same, 1],
	['jsonb', 'json', $same, 1], ['json', 'text', $same, 1],
	['jsonb', 'text', $same, 1], ['inet', 'text', sub { "$_[0]/32" }, 1],
	['ints', 'texts', $same, 1], ['numeric10', 'int', $round, 0],
	['interval', 'text', $same, 1], ['range', 'text', $same, 1],
);
sub conversions {
	my ($type) = @_;
	return ref $type ? () : grep { $_->[0] eq $type } @conversions;
}
1;
