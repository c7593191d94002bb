package storage_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestADiskThatIsFullBesideTheLogIsNoFault fills the disk when the write-ahead
// log is about to need more of its index: SQLite then reports an I/O error, and
// yet it is only space that is missing.
func TestADiskThatIsFullBesideTheLogIsNoFault(t *testing.T) {
	t.Parallel()
	const page, frame = 4096, 4096 + 24
	const segment = 4062 // frames of the log that the first part of its index holds
	folder := storagetest.Disk(t, 64<<20)
	db := storagetest.OpenConfig(t, storage.Config{Dir: folder})
	frames := func() int64 {
		info, err := os.Stat(filepath.Join(folder, "kenner.db-wal"))
		if err != nil {
			t.Fatal(err)
		}
		return info.Size() / frame
	}
	written := 0
	write := func() error {
		written++
		return db.InTx(t.Context(), func(tx storage.Tx) error { return note(tx, fmt.Sprint(written, strings.Repeat("x", 2*page))) })
	}
	for frames() < segment-30 {
		if err := write(); err != nil {
			t.Fatal(err)
		}
	}
	free := storagetest.Fill(t, folder, (segment-frames()+10)*frame) // for the log, and not for its index
	var refused *domain.Error
	stored := notes(t, db)
	for range 30 {
		err := write()
		if err == nil {
			stored++
		} else if !errors.As(err, &refused) || refused.Code != "storage_full" {
			t.Fatal(err)
		}
	}
	if refused == nil {
		t.Fatal("the disk is not full")
	}
	if err := db.Writing(t.Context()); err != nil {
		t.Fatal(err)
	}
	free()
	if err := write(); err != nil {
		t.Fatal(err)
	}
	if n := notes(t, db); n != stored+1 {
		t.Fatalf("%d are there, %d were acknowledged", n, stored+1)
	}
}
