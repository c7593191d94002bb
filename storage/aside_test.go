package storage_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// Of two cache sizes in one address the driver takes the one that it sorts
// last, so this asks the connections themselves.
func TestEveryConnectionHasItsShareOfMemory(t *testing.T) {
	t.Parallel()
	db := storagetest.Open(t)
	writer, reader, aside, err := storage.CacheSizes(t.Context(), db)
	require.NoError(t, err)
	require.Equal(t, []int{-65536, -8192, -2048}, []int{writer, reader, aside})
}

// Whoever asks while memory is given back is answered.
func TestRestDisturbsNobody(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		var work sync.WaitGroup
		for range 8 {
			work.Go(func() {
				_, err := db.Reconcile(t.Context())
				if err == nil {
					err = db.Ready(t.Context())
				}
				if err != nil {
					t.Error(err)
				}
			})
		}
		for range 4 {
			require.NoError(t, db.Rest(t.Context()))
		}
		work.Wait()
		require.NoError(t, db.Rest(t.Context()))
	})
}
