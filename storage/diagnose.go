package storage

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
)

// Diagnosis is what an operator should know about a database. Nothing of it
// changes anything but SQLite's own bookkeeping, so a server may run beside.
type Diagnosis struct {
	Engine    string // with its version
	Schema    int64  // the newest migration that is applied
	Known     int64  // the newest migration of this binary
	Integrity string // "ok", or what SQLite's quick_check found; PostgreSQL checks itself
	// Settings of the connections that are not as they must be.
	Settings []string
	// Clock is the database's clock; the machine's on SQLite.
	Clock time.Time
	// Drift is why the schema does not keep its promises, or nil.
	Drift error
	// Admins is how many people can administer, Founded whether there is a brand.
	Admins  int64
	Founded bool
	Lag     Lag
	Jobs    []LastRun
}

// LastRun is the last run of a job.
type LastRun struct {
	Job, Period, State, Note string
	StartedAt                time.Time
	Effects                  int64
}

// Diagnose looks at everything. Its error is that the database cannot be asked
// at all. What depends on the schema is left out when the schema is not ours.
func (db *DB) Diagnose(ctx context.Context) (d Diagnosis, err error) {
	for _, look := range []func(context.Context, *Diagnosis) error{db.lookAtEngine, db.lookAtVersion} {
		if err := look(ctx, &d); err != nil {
			return d, err
		}
	}
	if d.Schema != d.Known || d.Integrity != "ok" {
		return d, nil
	}
	d.Drift = db.Check(ctx)
	if d.Founded, err = db.founded(ctx); err != nil {
		return d, err
	}
	if d.Lag, err = db.OutboxLag(ctx); err != nil {
		return d, err
	}
	err = db.reader(ctx).Raw("SELECT COUNT(*) FROM people WHERE role = 'admin' AND disabled_at IS NULL AND password_hash <> ''").Row().Scan(&d.Admins)
	if err != nil {
		return d, fmt.Errorf("storage: count admins: %w", err)
	}
	d.Jobs, err = db.lastRuns(ctx)
	return d, err
}

func (db *DB) founded(ctx context.Context) (bool, error) {
	needed, err := db.Views().SetupNeeded(ctx)
	return !needed, err
}

func (db *DB) lookAtVersion(ctx context.Context, d *Diagnosis) error {
	return db.withProvider(func(p *goose.Provider) (err error) {
		if d.Schema, d.Known, err = p.GetVersions(ctx); err != nil {
			return fmt.Errorf("storage: read schema version: %w", err)
		}
		return nil
	})
}

// mustBe are the settings without which an acknowledged commit may be lost.
var mustBe = []struct{ name, lite, postgres string }{
	{"journal_mode", "wal", ""},
	{"synchronous", "2", ""},
	{"foreign_keys", "1", ""},
	{"recursive_triggers", "1", ""},
	{"fsync", "", "on"},
	{"full_page_writes", "", "on"},
	{"synchronous_commit", "", "on"},
}

func (db *DB) lookAtEngine(ctx context.Context, d *Diagnosis) error {
	version, show := "SELECT 'SQLite ' || sqlite_version()", "PRAGMA "
	if db.dialect == postgresDialect {
		version, show = "SELECT split_part(version(), ' on ', 1)", "SHOW "
	}
	var err error
	ask := func(query string) (answer string) {
		if err == nil {
			err = db.read.WithContext(ctx).Raw(query).Row().Scan(&answer)
		}
		return answer
	}
	d.Engine, d.Clock, d.Integrity = ask(version), db.now(), "ok"
	for _, s := range mustBe {
		want := s.lite
		if db.dialect == postgresDialect {
			want = s.postgres
		}
		if want == "" {
			continue
		}
		if got := ask(show + s.name); got != want && !strings.HasPrefix(got, "remote_") {
			d.Settings = append(d.Settings, fmt.Sprintf("%s is %s and must be %s", s.name, got, want))
		}
	}
	if db.dialect == postgresDialect {
		ms, _ := strconv.ParseInt(ask("SELECT (EXTRACT(EPOCH FROM clock_timestamp()) * 1000)::BIGINT::TEXT"), 10, 64)
		d.Clock = time.UnixMilli(ms).UTC()
	} else {
		d.Integrity = ask("PRAGMA quick_check(1)")
	}
	if err != nil {
		return fmt.Errorf("storage: ask the database about itself: %w", err)
	}
	return nil
}

// lastRuns lists the last run of every job that ever ran.
func (db *DB) lastRuns(ctx context.Context) (runs []LastRun, err error) {
	var rows []struct {
		Job, PeriodKey, State, Note string
		StartedAt, Effects          int64
	}
	err = db.reader(ctx).Raw(`SELECT job, period_key, state, note, started_at, effects FROM job_runs r
		WHERE started_at = (SELECT MAX(started_at) FROM job_runs WHERE job = r.job) ORDER BY job, period_key`).Scan(&rows).Error
	if err != nil {
		return nil, fmt.Errorf("storage: read what jobs did: %w", err)
	}
	for _, r := range rows {
		runs = append(runs, LastRun{r.Job, r.PeriodKey, r.State, r.Note, time.UnixMilli(r.StartedAt).UTC(), r.Effects})
	}
	return runs, nil
}
