package storage

import (
	"context"
	"fmt"
	"strings"
)

// Finding is one row that breaks a promise.
type Finding struct {
	Rule   string `json:"rule"`  // R1 … R14, as in the list of promises
	Table  string `json:"table"` // where to look
	Row    string `json:"row"`   // its key
	Detail string `json:"detail"`
}

func (f Finding) String() string { return f.Rule + " " + f.Table + " " + f.Row + ": " + f.Detail }

// findingLimit bounds the findings of one rule.
const findingLimit = 100

// rule finds rows that break one promise. Its query returns their keys and what
// is wrong with them, and reads alike on both databases. Each is one statement,
// so that it sees one moment while use cases go on.
type rule struct{ name, table, query string }

// Reconcile runs every rule. No finding means that the books balance and the
// desk agrees with itself.
func (db *DB) Reconcile(ctx context.Context) (all []Finding, err error) {
	err = db.aside(ctx, func(ctx context.Context) error {
		all, err = db.reconcile(ctx)
		return err
	})
	return all, err
}

func (db *DB) reconcile(ctx context.Context) (all []Finding, err error) {
	for _, r := range rules() {
		found, err := db.findings(ctx, r)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	for _, check := range []func(context.Context) ([]Finding, error){db.drawFindings, db.campaignFindings, db.sealFindings, db.resultFindings, db.schemaFindings, db.fileFindings} {
		found, err := check(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

func (db *DB) findings(ctx context.Context, r rule) ([]Finding, error) {
	var rows []struct{ RowKey, Detail string }
	query := fmt.Sprintf("SELECT row_key, detail FROM (%s) AS found ORDER BY row_key, detail LIMIT %d", r.query, findingLimit)
	if err := db.reader(ctx).Raw(query).Scan(&rows).Error; err != nil {
		return nil, fmt.Errorf("storage: reconcile %s on %s: %w", r.name, r.table, err)
	}
	found := make([]Finding, len(rows))
	for i, row := range rows {
		found[i] = Finding{r.name, r.table, row.RowKey, row.Detail}
	}
	return found, nil
}

// schemaFindings is R12: the schema is the one that was shipped.
func (db *DB) schemaFindings(ctx context.Context) (found []Finding, err error) {
	drift, err := db.schemaDrift(ctx)
	for _, d := range drift {
		found = append(found, Finding{"R12", "schema", strings.Join(strings.Fields(d)[:2], " "), d})
	}
	return found, err
}

// fileFindings is R13: SQLite's own checks of the file. PostgreSQL enforces its
// foreign keys and has pg_amcheck.
func (db *DB) fileFindings(ctx context.Context) (found []Finding, err error) {
	if db.dialect == postgresDialect {
		return nil, nil
	}
	var orphans []struct {
		Table, Parent string
		Rowid         int64
	}
	if err := db.reader(ctx).Raw("PRAGMA foreign_key_check").Scan(&orphans).Error; err != nil {
		return nil, fmt.Errorf("storage: reconcile foreign keys: %w", err)
	}
	for _, o := range orphans {
		found = append(found, Finding{"R13", o.Table, fmt.Sprintf("rowid %d", o.Rowid), "points at a row of " + o.Parent + " that is not there"})
	}
	var damage []string
	if err := db.reader(ctx).Raw("PRAGMA quick_check(20)").Scan(&damage).Error; err != nil {
		return nil, fmt.Errorf("storage: reconcile the file: %w", err)
	}
	for _, d := range damage {
		if d != "ok" {
			found = append(found, Finding{"R13", "kenner.db", "file", d})
		}
	}
	return found, nil
}
