package storage_test

import (
	"testing"

	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestTheDatabaseKeepsWhatADropIs writes past the use cases: a draw without its
// seed, an entry that waits with its points back, a win that nobody could ever
// confirm, and a confirmation that came too late.
func TestTheDatabaseKeepsWhatADropIs(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newRaffle(t, db)
		f.drawn(1, 2)
		f.entered(1)
		_, reward := f.firstCome(2)
		_, err := f.shop.Redeem(t.Context(), f.rich(100), reward, shop.Terms{})
		f.must(err)
		for name, statement := range map[string]string{
			"a draw loses its seed":                 "UPDATE drops SET seed = '' WHERE state = 'drawn'",
			"a drop is drawn that never was":        "UPDATE drops SET state = 'drawn' WHERE state = 'live'",
			"who is in has the points back":         "UPDATE drop_entries SET released_at = entered_at WHERE state = 'entered'",
			"a win ends before it began":            "UPDATE drop_entries SET confirm_until = won_at WHERE state = 'won'",
			"a piece is confirmed after 15 minutes": "UPDATE redemptions SET confirmed_at = confirm_until WHERE confirm_until IS NOT NULL",
			"what has no end is confirmed":          "UPDATE redemptions SET confirm_until = NULL, confirmed_at = requested_at",
		} {
			if err := storagetest.TryExec(t.Context(), db, statement); err == nil {
				t.Errorf("%s, and the database takes it", name)
			}
		}
		if n := f.count("SELECT COUNT(*) FROM drop_entries WHERE state = ?", string(shop.Won)); n != 1 {
			t.Errorf("%d have won", n)
		}
		f.sound()
	})
}
