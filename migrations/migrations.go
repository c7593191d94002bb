// Package migrations holds the schema as numbered SQL files, in pairs: one
// folder for each database. A released file is never edited; a change is a new
// pair. The files are read by package storage alone.
package migrations

import "embed"

// SQLite holds the files of folder sqlite.
//
//go:embed sqlite/*.sql
var SQLite embed.FS

// Postgres holds the files of folder postgres.
//
//go:embed postgres/*.sql
var Postgres embed.FS

// SQLiteSchema is what the files of folder sqlite make of an empty database: a
// line for each table, index and trigger. A start compares its database with it.
//
//go:embed sqlite.schema
var SQLiteSchema string
