package main

import (
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// image is the database of a victim that lies still: what a crash has left.
type image struct {
	t     *testing.T
	when  string
	facts map[string]int
}

// twice finds what must be there once: each row of an answer is one too many.
var twice = map[string]string{
	"a message": `SELECT conversation_id || ' ' || client_id FROM timeline_entries WHERE client_id IS NOT NULL
		GROUP BY conversation_id, author_role, author_id, client_id HAVING COUNT(*) > 1`,
	"a question": `SELECT text FROM timeline_entries WHERE text LIKE 'Does it float?%' GROUP BY text HAVING COUNT(*) > 1`,
	"a rating": `SELECT conversation_id FROM timeline_entries WHERE kind = 'rating'
		GROUP BY conversation_id, episode HAVING COUNT(*) > 1`,
	"an award": `SELECT kind || ' ' || source FROM awards GROUP BY kind, source HAVING COUNT(*) > 1`,
	"a transfer": `SELECT kind || ' ' || source_id FROM transfers WHERE kind IN ('award', 'settle', 'reserve', 'spend', 'return')
		GROUP BY kind, source_id HAVING COUNT(*) > 1`,
}

// broken finds what must not be, not even for the moment of a crash.
var broken = map[string]string{
	"a timeline has a gap": `SELECT c.id FROM conversations c LEFT JOIN timeline_entries t ON t.conversation_id = c.id
		GROUP BY c.id, c.last_seq HAVING c.last_seq <> COUNT(t.seq) OR c.last_seq <> COALESCE(MAX(t.seq), 0)`,
	"the outbox has lost what an award is made of": `SELECT e.conversation_id FROM episodes e
		JOIN ratings r ON r.conversation_id = e.conversation_id AND r.episode = e.episode
		WHERE e.confirmed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM awards a
			WHERE a.kind = 'conversation' AND a.conversation_id = e.conversation_id AND a.episode = e.episode)
		AND NOT EXISTS (SELECT 1 FROM outbox o
			WHERE o.name = 'conversation.confirmed' AND o.payload LIKE '%' || e.conversation_id || '%')`,
	"points were settled and their award was not": `SELECT a.id FROM awards a
		LEFT JOIN transfers t ON t.source_id = a.id AND t.kind = 'settle'
		WHERE a.kind = 'conversation' AND a.settled_at IS NULL AND t.id IS NOT NULL`,
	"nobody could take an event": `SELECT name || ' ' || error FROM outbox WHERE dead_at IS NOT NULL`,
}

// effects are counted beside the answers that the idempotency keys of the
// senders have: each key has one effect, each effect its answer.
var effects = map[string][2]string{
	"questions":     {"SELECT COUNT(*) FROM timeline_entries WHERE text LIKE 'Does it float?%'", "k%-ask"},
	"ratings":       {"SELECT COUNT(*) FROM ratings", "k%-rate"},
	"redemptions":   {"SELECT COUNT(*) FROM redemptions", "k%-redeem"},
	"cancellations": {"SELECT COUNT(*) FROM redemptions WHERE state = 'cancelled'", "k%-back"},
}

// image reads the database behind the server's back. A SQLite file is copied
// first: the server that starts on it after a crash has to recover it alone.
func (v *victim) image(when string) *image {
	v.t.Helper()
	i := &image{v.t, when, map[string]int{}}
	db, options, err := v.open()
	if err != nil {
		v.t.Fatalf("%s: %v", when, err)
	}
	defer func() { _ = db.Close() }()
	// What the server sent before its end may still be on its way into PostgreSQL.
	tx, err := db.BeginTx(v.t.Context(), options)
	if err != nil {
		v.t.Fatalf("%s: %v", when, err)
	}
	defer func() { _ = tx.Rollback() }()
	if v.database() == "" {
		i.rows(tx, "the file is damaged", "SELECT integrity_check FROM pragma_integrity_check WHERE integrity_check <> 'ok'")
		i.rows(tx, "a reference points nowhere", `SELECT "table" || ' ' || "parent" FROM pragma_foreign_key_check`)
	}
	for what, query := range broken {
		i.rows(tx, what, query)
	}
	for what, query := range twice {
		i.facts["twice"] += i.rows(tx, what+" is there twice", query)
	}
	for what, of := range effects {
		i.count(tx, what, of[0])
		i.count(tx, what+" answered", "SELECT COUNT(*) FROM idempotency WHERE key LIKE '"+of[1]+"'")
	}
	return i
}

// compare finds keys with more or less than one effect since the image before,
// and returns how much is there more than once.
func (i *image) compare(before *image) (doubled int) {
	i.t.Helper()
	doubled = i.facts["twice"]
	for what := range effects {
		done, answered := i.facts[what]-before.facts[what], i.facts[what+" answered"]
		if done != answered {
			i.t.Errorf("%s: %d %s, and %d answers to their keys", i.when, done, what, answered)
		}
		doubled += max(done-answered, 0)
	}
	return doubled
}

func (v *victim) open() (*sql.DB, *sql.TxOptions, error) {
	if v.database() != "" {
		db, err := sql.Open("pgx", v.flags[3])
		return db, &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}, err
	}
	dir := v.t.TempDir()
	for _, name := range []string{"kenner.db", "kenner.db-wal"} {
		data, err := os.ReadFile(filepath.Join(v.data, name))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, name), data, 0o600)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, "kenner.db"))
	return db, nil, err
}

// rows reports every row that a query finds, and how many they are.
func (i *image) rows(db *sql.Tx, what, query string) (n int) {
	i.t.Helper()
	rows, err := db.QueryContext(i.t.Context(), query)
	if err != nil {
		i.t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	var found []string
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			i.t.Fatal(err)
		}
		found = append(found, s)
	}
	if err := rows.Err(); err != nil {
		i.t.Fatalf("%s: %v", query, err)
	}
	if len(found) > 0 {
		i.t.Errorf("%s: %s (%d): %s", i.when, what, len(found), strings.Join(found[:min(len(found), 5)], ", "))
	}
	return len(found)
}

func (i *image) count(db *sql.Tx, what, query string) {
	i.t.Helper()
	var n int
	if err := db.QueryRowContext(i.t.Context(), query).Scan(&n); err != nil {
		i.t.Fatal(fmt.Errorf("%s: %w", query, err))
	}
	i.facts[what] = n
}

// settling looks at a database, while the server starts on it, for settlement.
type settling struct {
	v      *victim
	db     *sql.DB
	before int
}

func (s settling) count() (n int) {
	if s.db.QueryRowContext(s.v.t.Context(), "SELECT COUNT(*) FROM awards WHERE settled_at IS NOT NULL").Scan(&n) != nil {
		return -1
	}
	return n
}

// settled counts the awards that are settled, from outside and without a trace.
func (v *victim) settled() settling {
	v.t.Helper()
	driver, source := "sqlite", "file:"+filepath.Join(v.data, "kenner.db")+"?mode=ro"
	if v.database() != "" {
		driver, source = "pgx", v.flags[3]
	}
	db, err := sql.Open(driver, source)
	if err != nil {
		v.t.Fatal(err)
	}
	s := settling{v: v, db: db}
	s.before = s.count()
	return s
}

// awaitMore waits until one more is settled, but not for long: not every start
// has something to settle.
func (s settling) awaitMore() {
	for began := time.Now(); s.count() <= s.before && time.Since(began) < 2*time.Second; {
		<-time.After(time.Millisecond)
	}
	_ = s.db.Close()
}
