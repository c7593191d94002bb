package storage_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestReconciliationFindsWhatWasChangedAboutDrops lets somebody with a database
// client help the draw, the stock or a friend: the row is named.
func TestReconciliationFindsWhatWasChangedAboutDrops(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newRaffle(t, db)
		drawn := f.drawn(2, 5)
		f.must(confirmed(f, f.in(drawn, shop.Won)[0], drawn))
		won, missed := f.in(drawn, shop.Won)[0], f.in(drawn, shop.Missed)
		happy := f.in(drawn, shop.Confirmed)[0]
		f.clock.Add(30 * time.Hour)
		promised := f.announced(shop.Draw, 2)
		f.drops = shop.NewDrops(db.Drops, f.rt, seeds{})
		first, reward := f.firstCome(3)
		late, err := f.shop.Redeem(t.Context(), f.rich(100), reward, shop.Terms{})
		f.must(err)
		_, err = f.shop.Redeem(t.Context(), f.rich(100), reward, shop.Terms{})
		f.must(err)
		f.enter(promised, f.rich(100))
		f.sound()
		entry := func(e domain.ExpertID) string {
			return storagetest.Text(t, db, "SELECT id FROM drop_entries WHERE drop_id = ? AND expert_id = ?", string(drawn), string(e))
		}
		of := func(e domain.ExpertID) string { return " WHERE id = '" + entry(e) + "'" }
		ofDrop := func(d domain.DropID) string { return " WHERE id = '" + string(d) + "'" }
		for name, c := range map[string]struct {
			sql  string
			want storage.Finding
		}{
			"pieces that a drop promised are gone": {
				"UPDATE rewards SET stock = stock - remaining, remaining = 0 WHERE id = (SELECT reward_id FROM drops" + ofDrop(promised) + ")",
				storage.Finding{Rule: "R3", Table: "drops", Row: string(promised)},
			},
			"one more has won": {
				"UPDATE drop_entries SET state = 'won', won_at = entered_at, confirm_until = entered_at + 1" + of(missed[0]),
				storage.Finding{Rule: "R3", Table: "drops", Row: string(drawn)},
			},
			"more went out than there was": {
				"UPDATE drops SET pieces = 1, reserve = 0" + ofDrop(first), storage.Finding{Rule: "R3", Table: "drops", Row: string(first)},
			},
			"a piece is held for a friend": {
				"UPDATE redemptions SET confirm_until = requested_at - 90000000, requested_at = requested_at - 90000001 WHERE id = '" + string(late.ID) + "'",
				storage.Finding{Rule: "R6", Table: "redemptions", Row: string(late.ID)},
			},
			"another seed": {
				"UPDATE drops SET seed = 'ab'" + ofDrop(drawn), storage.Finding{Rule: "R4", Table: "drops", Row: string(drawn)},
			},
			"the winner comes last": {
				"UPDATE drop_entries SET place = place + 100" + of(happy), storage.Finding{Rule: "R4", Table: "drop_entries", Row: entry(won)},
			},
			"an entry was cheaper": {
				"UPDATE drop_entries SET price = price - 1" + of(missed[1]), storage.Finding{Rule: "R4", Table: "drop_entries", Row: entry(missed[1])},
			},
			"a piece was cheaper": {
				"UPDATE redemptions SET price = price - 1 WHERE id = (SELECT redemption_id FROM drop_entries" + of(happy) + ")",
				storage.Finding{Rule: "R4", Table: "drop_entries", Row: entry(happy)},
			},
			"points stay set aside": {
				"UPDATE drop_entries SET released_at = NULL" + of(missed[2]), storage.Finding{Rule: "R6", Table: "drop_entries", Row: entry(missed[2])},
			},
			"somebody waits in a drop that is over": {
				"UPDATE drops SET state = 'over', ended_at = drawn_at" + ofDrop(drawn), storage.Finding{Rule: "R4", Table: "drop_entries", Row: entry(won)},
			},
		} {
			found := tampered(t, db, []string{c.sql}, strings.NewReplacer().Replace)
			if !slices.ContainsFunc(found, func(f storage.Finding) bool { f.Detail = ""; return f == c.want }) {
				t.Errorf("%s: want %v, found %v", name, c.want, found)
			}
		}
	})
}
