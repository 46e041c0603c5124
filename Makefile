# Two commands do everything: make generate, make test. The others are for
# maintainers; "make help" lists them.

GO ?= go
SOURCE ?= https://developer.spotify.com/_data/documentation/web-api/reference/open-api-schema.yml
STATICCHECK = $(GO) tool -modfile=tools/go.mod staticcheck
ACTIONLINT = $(GO) tool -modfile=tools/go.mod actionlint

# What runs concurrently, or might be made to by a caller.
RACED = ./gen/... ./internal/clienttest ./internal/faketest ./examples/... ./generator/resolve

# Modules of their own, beside the root.
MODULES = bench oracle spotifyredis examples/workers

.PHONY: generate test race exhaustive fuzz bench check lint update-golden spec stock help

generate: ## write gen/ from spec/ and overrides/
	$(GO) run ./cmd/spotgen generate

# The tests make and drop much, and are a quarter faster if memory is collected less often.
test: export GOGC ?= 400
test: stock ## run all tests, offline
	$(GO) test ./...
	@# The Go command does not see that files outside of the module have changed.
	$(GO) -C oracle test -count=1 ./...
	$(GO) -C spotifyredis test -count=1 ./...
	$(GO) -C examples/workers test -count=1 .

race: ## run the tests of what is concurrent under the race detector (needs a C compiler)
	$(GO) test -race $(RACED)
	$(GO) -C spotifyredis test -race ./...
	$(GO) test -race -run 'Determinism|CompareWithItself|CompareRuntimes|WriteConcurrently' ./generator
	$(GO) test -race -run Concurrently ./internal/codectest

exhaustive: ## run whole the tests of which make test runs a sample
	$(GO) test ./internal/codectest -exhaustive
	$(GO) test ./generator -run "HostileNames|Mutated|Mutations|Upstream|ChangedTypes" -exhaustive
	$(GO) -C oracle test -run Reports -exhaustive

FUZZTIME ?= 1m
fuzz: exhaustive ## run every fuzz target for FUZZTIME, by default 1m, and the tests of make exhaustive
	@set -e; for file in $$(git grep -l '^func Fuzz' -- '*_test.go'); do \
		for target in $$(sed -n 's/^func \(Fuzz[A-Za-z]*\)(.*/\1/p' $$file); do \
			echo "== $$target in $$(dirname $$file)"; \
			$(GO) -C $$(dirname $$file) test -run '^$$' -fuzz "^$$target\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 20x .; \
		done; \
	done

# With flags of the command in BENCH, docs/ stays as it is unless they name files in it.
BENCH ?= -chart ../docs/decode.svg -report ../docs/performance.md
bench: stock ## compare the speed of the codecs with that of others, and write that into docs/; BENCH=flags
	cd bench && $(GO) run . $(BENCH)

check: ## fail if gen/ is not what the generator writes
	$(GO) run ./cmd/spotgen check

lint: stock ## gofmt, vet, staticcheck, over emitted code too, and actionlint over the workflows
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	$(GO) vet ./...
	$(STATICCHECK) ./...
	$(GO) run ./cmd/spotgen lint
	$(ACTIONLINT) -shellcheck= -pyflakes= .github/workflows/*.yml
	@set -e; for module in $(MODULES); do \
		echo "== vet and staticcheck in $$module"; \
		$(GO) -C $$module vet ./...; \
		$(GO) -C $$module tool -modfile=$(CURDIR)/tools/go.mod staticcheck ./...; \
	done

update-golden: ## rewrite the wanted files of the golden tests
	$(GO) test ./generator -update

spec: ## fetch the published schema, generate, and report what that means; SOURCE=url or file, REPORT=file
	$(GO) run ./cmd/spotgen update $(if $(REPORT),--report="$(REPORT)") "$(SOURCE)"

stock: ## write the client of oapi-codegen that tests compare with; it is not committed
	@$(GO) -C oracle run ./makestock

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16
