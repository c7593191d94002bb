package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"slices"
	"syscall"

	"github.com/kennerhq/kenner/storage"
)

type doctorCommand struct{}

// Run looks at the installation and says what is wrong with it and what to do;
// it may run beside the server and changes nothing.
func (doctorCommand) Run(ctx context.Context, c *Config, t terminal) error {
	d := &doctor{c: c}
	for _, look := range []func(context.Context){
		d.program, d.settings, d.limits, d.folder, d.keys, d.database, d.redis, d.address,
	} {
		look(ctx)
	}
	sick := false
	for _, f := range d.found {
		sick = sick || f.State == sickState
		if c.JSON {
			if err := t.tell(f); err != nil {
				return err
			}
			continue
		}
		t.say("%-8s %-12s %s\n", f.State, f.Check, f.Says)
		if f.Do != "" {
			t.say("%-8s %-12s → %s\n", "", "", f.Do)
		}
	}
	if sick {
		return errFound
	}
	if !c.JSON {
		t.say("\nNothing stands in the way.\n")
	}
	return nil
}

// The states of a finding: only failed ends the command with 1.
const (
	wellState = "ok"
	warnState = "warning"
	sickState = "failed"
)

// finding is one thing that was looked at, in words for people.
type finding struct {
	Check string `json:"check"`
	State string `json:"state"`
	Says  string `json:"says"`
	Do    string `json:"do,omitempty"`
}

// doctor gathers what it finds.
type doctor struct {
	c     *Config
	found []finding
}

func (d *doctor) well(check, format string, args ...any) {
	d.found = append(d.found, finding{check, wellState, fmt.Sprintf(format, args...), ""})
}

func (d *doctor) warn(check, do, format string, args ...any) {
	d.found = append(d.found, finding{check, warnState, fmt.Sprintf(format, args...), do})
}

func (d *doctor) sick(check, do, format string, args ...any) {
	d.found = append(d.found, finding{check, sickState, fmt.Sprintf(format, args...), do})
}

// build is which program this is.
func build() (version, compiler string) {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown", "unknown"
	}
	version = info.Main.Version
	if i := slices.IndexFunc(info.Settings, func(s debug.BuildSetting) bool { return s.Key == "vcs.revision" }); i >= 0 {
		version += " " + info.Settings[i].Value
	}
	return version, info.GoVersion
}

func (d *doctor) program(context.Context) {
	version, compiler := build()
	d.well("program", "kenner %s, built with %s", version, compiler)
}

// Anyone in networks as wide as these can be a stranger.
const (
	widest4 = 8
	widest6 = 16
)

func (d *doctor) settings(context.Context) {
	before := len(d.found)
	trusted, err := d.c.proxies()
	if err != nil {
		d.sick("settings", "Write networks as 10.0.0.0/8.", "%v", err)
	}
	for _, p := range trusted {
		if p.Addr().Is4() && p.Bits() < widest4 || p.Addr().Is6() && p.Bits() < widest6 {
			d.sick("settings", "Name the network of your proxies alone.",
				"--trusted-proxies %s lets anybody on earth choose the address that rate limits count", p)
		}
	}
	if _, err := d.c.exempt(); err != nil {
		d.sick("settings", "Write networks as 10.0.0.0/8.", "%v", err)
	}
	if _, err := parseSpace(d.c.MinFree); err != nil {
		d.sick("settings", "Write an amount such as 64MB or 5%.", "%v", err)
	}
	if d.c.Limits == "off" {
		d.sick("settings", "Remove --limits off.", "rate limits are off: anybody may guess passwords as fast as they can")
	}
	if d.c.Redis != "" && d.c.Database == "" {
		d.warn("settings", "Remove --redis, or give --database for several nodes.", "--redis without --database: one node on SQLite does not need it")
	}
	if len(d.found) == before {
		d.well("settings", "they can be read and agree with each other")
	}
}

// What the server needs in open files: a socket each, and some for itself.
const (
	filesLeast = 1024
	filesGood  = 20_000 + 512
)

func (d *doctor) limits(context.Context) {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil {
		d.warn("files", "", "the limit of open files cannot be read: %v", err)
		return
	}
	const raise = "Raise it: LimitNOFILE=65536 in the unit, or ulimit -n 65536."
	switch {
	case l.Max < filesLeast:
		d.sick("files", raise, "a process may open %d files: every visitor takes one", l.Max)
	case l.Max < filesGood:
		d.warn("files", raise, "a process may open %d files, so that many people at once and no more", l.Max)
	default:
		d.well("files", "a process may open %d files", l.Max)
	}
}

// database opens it as a tool does, beside whoever serves it.
func (d *doctor) database(ctx context.Context) {
	db, err := storage.Open(ctx, storage.Config{Dir: d.c.Data, DatabaseURL: d.c.Database, Now: machine, Tool: true})
	if err != nil {
		do := "Start `kenner serve` once, which makes it; or name the right folder with --data."
		if d.c.Database != "" {
			do = "Is PostgreSQL running, and are host, name, user and password of --database right?"
		}
		d.sick("database", do, "%s", redacted(err.Error(), d.c))
		return
	}
	defer func() { _ = db.Close() }()
	found, err := db.Diagnose(ctx)
	if err != nil {
		d.sick("database", "If its file is damaged, restore a backup.", "%s", redacted(err.Error(), d.c))
		return
	}
	d.schema(found)
	if found.Schema == found.Known && found.Integrity == "ok" {
		d.events(found.Lag)
		d.jobs(found)
		d.brand(ctx, db, found)
	}
}
