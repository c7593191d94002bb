package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
)

// Deed is what somebody does to something, or reads of it.
type Deed struct {
	Actor   domain.Actor
	Action  string // the operation
	Subject string // "exp_…", "settings", "ship/en"; empty for what is made by it
	At      time.Time
}

// Done is what came of a deed: who did it, where nobody was known before, and what was made by it.
type Done struct {
	Actor   domain.Actor
	Subject string
}

// Witness runs do and writes down what it changed, in one transaction: both
// happened, or neither. do must be as for Once, of whose transaction it becomes
// a part.
func (db *DB) Witness(ctx context.Context, d Deed, do func(context.Context) (Done, error)) error {
	//nolint:contextcheck // do gets the transaction's context, which is the caller's
	return db.InTx(ctx, func(tx Tx) error {
		was, err := sketched(tx.DB, d.Action, d.Subject)
		if err != nil {
			return err
		}
		done, err := do(db.Within(tx.Statement.Context, tx))
		if err != nil {
			return err
		}
		return tx.writeDown(d.after(done), was)
	})
}

// WitnessApart runs do, which has transactions of its own, and then writes down
// what it changed: for what waits for others, or must be true before it is told.
func (db *DB) WitnessApart(ctx context.Context, d Deed, do func(context.Context) (Done, error)) error {
	was, err := sketched(db.reader(ctx), d.Action, d.Subject)
	if err != nil {
		return err
	}
	done, err := do(ctx)
	if err != nil {
		return err
	}
	d = d.after(done)
	if !d.Actor.Staff() && d.Actor.Role != domain.RoleExpert {
		return nil // customers and candidates are no actors of this log
	}
	return db.InTx(ctx, func(tx Tx) error { return tx.writeDown(d, was) })
}

func (d Deed) after(done Done) Deed {
	if done.Actor != (domain.Actor{}) {
		d.Actor = done.Actor
	}
	if d.Subject == "" {
		d.Subject = done.Subject
	}
	return d
}

// writeDown adds a change to the log: of what was and is, only what differs.
func (tx Tx) writeDown(d Deed, was map[string]string) error {
	is, err := sketched(tx.DB, d.Action, d.Subject)
	if err != nil {
		return err
	}
	for name, value := range is {
		if before, there := was[name]; there && before == value {
			delete(is, name)
			delete(was, name)
		}
	}
	before, err := json.Marshal(hushed(was))
	if err != nil {
		return fmt.Errorf("storage: write down %s: %w", d.Action, err)
	}
	after, err := json.Marshal(hushed(is))
	if err != nil {
		return fmt.Errorf("storage: write down %s: %w", d.Action, err)
	}
	_, err = tx.exec(`INSERT INTO audit_log (id, done_at, kind, actor_role, actor_id, action, subject, was, became)
		VALUES (?, ?, 'change', ?, ?, ?, ?, ?, ?)`, newLogID(), At(d.At), d.Actor.Role, d.Actor.ID, d.Action, d.Subject, string(before), string(after))
	return wrapped(err, "write down %s", d.Action)
}

// personal stands for what the log does not keep, so that it can be kept for ever.
const personal = "•"

// hushed has no personal values, whose columns the likenesses mark.
func hushed(row map[string]string) map[string]string {
	out := make(map[string]string, len(row))
	for name, value := range row {
		plain, private := strings.CutPrefix(name, "~")
		if private {
			value = personal
		}
		out[plain] = value
	}
	return out
}

// NoteRead writes down that somebody read something: once in an hour.
func (db *DB) NoteRead(ctx context.Context, d Deed) error {
	hour := d.At.UTC().Truncate(time.Hour).UnixMilli()
	var known int
	found, err := maybe(db.reader(ctx), &known, "SELECT 1 FROM audit_log WHERE kind = 'read' AND actor_id = ? AND action = ? AND subject = ? AND hour = ?",
		d.Actor.ID, d.Action, d.Subject, hour)
	if err != nil || found {
		return wrapped(err, "look for a reading of %s", d.Subject)
	}
	return db.InTx(ctx, func(tx Tx) error {
		_, err := tx.exec(`INSERT INTO audit_log (id, done_at, kind, actor_role, actor_id, action, subject, was, became, hour)
			VALUES (?, ?, 'read', ?, ?, ?, ?, '{}', '{}', ?)
			ON CONFLICT (actor_id, action, subject, hour) WHERE kind = 'read' DO NOTHING`,
			newLogID(), At(d.At), d.Actor.Role, d.Actor.ID, d.Action, d.Subject, hour)
		return wrapped(err, "write down that %s was read", d.Subject)
	})
}

// newLogID sorts as it was made.
func newLogID() string { return "log_" + uuid.Must(uuid.NewV7()).String() }

// sketched reads what the log tells of a thing: its columns as texts, without
// those that are nothing. What no likeness is drawn of is empty.
func sketched(q *gorm.DB, action, subject string) (map[string]string, error) {
	l, key := likenessOf(action, subject)
	if l.table == "" && l.query == "" {
		return map[string]string{}, nil
	}
	query, n := l.sql()
	var rows []struct{ Name, Value string }
	_, err := fetch(q, &rows, query, slices.Repeat([]any{key}, n)...)
	out := make(map[string]string, len(rows))
	for _, r := range rows {
		out[r.Name] = r.Value
	}
	return out, wrapped(err, "read %s for the log", subject)
}
