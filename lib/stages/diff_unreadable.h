/*
 * Objects that are there but couldn't be read: never taken for absent.
 */
#ifndef SM_STAGES_DIFF_UNREADABLE_H
#define SM_STAGES_DIFF_UNREADABLE_H

struct sm_diff_work;

/*
 * The pair at work, a side of which is unreadable.  What its stored SQL says is
 * compared, where there is one; everything else is noted.
 */
void sm_diff_unreadable(struct sm_diff_work *);

#endif
