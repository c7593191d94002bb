package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// cause is something that points are given to: at least so many, to which the brand adds percent.
func (p *programme) cause(least domain.Points, percent int) shop.Reward {
	p.t.Helper()
	r, err := p.shop.AddReward(p.t.Context(), shop.Reward{
		Name: "A bird island", Picture: "island", Price: least, Stock: 1000, PerPerson: 1000, Charity: true, Match: percent,
	})
	p.must(err)
	return r
}

func TestSeniorsComeADayBeforeTheRelease(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		at := p.clock.Now().Add(72 * time.Hour)
		r, err := p.shop.AddReward(t.Context(), shop.Reward{Name: "Wad 3", Picture: "cap", Price: 100, Stock: 9, PerPerson: 1, OnSaleAt: at})
		p.must(err)
		senior, expert := p.expert(3), p.rich(100)
		p.give(senior, 100)
		sees := func(when string, e domain.ExpertID, reason string, from time.Time) {
			t.Helper()
			got, err := db.Views().Reward(t.Context(), as(e), p.clock.Now(), r.ID)
			p.must(err)
			if got.Mine.Reason != reason || !got.Mine.From.OrZero().Equal(storage.At(from).Time) && !from.IsZero() {
				t.Errorf("%s: %+v", when, got.Mine)
			}
		}
		redeem := func(e domain.ExpertID) error {
			_, err := p.shop.Redeem(t.Context(), e, r.ID, shop.Terms{})
			return err
		}
		sees("three days before", senior, "early", at.Add(-shop.EarlyAccess))
		sees("three days before", expert, "early", at)
		p.clock.Add(48*time.Hour - time.Millisecond)
		if err := redeem(senior); !isRefusal(err, shop.ErrNotYet) {
			t.Errorf("a senior too early: %v", err)
		}
		p.clock.Add(time.Millisecond)
		sees("a day before", senior, "", time.Time{})
		p.must(redeem(senior))
		if err := redeem(expert); !isRefusal(err, shop.ErrNotYet) {
			t.Errorf("an expert a day before: %v", err)
		}
		p.clock.Add(24 * time.Hour)
		p.must(redeem(expert))
		for name, c := range map[string]shop.Change{
			"limited": {Limited: new(true)}, "a match": {Match: new(100)},
		} {
			if _, err := p.shop.ChangeReward(t.Context(), r.ID, c); !isRefusal(err, shop.ErrRelease) && !isRefusal(err, shop.ErrMatch) {
				t.Errorf("%s: %v", name, err)
			}
		}
		_, err = p.shop.ChangeReward(t.Context(), r.ID, shop.Change{Limited: new(true), OnSaleAt: &time.Time{}})
		p.must(err)
		p.stocked()
	})
}

// TestEarlyAccessIsAPrize: whoever won it comes a day before, as long as it lasts.
func TestEarlyAccessIsAPrize(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newLeague(t, db)
		winner, other := p.rich(200), p.rich(200)
		round, _, _ := p.running()
		p.must(p.league.AddPrize(t.Context(), "mgr_1", league.Prize{Round: round, From: 1, To: 1, What: "A day early", Early: true}))
		p.must(p.league.AddPrize(t.Context(), "mgr_1", league.Prize{Round: round, From: 1, To: 1, What: "A cap"}))
		for what, who := range map[string]domain.ExpertID{"A day early": winner, "A cap": other} {
			prize := storagetest.Text(t, db, "SELECT id FROM prizes WHERE what = ?", what)
			p.must(db.InTx(t.Context(), func(tx storage.Tx) error {
				return tx.AddWin("win_"+string(who), league.Win{Prize: league.PrizeID(prize), Expert: who, Place: 1, Pieces: 1, Among: 1}, p.clock.Now())
			}))
		}
		won := p.clock.Now()
		released := func(at time.Time) (first, second error) {
			r, err := p.shop.AddReward(t.Context(), shop.Reward{Name: "Wad 3", Picture: "cap", Price: 100, Stock: 9, PerPerson: 1, OnSaleAt: at})
			p.must(err)
			p.reach(at.Add(-shop.EarlyAccess))
			seen, err := db.Views().Reward(t.Context(), as(winner), p.clock.Now(), r.ID)
			p.must(err)
			_, first = p.shop.Redeem(t.Context(), winner, r.ID, shop.Terms{})
			_, second = p.shop.Redeem(t.Context(), other, r.ID, shop.Terms{})
			if seen.Mine.CanRedeem != (first == nil) {
				t.Errorf("they see %+v, and had %v", seen.Mine, first)
			}
			return first, second
		}
		if a, b := released(won.Add(shop.EarlyFor + shop.EarlyAccess - time.Millisecond)); a != nil || !isRefusal(b, shop.ErrNotYet) {
			t.Errorf("while it lasts: %v, and who won a cap: %v", a, b)
		}
		if a, b := released(won.Add(shop.EarlyFor + shop.EarlyAccess)); !isRefusal(a, shop.ErrNotYet) || !isRefusal(b, shop.ErrNotYet) {
			t.Errorf("when it is over: %v, %v", a, b)
		}
		hand, err := db.Views().Wins(t.Context(), manager)
		p.must(err)
		own, err := db.Views().Wins(t.Context(), as(winner))
		p.must(err)
		if len(hand) != 1 || hand[0].Early || len(own) != 1 || !own[0].Early {
			t.Errorf("to hand over %v, won %v", hand, own)
		}
	})
}

// TestAGiftIsWhatOneGives: many give at once, the brand adds what it promised
// then, and nothing is sent.
func TestAGiftIsWhatOneGives(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		r, e := p.cause(50, 100), p.trusted(2, 1000)
		give := func(points domain.Points) (shop.Redemption, error) {
			return p.shop.Redeem(t.Context(), e, r.ID, shop.Terms{Gift: points})
		}
		for _, points := range []domain.Points{-1, 1, 49, 1_000_001} {
			if _, err := give(points); !isRefusal(err, shop.ErrGift) {
				t.Errorf("%d points: %v", points, err)
			}
		}
		if _, err := p.shop.Redeem(t.Context(), e, p.reward(1, 1).ID, shop.Terms{Gift: 500}); !isRefusal(err, shop.ErrGift) {
			t.Errorf("another price for a cap: %v", err)
		}
		first, err := give(333)
		p.must(err)
		if first.State != shop.Approved || first.Price != 333 || first.Matched != 333 || !first.Gift {
			t.Errorf("gave %+v", first)
		}
		if _, err := p.shop.Ship(t.Context(), first.ID, ""); !isRefusal(err, shop.ErrWrongState) {
			t.Errorf("sent by post: %v", err)
		}
		_, err = p.shop.Deliver(t.Context(), first.ID)
		p.must(err)
		_, err = p.shop.ChangeReward(t.Context(), r.ID, shop.Change{Match: new(50)})
		p.must(err)
		if got, err := give(0); err != nil || got.Price != 50 || got.Matched != 25 {
			t.Errorf("the least: %+v, %v", got, err)
		}
		left := p.purse(e)
		seenMatch := func(percent int) error {
			_, err := p.shop.Redeem(t.Context(), e, r.ID, shop.Terms{Gift: 100, Match: &percent})
			return err
		}
		if err := seenMatch(51); !isRefusal(err, shop.ErrMatchFell) || p.purse(e) != left {
			t.Errorf("a lower match than was seen: %v", err)
		}
		if got, err := p.shop.Redeem(t.Context(), e, r.ID, shop.Terms{Gift: 51, Match: new(25)}); err != nil || got.Matched != 26 {
			t.Errorf("rounded half up: %+v, %v", got, err)
		}
		taken, err := give(100)
		p.must(err)
		_, err = p.shop.Cancel(t.Context(), manager, taken.ID, "The fund is closed.")
		p.must(err)
		if got := tally(20, func(int) error {
			_, err := p.shop.Redeem(context.Background(), e, r.ID, shop.Terms{Gift: 100})
			return err
		}); got[""] != 5 || got["insufficient_points"] != 15 { // 566 are left
			t.Errorf("at once: %v", got)
		}
		seen, err := db.Views().Reward(t.Context(), as(e), p.clock.Now(), r.ID)
		p.must(err)
		if seen.Given != 333+50+51+500 || seen.Matched != 333+25+26+250 {
			t.Errorf("given %d, and %d by the brand", seen.Given, seen.Matched)
		}
		p.stocked()
		p.balanced()
	})
}
