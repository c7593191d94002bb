package storage_test

import (
	"testing"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestAMigratedDatabaseIsEmpty(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM outbox"); n != 0 {
			t.Fatalf("outbox holds %d rows", n)
		}
	})
}
