# A pair that fails, made smaller as long as it fails in the same way.
package RT::Less;
use strict;
use warnings;
use Exporter 'import';
use RT::Model;
use RT::Pair;
use RT::Server;
our @EXPORT = qw(less);

# What is wrong, without the names in it.
sub fault {
	my ($v) = @_;
	return 'ok' if $v->{ok};
	my ($line) = $v->{text} =~ /(ERROR:[^\n]*|"op":"\w+")/;
	$line //= (split /\n/, $v->{text})[0] // '';
	$line =~ s/"(?:[^"]|"")*"/""/g unless $line =~ /^"op"/;
	return "$v->{stage}: $line";
}

sub without {
	my ($pair, $id) = @_;
	my %less = map { $_ => copy_model($pair->{$_}) } qw(old new);
	drop_from($_, $id) for values %less;
	return {%$pair, %less};
}

# A table's rows forgotten.
sub emptied {
	my ($pair, $id) = @_;
	my %less = map { $_ => copy_model($pair->{$_}) } qw(old new);
	obj($_, $id) and obj($_, $id)->{rows} = [] for values %less;
	return {%$pair, %less};
}

sub text_of {
	my $text = slurp($_[0]);
	utf8::decode($text);
	return "--- $_[0]\n$text";
}

sub less {
	my ($pair, %options) = @_;
	my $judged = sub {
		return eval { fault(judge_pair($_[0], 'less', %options)) } // $@
	};
	my $want = $judged->($pair);
	print "failing as: $want\n";
	for my $how (\&without, \&without, \&emptied) {
		my %ids = map { $_ => 1 } map { keys %{$_->{obj}} }
		    @$pair{qw(old new)};
		for my $id (sort { $a <=> $b } keys %ids) {
			my $o = obj($pair->{old}, $id) // obj($pair->{new}, $id)
			    // next;
			next if ($o->{name} // '') eq 'public';
			next if $how == \&emptied && !$o->{rows};
			my $smaller = $how->($pair, $id);
			$pair = $smaller if $judged->($smaller) eq $want;
		}
	}
	my $v = judge_pair($pair, 'less', %options);
	drop_databases('lesso', 'lessn');
	print text_of('old.sql'), text_of('new.sql'), $v->{text} // '', "\n";
}
1;
