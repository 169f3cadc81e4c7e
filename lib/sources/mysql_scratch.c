#include "sources/mysql_scratch.h"
bool
sm_my_reflect_ddl(struct sm_arena *a, const struct sm_ddl *ddl,
    const struct sm_source_options *o, struct sm_snapshot **out,
    struct sm_error *e)
{ (void)a; (void)ddl; (void)o; (void)out; return sm_error_set(e, "TODO"); }
