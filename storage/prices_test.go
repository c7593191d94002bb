package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestAHigherPriceIsAnnounced(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		r := p.reward(50, 50)
		set := func(price domain.Points) {
			t.Helper()
			_, err := p.shop.ChangeReward(t.Context(), r.ID, shop.Change{Price: &price})
			p.must(err)
		}
		is := func(when string, price, next domain.Points, prices int) storage.Reward {
			t.Helper()
			got, err := db.Views().Reward(t.Context(), manager, p.clock.Now(), r.ID)
			p.must(err)
			announced := int64(0)
			if got.NextPrice != nil {
				announced = *got.NextPrice
			}
			if got.Price != int64(price) || announced != int64(next) || len(got.Prices) != prices || got.Prices[0].Price != int64(price) {
				t.Errorf("%s: %d, then %d, %v", when, got.Price, announced, got.Prices)
			}
			return got
		}
		is("new", 100, 0, 1)
		set(150)
		first := is("raised", 100, 150, 1)
		p.clock.Add(24 * time.Hour)
		set(150)
		if again := is("raised to the same", 100, 150, 1); *again.NextPriceAt != *first.NextPriceAt {
			t.Error("the same price again is put off")
		}
		set(100)
		is("taken back", 100, 0, 1)
		set(80)
		is("lowered", 80, 0, 2)
		set(90)
		p.clock.Add(shop.PriceNotice - time.Millisecond)
		buys := func(price domain.Points) {
			t.Helper()
			bought, err := p.shop.Redeem(t.Context(), p.rich(100), r.ID, shop.Terms{})
			p.must(err)
			if bought.Price != price {
				t.Errorf("bought for %d, want %d", bought.Price, price)
			}
		}
		buys(80)
		p.clock.Add(time.Millisecond)
		if got := tally(6, func(i int) error { // whoever comes first lets it count, once
			if i%2 == 0 {
				_, err := p.shop.MindPrices(context.Background())
				return err
			}
			_, err := p.shop.Redeem(context.Background(), p.rich(100), r.ID, shop.Terms{})
			return err
		}); got[""] != 6 {
			t.Errorf("came to %v", got)
		}
		counted := is("when its time has come", 90, 0, 3)
		if since := counted.Prices[0].Since; !since.Equal(storage.At(p.clock.Now()).Time) {
			t.Errorf("counts since %v", since)
		}
		buys(90)
		set(95)
		p.clock.Add(shop.PriceNotice)
		buys(95) // before the job has come
		if _, err := p.shop.ChangeReward(t.Context(), p.reward(1, 1).ID, shop.Change{Price: new(domain.Points(1_000_001))}); !isRefusal(err, shop.ErrPrice) {
			t.Errorf("announced beyond the highest price: %v", err)
		}
		_, err := p.shop.ChangeReward(t.Context(), r.ID, shop.Change{Limited: new(true)})
		p.must(err)
		set(120)
		is("what is not on the shelf", 120, 0, 5)
		_, err = p.shop.ChangeReward(t.Context(), r.ID, shop.Change{Limited: new(false), Archived: new(true)})
		p.must(err)
		set(130)
		is("nor what is archived", 130, 0, 6)
		if _, err = p.shop.ChangeReward(t.Context(), r.ID, shop.Change{Archived: new(false), Price: new(domain.Points(1_000_001))}); !isRefusal(err, shop.ErrPrice) {
			t.Errorf("beyond the highest price: %v", err)
		}
		p.stocked()
		p.balanced()
	})
}

// TestAwayForAMomentRaisesNoPrice: what comes back to the shelf costs what it did,
// or has cost its price for seven days.
func TestAwayForAMomentRaisesNoPrice(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		yes, no, dear := true, false, domain.Points(180)
		away := map[string][3]shop.Change{
			"limited":               {{Limited: &yes}, {Price: &dear}, {Limited: &no}},
			"archived":              {{Archived: &yes}, {Price: &dear}, {Archived: &no}},
			"archived, all in one":  {{Archived: &yes}, {}, {Archived: &no, Price: &dear}},
			"from one to the other": {{Limited: &yes}, {Price: &dear, Archived: &yes, Limited: &no}, {Archived: &no}},
		}
		for name, changes := range away {
			for wait, want := range map[time.Duration]domain.Points{0: 100, shop.PriceNotice - time.Millisecond: 100, shop.PriceNotice: 180} {
				id := p.reward(9, 9).ID
				for i, c := range changes {
					if name == "from one to the other" {
						want = 100 // the notice that was given meanwhile has counted for nobody
					}
					if i == 2 && c.Price == nil {
						p.clock.Add(wait)
					} else if i == 2 {
						want = 100
					}
					_, err := p.shop.ChangeReward(t.Context(), id, c)
					p.must(err)
				}
				got, err := p.shop.Redeem(t.Context(), p.rich(200), id, shop.Terms{})
				p.must(err)
				if got.Price != want {
					t.Errorf("%s, after %v: costs %d, want %d", name, wait, got.Price, want)
				}
				p.clock.Add(shop.PriceNotice)
				if got, err = p.shop.Redeem(t.Context(), p.rich(200), id, shop.Terms{Price: 180}); err != nil || got.Price != dear {
					t.Errorf("%s, after %v and seven days: costs %d, %v", name, wait, got.Price, err)
				}
			}
		}
		p.balanced()
	})
}

// TestNobodyPaysMoreThanTheySaw lets a price rise while buyers look.
func TestNobodyPaysMoreThanTheySaw(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		r, e := p.reward(9, 9), p.rich(1000)
		_, err := p.shop.ChangeReward(t.Context(), r.ID, shop.Change{Price: new(domain.Points(150))})
		p.must(err)
		p.clock.Add(shop.PriceNotice)
		if _, err := p.shop.Redeem(t.Context(), e, r.ID, shop.Terms{Price: 100}); !isRefusal(err, shop.ErrPriceRose) {
			t.Errorf("for the old price: %v", err)
		}
		if got := p.purse(e); got != [3]int64{0, 1000, 0} {
			t.Errorf("%v is left", got)
		}
		for _, seen := range []domain.Points{150, 200} {
			if got, err := p.shop.Redeem(t.Context(), e, r.ID, shop.Terms{Price: seen}); err != nil || got.Price != 150 {
				t.Errorf("who saw %d pays %d, %v", seen, got.Price, err)
			}
		}
		p.stocked()
	})
}

func TestAWishListHasTwelveRewards(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		all := make([]domain.RewardID, shop.WishListMost+4)
		for i := range all {
			all[i] = p.reward(1, 1).ID
		}
		put := func(id domain.RewardID) error { return p.shop.PutOnWishList(context.Background(), e, id) }
		got := tally(len(all), func(i int) error { return put(all[i]) })
		if got[""] != shop.WishListMost || got["wish_list_full"] != 4 {
			t.Fatalf("came to %v", got)
		}
		mine := func(id domain.RewardID) (on bool, savers int) {
			t.Helper()
			r, err := db.Views().Reward(t.Context(), as(e), p.clock.Now(), id)
			p.must(err)
			return r.Mine.OnWishList, r.Savers
		}
		var on, off domain.RewardID
		for _, id := range all {
			if is, _ := mine(id); is {
				on = id
			} else {
				off = id
			}
		}
		p.must(put(on)) // twice is once
		if is, n := mine(on); !is || n != 1 {
			t.Errorf("on it %v, for %d", is, n)
		}
		if err := put(off); !isRefusal(err, shop.ErrWishList) {
			t.Errorf("the thirteenth: %v", err)
		}
		_, err := p.shop.ChangeReward(t.Context(), on, shop.Change{Archived: new(true)})
		p.must(err)
		p.must(put(off)) // what left the shop takes no place
		p.must(p.shop.TakeOffWishList(t.Context(), e, off))
		p.must(p.shop.TakeOffWishList(t.Context(), e, off))
		if is, n := mine(off); is || n != 0 {
			t.Errorf("taken off: %v, %d", is, n)
		}
		if err := put(on); !isRefusal(err, shop.ErrUnknownReward) {
			t.Errorf("an archived one: %v", err)
		}
	})
}
