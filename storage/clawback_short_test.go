package storage_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// fallsShort is an expert of whose settled entries some were taken of a pending
// one, which a customer then finds worth less: the case, and what each was worth.
type fallsShort struct {
	e             domain.ExpertID
	id            fairness.CaseID
	worth, booked int64
	fresh         domain.ConversationID
}

func (c *court) fallsShort(known int64) fallsShort {
	c.t.Helper()
	f := fallsShort{e: c.expert(2)}
	c.praised(f.e)
	c.clock.Add(8 * 24 * time.Hour)
	c.settle()
	f.worth = c.purse(f.e)[1]
	if known > 0 {
		c.give(f.e, domain.Points(known))
	}
	before := c.purse(f.e)[0]
	f.fresh = c.answer(f.e, nil)
	c.book(f.fresh)
	c.clock.Add(time.Hour)
	f.booked = c.purse(f.e)[0] - before
	f.id = c.takeBack(f.e)
	if got := c.purse(f.e); got != [3]int64{0, known + f.booked, 0} {
		c.t.Fatalf("%v after %d of which %d were pending", got, f.worth, f.booked)
	}
	return f
}

// turnsOut rates what was pending low and settles it, and tells what it was worth.
func (c *court) turnsOut(f fallsShort) int64 {
	c.t.Helper()
	c.rate(f.fresh, f.e, 2, true)
	c.clock.Add(8 * 24 * time.Hour)
	c.settle()
	worth := c.count("SELECT settled FROM awards WHERE kind = 'conversation' AND conversation_id = ?", f.fresh)
	if worth >= f.booked {
		c.t.Fatalf("%d were pending, and %d of it came", f.booked, worth)
	}
	return worth
}

// balanced looks whether the books are right, but for what was given by hand.
func (c *court) balanced() {
	c.t.Helper()
	found, err := c.db.Reconcile(c.t.Context())
	c.must(err)
	for _, f := range found {
		if f.Rule != "R9" && f.Rule != "R10" && !strings.Contains(f.Detail, "no award, no redemption") {
			c.t.Error(f)
		}
	}
}

// TestWhatIsTakenOfPendingCountsAtItsWorth: what is taken back is exact, and an appeal brings no more than was taken.
func TestWhatIsTakenOfPendingCountsAtItsWorth(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		f := c.fallsShort(100)
		worth := c.turnsOut(f)
		if got := c.purse(f.e); got != [3]int64{0, 100 + worth, 0} {
			t.Fatalf("%v: of %d that were pending %d came", got, f.booked, worth)
		}
		c.balanced()
		c.upheld(f.e, f.id)
		if got := c.purse(f.e); got != [3]int64{0, 100 + worth + f.worth, 0} {
			t.Fatalf("%v after the appeal: %d by hand, %d and %d", got, 100, worth, f.worth)
		}
		c.balanced()
		storagetest.Exec(t, db, "UPDATE takings SET missing = missing - 1, made_good = made_good - 1")
		found, err := db.Reconcile(t.Context())
		c.must(err)
		if !slices.ContainsFunc(found, func(f storage.Finding) bool { return f.Rule == "R5" && f.Table == "takings" }) {
			t.Errorf("nobody names the taking that was changed: %v", found)
		}
	})
}

// TestAnAppealMakesPendingAgain what was taken while it was.
func TestAnAppealMakesPendingAgain(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		f := c.fallsShort(100)
		c.upheld(f.e, f.id)
		if got := c.purse(f.e); got != [3]int64{f.booked, 100 + f.worth, 0} {
			t.Fatalf("%v after the appeal", got)
		}
		c.balanced()
		worth := c.turnsOut(f)
		if got := c.purse(f.e); got != [3]int64{0, 100 + worth + f.worth, 0} {
			t.Fatalf("%v: %d by hand, %d and %d", got, 100, worth, f.worth)
		}
		c.balanced()
	})
}

// TestWhatNothingMakesGoodIsNotGivenBack: it was never taken.
func TestWhatNothingMakesGoodIsNotGivenBack(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		f := c.fallsShort(0)
		r, err := c.shop.AddReward(t.Context(), shop.Reward{Name: "Pin", Picture: "pin", Price: domain.Points(f.booked), Stock: 1, PerPerson: 1})
		c.must(err)
		_, err = c.shop.Redeem(t.Context(), f.e, r.ID, shop.Terms{})
		c.must(err)
		worth := c.turnsOut(f)
		c.reconciled()
		c.upheld(f.e, f.id)
		p := c.purse(f.e)
		spent := c.count("SELECT SUM(price) FROM redemptions WHERE expert_id = ?", f.e)
		if p[0] != 0 || p[1]+spent != f.worth+worth {
			t.Fatalf("%v and %d spent of %d and %d", p, spent, f.worth, worth)
		}
		c.reconciled()
	})
}

// TestAPendingEntryOfAnotherCase that paid for the first, and is taken back too:
// each appeal brings what is of its own.
func TestAPendingEntryOfAnotherCase(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		f := c.fallsShort(100)
		second, err := c.cases.Open(t.Context(), c.staff[0], f.e, "A customer wrote to us.")
		c.must(err)
		award := domain.AwardID(storagetest.Text(t, db, "SELECT id FROM awards WHERE conversation_id = ?", f.fresh))
		c.must(db.Fairness(t.Context(), func(tx fairness.Store) error {
			_, err := tx.AddHold(fairness.Hold{
				ID: "hld_second", Case: second, Award: award, State: fairness.Held, BeganAt: c.clock.Now(), Until: c.clock.Now().Add(time.Hour), Version: 1,
			})
			return err
		}))
		c.must(c.cases.Decide(t.Context(), c.staff[0], second, fairness.Decision{Step: fairness.NoStep, Voids: true, Reason: "This one too."}))
		if got := c.purse(f.e); got != [3]int64{0, 100, 0} {
			t.Fatalf("%v when both are taken back", got)
		}
		c.balanced()
		c.upheld(f.e, second)
		if got := c.purse(f.e); got != [3]int64{0, 100 + f.booked, 0} {
			t.Fatalf("%v after the second appeal", got)
		}
		c.upheld(f.e, f.id)
		if got := c.purse(f.e); got != [3]int64{0, 100 + f.booked + f.worth, 0} {
			t.Fatalf("%v after both", got)
		}
		c.balanced()
	})
}
