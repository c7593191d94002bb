package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// BookCheck is what a check of the books found.
type BookCheck struct {
	ID       string    `json:"id"`
	BeganAt  Time      `json:"beganAt"`
	EndedAt  Time      `json:"endedAt"`
	By       string    `json:"by,omitempty" doc:"Who asked for it; empty: it ran by itself."`
	Count    int       `json:"count" doc:"How many findings."`
	Findings []Finding `json:"findings"`
}

// BookRule is one of the fourteen that the books are checked for.
type BookRule struct {
	Rule   string `json:"rule" doc:"R1 to R14; the list is in storage/README.md."`
	Checks int    `json:"checks" doc:"How many checks stand behind it on this installation; 0: there is nothing that could break it."`
}

// BookRules returns how each of R1 to R14 is checked here.
func (db *DB) BookRules() []BookRule {
	counts := map[string]int{"R4": 1, "R5": 1, "R7": 1, "R8": 1, "R12": 1} // the draws, the campaigns, the seal, what was published, the schema
	if db.dialect == sqliteDialect {
		counts["R13"] = 2
	}
	for _, r := range rules() {
		counts[r.name]++
	}
	all := make([]BookRule, 14)
	for i := range all {
		rule := fmt.Sprintf("R%d", i+1)
		all[i] = BookRule{rule, counts[rule]}
	}
	return all
}

// checksKept is how long people can read what a check found.
const checksKept = 90 * 24 * time.Hour

// CheckBooks reconciles and writes down what it found.
func (db *DB) CheckBooks(ctx context.Context, who domain.Actor, rt domain.Runtime) (BookCheck, error) {
	c := BookCheck{ID: rt.NewID("bck"), BeganAt: At(rt.Now()), By: who.ID}
	findings, err := db.Reconcile(ctx)
	if err != nil {
		return c, err
	}
	c.Findings, c.Count = append([]Finding{}, findings...), len(findings)
	c.EndedAt = At(rt.Now())
	document, err := json.Marshal(c.Findings)
	if err != nil {
		return c, fmt.Errorf("storage: check of the books: %w", err)
	}
	err = db.InTx(ctx, func(tx Tx) error {
		if _, err := tx.exec("DELETE FROM book_checks WHERE began_at < ?", At(c.BeganAt.Add(-checksKept))); err != nil {
			return err
		}
		_, err := tx.exec("INSERT INTO book_checks (id, began_at, ended_at, checked_by, findings, document) VALUES (?, ?, ?, ?, ?, ?)",
			c.ID, c.BeganAt, c.EndedAt, by(who), c.Count, string(document))
		return err
	})
	return c, wrapped(err, "keep a check of the books")
}

// BookChecks returns the last checks, the newest first and whole, the others without their findings.
func (v Views) BookChecks(ctx context.Context) ([]BookCheck, error) {
	var rows []struct {
		ID               string
		BeganAt, EndedAt Time
		CheckedBy        string
		Findings         int
		Document         string
	}
	err := v.all(ctx, &rows, `SELECT id, began_at, ended_at, checked_by, findings, document FROM book_checks ORDER BY began_at DESC, id DESC LIMIT 10`)
	if err != nil {
		return nil, err
	}
	checks := make([]BookCheck, len(rows))
	for i, r := range rows {
		checks[i] = BookCheck{ID: r.ID, BeganAt: r.BeganAt, EndedAt: r.EndedAt, By: r.CheckedBy, Count: r.Findings, Findings: []Finding{}}
		if r.CheckedBy == string(domain.RoleSystem) {
			checks[i].By = ""
		}
		if i > 0 {
			continue
		}
		if err := json.Unmarshal([]byte(r.Document), &checks[i].Findings); err != nil {
			return nil, fmt.Errorf("storage: check %s: %w", r.ID, err)
		}
	}
	return checks, nil
}
