package storage_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// Whatever is tried in whatever order, the books balance and nobody owes.
func TestTheBooksAlwaysBalance(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		experts := []domain.ExpertID{p.expert(1), p.expert(1)}
		rapid.Check(t, func(rt *rapid.T) {
			type movement func(ledger.Fact, domain.ExpertID, domain.Points) (ledger.Transfer, error)
			ruled := func(m func(ledger.Fact, domain.ExpertID, domain.Points, int) (ledger.Transfer, error)) movement {
				return func(f ledger.Fact, e domain.ExpertID, n domain.Points) (ledger.Transfer, error) { return m(f, e, n, 1) }
			}
			movements := []movement{
				ruled(ledger.Award), ruled(ledger.Settle), ruled(ledger.AdjustUp), ruled(ledger.AdjustDown),
				ledger.Reserve, ledger.Spend, ledger.Return,
			}
			for range rapid.IntRange(1, 8).Draw(rt, "transfers") {
				move := movements[rapid.IntRange(0, len(movements)-1).Draw(rt, "movement")]
				e := experts[rapid.IntRange(0, 1).Draw(rt, "expert")]
				amount := domain.Points(rapid.Int64Range(1, 20).Draw(rt, "amount"))
				err := p.post(t.Context(), func(f ledger.Fact) (ledger.Transfer, error) { return move(f, e, amount) })
				if err != nil && !errors.Is(err, ledger.ErrInsufficient) {
					rt.Fatal(err)
				}
			}
		})
		p.balanced()
		if p.count("SELECT COUNT(*) FROM transfers") == 0 {
			t.Fatal("nothing was booked")
		}
	})
}

func TestAFactIsBookedOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		var first atomic.Int64
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				transfer, err := ledger.Award(ledger.Fact{
					ID: domain.TransferID(p.rt.NewID("tfr")), Key: "award:cnv_1:1",
					Source: ledger.Source{Type: "award", ID: "awd_1"}, At: p.clock.Now(), By: domain.System,
				}, e, 10, 1)
				if err != nil {
					t.Error(err)
				}
				err = db.InTx(context.Background(), func(tx storage.Tx) error {
					posted, err := tx.Post(transfer)
					if posted {
						first.Add(1)
					}
					return err
				})
				if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := p.purse(e); got != [3]int64{10, 0, 0} || first.Load() != 1 {
			t.Fatalf("%d were first, the purse holds %v", first.Load(), got)
		}
		p.balanced()
	})
}

func TestWhatCannotBePaidIsRefused(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		p.give(e, 350)
		var paid atomic.Int64
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				err := p.post(context.Background(), func(f ledger.Fact) (ledger.Transfer, error) { return ledger.Reserve(f, e, 100) })
				switch {
				case err == nil:
					paid.Add(1)
				case !errors.Is(err, ledger.ErrInsufficient):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got := p.purse(e); paid.Load() != 3 || got != [3]int64{0, 50, 300} {
			t.Fatalf("%d were paid, the purse holds %v", paid.Load(), got)
		}
		p.balanced()
	})
}

// Points that go there and back at once: accounts are taken in one order, so
// that nobody waits in a circle.
func TestTransfersBothWaysDoNotMeet(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		p.give(e, 1000)
		p.must(p.post(t.Context(), func(f ledger.Fact) (ledger.Transfer, error) { return ledger.Reserve(f, e, 500) }))
		var wg sync.WaitGroup
		for i := range 10 {
			wg.Go(func() {
				for range 25 {
					err := p.post(context.Background(), func(f ledger.Fact) (ledger.Transfer, error) {
						if i%2 == 0 {
							return ledger.Reserve(f, e, 1)
						}
						return ledger.Return(f, e, 1)
					})
					if err != nil {
						t.Error(err)
						return
					}
				}
			})
		}
		wg.Wait()
		if got := p.purse(e); got != [3]int64{0, 500, 500} {
			t.Errorf("the purse holds %v", got)
		}
		p.balanced()
	})
}

func TestABookedTransferStays(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		p.give(p.expert(1), 10)
		const copied = `INSERT INTO transfers SELECT id, key, debit_account, credit_account, 1, kind, source_type, source_id, rule_set,
			reverses_id, created_at, created_by FROM transfers`
		attempts := map[string]string{
			"changed":                     "UPDATE transfers SET amount = 1",
			"removed":                     "DELETE FROM transfers",
			"written again":               copied,
			"of nothing":                  "INSERT INTO transfers (id, key, debit_account, credit_account, amount, kind, source_type, source_id, created_at, created_by) VALUES ('tfr_x', 'x', 'programme:issued', 'programme:expired', 0, 'expire', 'x', 'x', 0, 'x')",
			"to where it came from":       "INSERT INTO transfers (id, key, debit_account, credit_account, amount, kind, source_type, source_id, created_at, created_by) VALUES ('tfr_x', 'x', 'programme:issued', 'programme:issued', 1, 'expire', 'x', 'x', 0, 'x')",
			"to an account that is none":  "INSERT INTO transfers (id, key, debit_account, credit_account, amount, kind, source_type, source_id, created_at, created_by) VALUES ('tfr_x', 'x', 'programme:issued', 'nowhere', 1, 'expire', 'x', 'x', 0, 'x')",
			"and a balance is below zero": "UPDATE accounts SET balance = -1 WHERE owner_id <> 'programme'",
			"and a rule set is rewritten": "UPDATE rule_sets SET body = '{}'",
			"replaced": map[bool]string{
				true:  "INSERT OR REPLACE" + copied[len("INSERT"):],
				false: "TRUNCATE transfers",
			}[db.Dir() != ""],
		}
		for name, sql := range attempts {
			if err := storagetest.TryExec(t.Context(), db, sql); err == nil {
				t.Errorf("a transfer was %s", name)
			}
		}
		p.balanced()
	})
}
