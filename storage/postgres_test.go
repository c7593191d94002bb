package storage_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestALockThatIsHeldTooLongIsRefused(t *testing.T) {
	t.Parallel()
	db := storagetest.OpenConfig(t, storage.Config{DatabaseURL: storagetest.Postgres(t) + "&lock_timeout=50ms"})
	storagetest.Exec(t, db, "INSERT INTO customers (id, language, created_at) VALUES ('cus_1', 'en', 0)")
	const change = "UPDATE customers SET name = 'x' WHERE id = 'cus_1'"
	err := db.InTx(t.Context(), func(tx storage.Tx) error {
		if err := tx.Exec(change).Error; err != nil {
			return err
		}
		err := storagetest.TryExec(t.Context(), db, change)
		var refused *domain.Error
		if !errors.As(err, &refused) || refused.Code != "overloaded" {
			t.Errorf("the second writer: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestALostConnectionIsRefusedAndMendsItself(t *testing.T) {
	t.Parallel()
	db := storagetest.OpenPostgres(t)
	err := db.InTx(t.Context(), func(tx storage.Tx) error {
		var pid int
		if err := tx.Raw("SELECT pg_backend_pid()").Row().Scan(&pid); err != nil {
			return err
		}
		storagetest.Exec(t, db, "SELECT pg_terminate_backend(?)", pid)
		return note(tx, "lost")
	})
	var refused *domain.Error
	if !errors.As(err, &refused) || refused.Code != "storage_unreachable" {
		t.Fatalf("got %v", err)
	}
	if err := db.InTx(t.Context(), func(tx storage.Tx) error { return note(tx, "kept") }); err != nil {
		t.Fatal(err)
	}
	if n := notes(t, db); n != 1 {
		t.Fatalf("%d rows", n)
	}
}

func TestReadingGoesOnWhenWritingQueues(t *testing.T) {
	t.Parallel()
	db := storagetest.OpenConfig(t, storage.Config{DatabaseURL: storagetest.Postgres(t), Connections: 5, QueueWait: 30 * time.Millisecond})
	err := db.InTx(t.Context(), func(storage.Tx) error {
		if err := db.InTx(t.Context(), func(storage.Tx) error { return nil }); err == nil {
			t.Error("the one place was given twice")
		}
		return db.Ready(t.Context())
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestUpkeepFoldsTheLogBack(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		emit(t, db, upTo(50)...)
		if err := db.Upkeep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if storage.IsPostgres(db) {
			return
		}
		log, err := os.Stat(filepath.Join(db.Dir(), "kenner.db-wal"))
		if err != nil || log.Size() != 0 {
			t.Fatalf("the log has %v bytes, %v", log, err)
		}
	})
}
