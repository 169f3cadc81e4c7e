/*
 * How a row of a field table is written.  Inside model only.
 */
#ifndef SM_MODEL_FIELD_ROWS_H
#define SM_MODEL_FIELD_ROWS_H

#include "model/kind.h"

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))
#define SHAPE(what_, type_, fields_)                                           \
	{                                                                      \
		.what = (what_), .size = sizeof(type_),                        \
		.extra = offsetof(type_, extra), .fields = (fields_),          \
		.n = ARRAY_LEN(fields_)                                        \
	}

/* Rows: name, type, comparison, offset, shape of a part, required. */
#define STRING(type, member, name, how)                                        \
	{name, SM_FIELD_STRING, how, offsetof(type, member), NULL, false}
#define REQUIRED(type, member, name, how)                                      \
	{name, SM_FIELD_STRING, how, offsetof(type, member), NULL, true}
#define BOOL(type, member, how)                                                \
	{#member, SM_FIELD_BOOL, how, offsetof(type, member), NULL, false}
#define NULLABLE(type, member)                                                 \
	{"nullable", SM_FIELD_ALWAYS, SM_COMPARE_EXACT,                        \
	    offsetof(type, member), NULL, true}
#define COUNT(type, member)                                                    \
	{#member, SM_FIELD_COUNT, SM_COMPARE_NOT, offsetof(type, member),      \
	    NULL, false}
#define STRINGS(type, member, name, how)                                       \
	{name, SM_FIELD_STRINGS, how, offsetof(type, member), NULL, false}
#define OPTIONS(type, member)                                                  \
	{#member, SM_FIELD_OPTIONS, SM_COMPARE_EXACT, offsetof(type, member),  \
	    NULL, false}
#define PART(type, member, shape_, how)                                        \
	{#member, SM_FIELD_PART, how, offsetof(type, member), shape_, false}
#define PARTS(type, member, shape_, how)                                       \
	{#member, SM_FIELD_PARTS, how, offsetof(type, member), shape_, false}
#define PARTS_AS(type, member, name, shape_, how, required)                    \
	{name, SM_FIELD_PARTS, how, offsetof(type, member), shape_, required}

#endif
