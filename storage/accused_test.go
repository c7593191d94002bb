package storage_test

import (
	"slices"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// accuse proposes to take points of an expert back.
func (c *court) accuse(e domain.ExpertID) fairness.CaseID {
	c.t.Helper()
	id, err := c.cases.Open(c.t.Context(), c.staff[0], e, "One household.")
	c.must(err)
	c.must(c.cases.Decide(c.t.Context(), c.staff[0], id, fairness.Decision{Step: fairness.NoStep, Voids: true, Fraud: true, Reason: "One household."}))
	return id
}

// TestWhoIsAccusedCountsWhenItIsDecided: who is accused after the request waits for a
// person, who is cleared does not, and staff read what is true now.
func TestWhoIsAccusedCountsWhenItIsDecided(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		f := &raffle{c.programme, shop.NewDrops(db.Drops, c.rt, seeds{})}
		later, cleared := f.trusted(2, 100), f.trusted(2, 100)
		id := f.open(shop.FirstCome, 4)
		doubt := c.accuse(cleared)
		asked := map[domain.ExpertID]domain.RedemptionID{}
		for _, e := range []domain.ExpertID{later, cleared} {
			r, err := f.shop.Redeem(t.Context(), e, f.rewardOf(id), shop.Terms{})
			c.must(err)
			asked[e] = r.ID
		}
		asks := func(e domain.ExpertID) []shop.Ask {
			r, err := db.Views().Redemption(t.Context(), manager, asked[e])
			c.must(err)
			return r.Asks
		}
		c.must(c.cases.Second(t.Context(), c.staff[1], doubt, false))
		doubt = c.accuse(later)
		if r, err := f.shop.Confirm(t.Context(), cleared, asked[cleared]); err != nil || r.State != shop.Approved {
			t.Fatalf("cleared: %s, %v", r.State, err)
		}
		if r, err := f.shop.Confirm(t.Context(), later, asked[later]); err != nil || r.State != shop.Requested || !slices.Equal(r.Asks, []shop.Ask{shop.AskCase}) {
			t.Fatalf("accused since: %s for %v, %v", r.State, r.Asks, err)
		}
		if got := asks(later); !slices.Equal(got, []shop.Ask{shop.AskCase}) {
			t.Fatalf("staff read %v", got)
		}
		c.must(c.cases.Second(t.Context(), c.staff[1], doubt, false))
		if got := asks(later); len(got) != 0 {
			t.Fatalf("staff still read %v", got)
		}
		c.accuse(later)
		_, err := f.shop.Approve(t.Context(), c.staff[0], asked[later])
		c.must(err)
		if got := asks(later); !slices.Equal(got, []shop.Ask{shop.AskCase}) {
			t.Fatalf("decided about %v", got)
		}
		f.stocked()
		f.balanced()
	})
}
