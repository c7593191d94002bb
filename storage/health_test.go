package storage_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

const patience = 3 * time.Minute

func TestAClosedDatabaseCannotBeRead(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		if err := errors.Join(db.Reading(t.Context()), db.Writing(t.Context())); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if db.Reading(t.Context()) == nil {
			t.Fatal("a closed database is read")
		}
		if _, err := db.OutboxLag(t.Context()); err == nil {
			t.Fatal("a closed outbox has no lag")
		}
	})
}

func TestAWriterThatDoesNotComeBackIsKnown(t *testing.T) {
	t.Parallel()
	var clock storagetest.Clock
	db := storagetest.OpenConfig(t, storage.Config{Dir: t.TempDir(), Now: clock.Now})
	release := block(t, db)
	if err := db.Writing(t.Context()); err != nil {
		t.Fatalf("it has just begun: %v", err)
	}
	clock.Add(11 * time.Second)
	if err := db.Writing(t.Context()); err == nil || !strings.Contains(err.Error(), "2026-09-02T12:00:00Z") {
		t.Fatalf("got %v", err)
	}
	if err := db.Reading(t.Context()); err != nil {
		t.Fatalf("reading stopped: %v", err)
	}
	release()
	if err := db.Writing(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func TestAnOutboxThatDeliversNothingIsStuck(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		hold := make(chan struct{})
		db.Outbox().Subscribe("fact.happened", func(ctx context.Context, _ []byte) error {
			select {
			case <-hold:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		start(t, db, nil)
		waitIdle(t, db)
		emit(t, db, 1, 2, 3, 4, 5)
		if err := db.Delivering(t.Context(), patience); err != nil {
			t.Fatalf("they are under way: %v", err)
		}
		clock.Add(patience + time.Second)
		if err := db.Delivering(t.Context(), patience); err == nil || errors.Is(err, storage.ErrBehind) {
			t.Fatalf("got %v", err)
		}
		close(hold)
		waitIdle(t, db)
		if err := db.Delivering(t.Context(), patience); err != nil {
			t.Fatal(err)
		}
	})
}

// A node goes on while others, or one bad event, are behind; when nothing at
// all succeeds for long it is stuck, and what is dead is a warning for ever.
func TestAnOutboxThatFailsIsBehindAndThenStuck(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		db.Outbox().Subscribe("fact.happened", func(context.Context, []byte) error { return errors.New("not today") })
		db.Outbox().Subscribe("fact.echoed", func(context.Context, []byte) error { return nil })
		start(t, db, nil)
		emit(t, db, 1)
		waitIdle(t, db)
		if err := db.Delivering(t.Context(), patience); !errors.Is(err, storage.ErrBehind) {
			t.Fatalf("after one failure: %v", err)
		}
		clock.Add(patience + time.Second)
		waitIdle(t, db)
		if err := db.Delivering(t.Context(), patience); err == nil || errors.Is(err, storage.ErrBehind) {
			t.Fatalf("nothing was delivered for long: %v", err)
		}
		if err := db.InTx(t.Context(), func(tx storage.Tx) error { return tx.Emit(echo{1}) }); err != nil {
			t.Fatal(err)
		}
		waitIdle(t, db)
		if err := db.Delivering(t.Context(), patience); !errors.Is(err, storage.ErrBehind) {
			t.Fatalf("another one was delivered: %v", err)
		}
		for range 10 {
			clock.Add(2 * time.Hour)
			waitIdle(t, db)
		}
		lag, err := db.OutboxLag(t.Context())
		if err != nil || lag != (storage.Lag{Dead: 1}) {
			t.Fatalf("%+v, %v", lag, err)
		}
		if err := db.Delivering(t.Context(), patience); !errors.Is(err, storage.ErrBehind) {
			t.Fatalf("a dead event: %v", err)
		}
	})
}
