# smartmigrate: GNU make, no configure.  `make help` lists the targets.
#
# Variables: CC CFLAGS CPPFLAGS LDFLAGS LDLIBS PKG_CONFIG PREFIX BINDIR MANDIR
# DATADIR DESTDIR, WITH_SQLITE WITH_PG WITH_MYSQL = auto|yes|no (auto: built in
# where pkg-config finds the library), WERROR=-Werror, JOBS, V=1.

VERSION := $(shell sed -n 's/^\#define SM_VERSION "\(.*\)"/\1/p' cmd/cli.h)
JOBS ?= $(shell nproc 2>/dev/null || echo 2)

# What the build and the demonstration need, as Debian names it; the tests' part
# is below.  A client library of another database is found where it is there.
DEPS = gcc libc6-dev make pkg-config libjansson-dev libsqlite3-dev sqlite3 \
	libpq-dev default-libmysqlclient-dev
# Sanitizers and libFuzzer are in a package named after clang's version.  Of
# MariaDB only the programs are asked for.  Debian's postgresql makes a cluster
# "main" when it is installed, and starts it where there is an init; the tests
# neither use nor touch it, and only the administrator's own
# createcluster.conf (create_main_cluster = false) should say that it isn't made.
TEST_DEPS = $(DEPS) clang libclang-rt-$(CLANG_MAJOR)-dev valgrind perl jq \
	graphviz python3 mandoc shellcheck proj-data procps time bash zsh fish \
	util-linux postgresql mariadb-server-core mariadb-client-core patchelf \
	$(DEB_DEPS) lintian binutils
# What make deb needs beside DEPS.
DEB_DEPS = build-essential debhelper
CLANG_MAJOR = $(or $(shell apt-cache depends clang 2>/dev/null | \
	sed -n 's/.*Depends: clang-\([0-9][0-9]*\)$$/\1/p' | head -n 1),14)

.PHONY: all help deps test-deps demo check check-build check-asan servers \
	check-valgrind fuzz fuzzers unit lint analyze bench bench-online golden install \
	uninstall dist deb clean

ifneq ($(filter deps test-deps,$(MAKECMDGOALS)),)
# Packages change what pkg-config says: the other goals are made after them, by
# a make that looks anew.
.NOTPARALLEL:
DEPS_GOALS := $(filter deps test-deps,$(MAKECMDGOALS))
REST := $(filter-out deps test-deps,$(MAKECMDGOALS))

# $(call apt,PACKAGES): install those that are missing; says so first.
define apt
@missing=; for p in $(1); do \
	dpkg-query -W -f '$${db:Status-Abbrev}' "$$p" 2>/dev/null | \
	    grep -q '^.i' || missing="$$missing $$p"; \
done; \
if [ -z "$$missing" ]; then echo "$@: nothing is missing"; exit 0; fi; \
echo "$@: to install:$$missing"; \
command -v apt-get >/dev/null || { \
	echo "$@: no apt-get here: install what these Debian packages hold" >&2; \
	exit 1; }; \
[ "$$(id -u)" = 0 ] || { \
	echo "$@: not root; run:" >&2; \
	echo "    apt-get install --no-install-recommends$$missing" >&2; exit 1; }; \
export DEBIAN_FRONTEND=noninteractive; \
apt-get -q update && \
apt-get -q install -y --no-install-recommends $$missing
endef

deps:
	$(call apt,$(DEPS))
test-deps:
	$(call apt,$(TEST_DEPS))
$(REST): $(DEPS_GOALS)
	@$(MAKE) --no-print-directory $@

else # ----------------------------------------------------------------------

.DEFAULT_GOAL := all
BUILD = build
PREFIX = /usr/local
BINDIR = $(PREFIX)/bin
DATADIR = $(PREFIX)/share
MANDIR = $(DATADIR)/man
PKG_CONFIG ?= pkg-config
INSTALL = install
# V=1 shows the commands.
Q = $(if $(V),,@)
SAY = @$(if $(V),:,echo ' ')

# The user's, with hardening by default; what the code needs stands in SM_*.
CFLAGS ?= -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2
LDFLAGS ?= -Wl,-z,relro,-z,now
SM_CPPFLAGS = -D_POSIX_C_SOURCE=200809L -Ilib -Icmd
SM_CFLAGS = -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Wconversion \
	-Wstrict-prototypes -Wmissing-prototypes -Wformat=2 \
	-ffile-prefix-map=$(CURDIR)=. $(WERROR) $(SANITIZE_$(SANITIZE))
SANITIZE_address = -fsanitize=address,undefined -fno-sanitize-recover=all \
	-fno-omit-frame-pointer
SANITIZE_fuzzer = -fsanitize=fuzzer-no-link,address,undefined \
	-fno-sanitize-recover=all

# --- optional backends: $(call backend,NAME,FILES' WORD,PKG-CONFIG'S NAME) ---
# NAME is HAVE_NAME and WITH_NAME; a backend that has no file yet isn't built.
WITH_SQLITE ?= auto
WITH_PG ?= auto
WITH_MYSQL ?= auto
define backend
$(if $(filter auto yes no,$(WITH_$(1))),,$(error WITH_$(1) is auto, yes or no))
FILES_$(1) := $$(wildcard lib/sources/*$(2)*.c)
FOUND_$(1) := $$(if $$(filter no,$(WITH_$(1))),,$$(shell \
	$(PKG_CONFIG) --exists $(3) 2>/dev/null && echo yes))
ifeq ($(WITH_$(1))-$$(FOUND_$(1)),yes-)
$$(error WITH_$(1)=yes, but pkg-config finds no $(3): `make deps` or its -dev package)
endif
ifeq ($$(and $$(FILES_$(1)),$$(FOUND_$(1))),)
ABSENT += $$(FILES_$(1))
else
SOURCES_CPPFLAGS += -DHAVE_$(1) $$(shell $(PKG_CONFIG) --cflags $(3))
DB_LIBS += $$(shell $(PKG_CONFIG) --libs $(3))
endif
endef
$(eval $(call backend,SQLITE,sqlite,sqlite3))
$(eval $(call backend,PG,postgresql,libpq))
$(eval $(call backend,MYSQL,mysql,mysqlclient))

JANSSON_CFLAGS := $(shell $(PKG_CONFIG) --cflags jansson 2>/dev/null)
JANSSON_LIBS := $(shell $(PKG_CONFIG) --libs jansson 2>/dev/null || echo -ljansson)

# --- what is made of what ---------------------------------------------------
LIB_SRC := $(wildcard $(addsuffix /*.c,lib/base lib/text lib/model lib/stages \
	lib/scratch))
SOURCES_SRC := $(filter-out $(ABSENT),$(wildcard lib/sources/*.c))
TOOLS := $(patsubst cmd/%.c,%,$(wildcard cmd/sm-*.c))
CMD_SRC := $(filter-out cmd/sm-%.c,$(wildcard cmd/*.c))
# Without a database's library not what is about its backend, or asks the engine.
UNIT_SRC := $(filter-out $(if $(FOUND_SQLITE),,tests/unit/test_sqlite% \
	$(shell grep -l 'sqlite3\.h' tests/unit/*.c)) \
	$(if $(FOUND_PG),,tests/unit/test_postgresql%),$(wildcard tests/unit/test_*.c))
UNIT := $(patsubst tests/%.c,$(BUILD)/%,$(UNIT_SRC))
# The judge of the round trips knows SQLite only, and none of our own backends.
ROUNDTRIP_SRC := $(if $(FOUND_SQLITE),$(wildcard tests/roundtrip/*.c))
ROUNDTRIP := $(if $(ROUNDTRIP_SRC),$(BUILD)/roundtrip/roundtrip)
FUZZERS := $(patsubst tests/%.c,$(BUILD)/%,$(wildcard tests/fuzz/fuzz_*.c))

obj = $(patsubst %.c,$(BUILD)/obj/%.o,$(1))
LIBSM = $(BUILD)/libsm.a
LIBREFLECT = $(BUILD)/libsm-reflect.a
BINS = $(addprefix $(BUILD)/bin/,$(TOOLS))
CMD_OBJ := $(call obj,$(CMD_SRC))

all: $(BINS)

COMPILE = $(CC) $(SM_CPPFLAGS) $(JANSSON_CFLAGS) $(CPPFLAGS) $(SM_CFLAGS) $(CFLAGS)
LINK = $(CC) $(SM_CFLAGS) $(CFLAGS) $(LDFLAGS)
$(call obj,$(wildcard lib/sources/*.c)): SM_CPPFLAGS += $(SOURCES_CPPFLAGS)

# Other flags, other objects; other sources, other archives.
$(BUILD)/flags: TEXT = $(COMPILE) $(SOURCES_CPPFLAGS) $(LDFLAGS) $(LDLIBS) $(DB_LIBS)
$(BUILD)/sources: TEXT = $(LIB_SRC) $(SOURCES_SRC)
$(BUILD)/flags $(BUILD)/sources: FORCE
	@mkdir -p $(@D)
	@echo '$(subst ','\'',$(TEXT))' >$@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
FORCE:

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(SAY) CC $<
	$(Q)$(COMPILE) -MMD -MP -c -o $@ $<

$(LIBSM): $(call obj,$(LIB_SRC))
$(LIBREFLECT): $(call obj,$(SOURCES_SRC))
$(LIBSM) $(LIBREFLECT): $(BUILD)/sources
	$(SAY) AR $@
	@rm -f $@
	$(Q)$(AR) rcsD $@ $(filter %.o,$^)

# Only sm-reflect and what calls it knows databases (tests/00-link.t).
$(BUILD)/bin/sm-reflect: $(LIBREFLECT)
$(BUILD)/bin/sm-reflect: TOOL_LIBS = $(LIBREFLECT)
$(BUILD)/bin/sm-reflect: TOOL_DB_LIBS = $(DB_LIBS)
$(BINS): $(BUILD)/bin/%: $(BUILD)/obj/cmd/%.o $(CMD_OBJ) $(LIBSM)
	@mkdir -p $(@D)
	$(SAY) LD $@
	$(Q)$(LINK) -o $@ $< $(CMD_OBJ) $(TOOL_LIBS) $(LIBSM) \
	    -Wl,--as-needed $(TOOL_DB_LIBS) $(JANSSON_LIBS) $(LDLIBS) -lm

unit: $(UNIT) $(ROUNDTRIP)
$(UNIT): $(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(LIBREFLECT) $(LIBSM)
	@mkdir -p $(@D)
	$(SAY) LD $@
	$(Q)$(LINK) -o $@ $< $(LIBREFLECT) $(LIBSM) \
	    -Wl,--as-needed $(DB_LIBS) $(JANSSON_LIBS) $(LDLIBS) -lm

$(call obj,$(ROUNDTRIP_SRC)): SM_CPPFLAGS += -Itests/roundtrip
$(ROUNDTRIP): $(call obj,$(ROUNDTRIP_SRC)) $(LIBSM)
	@mkdir -p $(@D)
	$(SAY) LD $@
	$(Q)$(LINK) -o $@ $^ $(DB_LIBS) $(JANSSON_LIBS) $(LDLIBS)

fuzzers: $(FUZZERS)
$(FUZZERS): $(BUILD)/fuzz/%: $(BUILD)/obj/tests/fuzz/%.o $(LIBREFLECT) $(LIBSM)
	@mkdir -p $(@D)
	$(SAY) LD $@
	$(Q)$(LINK) -fsanitize=fuzzer -o $@ $< $(LIBREFLECT) $(LIBSM) \
	    $(DB_LIBS) $(JANSSON_LIBS) $(LDLIBS)

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)

# --- tests ------------------------------------------------------------------
# Each build of the tests has a directory of its own; tests/run picks it by what
# stands behind the @ of a test's name.
GCC = gcc
CLANG = clang
SUB = +@$(MAKE) --no-print-directory -j$(JOBS)
# PROVE_FLAGS: e.g. -v, --timer
PROVE = prove -j$(JOBS) $(PROVE_FLAGS) -e tests/run
TESTS = $(wildcard tests/*.t)
UNITS = $(notdir $(UNIT))
# What says the same under a sanitizer as without runs once.
PLAIN_ONLY = $(wildcard tests/00-*.t tests/8[124]-*.t tests/9*-*.t)

check: check-build servers
	@$(PROVE) $(TESTS) $(addprefix unit/,$(UNITS)) \
	    $(addsuffix @pg18,$(PG_TESTS)) \
	    $(addsuffix @asan,$(filter-out $(PLAIN_ONLY),$(TESTS)) \
	    $(addprefix unit/,$(UNITS)))

# Servers newer than this Debian's, for the tests of a database: as packages of
# another suite, unpacked where the servers' own user can read them.
SM_SERVERS ?= /var/tmp/smartmigrate-servers
export SM_SERVERS
PG_TESTS = $(wildcard tests/1[346]-pg-*.t)
servers:
	@tests/servers/fetch $(SM_SERVERS)/pg18 testing postgresql-18

# gcc and clang, each with its warnings as errors.
check-build:
	$(SUB) BUILD=build/check CC=$(GCC) WERROR=-Werror all unit
	$(SUB) BUILD=build/asan CC=$(CLANG) WERROR=-Werror SANITIZE=address \
	    CFLAGS='-O1 -g' all unit
	$(SUB) BUILD=build/fuzz CC=$(CLANG) SANITIZE=fuzzer CFLAGS='-O1 -g' \
	    fuzzers

check-asan: check-build
	@$(PROVE) $(addsuffix @asan,$(TESTS) $(addprefix unit/,$(UNITS)))

check-valgrind: check-build
	@$(PROVE) $(addsuffix @valgrind,$(filter-out $(PLAIN_ONLY),$(TESTS)) \
	    $(addprefix unit/,$(UNITS)))

# FUZZ_SECONDS for each target, then FUZZ_PAIRS round trips from a seed of their
# own.  A finding is left in build/fuzz/crash-*; a pair is printed as small as it
# gets, with the command that repeats it.
FUZZ_PAIRS = 20000
FUZZ_SECONDS = 300
fuzz: check-build
	tests/fuzz/run $(FUZZ_SECONDS)
	SM_PAIRS=$(FUZZ_PAIRS) SM_SEED=$${SM_SEED:-$$(date +%s)} \
	    tests/run tests/62-roundtrip.t

lint:
	mandoc -Tlint -W style man/*.[157] 2>&1 | grep -v -e 'not found' -e outdated; \
	    [ $$? = 1 ]
	shellcheck -s sh -S warning -e SC2238 -x -P SCRIPTDIR tests/*.t tests/lib.sh tests/run tests/demo.sh \
	    tests/servers/fetch \
	    tests/fuzz/run tests/bench/*.sh .ci/run
	$(if $(shell command -v zsh),zsh -n completions/_sm)
	$(if $(shell command -v fish),fish -n completions/sm.fish)
	bash -n completions/sm.bash

analyze:
	$(SUB) BUILD=build/analyze CC=$(GCC) CFLAGS='-O2 -g -fanalyzer' all

golden: all
	tests/10-golden.t --write

bench: all
	tests/bench/run.sh
	tests/bench/postgresql.sh

bench-online: all
	tests/bench/online.sh

demo: all
	@tests/demo.sh

# --- installing -------------------------------------------------------------
PAGES = $(wildcard man/*.[157])
FISHDIR = $(DATADIR)/fish/vendor_completions.d
BASHDIR = $(DATADIR)/bash-completion/completions
ZSHDIR = $(DATADIR)/zsh/site-functions
D = $(DESTDIR)
page_dir = $(MANDIR)/man$(subst .,,$(suffix $(1)))
INSTALL_DIRS = $(sort $(BINDIR) $(ZSHDIR) $(FISHDIR) $(BASHDIR) \
	$(foreach p,$(PAGES),$(call page_dir,$(p))))
# The directories that weren't there before, for uninstall.  Where DESTDIR is
# given that is a packager's staging area, and all of them are of our making.
MADE = $(DATADIR)/smartmigrate/made-directories
# Make's lists end at blanks: half of it would be installed somewhere else.
NO_BLANKS = $(foreach v,DESTDIR PREFIX BINDIR DATADIR MANDIR,$(if \
	$(word 2,x$($(v))x),$(error $(v) can't have a blank in it: "$($(v))")))

install: all
	$(NO_BLANKS)
	$(if $(D),,@new=$$(for d in $(INSTALL_DIRS) $(dir $(MADE)); do \
	    while [ ! -d "$$d" ]; do echo "$$d"; d=$$(dirname "$$d"); done; \
	done | sort -u); \
	[ -z "$$new" ] || { $(INSTALL) -d $(dir $(MADE)) && \
	    echo "$$new" >>$(MADE); })
	$(INSTALL) -d $(addprefix $(D),$(INSTALL_DIRS))
	$(INSTALL) -m 755 $(BINS) $(D)$(BINDIR)
	$(foreach p,$(PAGES),$(INSTALL) -m 644 $(p) $(D)$(call page_dir,$(p)) && ) :
	$(INSTALL) -m 644 completions/_sm $(D)$(ZSHDIR)
	$(foreach t,$(TOOLS),\
	    $(INSTALL) -m 644 completions/sm.bash $(D)$(BASHDIR)/$(t) && \
	    $(INSTALL) -m 644 completions/sm.fish $(D)$(FISHDIR)/$(t).fish && ) :

# A directory that holds something else by now stays.
uninstall:
	$(NO_BLANKS)
	rm -f $(addprefix $(D)$(BINDIR)/,$(TOOLS)) $(D)$(ZSHDIR)/_sm \
	    $(foreach p,$(PAGES),$(D)$(call page_dir,$(p))/$(notdir $(p))) \
	    $(foreach t,$(TOOLS),$(D)$(BASHDIR)/$(t) $(D)$(FISHDIR)/$(t).fish)
	$(if $(D),@for d in $(INSTALL_DIRS); do \
	    (cd $(D) 2>/dev/null && [ -d ".$$d" ] && \
	    rmdir -p ".$$d" 2>/dev/null) || :; done,\
	@[ ! -f $(MADE) ] || { made=$$(sort -ru $(MADE)) && rm $(MADE) && \
	    for d in $$made; do rmdir "$$d" 2>/dev/null || :; done; })

# --- a tarball, and a Debian package of it ----------------------------------
RELEASE = smartmigrate-$(VERSION)
DIST_DIR = build
TARBALL = $(DIST_DIR)/$(RELEASE).tar.gz
DEB_DIR = $(DIST_DIR)/deb

# The same bytes from the same files, whoever packs them when: sorted, of nobody,
# and as old as the last commit (or SOURCE_DATE_EPOCH).  What an unpacked tarball
# packs is that tarball again.
dist:
	@set -e; mkdir -p $(DIST_DIR); \
	if [ -e .git ]; then \
		[ -z "$$(git --no-optional-locks status --porcelain)" ] || echo >&2 \
		    'dist: warning: with changes that are not committed'; \
		git ls-files -co --exclude-standard >$(TARBALL).files; \
		: "$${SOURCE_DATE_EPOCH:=$$(git log -1 --format=%ct)}"; \
	else \
		find . -path ./build -prune -o ! -type d -print | \
		    sed 's|^\./||' >$(TARBALL).files; \
		: "$${SOURCE_DATE_EPOCH:=$$(stat -c %Y Makefile)}"; \
	fi; \
	LC_ALL=C sort -u $(TARBALL).files | \
	    while read -r f; do [ ! -e "$$f" ] || echo "$$f"; done | \
	    tar -cf $(TARBALL).tar --format=ustar --no-recursion -T - \
	    --mode=u=rwX,go=rX --mtime="@$$SOURCE_DATE_EPOCH" \
	    --owner=0 --group=0 --numeric-owner \
	    --transform='s|^|$(RELEASE)/|S'; \
	gzip -9n <$(TARBALL).tar >$(TARBALL).new; \
	rm $(TARBALL).files $(TARBALL).tar; \
	mv $(TARBALL).new $(TARBALL); \
	echo $(TARBALL)

# The packaging files are in .debian.
deb:
	@command -v dpkg-buildpackage >/dev/null || { echo 'deb: missing: run' \
	    'apt-get install --no-install-recommends $(DEB_DEPS)' >&2; exit 1; }
	@lack=$$(dpkg-checkbuilddeps .debian/control 2>&1) || { \
	    echo "deb: missing:$${lack##*:}; run apt-get install" \
	    "--no-install-recommends $(DEB_DEPS)" >&2; exit 1; }
	@$(MAKE) --no-print-directory dist
	rm -rf $(DEB_DIR)
	mkdir $(DEB_DIR)
	cp $(TARBALL) $(DEB_DIR)/smartmigrate_$(VERSION).orig.tar.gz
	tar -xzf $(TARBALL) -C $(DEB_DIR)
	cp -R $(DEB_DIR)/$(RELEASE)/.debian $(DEB_DIR)/$(RELEASE)/debian
	cd $(DEB_DIR)/$(RELEASE) && env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL \
	    -u MAKEOVERRIDES dpkg-buildpackage -us -uc -b -j$(JOBS)
	@ls $(DEB_DIR)/*.deb

clean:
	rm -rf build

help:
	@echo 'all         build/bin/sm-*'
	@echo 'deps        install what the build needs (test-deps: the tests too)'
	@echo 'demo        the pipeline on two SQLite databases'
	@echo 'check       gcc and clang without warnings, all tests, also under'
	@echo '            ASan and UBSan; check-asan check-valgrind: all under one'
	@echo 'fuzz        libFuzzer on every target, FUZZ_SECONDS each;'
	@echo '            FUZZ_PAIRS generated round trips'
	@echo 'lint        man pages, shell scripts, completions'
	@echo 'analyze     gcc -fanalyzer'
	@echo 'golden      write the expected output of tests/cases anew'
	@echo 'bench       time and memory of each filter beside jq -c'
	@echo 'bench-online  what a plan blocks, plain and online, on PostgreSQL'
	@echo 'install     to $$DESTDIR$$PREFIX; uninstall'
	@echo 'dist        build/$(RELEASE).tar.gz; deb: a Debian package of it'
	@echo 'clean       remove build'

endif
