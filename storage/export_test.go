package storage

import (
	"context"

	"gorm.io/gorm"
)

// RawReader is the connection that Views read from.
func RawReader(db *DB) *gorm.DB { return db.read }

// Rollback takes every migration back.
func (db *DB) Rollback(ctx context.Context) error { return db.rollback(ctx) }

// Queued is how many use cases wait for SQLite's writer.
func (db *DB) Queued() int { return len(db.write.(*writer).queue) }

// Reader is what Views read from.
func Reader(ctx context.Context, db *DB) *gorm.DB { return db.Views().on(ctx) }
