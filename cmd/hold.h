/*
 * Holding signals off while something exists that must not be left behind.
 */
#ifndef SM_CMD_HOLD_H
#define SM_CMD_HOLD_H

/*
 * From now on a signal that would end the process only makes the descriptor
 * readable that is returned (-1: nothing could be held off).  The third one
 * ends it all the same.
 */
int hold_signals(void);
/*
 * Signals are what they were; if one came meanwhile, it ends the process now.
 */
void release_signals(void);

#endif
