# Each `##` comment behind a target is its line in `make help`.

SHELL       := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

GO          ?= go
PKG         ?= ./...
# Per package: what hangs ends here, on a machine that is busy with other things, too.
TIMEOUT     ?= 900s
FUZZTIME    ?= 20s
BENCHTIME   ?= 100ms
# `make cover` lists the functions of model/ covered less than this, in percent.
COVER_BELOW ?= 80
# What `make house` is run with: -report never fails, -all names everything.
HOUSE       ?=
# A mirror may be named here; govulncheck reads http(s):// and file:// addresses.
VULNDB      ?= https://vuln.go.dev

# The only place where the versions of the tools are written.
GOLANGCI    := $(GO) run github.com/golangci/golangci-lint/v2/cmd/golangci-lint@v2.15.0
GOVULNCHECK := $(GO) run golang.org/x/vuln/cmd/govulncheck@v1.9.0

.PHONY: help
help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

.PHONY: test
test: ## run all tests under the race detector
	$(GO) test -race -timeout=$(TIMEOUT) $(PKG)

.PHONY: check
check: ## check the simulator against the model
	$(GO) run ./cmd/ecsim check

.PHONY: lint
lint: gofmt vet golangci ## gofmt, go vet and golangci-lint

.PHONY: gofmt
gofmt:
	@bad=$$(gofmt -l .); if [ -n "$$bad" ]; then \
	  printf 'not formatted; run make fmt:\n%s\n' "$$bad" >&2; exit 1; fi

.PHONY: fmt
fmt: ## format the code
	$(GOLANGCI) fmt

.PHONY: vet
vet:
	$(GO) vet $(PKG)

.PHONY: golangci
golangci:
	$(GOLANGCI) run $(PKG)

# govulncheck ends with 3 for findings, which `go run` reports in words. What
# fails for another reason than an unreachable database fails here too.
.PHONY: vuln
vuln: ## look for known vulnerabilities; a warning where the database cannot be reached
	@rc=0; out=$$($(GOVULNCHECK) -db '$(VULNDB)' $(PKG) 2>&1) || rc=$$?; printf '%s\n' "$$out"; \
	if [ $$rc -ne 0 ] && ! grep -q '^exit status 3$$' <<<"$$out" && \
	   grep -q '^govulncheck: fetching vulnerabilities:' <<<"$$out"; then \
	  printf '\nWARNING: vulnerabilities were NOT checked: %s cannot be reached (VULNDB=… names a mirror)\n' '$(VULNDB)' >&2; \
	  exit 0; \
	fi; exit $$rc

.PHONY: cover
cover: ## print how much of model/ the tests cover
	@mkdir -p .cover
	$(GO) test -timeout=$(TIMEOUT) -coverpkg=./model/... -coverprofile=.cover/model.out $(PKG)
	@echo "functions of model/ covered less than $(COVER_BELOW) %:"
	@$(GO) tool cover -func=.cover/model.out | \
	  awk '$$1 != "total:" && $$3 + 0 < $(COVER_BELOW) { print "  " $$0 } $$1 == "total:" { print "model/ in all: " $$3 }'

.PHONY: bench
bench: ## run all benchmarks, each for BENCHTIME
	$(GO) test -run='^$$' -bench=. -benchmem -benchtime=$(BENCHTIME) $(PKG)

.PHONY: fuzz
fuzz: ## run each fuzz target for FUZZTIME
	@pkgs=$$($(GO) list $(PKG)); ran=0; \
	for pkg in $$pkgs; do \
	  names=$$($(GO) test -list='^Fuzz' "$$pkg"); \
	  for name in $$(grep '^Fuzz' <<<"$$names" || true); do \
	    echo "== $$pkg $$name"; \
	    $(GO) test -run='^$$' -fuzz="^$$name\$$" -fuzztime=$(FUZZTIME) "$$pkg"; ran=$$((ran + 1)); \
	  done; \
	done; echo "$$ran fuzz targets"

.PHONY: update
update: ## write the golden files anew; read the diff before you commit it
	@dirs=$$(grep -rlF --include='*_test.go' 'flag.Bool("update"' . | xargs -r -n1 dirname | sort -u || true); \
	if [ -z "$$dirs" ]; then echo 'no test defines the flag -update'; exit 0; fi; \
	set -x; $(GO) test $$dirs -update

.PHONY: witnesses
witnesses: ## search the model for the shortest sequence of each rule, effect and edge (half an hour)
	$(GO) run ./cmd/ecsim suite --write fixtures/sequences

.PHONY: crash
crash: ## kill the simulator at 200 random moments under load, and look what is there afterwards
	ECSIM_CRASH_ROUNDS=200 $(GO) test -run='^TestKillAtAnyMoment$$' -v -timeout=30m ./cmd/ecsim

.PHONY: soak
soak: ## 200,000 calls against the healthy simulator on each of its clocks
	ECSIM_SOAK_CALLS=200000 $(GO) test -run='^(TestHealthyOnEveryClock|TestTheModelAgreesWithItself)$$' -v -timeout=30m ./conformance

.PHONY: strangers
strangers: ## check the simulator in each of its worlds as a target that hides its control API
	ECSIM_HIDDEN_CALLS=$${ECSIM_HIDDEN_CALLS:-5000} $(GO) test -run='^TestTheHiddenSimulatorConforms$$' -v -timeout=60m ./conformance/target

.PHONY: house
house: ## measure rooms, knots of files, lists by hand; fail where a bar is broken
	@$(GO) run ./cmd/ecsim/internal/house $(HOUSE)

.PHONY: second
second: ## try the checker on a second implementation, clean and with 40 planted faults (hours)
	ECSIM_SECOND=$${ECSIM_SECOND:-all} $(GO) test -run='^TestTheCheckerOnTheSecondCloud$$' -v -parallel 2 -timeout=8h ./conformance/internal/secondcloud

.PHONY: tidy
tidy: ## tidy go.mod and go.sum
	$(GO) mod tidy

.PHONY: mutants
mutants: ## let the checker find every wrong model (half an hour; goes on where it stopped)
	@mkdir -p .mutants
	$(GO) run ./cmd/ecsim precedence --all --write .mutants/orders.yaml >.mutants/orders.txt
	$(GO) run ./cmd/ecsim mutants --orders .mutants/orders.yaml --resume .mutants/results.jsonl --json .mutants/score.json
