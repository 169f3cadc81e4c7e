/*
 * Schemas and extensions.
 */
#include <string.h>

#include "stages/sql_postgresql_type.h"

/* --- schemas -------------------------------------------------------------- */

bool
sm_pgsql_add_schema(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const char *name = sm_pgsql_name(w, o->name);

	(void)part;
	sm_pgsql_run(&w->script, "CREATE SCHEMA %s", name);
	return sm_pgsql_add_access(w, "SCHEMA", name, o);
}

bool
sm_pgsql_drop_schema(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return sm_pgsql_drop_plain(w, "SCHEMA", o);
}

bool
sm_pgsql_modify_schema(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	struct sm_object as_made = *new_;

	(void)old_part;
	(void)new_part;
	/* What initdb says of it stands for no comment (sm-ndjson(5)). */
	if (new_->comment == NULL && strcmp(new_->name, "public") == 0)
		as_made.comment = "standard public schema";
	return sm_pgsql_knows(w, "") &&
	    sm_pgsql_modify_access(w, "SCHEMA", sm_pgsql_name(w, new_->name),
	        old, &as_made);
}

/* --- extensions ----------------------------------------------------------- */

bool
sm_pgsql_add_extension(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	const char *name = sm_pgsql_name(w, o->name);
	const char *schema = sm_option_text(w->arena, &o->options, "schema");
	const char *version = sm_option_text(w->arena, &o->options,
	    "version");

	(void)part;
	sm_pgsql_run(&w->script, "CREATE EXTENSION %s%s%s%s%s", name,
	    schema != NULL ? " WITH SCHEMA " : "",
	    schema != NULL ? sm_pgsql_name(w, schema) : "",
	    version != NULL ? " VERSION " : "",
	    version != NULL ? sm_pgsql_string(w, version) : "");
	return sm_pgsql_add_access(w, "EXTENSION", name, o);
}

bool
sm_pgsql_drop_extension(struct sm_pgsql *w, const struct sm_object *o,
    const void *part)
{
	(void)part;
	return sm_pgsql_drop_plain(w, "EXTENSION", o);
}

/* The snapshot leaves the comment out that CREATE EXTENSION makes. */
static void
comment_as_made(struct sm_pgsql *w, const char *extension)
{
	sm_pgsql_run(&w->script, "DO %s", sm_pgsql_dollar(w,
	    sm_sprintf(w->arena, "BEGIN\n"
	        "\tEXECUTE (SELECT pg_catalog.format('COMMENT ON EXTENSION "
	        "%%I IS %%L', name, comment)\n\t    FROM "
	        "pg_catalog.pg_available_extensions WHERE name = %s);\nEND",
	        sm_pgsql_string(w, extension))));
}

bool
sm_pgsql_modify_extension(struct sm_pgsql *w, const struct sm_object *old,
    const struct sm_object *new_, const void *old_part, const void *new_part)
{
	const char *name = sm_pgsql_name(w, new_->name);
	const char *schema = sm_option_text(w->arena, &new_->options,
	    "schema");
	const char *version = sm_option_text(w->arena, &new_->options,
	    "version");

	(void)old_part;
	(void)new_part;
	if (!sm_pgsql_knows(w, "version schema"))
		return false;
	if (sm_pgsql_changes(w, "version") && version != NULL)
		sm_pgsql_run(&w->script, "ALTER EXTENSION %s UPDATE TO %s",
		    name, sm_pgsql_string(w, version));
	if (sm_pgsql_changes(w, "schema") && schema != NULL)
		sm_pgsql_run(&w->script, "ALTER EXTENSION %s SET SCHEMA %s",
		    name, sm_pgsql_name(w, schema));
	if (!sm_pgsql_modify_access(w, "EXTENSION", name, old, new_))
		return false;
	if (sm_pgsql_changes(w, "comment") && new_->comment == NULL)
		comment_as_made(w, new_->name);
	return true;
}
