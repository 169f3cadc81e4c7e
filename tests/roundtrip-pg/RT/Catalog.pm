# All rows of a database, whatever its tables: a question that the server makes
# of its own catalog.
package RT::Catalog;
use strict;
use warnings;
use Exporter 'import';
our @EXPORT = qw(all_rows_sql);

sub all_rows_sql {
	return <<'SQL';
SELECT format('SELECT %L AS t, (SELECT string_agg(r, E''\n'' ORDER BY r COLLATE "C")
    FROM (SELECT ROW(%s)::text AS r FROM %s) x)', c.oid::regclass,
    string_agg(quote_ident(attname) || '::text', ', ' ORDER BY attname),
    c.oid::regclass)
FROM pg_class c JOIN pg_attribute a ON attrelid = c.oid
JOIN pg_namespace n ON n.oid = relnamespace
WHERE relkind = 'r' AND attnum > 0 AND NOT attisdropped
    AND nspname <> 'information_schema' AND nspname !~ '^pg_'
GROUP BY c.oid ORDER BY c.oid::regclass::text COLLATE "C"
\gexec
SQL
}
1;
