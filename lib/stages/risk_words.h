/*
 * Short words for the rows of the catalogue: for risk_rules*.c alone.
 */
#ifndef SM_STAGES_RISK_WORDS_H
#define SM_STAGES_RISK_WORDS_H

#include "stages/risk_rules.h"

#define SQ  SM_IN(SM_SQLITE)
#define PG  SM_IN(SM_POSTGRESQL)
#define MY  SM_IN(SM_MYSQL)
#define MA  SM_IN(SM_MARIADB)
#define MYMA (MY | MA)
#define ALL (SQ | PG | MY | MA)

#define DL SM_DATA_LOSS
#define CV SM_CONSTRAINT_VIOLATION
#define LK SM_LOCK
#define RW SM_TABLE_REWRITE
#define CO SM_COMPATIBILITY
#define PF SM_PERFORMANCE

#define NOTHING "None needed."

#endif
