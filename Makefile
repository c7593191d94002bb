# Kenner. `make` alone prints this help.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

BIN      := bin/kenner
FRONTEND := frontend/dist/index.html
LISTEN   ?= 127.0.0.1:8080
MINUTES  ?= 60
ROUNDS   ?= 100
BUYERS   ?= 10000

# One set of flags for all that is built, so that each package is compiled once; -race alone needs another.
GOFLAGS  ?= -trimpath
export GOFLAGS
export CGO_ENABLED := 0

help: ## Print this help
	@grep -hE '^[a-z/_-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-12s %s\n", $$1, $$2}'

run: build ## Build, start the demo brand and print its addresses and logins
	$(BIN) demo --listen $(LISTEN)

build: toolchain $(FRONTEND) ## Build the frontend and the binary
	go build -o $(BIN) ./cmd/kenner

test: build bin/gotestsum bin/testreport ## Test everything: Go on SQLite, PostgreSQL and Redis, frontend units, browser stories
	.ci/need gcc chromium postgresql redis-server
	.ci/test

test/go: build bin/gotestsum bin/testreport ## Test the Go packages alone
	.ci/need gcc postgresql redis-server
	.ci/test go race tools

check: lint test ## All that CI runs

lint: verify toolchain bin/golangci-lint frontend/node_modules/.installed ## Lint Go and TypeScript
	bin/golangci-lint run ./...
	cd .ci/tools && ../../bin/golangci-lint run ./report
	cd frontend && npm run lint && npm run typecheck

fmt: bin/golangci-lint frontend/node_modules/.installed ## Format Go and TypeScript
	bin/golangci-lint fmt ./...
	cd frontend && npm run fmt

generate: frontend/node_modules/.installed ## Print the API description and make the client from it
	go run ./cmd/kenner openapi > api/openapi.yaml.new && mv api/openapi.yaml.new api/openapi.yaml
	cd frontend && npm run generate

verify: build ## Generated files, migration pairs, sizes and module files are as they should be
	$(BIN) openapi | diff -u api/openapi.yaml - || { echo "api/openapi.yaml is old: make generate"; exit 1; }
	diff <(ls migrations/sqlite) <(ls migrations/postgres) || { echo "A migration has no pair."; exit 1; }
	go mod tidy -diff
	git diff --exit-code -- frontend/package-lock.json
	cd frontend && npm run size

bench: build ## Speed: each ratio that matters with both measured sides, in about five minutes; JSON=1 for JSON lines
	go build -o bin/loadgen ./cmd/loadgen
	bin/loadgen bench --binary $(BIN) $(if $(JSON),--json)

bench/go: ## Benchmarks of the packages
	.ci/need postgresql redis-server
	.ci/with-servers go test -run '^$$' -bench . -benchmem ./domain/... ./storage/...

soak: build ## Play the demo for MINUTES=60: memory, goroutines and files must not grow
	go build -o bin/loadgen ./cmd/loadgen
	bin/loadgen soak --binary $(BIN) --for $(MINUTES)m

kill: build ## Kill the server under load ROUNDS=100 times on each database, and compare; SEED=… for the same moments
	.ci/need postgresql redis-server
	.ci/with-servers env KENNER_BINARY=$(CURDIR)/$(BIN) KENNER_KILL_ROUNDS=$(ROUNDS) KENNER_KILL_SEED=$(SEED) \
		go test -count=1 -v -timeout 60m -run '^TestKill' ./cmd/kenner

drop: build ## Kill the server twice while BUYERS=10000 run for the pieces of one drop, on each database
	.ci/need postgresql redis-server
	.ci/with-servers env KENNER_BINARY=$(CURDIR)/$(BIN) KENNER_KILL_BUYERS=$(BUYERS) \
		go test -count=1 -v -timeout 30m -run '^TestKillInADrop' ./cmd/kenner

dev: build ## The demo on :8080 and Vite with live reload beside it
	trap 'kill 0' EXIT; $(BIN) demo --listen $(LISTEN) & cd frontend && npm run dev

migration: ## Make a new pair of migrations: make migration name=add_something
	@test -n "$(name)" || { echo "usage: make migration name=add_something"; exit 2; }
	@n=$$(printf '%05d' $$((10#$$(ls migrations/sqlite/*.sql | tail -1 | sed 's|.*/||; s|_.*||') + 1))); \
	for d in sqlite postgres; do printf -- '-- +goose Up\n\n-- +goose Down\n' > migrations/$$d/$${n}_$(name).sql; echo migrations/$$d/$${n}_$(name).sql; done

toolchain:
	@.ci/toolchain

frontend/node_modules/.installed: frontend/package.json frontend/package-lock.json
	cd frontend && npm install --no-audit --no-fund
	touch $@

$(FRONTEND): frontend/node_modules/.installed api/openapi.yaml $(shell find frontend -path frontend/node_modules -prune -o -path frontend/dist -prune -o -path frontend/test-results -prune -o -path frontend/src/client -prune -o -type f -print 2>/dev/null)
	cd frontend && npm run generate && npm run build
	touch $@

bin/golangci-lint: .ci/tools/go.mod .ci/tools/go.sum
	cd .ci/tools && go build -o ../../$@ github.com/golangci/golangci-lint/v2/cmd/golangci-lint

bin/gotestsum: .ci/tools/go.mod .ci/tools/go.sum
	cd .ci/tools && go build -o ../../$@ gotest.tools/gotestsum

bin/testreport: .ci/tools/report/main.go
	cd .ci/tools && go build -o ../../$@ ./report

.PHONY: help run build test test/go check lint fmt generate verify bench bench/go soak kill drop dev migration toolchain
