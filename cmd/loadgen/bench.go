package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// bench measures the ratios of the speed table in the README against servers of
// its own, on copies of one data folder with 300 experts, 10,000 conversations
// and 100,000 messages.
type bench struct {
	Binary string   `default:"bin/kenner" type:"existingfile" help:"The kenner to measure."`
	JSON   bool     `help:"One JSON value a line."`
	Only   []string `placeholder:"PART,…" help:"Only these parts: posts, received, sockets, start, offers, idle."`
	Rounds int      `default:"3" help:"How often compared runs take turns."`

	dir  string
	base string // the filled folder; parts work on copies
}

// part is some lines that are measured together.
type part struct {
	name    string
	measure func(context.Context) ([]ratio, error)
}

func (b *bench) parts() []part {
	return []part{
		{"posts", b.posts}, {"received", b.received}, {"offers", b.offers}, {"sockets", b.sockets}, {"start", b.cold}, {"idle", b.idle},
	}
}

// Run prints every line as soon as it is measured. A part that fails does not
// keep the others from being measured.
func (b *bench) Run(ctx context.Context) (err error) {
	if b.dir, err = os.MkdirTemp("", "kenner-bench-"); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(b.dir)) }()
	if err := b.install(); err != nil {
		return err
	}
	if err := b.fill(ctx); err != nil {
		return err
	}
	var failures error
	for _, p := range b.parts() {
		if len(b.Only) > 0 && !slices.Contains(b.Only, p.name) {
			continue
		}
		lines, err := p.measure(ctx)
		if err != nil {
			failures = errors.Join(failures, failed("%s: %w", p.name, err))
		}
		for _, l := range lines {
			if err := l.print(os.Stdout, b.JSON); err != nil {
				return err
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	return failures
}

// install copies the program piece by piece, as an installation does and as a
// disk is read: what was written at once, as by a linker, Linux holds in pieces of
// two megabytes, and who touches one byte of such a piece is said to hold it all.
func (b *bench) install() (err error) {
	const piece = 128 << 10
	program, err := os.ReadFile(b.Binary)
	if err != nil {
		return err
	}
	b.Binary = filepath.Join(b.dir, "kenner")
	to, err := os.OpenFile(b.Binary, os.O_CREATE|os.O_WRONLY, 0o700) //nolint:gosec // it is run
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	for part := range slices.Chunk(program, piece) {
		if _, err := to.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// fill makes the data folder that every part gets a copy of.
func (b *bench) fill(ctx context.Context) error {
	b.base = filepath.Join(b.dir, "base")
	s, err := start(ctx, b.Binary, "demo", b.base, "--quiet")
	if err != nil {
		return err
	}
	s.stop()
	return filling{Experts: 300, Conversations: 10_000, Messages: 10}.fill(ctx, b.base, s.demo, b.logins())
}

// logins is the file with the logins of the filled folder.
func (b *bench) logins() string { return filepath.Join(b.dir, "logins.json") }

// copied is a folder of one part's own.
func (b *bench) copied(name string) (string, error) {
	dir := filepath.Join(b.dir, name)
	return dir, copyFolder(b.base, dir)
}

// serve starts a server on a folder of its own.
func (b *bench) serve(ctx context.Context, name string, flags ...string) (*server, error) {
	dir, err := b.copied(name)
	if err != nil {
		return nil, err
	}
	return b.serveFolder(ctx, dir, flags...)
}

func (b *bench) serveFolder(ctx context.Context, dir string, flags ...string) (*server, error) {
	s, err := start(ctx, b.Binary, "serve", dir, append(slices.Clone(loadFlags), flags...)...)
	if err != nil {
		return nil, err
	}
	s.demo = b.logins()
	return s, nil
}

// runs is what one kind of run measured, in turns with others.
type runs []report

func (r runs) of(value func(report) float64) float64 {
	all := make([]float64, len(r))
	for i, one := range r {
		all[i] = value(one)
	}
	return median(all)
}

func (r runs) perSecond() float64 { return r.of(func(x report) float64 { return x.PerSecond }) }
func (r runs) cpu() float64       { return r.of(func(x report) float64 { return x.CPU }) }

// turn is one kind of run.
type turn struct {
	name    string
	measure func(context.Context) (report, error)
}

// inTurns runs A B C A B C … and returns what each measured. The first failure
// of a kind ends that kind alone.
func (b *bench) inTurns(ctx context.Context, turns ...turn) (all map[string]runs, failures map[string]error) {
	all, failures = map[string]runs{}, map[string]error{}
	for range b.Rounds {
		for _, t := range turns {
			if failures[t.name] != nil || ctx.Err() != nil {
				continue
			}
			r, err := t.measure(ctx)
			if err == nil && r.Errors > 0 {
				err = failed("%d of %d failed: %s", r.Errors, r.Errors+r.Operations, r.FirstError)
			}
			if err != nil {
				failures[t.name] = err
				continue
			}
			all[t.name] = append(all[t.name], r)
		}
	}
	return all, failures
}

// What others were measured to need on a machine of this kind, in
// microseconds of CPU an operation.
const (
	libredeskPost  = 4734
	libredeskList  = 796
	pocketBasePost = 723
)

// How long one run takes.
const (
	longRun  = 4 * time.Second
	shortRun = 2 * time.Second
	pressers = 64
)
