package storage_test

import (
	"context"
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestEveryStatementIsCounted asks through each way to the database.
func TestEveryStatementIsCounted(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		var n int
		ask := func(what string, way func() error) {
			before := db.Stats().Statements
			if err := way(); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			if after := db.Stats().Statements; after <= before {
				t.Errorf("%s: %d statements before, %d after", what, before, after)
			}
		}
		ask("a reader's command", func() error { return storage.Reader(t.Context(), db).Exec("SELECT 1").Error })
		ask("a reader's row", func() error { return storage.Reader(t.Context(), db).Raw("SELECT 1").Row().Scan(&n) })
		ask("a reader's rows", func() error { _, err := db.Views().Figures(t.Context()); return err })
		ask("a use case that asks nothing", func() error { return db.InTx(t.Context(), func(storage.Tx) error { return nil }) })
		for what, way := range map[string]func(storage.Tx) error{
			"a use case's command": func(tx storage.Tx) error { return note(tx, "1") },
			"a use case's script":  func(tx storage.Tx) error { return tx.Exec("SELECT 1").Error },
			"a use case's row":     func(tx storage.Tx) error { return tx.Raw("SELECT 1").Row().Scan(&n) },
			"a use case's rows":    func(tx storage.Tx) error { return tx.Raw("SELECT 1").Scan(&n).Error },
		} {
			err := db.InTx(t.Context(), func(tx storage.Tx) error {
				ask(what, func() error { return way(tx) })
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		before := db.Stats().Statements
		if after := db.Stats().Statements; after != before {
			t.Errorf("reading the numbers asks the database: %d, %d", before, after)
		}
	})
}

func TestEveryCommitIsTold(t *testing.T) {
	t.Parallel()
	storagetest.EachConfig(t, func(t *testing.T, c storage.Config) {
		var commits, useCases atomic.Int64
		c.Committing = func() func(int) {
			return func(n int) {
				commits.Add(1)
				useCases.Add(int64(n))
			}
		}
		db := storagetest.OpenConfig(t, c)
		for _, outcome := range []error{nil, errMind, nil} {
			if err := db.InTx(t.Context(), func(storage.Tx) error { return outcome }); !errors.Is(err, outcome) {
				t.Fatal(err)
			}
		}
		// A use case that changes its mind is still one of a batch on SQLite.
		if n, of := commits.Load(), useCases.Load(); n < 2 || of != n {
			t.Errorf("%d use cases in %d commits", of, n)
		}
	})
}

func TestABatchIsTold(t *testing.T) {
	t.Parallel()
	var largest atomic.Int64
	db := storagetest.OpenConfig(t, storage.Config{Dir: t.TempDir(), Committing: func() func(int) {
		return func(n int) { largest.Store(max(largest.Load(), int64(n))) }
	}})
	release := block(t, db)
	done := make(chan error)
	for range 5 {
		go func() { done <- db.InTx(context.WithoutCancel(t.Context()), func(storage.Tx) error { return nil }) }()
	}
	waitQueued(t, db, 5)
	if n := db.Stats().Queued; n != 5 {
		t.Errorf("%d use cases wait instead of 5", n)
	}
	release()
	for range 5 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	if n := largest.Load(); n != 5 {
		t.Errorf("the largest batch had %d use cases", n)
	}
}

func TestARefusedUseCaseIsCounted(t *testing.T) {
	t.Parallel()
	db := storagetest.OpenConfig(t, storage.Config{Dir: t.TempDir(), QueueLimit: 1, QueueWait: 20 * time.Millisecond})
	release := block(t, db)
	before := db.Stats().Refused["overloaded"]
	for range 3 {
		_ = db.InTx(t.Context(), func(tx storage.Tx) error { return note(tx, "late") })
	}
	release()
	if n := db.Stats().Refused["overloaded"] - before; n != 3 {
		t.Errorf("%d refusals instead of 3", n)
	}
}

func TestDeliveriesAndFailedTriesAreCounted(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		var failed atomic.Bool
		db.Outbox().Subscribe("fact.happened", func(context.Context, []byte) error {
			if failed.CompareAndSwap(false, true) {
				return errMind
			}
			return nil
		})
		start(t, db, nil)
		emit(t, db, 1, 2, 3)
		waitIdle(t, db)
		clock.Add(time.Minute)
		waitIdle(t, db)
		if s := db.Stats(); s.Delivered != 3 || s.Failed != 1 {
			t.Errorf("%d delivered, %d tries failed", s.Delivered, s.Failed)
		}
	})
}
