/*
 * What differs between the servers: a row for each.
 */
#ifndef SM_SCRATCH_ENGINE_H
#define SM_SCRATCH_ENGINE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/list.h"

struct sm_server;

struct sm_engine {
	const char *name;      /* "postgresql" */
	const char *product;   /* how the server calls itself in --version */
	const char *package;   /* that has it, for the hint */
	const char *server;    /* the program: "postgres" */
	const char *maker;     /* makes data directories, there or in ../bin;
	                          NULL: the server does */
	const char *const *bindirs; /* where they are beside PATH; patterns */
	const char *const *config;  /* a command that prints one; NULL: none */
	const char *const *users;   /* whom root's server runs as */
	int oldest;                 /* major version */
	int stop;                   /* the signal that ends it at once */
	const char *socket;         /* the socket's name in the directory */
	/* what the maker and the server are told; an argument that isn't about
	   the directory is a part of the template's key */
	void (*make)(const struct sm_server *, struct sm_strings *argv);
	void (*run)(const struct sm_server *, struct sm_strings *argv);
	/* does it answer? */
	bool (*ready)(const struct sm_server *);
	const char *(*url)(const struct sm_server *, struct sm_arena *);
	/* what to clear away outside of its directory; may be NULL */
	void (*after)(const struct sm_server *);
};

extern const struct sm_engine sm_engine_postgresql, sm_engine_mariadb;

/* By its name; NULL: there is none. */
const struct sm_engine *sm_engine_find(const char *name);

#endif
