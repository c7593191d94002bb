package storage

import (
	"context"
	"fmt"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/domain/rewards"
)

var _ rewards.Store = Tx{}

// Rewards runs fn with the Store of domain/rewards.
func (db *DB) Rewards(ctx context.Context, fn func(rewards.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

// Post books t. It reports false, and changes nothing, when t's key is booked
// already. It refuses with ledger.ErrInsufficient when the debit account holds
// too little; the caller's transaction must not be committed then.
func (tx Tx) Post(t ledger.Transfer) (first bool, err error) {
	if err := tx.openAccounts(t); err != nil {
		return false, fmt.Errorf("storage: post %s: %w", t.Key(), err)
	}
	n, err := tx.exec(`INSERT INTO transfers (id, key, debit_account, credit_account, amount, kind, source_type, source_id,
		rule_set, reverses_id, created_at, created_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (key) DO NOTHING`,
		t.ID(), t.Key(), t.Debit(), t.Credit(), t.Amount(), t.Kind(), t.Source().Type, t.Source().ID,
		orNull(t.RuleSet()), orNull(t.Reverses()), At(t.At()), by(t.By()))
	if err != nil || n == 0 {
		return false, wrapped(err, "post %s", t.Key())
	}
	if t.Debit().KeepsBalance() {
		n, err := tx.exec("UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance - ? >= floor",
			t.Amount(), t.Debit(), t.Amount())
		if err != nil {
			return false, wrapped(err, "post %s", t.Key())
		}
		if n == 0 {
			return false, ledger.ErrInsufficient
		}
	}
	if t.Credit().KeepsBalance() {
		if err := tx.change("UPDATE accounts SET balance = balance + ? WHERE id = ?", t.Amount(), t.Credit()); err != nil {
			return false, wrapped(err, "post %s", t.Key())
		}
	}
	err = tx.keepLots(t)
	return err == nil, wrapped(err, "post %s", t.Key())
}

// openAccounts makes the experts' accounts of t exist and holds them, in the
// order of their ids, so that two transfers never wait for each other.
func (tx Tx) openAccounts(t ledger.Transfer) error {
	kept := make([]ledger.Account, 0, 2)
	for _, a := range []ledger.Account{t.Debit(), t.Credit()} {
		if a.KeepsBalance() {
			kept = append(kept, a)
		}
	}
	const held = "SELECT id FROM accounts WHERE id IN ? ORDER BY id"
	var found []ledger.Account
	if err := tx.all(&found, held+tx.hold(), kept); err != nil || len(found) == len(kept) {
		return err
	}
	for _, a := range kept {
		_, err := tx.exec(`INSERT INTO accounts (id, owner_id, balance, may_be_negative, floor, created_at)
			VALUES (?, ?, 0, ?, ?, ?) ON CONFLICT (id) DO NOTHING`, a, a.Owner(), a.Floor() < 0, a.Floor(), At(t.At()))
		if err != nil {
			return err
		}
	}
	return tx.all(&found, held+tx.hold(), kept)
}

// by is how a row remembers who wrote it.
func by(a domain.Actor) string {
	if a.ID == "" {
		return string(a.Role)
	}
	return a.ID
}

// orNull turns a zero value into NULL.
func orNull[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

// wrapped says what failed; nil stays nil.
func wrapped(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("storage: "+format+": %w", append(args, err)...)
}
