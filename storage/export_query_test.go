package storage

import "context"

// Fetch runs a query outside a transaction, as this package does.
func Fetch(ctx context.Context, db *DB, dst any, query string, args ...any) (int, error) {
	return fetch(db.reader(ctx), dst, query, args...)
}
