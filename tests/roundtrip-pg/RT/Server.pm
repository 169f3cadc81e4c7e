# Databases on the scratch server, and the commands that are run on them.
package RT::Server;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(url_of run_to slurp spew make_databases drop_databases load_sql
    ask dump_of
    copy_database);

sub url_of { my ($db) = @_;
	return $ENV{SM_SCRATCH_URL} =~ s{/postgres\?}{/$db?}r
	    =~ s{\@localhost/\?}{\@localhost/$db?}r }

sub slurp { my ($file) = @_;
	open my $in, '<', $file or return '';
	local $/;
	return scalar <$in> // '' }
sub spew { my ($file, $text) = @_;
	open my $out, '>:utf8', $file or die "$file: $!\n";
	print $out $text;
	close $out or die "$file: $!\n" }

# A command, its output to a file, what it says to another; its status.
sub run_to { my ($out, @command) = @_;
	my $pid = fork // die "fork: $!\n";
	if (!$pid) {
		open STDIN, '<', '/dev/null' or die;
		open STDOUT, '>', $out or die "$out: $!\n";
		open STDERR, '>', 'err' or die;
		exec @command or die "$command[0]: $!\n";
	}
	waitpid $pid, 0;
	return $? & 127 ? 128 + ($? & 127) : $? >> 8 }

my @psql = ('psql', '-X', '-q', '-v', 'ON_ERROR_STOP=1');

sub make_databases { my (@names) = @_;
	return run_to('/dev/null', @psql, $ENV{SM_SCRATCH_URL}, map { ('-c',
	    "DROP DATABASE IF EXISTS $_", '-c',
	    "CREATE DATABASE $_ TEMPLATE template0 ENCODING 'UTF8'") } @names) }
sub copy_database { my ($from, $to) = @_;
	return run_to('/dev/null', @psql, $ENV{SM_SCRATCH_URL}, '-c',
	    "DROP DATABASE IF EXISTS $to", '-c', "CREATE DATABASE $to TEMPLATE $from") }
sub drop_databases { my (@names) = @_;
	return run_to('/dev/null', @psql, $ENV{SM_SCRATCH_URL},
	    map { ('-c', "DROP DATABASE IF EXISTS $_") } @names) }
sub load_sql { my ($db, $file, @options) = @_;
	return run_to('said', @psql, @options, '-f', $file, url_of($db)) }

# The answer to a file of questions, or undef.
sub ask { my ($db, $sql) = @_;
	spew('ask.sql', $sql);
	run_to('answer', @psql, '-At', '-f', 'ask.sql', url_of($db)) == 0 or return;
	return slurp('answer') }

# What pg_dump says, line by line, in no order: the order of columns is none of
# ours, and the commas between them neither.
sub dump_of { my ($db) = @_;
	run_to('dump', 'pg_dump', '-s', url_of($db)) == 0 or return;
	my @lines = grep { !/^--|^\\/ && /\S/ } split /\n/, slurp('dump');
	s/,$// for @lines;
	return join "\n", sort(@lines), '' }
1;
