package storage_test

import (
	"errors"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestABatchOfOneGivesEachUseCaseItsOwnCommit(t *testing.T) {
	t.Parallel()
	var commits, largest atomic.Int64
	db := storagetest.OpenConfig(t, storage.Config{Dir: t.TempDir(), Batch: 1, Committing: func() func(int) {
		return func(useCases int) {
			commits.Add(1)
			largest.Store(max(largest.Load(), int64(useCases)))
		}
	}})
	before := commits.Load()
	together(50, func(i int) {
		if err := db.InTx(t.Context(), func(tx storage.Tx) error { return note(tx, strconv.Itoa(i)) }); err != nil {
			t.Error(err)
		}
	})
	if n := commits.Load() - before; n != 50 || largest.Load() != 1 {
		t.Fatalf("%d commits, the largest of %d", n, largest.Load())
	}
}

func TestApartEachUseCaseHasItsOwnConnection(t *testing.T) {
	t.Parallel()
	db := storagetest.OpenConfig(t, storage.Config{Dir: t.TempDir(), Batch: storage.Apart})
	refused := errors.New("refused")
	together(50, func(i int) {
		err := db.InTx(t.Context(), func(tx storage.Tx) error {
			if err := note(tx, strconv.Itoa(i)); err != nil || i%2 == 0 {
				return err
			}
			return refused
		})
		if want := []error{nil, refused}[i%2]; !errors.Is(err, want) {
			t.Errorf("use case %d: %v", i, err)
		}
	})
	if n := notes(t, db); n != 25 {
		t.Fatalf("%d of 25 are stored", n)
	}
	if err := db.Writing(t.Context()); err != nil {
		t.Fatal(err)
	}
}
