# Names: most are plain, some are what people ought not to choose.
package RT::Words;
use strict;
use warnings;
use utf8;
use Exporter 'import';
use RT::Random;
use RT::Model;
our @EXPORT = qw(new_name alike_name quoted string expand);

my @words = qw(account amount article author balance branch city client cost
    country credit delivery device discount employee event factor goods
    height invoice item journal kilo label ledger member notice origin parcel
    payment picture price quota region reward salary score supplier ticket
    tracker unit vendor visit weight zone);
my @reserved = qw(select user order table group end check default
    primary references column constraint);

sub new_name {
	my ($m) = @_;
	my $word = pick(@words) . '_' . pick(@words);
	my $n = $m->{next};
	my $how = below(100);
	return "$word$n" if $how < 70;
	return "we\"ird $word'$n" if $how < 74;
	return "größe $word$n" if $how < 78;
	return ucfirst("$word$n") if $how < 82;
	return substr("${n}_${word}_" . 'long' x 16, 0, 63) if $how < 86;
	return pick(@reserved) . $n if $how < 88;
	my $r = pick(@reserved);
	return grep({ ($_->{name} // '') eq $r } values %{$m->{obj}})
	    ? "$word$n" : $r;
}

# Another name that sm-renames sees through.
sub alike_name {
	my ($name) = @_;
	return length($name) > 55 ? 'v' . substr($name, 1) : $name . pick('s', '_x');
}

sub quoted {
	my ($name) = @_;
	$name =~ s/"/""/g;
	return "\"$name\"";
}

sub string {
	my ($s) = @_;
	return 'NULL' unless defined $s;
	$s =~ s/'/''/g;
	return $s =~ s/\\/\\\\/g ? "E'$s'" : "'$s'";
}

# The name that stands for <#number>.
sub spelled {
	my ($m, $id) = @_;
	my $o = obj($m, $id) or die "nothing has the number $id\n";
	return quoted($o->{name}) unless $o->{schema};
	return quoted(obj($m, $o->{schema})->{name}) . '.' . quoted($o->{name});
}
sub expand {
	my ($m, $text) = @_;
	$text =~ s/<#(\d+)>/spelled($m, $1)/ge;
	return $text;
}
1;
