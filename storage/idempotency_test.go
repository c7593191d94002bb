package storage_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// effect is what a request does: one more customer, seen again through Views'
// path inside the same transaction.
func effect(db *storage.DB, id string) func(context.Context) ([]byte, error) {
	return func(ctx context.Context) ([]byte, error) {
		err := db.InTx(ctx, func(tx storage.Tx) error {
			return tx.Exec("INSERT INTO customers (id, language, created_at) VALUES (?, 'en', 0)", id).Error
		})
		if err != nil {
			return nil, err
		}
		var n int64
		if err := storage.Reader(ctx, db).Raw("SELECT COUNT(*) FROM customers WHERE id = ?", id).Row().Scan(&n); err != nil {
			return nil, err
		}
		return fmt.Appendf(nil, `{"id":%q,"seen":%d}`, id, n), nil
	}
}

func TestARequestHasOneEffectAndOneAnswer(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		var answers, inFlight, replays atomic.Int64
		var wg sync.WaitGroup
		for i := range 20 {
			wg.Go(func() {
				got, replayed, err := db.Once(t.Context(), "cus_1 open", "k1", "hash", effect(db, fmt.Sprintf("cus_%d", i)))
				switch {
				case errors.Is(err, storage.ErrInFlight):
					inFlight.Add(1)
				case err != nil:
					t.Error(err)
				case replayed:
					replays.Add(1)
				default:
					answers.Add(1)
					if want := fmt.Sprintf(`{"id":"cus_%d","seen":1}`, i); string(got) != want {
						t.Errorf("answered %s, want %s", got, want)
					}
				}
			})
		}
		wg.Wait()
		if answers.Load() != 1 || storagetest.Int(t, db, "SELECT COUNT(*) FROM customers") != 1 {
			t.Fatalf("%d first answers, %d in flight, %d replayed", answers.Load(), inFlight.Load(), replays.Load())
		}
		first, _, err := db.Once(t.Context(), "cus_1 open", "k1", "hash", effect(db, "cus_x"))
		if err != nil {
			t.Fatal(err)
		}
		again, replayed, err := db.Once(t.Context(), "cus_1 open", "k1", "hash", effect(db, "cus_y"))
		if err != nil || !replayed || string(again) != string(first) {
			t.Fatalf("got %s, %v, %v; want %s again", again, replayed, err, first)
		}
	})
}

func TestARepetitionIsRefusedWhileTheFirstIsInFlight(t *testing.T) {
	t.Parallel()
	db := storagetest.OpenPostgres(t)
	_, _, err := db.Once(t.Context(), "s", "k", "h", func(context.Context) ([]byte, error) {
		_, _, err := db.Once(t.Context(), "s", "k", "h", effect(db, "cus_2"))
		if !errors.Is(err, storage.ErrInFlight) {
			t.Errorf("the repetition: %v", err)
		}
		_, _, err = db.Once(t.Context(), "s", "other", "h", effect(db, "cus_3"))
		return []byte("{}"), err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAKeyAnswersOnlyItsOwnRequest(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		if _, _, err := db.Once(t.Context(), "cus_1 open", "k1", "hash", effect(db, "cus_1")); err != nil {
			t.Fatal(err)
		}
		_, _, err := db.Once(t.Context(), "cus_1 open", "k1", "other", effect(db, "cus_2"))
		if !errors.Is(err, storage.ErrIdempotencyMismatch) {
			t.Fatalf("another request: %v", err)
		}
		_, replayed, err := db.Once(t.Context(), "cus_2 open", "k1", "hash", effect(db, "cus_2"))
		if err != nil || replayed {
			t.Fatalf("another caller: replayed %v, %v", replayed, err)
		}
	})
}

func TestARefusedRequestLeavesItsKeyFree(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		_, _, err := db.Once(t.Context(), "s", "k", "h", func(ctx context.Context) ([]byte, error) {
			if _, err := effect(db, "cus_1")(ctx); err != nil {
				return nil, err
			}
			return nil, errMind
		})
		if !errors.Is(err, errMind) {
			t.Fatalf("got %v", err)
		}
		got, replayed, err := db.Once(t.Context(), "s", "k", "h", effect(db, "cus_1"))
		if err != nil || replayed || string(got) != `{"id":"cus_1","seen":1}` {
			t.Fatalf("got %s, %v, %v", got, replayed, err)
		}
	})
}

func TestAnInnerRefusalUndoesOnlyItself(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		_, _, err := db.Once(t.Context(), "s", "k", "h", func(ctx context.Context) ([]byte, error) {
			for _, id := range []string{"cus_1", "cus_1", "cus_2"} { // the second breaks the primary key
				_ = db.InTx(ctx, func(tx storage.Tx) error {
					return tx.Exec("INSERT INTO customers (id, language, created_at) VALUES (?, 'en', 0)", id).Error
				})
			}
			return []byte("{}"), nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM customers"); n != 2 {
			t.Fatalf("%d customers instead of two", n)
		}
	})
}

func TestOldAnswersDoNotCountAndArePruned(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, db *storage.DB, clock *storagetest.Clock) {
		for i, want := range []bool{false, true, false} { // first, replayed, too old
			_, replayed, err := db.Once(t.Context(), "s", "k", "h", effect(db, fmt.Sprintf("cus_%d", i)))
			if err != nil || replayed != want {
				t.Fatalf("time %d: replayed %v, %v", i, replayed, err)
			}
			if i == 1 {
				clock.Add(24 * time.Hour)
			}
		}
		clock.Add(24 * time.Hour)
		if n, err := db.PruneIdempotency(t.Context()); err != nil || n != 1 {
			t.Fatalf("pruned %d, %v", n, err)
		}
	})
}
