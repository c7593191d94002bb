package storage

import (
	"context"
	"database/sql"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// IsPostgres tells the databases apart.
func IsPostgres(db *DB) bool { return db.dialect == postgresDialect }

// Tables lists our tables.
func Tables(ctx context.Context, db *DB) (names []string, err error) {
	query := "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%'"
	if IsPostgres(db) {
		query = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT LIKE 'goose_%'"
	}
	return names, db.read.WithContext(ctx).Raw(query).Scan(&names).Error
}

// Outline describes a schema in words that are equal for both databases.
func Outline(ctx context.Context, db *DB) (lines []string, err error) {
	tables, err := Tables(ctx, db)
	if err != nil {
		return nil, err
	}
	for _, table := range tables {
		lines = append(lines, "table "+table)
		describe := liteOutline
		if IsPostgres(db) {
			describe = pgOutline
		}
		more, err := describe(ctx, db, table)
		if err != nil {
			return nil, err
		}
		for _, l := range more {
			lines = append(lines, table+" "+l)
		}
	}
	slices.Sort(lines)
	return lines, nil
}

func liteOutline(ctx context.Context, db *DB, table string) (lines []string, err error) {
	q := db.read.WithContext(ctx)
	var columns []string
	err = q.Raw(`SELECT 'column ' || name || ' ' || lower(type) ||
		CASE WHEN "notnull" OR pk > 0 THEN ' not null' ELSE '' END FROM pragma_table_info(?)`, table).Scan(&columns).Error
	if err != nil {
		return nil, err
	}
	for _, c := range columns {
		c = strings.Replace(c, " blob", " bytea", 1)
		if table == "outbox" { // a rowid is 64 bits wide
			c = strings.Replace(c, "column id integer", "column id bigint", 1)
		}
		lines = append(lines, c)
	}
	var uniques []string
	err = q.Raw(`SELECT 'unique (' || (SELECT group_concat(name, ', ') FROM pragma_index_info(i.name)) || ')' ||
		CASE WHEN partial THEN ' partial' ELSE '' END FROM pragma_index_list(?) i WHERE "unique" AND origin <> 'pk'`, table).Scan(&uniques).Error
	if err != nil {
		return nil, err
	}
	var pk, sql string
	err = q.Raw(`SELECT 'primary (' || group_concat(name, ', ') || ')' FROM
		(SELECT name FROM pragma_table_info(?) WHERE pk > 0 ORDER BY pk)`, table).Row().Scan(&pk)
	if err != nil {
		return nil, err
	}
	if err = q.Raw("SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", table).Row().Scan(&sql); err != nil {
		return nil, err
	}
	sql = regexp.MustCompile(`--[^\n]*`).ReplaceAllString(sql, "")
	lines = append(append(lines, uniques...), pk,
		fmt.Sprintf("%d checks", len(regexp.MustCompile(`\bCHECK \(`).FindAllString(sql, -1))),
		fmt.Sprintf("%d foreign keys", strings.Count(sql, "REFERENCES")))
	return lines, nil
}

func pgOutline(ctx context.Context, db *DB, table string) (lines []string, err error) {
	q := db.read.WithContext(ctx)
	err = q.Raw(`SELECT 'column ' || a.attname || ' ' || format_type(a.atttypid, NULL) || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END
		FROM pg_attribute a WHERE a.attrelid = ?::regclass AND a.attnum > 0
		UNION ALL
		SELECT CASE WHEN indisprimary THEN 'primary (' ELSE 'unique (' END ||
		(SELECT string_agg(pg_get_indexdef(indexrelid, n::int, true), ', ' ORDER BY n) FROM generate_series(1, indnkeyatts) n) || ')' ||
		CASE WHEN indpred IS NULL THEN '' ELSE ' partial' END
		FROM pg_index WHERE indrelid = ?::regclass AND indisunique
		UNION ALL
		SELECT (SELECT COUNT(*) FROM pg_constraint WHERE conrelid = ?::regclass AND contype = 'c')::text || ' checks'
		UNION ALL
		SELECT (SELECT COUNT(*) FROM pg_constraint WHERE conrelid = ?::regclass AND contype = 'f')::text || ' foreign keys'`,
		table, table, table, table).Scan(&lines).Error
	return lines, err
}

// Disarm drops the triggers that keep transfers and timeline as they are.
func Disarm(db *DB) string {
	if IsPostgres(db) {
		return `DROP TRIGGER transfers_no_update ON transfers; DROP TRIGGER transfers_no_delete ON transfers;
			DROP TRIGGER timeline_entries_no_delete ON timeline_entries; DROP TRIGGER lot_uses_no_update ON lot_uses;
			DROP TRIGGER lot_uses_no_delete ON lot_uses; DROP TRIGGER seals_no_update ON seals; DROP TRIGGER seals_no_delete ON seals;
			DROP TRIGGER sealed_rows_no_update ON sealed_rows; DROP TRIGGER sealed_rows_no_delete ON sealed_rows;
			DROP TRIGGER audit_log_no_update ON audit_log; DROP TRIGGER audit_log_no_delete ON audit_log`
	}
	return "DROP TRIGGER transfers_no_update; DROP TRIGGER transfers_no_delete; DROP TRIGGER timeline_entries_no_delete; " +
		"DROP TRIGGER lot_uses_no_update; DROP TRIGGER lot_uses_no_delete; DROP TRIGGER seals_no_update; DROP TRIGGER seals_no_delete; " +
		"DROP TRIGGER sealed_rows_no_update; DROP TRIGGER sealed_rows_no_delete; DROP TRIGGER audit_log_no_update; DROP TRIGGER audit_log_no_delete"
}

// Names replaces what a tampering calls a row by the row's key.
func Names(ctx context.Context, db *DB) *strings.Replacer {
	var pairs []string
	add := func(name, query string) {
		var id string
		if err := db.read.WithContext(ctx).Raw(query).Row().Scan(&id); err != nil {
			panic(err)
		}
		pairs = append(pairs, name, id)
	}
	for _, kind := range []string{"award", "settle", "adjust", "return", "spend"} {
		add(":"+kind+" source", "SELECT source_id FROM transfers WHERE kind = '"+kind+"' ORDER BY id LIMIT 1")
		add(":"+kind, "SELECT id FROM transfers WHERE kind = '"+kind+"' ORDER BY id LIMIT 1")
	}
	add("the reservation", "SELECT id FROM transfers WHERE kind = 'reserve' ORDER BY id LIMIT 1")
	add("the pending award", "SELECT id FROM awards WHERE settled_at IS NULL")
	add("the reward", "SELECT id FROM rewards")
	add("the request", "SELECT id FROM redemptions WHERE state = 'requested'")
	add("the approved one", "SELECT id FROM redemptions WHERE state = 'approved'")
	return strings.NewReplacer(pairs...)
}

// WithoutForeignKeys runs a statement as a client would that never heard of them.
func WithoutForeignKeys(t *testing.T, db *DB, statement string) {
	t.Helper()
	pool, err := sql.Open(sqliteDriver, db.file())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = pool.Close() }()
	if _, err := pool.ExecContext(t.Context(), statement); err != nil {
		t.Fatal(err)
	}
}
