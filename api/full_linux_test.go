package api_test

import (
	"fmt"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/kennerhq/kenner/api/apitest"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestAFullDiskLosesNothingAndMendsItself sends on a disk that is really full:
// what is refused is said to be, what was acknowledged is there afterwards, and
// nothing has to be restarted.
func TestAFullDiskLosesNothingAndMendsItself(t *testing.T) {
	t.Parallel()
	folder := storagetest.Disk(t, 16<<20)
	db := storagetest.OpenConfig(t, storage.Config{Dir: folder})
	h := apitest.OpenOn(t, db)
	const senders = 8
	manager := h.Manager()
	customers, chats := make([]*apitest.Client, senders), make([]string, senders)
	for i := range senders {
		customers[i] = h.Visitor()
		chats[i] = customers[i].Post("/conversations", `{"question":"Why does it hum?"}`).Want(http.StatusCreated).String("id")
	}
	var mu sync.Mutex
	acknowledged := map[string]bool{}
	// round lets everybody send and counts what was refused; n is the least that each of them tries.
	round := func(name string, n int) (stored, refused int) {
		var wg sync.WaitGroup
		for i, c := range customers {
			wg.Go(func() {
				for k := range n {
					id := fmt.Sprintf("%s-%d-%d", name, i, k)
					a := c.Post("/conversations/"+chats[i]+"/messages", fmt.Sprintf(`{"clientId":%q,"text":"It hums again, %0512d"}`, id, k))
					mu.Lock()
					switch {
					case a.Status == http.StatusCreated:
						acknowledged[id] = true
						stored++
					case a.Status == http.StatusServiceUnavailable && a.Code() == "storage_full" && a.Header.Get("Retry-After") != "":
						refused++
					default:
						t.Errorf("%s: %d %s", id, a.Status, a.Body)
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		return stored, refused
	}
	if stored, refused := round("before", 10); stored != 80 || refused != 0 {
		t.Fatalf("with space: %d stored, %d refused", stored, refused)
	}
	free := storagetest.Fill(t, folder, 256<<10)
	stored, refused := round("full", 50)
	require.Positive(t, stored, "there was no space at all")
	require.Positive(t, refused, "the disk is not full")
	require.NoError(t, db.Reading(t.Context()))
	require.NoError(t, db.Writing(t.Context()), "a full disk is no fault")
	for i, c := range customers {
		c.Get("/conversations/" + chats[i] + "/timeline").Want(http.StatusOK)
	}
	for _, chat := range chats { // although who read it cannot be written down
		manager.Get("/conversations/" + chat).Want(http.StatusOK)
		manager.Get("/conversations/" + chat + "/timeline").Want(http.StatusOK)
	}
	h.Admin.Get("/people").Want(http.StatusOK)
	h.Stranger().Raw("GET", "/healthz", "").Want(http.StatusOK)

	free()
	if stored, refused := round("after", 10); stored != 80 || refused != 0 {
		t.Fatalf("with space again: %d stored, %d refused", stored, refused)
	}
	require.NoError(t, db.Close())
	db = storagetest.OpenConfig(t, storage.Config{Dir: folder})
	require.Equal(t, "ok", storagetest.Text(t, db, "PRAGMA integrity_check"))
	require.Equal(t, len(acknowledged), int(storagetest.Int(t, db, "SELECT COUNT(*) FROM timeline_entries WHERE text LIKE 'It hums again%'")))
	found, err := db.Reconcile(t.Context())
	require.NoError(t, err)
	require.Empty(t, found)
}
