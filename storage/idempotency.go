package storage

import (
	"context"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// idempotencyAge is how long an answer is kept for repetition.
const idempotencyAge = 24 * time.Hour

// ErrIdempotencyMismatch refuses a key that came before with another request.
var ErrIdempotencyMismatch = domain.Refuse(domain.Invalid, "idempotency_mismatch",
	"This idempotency key was used for another request. Use a new key.")

// ErrInFlight refuses a repetition while the first is still being worked on.
var ErrInFlight = &domain.Error{
	Kind: domain.Conflict, Code: "in_flight",
	Detail: "The first request with this idempotency key has no answer yet. Try again shortly.", RetryAfter: time.Second,
}

// Once gives a request one effect and one answer, however often it comes.
//
// do runs inside one transaction with the record of its answer, so that no
// crash can part them: InTx and Views join it through do's context. do must be
// restartable and must not block, as a closure of InTx. Its error rolls
// everything back, and the key stays free.
//
// scope is the caller and the operation: another caller's key never answers.
// A known key returns its stored response and replayed; with another
// requestHash it refuses with ErrIdempotencyMismatch. While the first is in
// flight it refuses with ErrInFlight (PostgreSQL) or waits (SQLite).
func (db *DB) Once(ctx context.Context, scope, key, requestHash string,
	do func(ctx context.Context) ([]byte, error),
) (response []byte, replayed bool, err error) {
	//nolint:contextcheck // do gets the transaction's context, which is the caller's
	err = db.InTx(ctx, func(tx Tx) error {
		response, replayed = nil, false
		if err := tx.claimKey(scope, key); err != nil {
			return err
		}
		known, err := tx.answered(scope, key)
		if err != nil {
			return err
		}
		if known != nil {
			response, replayed = []byte(known.Response), true
			return known.matches(requestHash)
		}
		if response, err = do(db.Within(tx.Statement.Context, tx)); err != nil {
			return err
		}
		_, err = tx.exec("INSERT INTO idempotency (scope, key, request_hash, response, created_at) VALUES (?, ?, ?, ?, ?)",
			scope, key, requestHash, string(response), tx.state.nowMs)
		return err
	})
	if err != nil {
		return nil, false, err
	}
	return response, replayed, nil
}

// claimKey makes this transaction the only one that works on the key.
func (tx Tx) claimKey(scope, key string) error {
	if tx.state.dialect == sqliteDialect {
		return nil // the only writer
	}
	var ours bool
	err := tx.Raw("SELECT pg_try_advisory_xact_lock(hashtextextended(current_schema() || ' ' || ? || ' ' || ?, 0))",
		scope, key).Row().Scan(&ours)
	if err != nil {
		return fmt.Errorf("storage: claim idempotency key: %w", err)
	}
	if !ours {
		return ErrInFlight
	}
	return nil
}

type answer struct {
	RequestHash string
	Response    string
	CreatedAt   int64
}

func (a answer) matches(requestHash string) error {
	if a.RequestHash != requestHash {
		return ErrIdempotencyMismatch
	}
	return nil
}

// answered returns the stored answer, or nil. One that is too old is removed.
func (tx Tx) answered(scope, key string) (*answer, error) {
	var a answer
	found, err := tx.maybe(&a, "SELECT request_hash, response, created_at FROM idempotency WHERE scope = ? AND key = ?", scope, key)
	if err != nil || !found {
		return nil, err
	}
	if a.CreatedAt > tx.state.nowMs-idempotencyAge.Milliseconds() {
		return &a, nil
	}
	_, err = tx.exec("DELETE FROM idempotency WHERE scope = ? AND key = ?", scope, key)
	return nil, err
}

// PruneIdempotency removes the answers that are too old to count, and returns
// how many there were. Cron calls it.
func (db *DB) PruneIdempotency(ctx context.Context) (removed int64, err error) {
	err = db.InTx(ctx, func(tx Tx) error {
		removed, err = tx.exec("DELETE FROM idempotency WHERE created_at <= ?", tx.state.nowMs-idempotencyAge.Milliseconds())
		return err
	})
	return removed, err
}
