# A script of SQL into its statements: it knows strings, quoted names, dollar
# quotes and comments.  psql's own commands (\...) are lines by themselves.
package RT::Split;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(statements_of);

my $token = qr/
	  --[^\n]*
	| \/\*(?:(?!\/\*|\*\/).|(?R))*\*\/
	| [eE]'(?:[^'\\]|\\.|'')*'
	| '(?:[^']|'')*'
	| "(?:[^"]|"")*"
	| (?<tag>\$(?:[A-Za-z_\x80-\xff][A-Za-z_0-9\x80-\xff]*)?\$).*?\g{tag}
	| [A-Za-z_\x80-\xff][A-Za-z_0-9\x80-\xff\$]*
	| .
/xs;

# Each with the comments before it and its semicolon.
sub statements_of {
	my ($text) = @_;
	my ($now, @found) = ('');
	while ($text =~ /\G((?:^\\[^\n]*\n)|$token)/gms) {
		my $word = $1;
		$now .= $word;
		if ($word eq ';' || $word =~ /^\\[^\n]/ && length $word > 1) {
			push @found, $now;
			$now = '';
		}
	}
	push @found, $now if $now =~ /\S/ && $now =~ /^\s*[^\s-]/m;
	return @found;
}
1;
