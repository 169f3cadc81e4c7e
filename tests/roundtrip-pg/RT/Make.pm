# A schema out of nothing.
package RT::Make;
use strict;
use warnings;
use Exporter 'import';
use RT::Random;
use RT::Model;
use RT::MakeTable;
use RT::MakePart;
use RT::MakeObject;
our @EXPORT = qw(make_schema);

sub make_schema {
	my $m = new_model();
	add_to($m, 'schema', name => 'public');
	add_schema($m) for 1 .. 1 + below(2);
	add_enum($m) for 1 .. below(3);
	add_domain($m) for 1 .. below(2);
	add_composite($m) if chance(50);
	add_range($m) if chance(30);
	add_sequence($m) for 1 .. below(3);
	add_function($m, 0);
	add_function($m, 1);
	add_function($m) for 1 .. below(3);
	add_table($m) for 1 .. 3 + below(2);
	add_partitioned($m) if chance(60);
	add_child($m) if chance(40);
	my @tables = grep { !obj($m, $_)->{parent} } all_of($m, 'table');
	for my $t (@tables) {
		my $child = obj($m, $t)->{inherits};
		add_key_column($m, $t) if chance(30) && !$child;
		add_check($m, $t) if chance(50);
		add_unique($m, $t) if chance(40) && !$child;
		add_fk($m, $t) if chance(60);
		add_exclusion($m, $t) if chance(10);
		add_index($m, $t) for 1 .. below(3);
		add_trigger($m, $t) if chance(30);
		add_policy($m, $t) if chance(20);
		add_rule($m, $t) if chance(10);
		add_statistics($m, $t) if chance(20);
	}
	add_view($m) for 1 .. 2 + below(3);
	return $m;
}
1;
