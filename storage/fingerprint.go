package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/kennerhq/kenner/migrations"
)

// schema is a fingerprint: what keeps the promises, by name, with its
// definition. "trigger transfers_no_update", "constraint accounts.accounts_check".
type schema map[string]string

// Check refuses to go on when the schema lacks or changes what this binary's
// migrations made: a trigger, a unique index, a check. Call it after Migrate.
func (db *DB) Check(ctx context.Context) error {
	drift, err := db.schemaDrift(ctx)
	if err != nil {
		return err
	}
	if len(drift) == 0 {
		return nil
	}
	return fmt.Errorf("storage: the schema is not the one this kenner made, so its promises do not hold: %s; "+
		"restore a backup or mend it by hand", strings.Join(drift, ", "))
}

// schemaDrift says what is missing or changed against the shipped schema, and
// which triggers are unknown. Further tables and indexes are the operator's.
func (db *DB) schemaDrift(ctx context.Context) (drift []string, err error) {
	shipped, err := db.shippedOnce(ctx)
	if err != nil {
		return nil, err
	}
	actual, err := readSchema(ctx, db.reader(ctx).Statement.ConnPool, db.dialect)
	if err != nil {
		return nil, err
	}
	for name, body := range shipped {
		switch is, found := actual[name]; {
		case !found:
			drift = append(drift, name+" is missing")
		case is != body:
			drift = append(drift, name+" was changed")
		}
	}
	for name := range actual {
		if _, known := shipped[name]; !known && strings.HasPrefix(name, "trigger ") {
			drift = append(drift, name+" is unknown")
		}
	}
	slices.Sort(drift)
	return drift, nil
}

// shippedOnce remembers the shipped schema: a process never learns another.
func (db *DB) shippedOnce(ctx context.Context) (schema, error) {
	if known := db.shipped.Load(); known != nil {
		return *known, nil
	}
	built, err := db.shippedSchema(ctx)
	if err == nil {
		db.shipped.Store(&built)
	}
	return built, err
}

// shippedSchema is the fingerprint of an empty database that was just built:
// read from a file on SQLite, since building one was a third of a start and grew
// with each migration; in a schema that is rolled back on PostgreSQL, which writes
// definitions in its version's own words.
func (db *DB) shippedSchema(ctx context.Context) (built schema, err error) {
	if db.dialect == sqliteDialect {
		return parseSchema(migrations.SQLiteSchema)
	}
	script, err := db.upScript()
	if err != nil {
		return nil, err
	}
	pool, err := db.migrationPool()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, pool.Close()) }()
	tx, err := pool.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("storage: build a schema to compare with: %w", err)
	}
	defer func() { _ = tx.Rollback() }()
	scratch := fmt.Sprintf("kenner_check_%d", db.now().UnixNano())
	for _, step := range []string{"CREATE SCHEMA " + scratch, "SET LOCAL search_path = " + scratch, script} {
		if _, err := tx.ExecContext(ctx, step); err != nil {
			return nil, fmt.Errorf("storage: build a schema to compare with (the database user may create schemas?): %w", err)
		}
	}
	return readSchema(ctx, tx, postgresDialect)
}

// parseSchema reads a fingerprint as String writes it.
func parseSchema(text string) (schema, error) {
	read := schema{}
	for line := range strings.Lines(text) {
		name, body, found := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		if !found {
			return nil, fmt.Errorf("storage: the shipped schema: %q", line)
		}
		read[name] = body
	}
	return read, nil
}

// String is a line for each name, in order: the name, a tab and the definition,
// in which there is neither a tab nor a new line.
func (s schema) String() string {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(s)) {
		text.WriteString(name + "\t" + s[name] + "\n")
	}
	return text.String()
}

// upScript is every migration's way up, in order.
func (db *DB) upScript() (string, error) {
	files, _ := db.migrations()
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return "", fmt.Errorf("storage: read migrations: %w", err)
	}
	slices.Sort(names)
	var script strings.Builder
	for _, name := range names {
		body, err := fs.ReadFile(files, name)
		if err != nil {
			return "", fmt.Errorf("storage: read migrations: %w", err)
		}
		up, _, _ := strings.Cut(string(body), "-- +goose Down")
		script.WriteString(up + "\n")
	}
	return script.String(), nil
}

type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// readSchema takes the fingerprint of a database.
func readSchema(ctx context.Context, q querier, d dialect) (found schema, err error) {
	query := sqliteFingerprint
	if d == postgresDialect {
		query = postgresFingerprint
	}
	rows, err := q.QueryContext(ctx, query)
	if err != nil {
		return nil, fmt.Errorf("storage: read the schema: %w", err)
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	found = schema{}
	for rows.Next() {
		var kind, name, body string
		if err := rows.Scan(&kind, &name, &body); err != nil {
			return nil, fmt.Errorf("storage: read the schema: %w", err)
		}
		found[kind+" "+name] = strings.Join(strings.Fields(body), " ")
	}
	return found, rows.Err()
}

// sqliteFingerprint takes SQLite's own text of each table, index and trigger:
// checks and keys are inside.
const sqliteFingerprint = `SELECT type, name, sql FROM sqlite_schema
WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%'`

// postgresFingerprint reads the catalogue of the current schema. Definitions
// carry the schema's name only where the search path needs it, so they are equal
// in any schema.
const postgresFingerprint = `
SELECT 'column', c.relname || '.' || a.attname,
  format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
  || CASE WHEN a.attidentity <> '' THEN ' identity' ELSE '' END
  || COALESCE(' default ' || pg_get_expr(d.adbin, d.adrelid), '')
FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
  AND c.relname NOT LIKE 'goose\_%'
UNION ALL
SELECT 'constraint', c.relname || '.' || k.conname, pg_get_constraintdef(k.oid)
FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
WHERE c.relnamespace = current_schema()::regnamespace AND k.contype IN ('p', 'u', 'f', 'c') AND c.relname NOT LIKE 'goose\_%'
UNION ALL
SELECT 'index', c.relname,
  CASE WHEN i.indisunique THEN 'unique' ELSE '' END || ' on ' || t.relname || ' ('
  || (SELECT string_agg(pg_get_indexdef(i.indexrelid, n::int, true), ', ' ORDER BY n)
      FROM generate_series(1, i.indnkeyatts) AS n) || ')'
  || COALESCE(' where ' || pg_get_expr(i.indpred, i.indrelid), '')
FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
WHERE c.relnamespace = current_schema()::regnamespace AND t.relname NOT LIKE 'goose\_%'
UNION ALL
SELECT 'trigger', g.tgname, c.relname || ' ' || p.proname || ' ' || g.tgtype || ' ' || g.tgenabled::text
  || ' ' || md5(p.prosrc)
FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_proc p ON p.oid = g.tgfoid
WHERE c.relnamespace = current_schema()::regnamespace AND NOT g.tgisinternal`
