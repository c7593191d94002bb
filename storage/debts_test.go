package storage_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// parked is an expert whose three praised entries are settled, and all but four of
// their points set aside for a reward.
func (c *court) parked() (domain.ExpertID, shop.Redemption) {
	c.t.Helper()
	e := c.expert(2)
	c.praised(e)
	c.clock.Add(8 * 24 * time.Hour)
	c.settle()
	r, err := c.shop.AddReward(c.t.Context(), shop.Reward{
		Name: "Cap", Picture: "cap", Price: domain.Points(c.purse(e)[1] - 4), Stock: 9, PerPerson: 9,
	})
	c.must(err)
	m, err := c.shop.Redeem(c.t.Context(), e, r.ID, shop.Terms{})
	c.must(err)
	return e, m
}

func (c *court) takeBack(e domain.ExpertID) fairness.CaseID {
	c.t.Helper()
	c.watch()
	id := c.caseOf(e)
	c.must(c.cases.Decide(c.t.Context(), c.staff[0], id, fairness.Decision{Step: fairness.NoStep, Voids: true, Reason: "One household."}))
	return id
}

// TestWhatIsSetAsideIsNoHidingPlace: points of entries that people take back come
// back from a reward to nobody, and after an appeal all of them do.
func TestWhatIsSetAsideIsNoHidingPlace(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		back := map[string]func(shop.Redemption) error{
			"refused": func(m shop.Redemption) error {
				_, err := c.shop.Refuse(t.Context(), c.staff[0], m.ID, "No.")
				return err
			},
			"cancelled": func(m shop.Redemption) error {
				_, err := c.shop.Cancel(t.Context(), domain.Actor{Role: domain.RoleExpert, ID: string(m.Expert)}, m.ID, "")
				return err
			},
			"approved, and cancelled": func(m shop.Redemption) error {
				_, err := c.shop.Approve(t.Context(), c.staff[0], m.ID)
				c.must(err)
				_, err = c.shop.Cancel(t.Context(), c.staff[0], m.ID, "Broken.")
				return err
			},
		}
		for name, come := range back {
			for _, early := range []bool{false, true} {
				e, m := c.parked()
				all := c.purse(e)[1] + c.purse(e)[2]
				id := c.takeBack(e)
				if got := c.purse(e); got != [3]int64{0, 0, all - 4} {
					t.Fatalf("%s: %v", name, got)
				}
				c.reconciled()
				if early { // the appeal is upheld before the points come back
					c.must(c.cases.Appeal(t.Context(), e, id, "No."))
					c.must(c.cases.Answer(t.Context(), c.staff[1], id, true, "You are right."))
					if got := c.purse(e); got != [3]int64{0, 4, all - 4} {
						t.Fatalf("%s: upheld, %v", name, got)
					}
				}
				c.must(come(m))
				if got := c.purse(e); early && got != [3]int64{0, all, 0} || !early && got != [3]int64{} {
					t.Fatalf("%s: %v came back", name, got)
				}
				if !early {
					c.reconciled()
					c.must(c.cases.Appeal(t.Context(), e, id, "No."))
					c.must(c.cases.Answer(t.Context(), c.staff[1], id, true, "You are right."))
				}
				if got := c.purse(e); got != [3]int64{0, all, 0} {
					t.Fatalf("%s: the appeal was upheld, and %v is there of %d", name, got, all)
				}
				c.reconciled()
			}
		}
	})
}

// TestOnlyWhatWasSetAsideThenIsOwed: what is earned and set aside later is not touched.
func TestOnlyWhatWasSetAsideThenIsOwed(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e, m := c.parked()
		c.takeBack(e)
		_, err := c.shop.Approve(t.Context(), c.staff[0], m.ID) // it is spent for good
		c.must(err)
		c.clock.Add(time.Second)
		c.give(e, 50)
		r, err := c.shop.AddReward(t.Context(), shop.Reward{Name: "Pin", Picture: "pin", Price: 50, Stock: 1, PerPerson: 1})
		c.must(err)
		c.clock.Add(time.Second)
		later, err := c.shop.Redeem(t.Context(), e, r.ID, shop.Terms{})
		c.must(err)
		_, err = c.shop.Cancel(t.Context(), c.staff[0], later.ID, "Broken.") // whether it was approved by rule or not
		c.must(err)
		if got := c.purse(e); got != [3]int64{0, 50, 0} {
			t.Fatalf("%v", got)
		}
	})
}

// TestPointsThatWaitAreNotSpent: neither on a reward nor on a draw; what does not wait is.
func TestPointsThatWaitAreNotSpent(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e := c.expert(2)
		c.praised(e)
		c.settle()
		c.give(e, 30)
		c.watch()
		r, err := c.shop.AddReward(t.Context(), shop.Reward{Name: "Pin", Picture: "pin", Price: 20, Stock: 9, PerPerson: 9})
		c.must(err)
		_, err = c.shop.Redeem(t.Context(), e, r.ID, shop.Terms{})
		c.must(err)
		_, err = c.shop.Redeem(t.Context(), e, r.ID, shop.Terms{})
		c.refused(err, shop.ErrHeld)
		c.clock.Add(fairness.HoldMost)
		_, err = c.cases.EndHolds(t.Context())
		c.must(err)
		_, err = c.shop.Redeem(t.Context(), e, r.ID, shop.Terms{})
		c.must(err)
	})
}

// TestTakingBackAndCancellingRace: whoever is first, nothing of what people took
// back is left.
func TestTakingBackAndCancellingRace(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		for range 6 {
			e, m := c.parked()
			c.watch()
			id := c.caseOf(e)
			atOnce(t, 4, func(ctx context.Context, i int) (err error) {
				switch i {
				case 0:
					err = c.cases.Decide(ctx, c.staff[0], id, fairness.Decision{Step: fairness.NoStep, Voids: true, Reason: "One household."})
				case 1:
					_, err = c.rewards.SettleDue(ctx)
				default:
					_, err = c.shop.Cancel(ctx, domain.Actor{Role: domain.RoleExpert, ID: string(e)}, m.ID, "")
				}
				if errors.Is(err, shop.ErrWrongState) {
					err = nil
				}
				return err
			})
			if got := c.purse(e); got != [3]int64{} {
				t.Fatalf("%v is left", got)
			}
		}
		c.reconciled()
	})
}
