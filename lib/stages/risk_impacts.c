/*
 * What the server has to do for an op, and what a table's size makes of it.
 */
#include <stdio.h>
#include <string.h>

#include "stages/risk_rules.h"

#define SQ SM_IN(SM_SQLITE)
#define PG SM_IN(SM_POSTGRESQL)

/* SQLite has one lock for the database: readers wait while it is written. */
#define DATABASE "database write lock"
#define AEL "ACCESS EXCLUSIVE"
#define SHARE "SHARE"
#define SRE "SHARE ROW EXCLUSIVE"

static const struct sm_risk_impact impacts[] = {
	{"add-table", SQ, DATABASE, "writes", "meta"},
	{"drop-table", SQ, DATABASE, "writes", "meta"},
	{"drop-table", PG, AEL, "all", "meta"},
	{"rename-table", SQ, DATABASE, "writes", "meta"},
	{"rename-table", PG, AEL, "all", "meta"},
	{"add-column-nullable", SQ, DATABASE, "writes", "meta"},
	{"add-column-nullable", PG, AEL, "all", "meta"},
	{"add-column-not-null-default", SQ, DATABASE, "writes", "meta"},
	{"add-column-not-null-default", PG, AEL, "all", "meta"},
	{"add-column-default-old-server", PG, AEL, "all", "rewrite"},
	{"add-column-not-null-no-default", SQ, DATABASE, "all", "rewrite"},
	{"add-column-not-null-no-default", PG, AEL, "all", "meta"},
	{"add-column-volatile-default", PG, AEL, "all", "rewrite"},
	{"add-column-unknown-default", PG, AEL, "all", "rewrite"},
	{"add-column-nonconstant-default", SQ, DATABASE, "all", "rewrite"},
	{"add-column-generated-stored", SQ, DATABASE, "all", "rewrite"},
	{"add-column-generated-stored", PG, AEL, "all", "rewrite"},
	{"add-column-generated-virtual", SQ, DATABASE, "writes", "meta"},
	{"add-column-identity", PG, AEL, "all", "rewrite"},
	{"add-column-primary-key", SQ, DATABASE, "all", "rewrite"},
	{"add-column-primary-key", PG, AEL, "all", "index"},
	{"drop-column", SQ, DATABASE, "all", "rewrite"},
	{"drop-column", PG, AEL, "all", "meta"},
	{"drop-column-generated", SQ, DATABASE, "all", "rewrite"},
	{"drop-column-generated", PG, AEL, "all", "meta"},
	{"rename-column", SQ, DATABASE, "writes", "meta"},
	{"rename-column", PG, AEL, "all", "meta"},
	{"modify-column-set-not-null", PG, AEL, "all", "scan"},
	{"modify-column-drop-not-null", PG, AEL, "all", "meta"},
	{"modify-column-set-default", PG, AEL, "all", "meta"},
	{"modify-column-drop-default", PG, AEL, "all", "meta"},
	{"modify-column-generated-expr", SQ, DATABASE, "all", "rewrite"},
	{"modify-column-generated-expr", PG, AEL, "all", "rewrite"},
	{"modify-column-type-incompatible", PG, AEL, "all", "rewrite"},
	{"sqlite-table-rebuild", SQ, DATABASE, "all", "rewrite"},
	{"add-index", SQ, DATABASE, "writes", "index"},
	{"add-index", PG, SHARE, "writes", "index"},
	{"add-index-unique", SQ, DATABASE, "writes", "index"},
	{"add-index-unique", PG, SHARE, "writes", "index"},
	{"add-index-unique-relaxed", SQ, DATABASE, "writes", "index"},
	{"add-index-unique-relaxed", PG, SHARE, "writes", "index"},
	{"add-index-unique-new-columns", SQ, DATABASE, "writes", "index"},
	{"add-index-unique-new-columns", PG, SHARE, "writes", "index"},
	{"drop-index", SQ, DATABASE, "writes", "meta"},
	{"drop-index", PG, AEL, "all", "meta"},
	{"drop-index-covered", SQ, DATABASE, "writes", "meta"},
	{"drop-index-covered", PG, AEL, "all", "meta"},
	{"modify-index", SQ, DATABASE, "writes", "index"},
	{"modify-index", PG, AEL, "all", "index"},
	{"rename-index", SQ, DATABASE, "writes", "index"},
	{"add-fk", PG, SRE, "writes", "scan"},
	{"drop-fk", PG, AEL, "all", "meta"},
	{"add-check", PG, AEL, "all", "scan"},
	{"drop-check", PG, AEL, "all", "meta"},
	{"add-unique", PG, AEL, "all", "index"},
	{"add-primary-key", SQ, DATABASE, "all", "rewrite"},
	{"add-primary-key", PG, AEL, "all", "index"},
	{"add-view", SQ, DATABASE, "writes", "meta"},
	{"drop-view", SQ, DATABASE, "writes", "meta"},
	{"modify-view-append", SQ, DATABASE, "writes", "meta"},
	{"modify-view", SQ, DATABASE, "writes", "meta"},
	{"modify-view-body", SQ, DATABASE, "writes", "meta"},
	{"add-trigger", SQ, DATABASE, "writes", "meta"},
	{"add-trigger", PG, SRE, "writes", "meta"},
	{"drop-trigger", SQ, DATABASE, "writes", "meta"},
	{"drop-trigger", PG, AEL, "all", "meta"},
	{"modify-trigger", SQ, DATABASE, "writes", "meta"},
};

const struct sm_risk_impact *
sm_risk_impact(const char *rule, enum sm_dialect_id dialect)
{
	size_t i;

	for (i = 0; i < sizeof(impacts) / sizeof(impacts[0]); i++)
		if ((impacts[i].dialects & SM_IN(dialect)) &&
		    !strcmp(impacts[i].rule, rule))
			return &impacts[i];
	return NULL;
}

enum size { UNKNOWN, SMALL, MEDIUM, LARGE, HUGE_, SIZES };

/* Limits of the sizes: risk-rules.md, section 7. */
#define MIB (1024LL * 1024)
#define GIB (1024 * MIB)
static const struct {
	long long rows, bytes;
} small = {10000, 16 * MIB}, large = {1000000, GIB},
  huge = {50000000, 50 * GIB};

static enum size
size_of(const struct sm_object *table)
{
	long long rows, bytes;

	if (!table || !table->stats)
		return UNKNOWN;
	rows = table->stats->rows;
	bytes = table->stats->bytes;
	if (rows < 0 && bytes < 0)
		return UNKNOWN;
	if (rows >= huge.rows || bytes >= huge.bytes)
		return HUGE_;
	if (rows >= large.rows || bytes >= large.bytes)
		return LARGE;
	return rows < small.rows && bytes < small.bytes ? SMALL : MEDIUM;
}

/* "*" blocked: whatever is. */
static const struct {
	const char *cost, *blocks;
	enum sm_risk risk[SIZES];
} levels[] = {
	{"rewrite", "none",
	    {SM_SAFE, SM_SAFE, SM_SAFE, SM_CAUTION, SM_CAUTION}},
	{"rewrite", "*",
	    {SM_CAUTION, SM_SAFE, SM_CAUTION, SM_DANGER, SM_DANGER}},
	{"scan", "*", {SM_SAFE, SM_SAFE, SM_SAFE, SM_CAUTION, SM_DANGER}},
	{"index", "none", {SM_SAFE, SM_SAFE, SM_SAFE, SM_SAFE, SM_CAUTION}},
	{"index", "*", {SM_SAFE, SM_SAFE, SM_SAFE, SM_CAUTION, SM_DANGER}},
};

/* Only a copy of the table, or a lock held while it is read, is a matter of
   size. */
static bool
is_sized(const struct sm_risk_rule *rule, const struct sm_risk_impact *impact)
{
	return impact && strcmp(impact->cost, "meta") &&
	    (rule->category == SM_TABLE_REWRITE || rule->category == SM_LOCK);
}

enum sm_risk
sm_risk_by_size(const struct sm_risk_rule *rule,
    const struct sm_risk_impact *impact, const struct sm_object *table)
{
	enum size size = size_of(table);
	size_t i;

	/* without a size a rule's own level stands */
	if (size == UNKNOWN || !is_sized(rule, impact))
		return rule->risk;
	for (i = 0; i < sizeof(levels) / sizeof(levels[0]); i++)
		if (!strcmp(levels[i].cost, impact->cost) &&
		    (levels[i].blocks[0] == '*' ||
		        !strcmp(levels[i].blocks, impact->blocks)))
			return levels[i].risk[size];
	return rule->risk;
}

/* About how long, in one significant figure. */
static const char *
duration(struct sm_arena *a, double seconds)
{
	static const struct {
		double size;
		const char *unit;
	} units[] = {{3600, "h"}, {60, "min"}, {1, "s"}};
	double n, power;
	size_t i;

	if (seconds < 1)
		return "under a second";
	for (i = 0; seconds < units[i].size; i++)
		continue;
	n = seconds / units[i].size;
	for (power = 1; n >= 10 * power; power *= 10)
		continue;
	n = (double)(long long)(n / power + 0.5) * power;
	return sm_sprintf(a, "about %.0f %s", n, units[i].unit);
}

static const char *
rows_text(struct sm_arena *a, long long rows)
{
	if (rows >= 1000000)
		return sm_sprintf(a, "about %.0f M rows", (double)rows / 1e6);
	if (rows >= 1000)
		return sm_sprintf(a, "about %.0f k rows", (double)rows / 1e3);
	return sm_sprintf(a, "%lld rows", rows);
}

static const char *
bytes_text(struct sm_arena *a, long long bytes)
{
	if (bytes >= GIB)
		return sm_sprintf(a, "%.1f GiB",
		    (double)bytes / (double)GIB);
	if (bytes >= MIB)
		return sm_sprintf(a, "%lld MiB", bytes / MIB);
	return sm_sprintf(a, "%lld KiB", (bytes + 1023) / 1024);
}

/* Speeds: risk-rules.md, section 7: an order of magnitude, no more. */
static double
estimate(const struct sm_risk_impact *impact, const struct sm_object *table)
{
	double rows = (double)table->stats->rows;
	double bytes = (double)table->stats->bytes;
	double index;

	if (bytes < 0)
		bytes = rows * 100;
	if (rows < 0)
		rows = bytes / 100;
	index = rows / 400e3;
	if (!strcmp(impact->cost, "scan"))
		return bytes / 400e6;
	if (!strcmp(impact->cost, "index"))
		return index;
	return bytes / 40e6 + index * (double)table->indexes.n;
}

const char *
sm_risk_size_sentence(struct sm_arena *a, const struct sm_risk_rule *rule,
    const struct sm_risk_impact *impact, const struct sm_object *table)
{
	const char *who, *size = "";

	if (!is_sized(rule, impact))
		return NULL;
	if (size_of(table) == UNKNOWN)
		return strcmp(impact->cost, "rewrite") ? NULL :
		    " Table size unknown: the lock lasts as long as the "
		    "rewrite.";
	if (!strcmp(impact->blocks, "all"))
		who = "during which reads and writes wait";
	else if (!strcmp(impact->blocks, "writes"))
		who = "during which writes wait, reads continue";
	else
		who = "while writes continue; replicas may lag";
	if (table->stats->rows < 0)
		return sm_sprintf(a, " Table has %s: expect %s %s.",
		    bytes_text(a, table->stats->bytes),
		    duration(a, estimate(impact, table)), who);
	if (table->stats->bytes >= 0)
		size = sm_sprintf(a, " (%s)",
		    bytes_text(a, table->stats->bytes));
	return sm_sprintf(a, " Table has %s%s: expect %s %s.",
	    rows_text(a, table->stats->rows), size,
	    duration(a, estimate(impact, table)), who);
}
