package storage_test

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// Without the lock on the brand both would count 49.
func TestTwoCannotBothAddTheFiftiethScreen(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		doors := access.New(db.Access, f.runtime(), nil, &tokens{})
		by := domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}
		storagetest.Exec(t, db, "INSERT INTO people (id, role, email, name, language, version, created_at) VALUES ('mgr_1', 'manager', 'm@x.nl', 'M', 'en', 1, 0)")
		var ids []domain.ScreenID
		for i := range 49 {
			s, _, err := doors.AddScreen(t.Context(), by, fmt.Sprintf("Wall %d", i))
			f.must(err)
			ids = append(ids, s.ID)
		}
		var wg sync.WaitGroup
		var refused atomic.Int64
		for range 8 {
			wg.Go(func() {
				if _, _, err := doors.AddScreen(t.Context(), by, "The last"); errors.Is(err, access.ErrTooManyScreens) {
					refused.Add(1)
				} else if err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := f.count("SELECT COUNT(*) FROM screens"); n != 50 || refused.Load() != 7 {
			t.Fatalf("%d screens, %d refused", n, refused.Load())
		}
		f.must(doors.RevokeScreen(t.Context(), ids[0]))
		f.refused(doors.RevokeScreen(t.Context(), ids[0]), access.ErrUnknownScreen)
		_, _, err := doors.AddScreen(t.Context(), by, "In its place")
		f.must(err)
	})
}
