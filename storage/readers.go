package storage

import (
	"context"
	"database/sql"
	"strings"
	"sync"
	"sync/atomic"
)

// readers is how many query-only connections SQLite has.
const readers = 4

// variable marks a list of no usual length: a statement for each length is not
// worth keeping. Other lists have a space after the comma.
const variable = "?,?"

// prepared is SQLite's pool of query-only connections, which prepare each of
// our finite statements once. A statement that comes after the limit is
// prepared each time.
type prepared struct {
	*sql.DB
	mu         sync.RWMutex
	statements map[string]*sql.Stmt
	count      *atomic.Uint64
}

func newPrepared(pool *sql.DB, count *atomic.Uint64) *prepared {
	return &prepared{DB: pool, statements: map[string]*sql.Stmt{}, count: count}
}

// statement returns the prepared form of a query, or nil when there is none.
func (p *prepared) statement(ctx context.Context, query string) *sql.Stmt {
	p.mu.RLock()
	stmt, full := p.statements[query], len(p.statements) >= statementLimit
	p.mu.RUnlock()
	if stmt != nil || full || strings.Contains(query, variable) {
		return stmt
	}
	stmt, err := p.PrepareContext(ctx, query)
	if err != nil {
		return nil // running it plainly tells the error
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if known := p.statements[query]; known != nil {
		_ = stmt.Close() //nolint:sqlclosecheck // the other one is kept
		return known
	}
	p.statements[query] = stmt
	return stmt
}

// GetDBConn lets gorm find the pool behind.
func (p *prepared) GetDBConn() (*sql.DB, error) { return p.DB, nil }

// ExecContext implements gorm.ConnPool.
func (p *prepared) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	p.count.Add(1)
	return p.DB.ExecContext(ctx, query, args...)
}

// QueryContext implements gorm.ConnPool.
func (p *prepared) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	p.count.Add(1)
	if stmt := p.statement(ctx, query); stmt != nil { //nolint:sqlclosecheck // it is kept
		return stmt.QueryContext(ctx, args...)
	}
	return p.DB.QueryContext(ctx, query, args...)
}

// QueryRowContext implements gorm.ConnPool.
func (p *prepared) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	p.count.Add(1)
	if stmt := p.statement(ctx, query); stmt != nil { //nolint:sqlclosecheck // it is kept
		return stmt.QueryRowContext(ctx, args...)
	}
	return p.DB.QueryRowContext(ctx, query, args...)
}
