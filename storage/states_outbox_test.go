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

// TestAnEventIsDrawnAsItIs follows events through their tries: the letters say
// which of them fail.
func TestAnEventIsDrawnAsItIs(t *testing.T) {
	t.Parallel()
	w := newWalker(t, machine{"outbox event", []string{"waiting", "retried", "dead"}, `SELECT id, CASE WHEN dead_at IS NOT NULL THEN 'dead'
		WHEN attempts > 0 THEN 'retried' ELSE 'waiting' END FROM outbox ORDER BY id`, nil})
	for _, tries := range []string{".", "f.", "fffffff.", "ffffffff.", "ffffffff"} {
		w.follow(tries)
	}
	w.compare()
}

func (w *walker) follow(tries string) {
	w.Helper()
	var clock storagetest.Clock
	db := storagetest.OpenConfig(w, storage.Config{Dir: w.TempDir(), Now: clock.Now})
	look := func() (all map[string][]thing) {
		err := db.InTx(w.Context(), func(tx storage.Tx) error { all = w.look(tx, clock.Now()); return nil })
		if err != nil {
			w.Fatal(err)
		}
		return all
	}
	var fails atomic.Bool
	db.Outbox().Subscribe("fact.happened", func(context.Context, []byte) error {
		if fails.Load() {
			return errors.New("not today")
		}
		return nil
	})
	before := look()
	emit(w.T, db, 1)
	for n, try := range "e" + tries {
		name := map[rune]string{'e': "Emit", 'f': "a failed delivery", '.': "delivery"}[try]
		if fails.Store(try == 'f'); n == 1 {
			start(w.T, db, func(context.Context, storage.Stored) error { return nil })
		}
		if n > 0 {
			clock.Add(5 * time.Minute)
			waitIdle(w.T, db)
		}
		after := look()
		w.note(tries, act{name: name}, before, after, nil)
		before = after
	}
}
