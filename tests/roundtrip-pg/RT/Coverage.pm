# How often each op occurred, in each form; and what must have.
package RT::Coverage;
use strict;
use warnings;
use Exporter 'import';
use JSON::PP ();
our @EXPORT = qw(forms_of never_seen);

# The forms of an op: its name, the words of its changes, what is added.
sub forms_of { my ($line) = @_;
	my $op = JSON::PP->new->utf8->decode($line);
	my @forms = ($op->{op}, map { "$op->{op} $_" } @{$op->{changes} // []});
	push @forms, "$op->{op} because" if $op->{because};
	if ($op->{op} =~ /^ADD_/ && ref $op->{new} eq 'HASH') {
		push @forms, map { "$op->{op} $_" } grep { ref $op->{new}{$_} ne 'ARRAY' }
		    grep { !/^(name|type|expression|record)$/ && ref $op->{new}{$_} ne 'HASH' } keys %{$op->{new}};
		push @forms, "ADD_INDEX $op->{new}{method}" if $op->{new}{method};
	}
	return @forms }

my @required = map { /\S/ ? $_ : () } split /\n/, <<'E';
ADD_SCHEMA
DROP_SCHEMA
MODIFY_SCHEMA comment *
MODIFY_SCHEMA grants
ADD_TABLE
DROP_TABLE
RENAME_TABLE
MODIFY_TABLE comment *
MODIFY_TABLE grants
MODIFY_TABLE fillfactor
MODIFY_TABLE row_security
MODIFY_TABLE force_row_security
MODIFY_TABLE replica_identity
MODIFY_TABLE unlogged
ADD_COLUMN
ADD_COLUMN default
ADD_COLUMN generated
DROP_COLUMN
RENAME_COLUMN
MODIFY_COLUMN type
MODIFY_COLUMN nullable
MODIFY_COLUMN default
MODIFY_COLUMN collation
MODIFY_COLUMN generated
MODIFY_COLUMN expression
MODIFY_COLUMN identity
MODIFY_COLUMN sequence
MODIFY_COLUMN comment
MODIFY_COLUMN storage
MODIFY_COLUMN statistics
MODIFY_COLUMN grants
DROP_PRIMARY_KEY
MODIFY_PRIMARY_KEY columns
ADD_UNIQUE
DROP_UNIQUE
MODIFY_UNIQUE columns
MODIFY_UNIQUE deferrable
RENAME_UNIQUE
ADD_CHECK
DROP_CHECK
MODIFY_CHECK expression
MODIFY_CHECK not_valid
ADD_EXCLUSION
DROP_EXCLUSION
ADD_FK
DROP_FK
ADD_FK not_valid
MODIFY_FK on_delete
MODIFY_FK on_update
MODIFY_FK deferrable
MODIFY_FK not_valid
RENAME_FK
ADD_INDEX
ADD_INDEX unique
ADD_INDEX where
ADD_INDEX gin
ADD_INDEX brin
ADD_INDEX hash
DROP_INDEX
RENAME_INDEX
MODIFY_INDEX keys
MODIFY_INDEX where
MODIFY_INDEX unique
MODIFY_INDEX include
ADD_VIEW
DROP_VIEW
MODIFY_VIEW definition
MODIFY_VIEW comment *
ADD_ENUM
DROP_ENUM
MODIFY_ENUM values
ADD_DOMAIN
DROP_DOMAIN
MODIFY_DOMAIN default
MODIFY_DOMAIN checks *
ADD_COMPOSITE_TYPE
DROP_COMPOSITE_TYPE
MODIFY_COMPOSITE_TYPE attributes
ADD_RANGE_TYPE
DROP_RANGE_TYPE
ADD_SEQUENCE
DROP_SEQUENCE
MODIFY_SEQUENCE increment
MODIFY_SEQUENCE cycle
MODIFY_SEQUENCE grants *
ADD_FUNCTION
DROP_FUNCTION
MODIFY_FUNCTION returns
MODIFY_FUNCTION body
MODIFY_FUNCTION grants
ADD_PROCEDURE
ADD_TRIGGER
DROP_TRIGGER
MODIFY_TRIGGER enabled
ADD_POLICY
DROP_POLICY
MODIFY_POLICY using
MODIFY_POLICY roles
ADD_RULE
DROP_RULE
ADD_STATISTICS
DROP_STATISTICS
E

# Of so many pairs; those with a star are rare: 200 pairs must have them.
sub never_seen { my ($seen, $pairs) = @_;
	my @asked = grep { !/ \*$/ || $pairs >= 200 } @required;
	return grep { !$seen->{$_} } map { s/ \*$//r } @asked }
1;
