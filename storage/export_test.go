package storage

import (
	"context"
	"strings"

	"github.com/pressly/goose/v3"
	"gorm.io/gorm"
)

// RawReader is the connection that Views read from.
func RawReader(db *DB) *gorm.DB { return db.read }

// Rollback takes every migration back.
func (db *DB) Rollback(ctx context.Context) error { return db.rollback(ctx) }

// MigrateTo brings the schema up to a version.
func (db *DB) MigrateTo(ctx context.Context, version int64) error {
	return db.withProvider(func(p *goose.Provider) error {
		_, err := p.UpTo(ctx, version)
		return err
	})
}

// Queued is how many use cases wait for SQLite's writer.
func (db *DB) Queued() int { return len(db.write.(*writer).queue) }

// Reader is what Views read from.
func Reader(ctx context.Context, db *DB) *gorm.DB { return db.Views().on(ctx) }

// FigureQueries are what Figures and JobRuns ask.
var FigureQueries = []string{figures, strings.ReplaceAll(lastRuns, "?", "'settle'")}

// CacheSizes are the page caches of SQLite's connections, as PRAGMA cache_size
// tells them: negative kibibytes.
func CacheSizes(ctx context.Context, db *DB) (writer, reader, aside int, err error) {
	const ask = "PRAGMA cache_size"
	err = db.topLevel(ctx, func(tx Tx) error { return tx.Raw(ask).Scan(&writer).Error })
	if err == nil {
		err = db.reader(ctx).Raw(ask).Scan(&reader).Error
	}
	if err == nil {
		err = db.aside(ctx, func(ctx context.Context) error { return db.reader(ctx).Raw(ask).Scan(&aside).Error })
	}
	return writer, reader, aside, err
}

// Sketches are the queries by which the audit log tells of things: by the prefix
// of their ids, or by the operation.
func Sketches() map[string]string {
	all := map[string]string{}
	for name, l := range likenesses {
		all[name+"_1"], _ = l.sql()
	}
	for name, l := range actions {
		all[name], _ = l.sql()
	}
	return all
}

// Sketch runs one of them.
func Sketch(ctx context.Context, db *DB, name string) error {
	_, err := sketched(db.reader(ctx), name, name)
	return err
}

// OnPostgres says which database is behind db.
func OnPostgres(db *DB) bool { return db.dialect == postgresDialect }

// SearchTerms is the query of the list of search terms.
var SearchTerms = searchTerms
