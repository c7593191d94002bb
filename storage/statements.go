package storage

import (
	"context"
	"database/sql"
	"fmt"
	"sync/atomic"
)

// statementLimit bounds the statements that one connection keeps. Our SQL is
// finite but for lists of different lengths.
const statementLimit = 512

// statements is the writer's connection with its prepared statements: parsing
// is a third of the cost of a small write. It is used by one goroutine. It
// hides that a connection could begin a transaction, which gorm would otherwise
// do inside ours.
type statements struct {
	conn     *sql.Conn
	prepared map[string]*sql.Stmt
	count    *atomic.Uint64
}

func newStatements(conn *sql.Conn, count *atomic.Uint64) *statements {
	return &statements{conn, make(map[string]*sql.Stmt, statementLimit), count}
}

// get returns the statement of a query, prepared at most once.
func (s *statements) get(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt, ok := s.prepared[query]; ok {
		return stmt, nil
	}
	if len(s.prepared) >= statementLimit {
		s.forget()
	}
	stmt, err := s.conn.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s.prepared[query] = stmt
	return stmt, nil
}

func (s *statements) forget() {
	for query, stmt := range s.prepared {
		_ = stmt.Close()
		delete(s.prepared, query)
	}
}

// PrepareContext implements gorm.ConnPool.
func (s *statements) PrepareContext(ctx context.Context, query string) (*sql.Stmt, error) {
	return s.conn.PrepareContext(ctx, query)
}

// ExecContext implements gorm.ConnPool.
func (s *statements) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s.count.Add(1)
	if len(args) == 0 { // a script, or not worth keeping
		return s.conn.ExecContext(ctx, query)
	}
	stmt, err := s.get(ctx, query) //nolint:sqlclosecheck // it is kept
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// QueryContext implements gorm.ConnPool. The rows must be closed before the
// same query runs again.
func (s *statements) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s.count.Add(1)
	stmt, err := s.get(ctx, query) //nolint:sqlclosecheck // it is kept
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// QueryRowContext implements gorm.ConnPool.
func (s *statements) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	s.count.Add(1)
	stmt, err := s.get(ctx, query) //nolint:sqlclosecheck // it is kept
	if err != nil {                // the connection finds the same error and can put it into a Row
		return s.conn.QueryRowContext(ctx, query, args...)
	}
	return stmt.QueryRowContext(ctx, args...)
}

// command runs one of the writer's own statements, which have no arguments.
func (s *statements) command(ctx context.Context, query string) error {
	s.count.Add(1)
	stmt, err := s.get(ctx, query) //nolint:sqlclosecheck // it is kept
	if err == nil {
		_, err = stmt.ExecContext(ctx)
	}
	if err != nil {
		return fmt.Errorf("storage: %s: %w", query, err)
	}
	return nil
}

func (s *statements) close() error {
	s.forget()
	return s.conn.Close()
}
