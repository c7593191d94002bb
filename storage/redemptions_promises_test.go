package storage_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// trusted is an expert for whom something was approved before.
func (p *programme) trusted(level int, points domain.Points) domain.ExpertID {
	p.t.Helper()
	e := p.expert(level)
	p.give(e, points+1)
	r, err := p.shop.AddReward(p.t.Context(), shop.Reward{Name: "Sticker", Price: 1, Stock: 1, PerPerson: 1})
	p.must(err)
	asked, err := p.shop.Redeem(p.t.Context(), e, r.ID, shop.Terms{})
	p.must(err)
	_, err = p.shop.Approve(p.t.Context(), manager, asked.ID)
	p.must(err)
	return e
}

func TestAPersonDecidesAboutNewcomersAndWhatIsDear(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		shelf := func(price domain.Points) domain.RewardID {
			r, err := p.shop.AddReward(t.Context(), shop.Reward{Name: "Cap", Price: price, Stock: 9, PerPerson: 9})
			p.must(err)
			return r.ID
		}
		newcomer := p.expert(2)
		p.give(newcomer, 9_000)
		for name, c := range map[string]struct {
			expert domain.ExpertID
			price  domain.Points
			asks   []shop.Ask
		}{
			"an expert, again":                 {p.trusted(2, 100), 100, nil},
			"the first time":                   {newcomer, 100, []shop.Ask{shop.AskFirst}},
			"3,000 points":                     {p.trusted(2, 3_000), 3_000, nil},
			"more than 3,000 points":           {p.trusted(4, 3_001), 3_001, []shop.Ask{shop.AskDear}},
			"a rookie, again":                  {p.trusted(1, 100), 100, []shop.Ask{shop.AskLevel}},
			"a rookie, again, and it is dear":  {p.trusted(1, 3_001), 3_001, []shop.Ask{shop.AskDear, shop.AskLevel}},
			"the first time, and it is dear":   {newcomer, 4_000, []shop.Ask{shop.AskFirst, shop.AskDear}},
			"the first time, with one waiting": {newcomer, 100, []shop.Ask{shop.AskFirst}},
		} {
			r, err := p.shop.Redeem(t.Context(), c.expert, shelf(c.price), shop.Terms{})
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if !slices.Equal(r.Asks, c.asks) {
				t.Errorf("%s: %v ask for a person", name, r.Asks)
			}
			want, spent := shop.Requested, int64(0)
			if len(c.asks) == 0 {
				want, spent = shop.Approved, 1
			}
			kept, err := db.Views().Redemption(t.Context(), manager, r.ID)
			p.must(err)
			if r.State != want || kept.State != string(want) || kept.Itself != (spent == 1) || kept.Version != r.Version || !slices.Equal(kept.Asks, r.Asks) {
				t.Errorf("%s: is %s, kept as %+v", name, r.State, kept)
			}
			if n := p.count("SELECT COUNT(*) FROM transfers WHERE key = ? AND kind = 'spend'", "resolve:"+r.ID); n != spent {
				t.Errorf("%s: spent %d times", name, n)
			}
		}
		refusedAgain := p.trusted(2, 200)
		last := domain.RedemptionID(storagetest.Text(t, db, "SELECT MAX(id) FROM redemptions"))
		_, err := p.shop.Cancel(t.Context(), manager, last, "")
		p.must(err)
		if r, err := p.shop.Redeem(t.Context(), refusedAgain, shelf(1), shop.Terms{}); err != nil || !slices.Contains(r.Asks, shop.AskFirst) {
			t.Errorf("after what was approved was taken back: %+v, %v", r, err)
		}
		p.stocked()
		p.balanced()
	})
}

func TestWhoCameFirstIsApprovedWithTheirYes(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newRaffle(t, db)
		old := f.trusted(2, 100)
		newcomer := f.rich(100)
		id := f.open(shop.FirstCome, 2)
		for e, want := range map[domain.ExpertID]shop.State{old: shop.Approved, newcomer: shop.Requested} {
			r, err := f.shop.Redeem(t.Context(), e, f.rewardOf(id), shop.Terms{})
			f.must(err)
			waits := func() (n int) {
				w, err := db.Views().ModerationQueue(t.Context(), "redemption", storage.Page{Limit: 9})
				f.must(err)
				for _, i := range w.Items {
					if i.ID == string(r.ID) && i.DueAt.After(i.At.Time) {
						n++
					}
				}
				return n
			}
			if r.State != shop.Requested || !r.DecideBy.IsZero() || waits() != 0 {
				t.Errorf("before the yes: %+v", r)
			}
			got := tally(8, func(int) error {
				_, err := f.shop.Confirm(context.Background(), e, r.ID)
				return err
			})
			kept, err := db.Views().Redemption(t.Context(), manager, r.ID)
			f.must(err)
			if kept.State != string(want) || kept.DecideBy == nil || (want == shop.Approved && got[""] != 1) {
				t.Errorf("%s, %v confirmed", kept.State, got)
			}
			if n := waits(); n != 1 && want == shop.Requested || n != 0 && want == shop.Approved {
				t.Errorf("%s waits %d times", kept.State, n)
			}
		}
		f.stocked()
		f.balanced()
	})
}

// The brand of the test is closed on weekends and nothing else: three working
// days from a Thursday end on the Tuesday.
func TestEachPromisedDayThatIsOverIsToldOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.rich(100)
		for p.clock.Now().Weekday() != time.Thursday {
			p.clock.Add(24 * time.Hour)
		}
		r, err := p.shop.Redeem(t.Context(), e, p.reward(9, 1).ID, shop.Terms{})
		p.must(err)
		if d := r.DecideBy.Sub(r.RequestedAt); d <= 5*24*time.Hour || d > 6*24*time.Hour {
			t.Errorf("decided within %v", d)
		}
		told := func(when string, want int64) {
			t.Helper()
			for range 2 {
				tally(4, func(int) error { _, err := p.shop.MindPromises(context.Background()); return err })
			}
			if n := p.count("SELECT COUNT(*) FROM outbox WHERE name = 'redemption.late'"); n != want {
				t.Errorf("%s: told %d times, want %d", when, n, want)
			}
		}
		p.clock.Add(r.DecideBy.Sub(p.clock.Now()) - time.Second)
		told("before the day is over", 0)
		p.clock.Add(r.DecideBy.Sub(p.clock.Now()))
		told("when it is over", 1)
		late, err := db.Views().Redemption(t.Context(), domain.Actor{Role: domain.RoleExpert, ID: string(e)}, r.ID)
		p.must(err)
		if !late.Late {
			t.Error("the expert does not see that it is late")
		}
		approved, err := p.shop.Approve(t.Context(), manager, r.ID)
		p.must(err)
		if d := approved.ShipBy.Sub(approved.ApprovedAt); d <= 13*24*time.Hour || d > 15*24*time.Hour {
			t.Errorf("sent within %v", d)
		}
		told("approved", 1)
		p.clock.Add(approved.ShipBy.Sub(p.clock.Now()))
		told("not sent in time", 2)
		_, err = p.shop.Ship(t.Context(), r.ID, "")
		p.must(err)
		p.clock.Add(99 * 24 * time.Hour)
		told("sent", 2)
		if late, err = db.Views().Redemption(t.Context(), manager, r.ID); err != nil || late.Late {
			t.Errorf("what was sent is late: %v", err)
		}
		quick, err := p.shop.Redeem(t.Context(), p.trusted(2, 100), p.reward(9, 1).ID, shop.Terms{})
		p.must(err)
		p.clock.Add(quick.DecideBy.Sub(p.clock.Now()))
		told("decided at once, and not sent yet", 2)
	})
}

func TestLowStockIsToldOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newRaffle(t, db)
		r := f.reward(10, 10)
		for _, away := range []shop.Change{{Archived: new(true)}, {Limited: new(true)}} {
			gone := f.reward(1, 1).ID
			_, err := f.shop.Redeem(t.Context(), f.rich(100), gone, shop.Terms{})
			f.must(err)
			_, err = f.shop.ChangeReward(t.Context(), gone, away)
			f.must(err)
		}
		take := func(n int) {
			for range n {
				_, err := f.shop.Redeem(t.Context(), f.rich(100), r.ID, shop.Terms{})
				f.must(err)
			}
		}
		told := func(when string, want int64, marked bool) {
			t.Helper()
			tally(4, func(int) error { _, err := f.shop.MindStock(context.Background()); return err })
			seen, err := db.Views().Reward(t.Context(), manager, f.clock.Now(), r.ID)
			f.must(err)
			if n := f.count("SELECT COUNT(*) FROM outbox WHERE name = 'reward.low'"); n != want || (seen.LowAt != nil) != marked {
				t.Errorf("%s: told %d times, want %d; marked %v", when, n, want, seen.LowAt)
			}
		}
		take(7)
		told("30 %", 0, false)
		take(1)
		told("20 %", 1, true)
		take(2)
		told("nothing left", 1, true)
		_, err := f.shop.ChangeReward(t.Context(), r.ID, shop.Change{Stock: new(20)})
		f.must(err)
		told("more came", 1, false)
		take(6)
		told("low again", 2, true)
		if seen, err := db.Views().Reward(t.Context(), domain.Actor{Role: domain.RoleExpert, ID: string(f.expert(1))}, f.clock.Now(), r.ID); err != nil || seen.LowAt != nil {
			t.Errorf("an expert sees the alarm: %v, %v", seen.LowAt, err)
		}
	})
}
