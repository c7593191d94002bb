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

// firstCome is a first-come drop that is open, and its reward.
func (f *raffle) firstCome(pieces int) (domain.DropID, domain.RewardID) {
	f.t.Helper()
	id := f.announced(shop.FirstCome, pieces)
	f.clock.Add(dropNotice)
	return id, domain.RewardID(storagetest.Text(f.t, f.db, "SELECT reward_id FROM drops WHERE id = ?", string(id)))
}

// TestFirstComeSellsExactlyItsPieces lets a crowd come, the first of whom opens
// the drop: rookies get none, seniors what is reserved, others the rest.
func TestFirstComeSellsExactlyItsPieces(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newRaffle(t, db)
		_, reward := f.firstCome(20) // four of them reserved
		crowd := make([]domain.ExpertID, 300)
		for i := range crowd {
			crowd[i] = f.rich(100)
		}
		got := tally(2*len(crowd), func(i int) error {
			_, err := f.shop.Redeem(context.Background(), crowd[i%len(crowd)], reward, shop.Terms{})
			return err
		})
		if got[""] != 16 || got["reserved_for_seniors"]+got["limit_reached"] != 584 {
			t.Errorf("came to %v", got)
		}
		f.sound()
		seniors := make([]domain.ExpertID, 10)
		for i := range seniors {
			seniors[i] = f.expert(3)
			f.give(seniors[i], 100)
		}
		got = tally(len(seniors), func(i int) error {
			_, err := f.shop.Redeem(context.Background(), seniors[i], reward, shop.Terms{})
			return err
		})
		if got[""] != 4 || got["sold_out"] != 6 {
			t.Errorf("seniors came to %v", got)
		}
		if n := f.count("SELECT remaining FROM rewards WHERE id = ?", string(reward)); n != 1 {
			t.Errorf("%d pieces remain", n)
		}
		f.sound()
	})
}

// TestAPieceThatNobodyConfirmsGoesBack lets two nodes release it while its
// expert confirms: one of them does.
func TestAPieceThatNobodyConfirmsGoesBack(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newRaffle(t, db)
		_, reward := f.firstCome(2)
		a, b := f.rich(100), f.rich(100)
		kept, err := f.shop.Redeem(t.Context(), a, reward, shop.Terms{})
		f.must(err)
		left, err := f.shop.Redeem(t.Context(), b, reward, shop.Terms{})
		f.must(err)
		if _, err := f.shop.Approve(t.Context(), manager, kept.ID); !isRefusal(err, shop.ErrUnconfirmed) {
			t.Errorf("approved before it is confirmed: %v", err)
		}
		if _, err := f.shop.Confirm(t.Context(), b, kept.ID); !isRefusal(err, shop.ErrUnknown) {
			t.Errorf("confirmed by another: %v", err)
		}
		_, err = f.shop.Confirm(t.Context(), a, kept.ID)
		f.must(err)
		f.clock.Add(shop.HoldWindow)
		if _, err := f.shop.Confirm(t.Context(), b, left.ID); !isRefusal(err, shop.ErrHoldLate) {
			t.Errorf("confirmed after 15 minutes: %v", err)
		}
		got := tally(6, func(int) error { _, err := f.shop.ReleaseUnconfirmed(context.Background()); return err })
		if got[""] != 6 || f.purse(b) != [3]int64{0, 100, 0} || f.purse(a) != [3]int64{0, 0, 100} {
			t.Errorf("came to %v; %v and %v", got, f.purse(a), f.purse(b))
		}
		if n := f.count("SELECT remaining FROM rewards WHERE id = ?", string(reward)); n != 2 {
			t.Errorf("%d pieces remain", n)
		}
		_, err = f.shop.Redeem(t.Context(), b, reward, shop.Terms{}) // there is one again
		f.must(err)
		f.sound()
	})
}

func TestTheReserveLastsADay(t *testing.T) {
	t.Parallel()
	f := newRaffle(t, storagetest.Open(t))
	id, reward := f.firstCome(5)
	redeem := func() error { _, err := f.shop.Redeem(t.Context(), f.rich(100), reward, shop.Terms{}); return err }
	for range 4 {
		f.must(redeem())
	}
	f.clock.Add(shop.SeniorWindow - time.Millisecond)
	if err := redeem(); !isRefusal(err, shop.ErrReserveSenior) {
		t.Errorf("the last one in the first day: %v", err)
	}
	f.clock.Add(time.Millisecond)
	f.must(redeem())
	if err := redeem(); !isRefusal(err, shop.ErrSoldOut) {
		t.Errorf("when all are gone: %v", err)
	}
	f.clock.Add(dropWindow)
	if err := redeem(); !isRefusal(err, shop.ErrDropClosed) {
		t.Errorf("when the window is over: %v", err)
	}
	f.mind()
	if err := redeem(); !isRefusal(err, shop.ErrLimited) {
		t.Errorf("when the drop is over: %v", err)
	}
	if n := f.count("SELECT COUNT(*) FROM drops WHERE id = ? AND state = 'over'", string(id)); n != 1 {
		t.Error("the drop is not over")
	}
	if _, err := f.drops.Enter(t.Context(), f.rich(100), id); !isRefusal(err, shop.ErrDropClosed) {
		t.Errorf("entering what is no draw: %v", err)
	}
	f.sound()
}

// TestWhoCannotBuyCannotConfirm: what was set aside is not spent while a person
// looks at the points it came from, nor by who was put to rest.
func TestWhoCannotBuyCannotConfirm(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		f := &raffle{c.programme, shop.NewDrops(db.Drops, c.rt, seeds{})}
		rested, held := f.rich(100), f.expert(2)
		c.praised(held)
		_, reward := f.firstCome(4)
		f.settle()
		f.give(held, domain.Points(100-f.purse(held)[1]))
		piece := map[domain.ExpertID]domain.RedemptionID{}
		for _, e := range []domain.ExpertID{rested, held} {
			r, err := f.shop.Redeem(t.Context(), e, reward, shop.Terms{})
			f.must(err)
			piece[e] = r.ID
		}
		confirm := func(e domain.ExpertID) error { _, err := f.shop.Confirm(t.Context(), e, piece[e]); return err }
		storagetest.Exec(t, db, "UPDATE experts SET state = 'suspended' WHERE id = ?", string(rested))
		if err := confirm(rested); !isRefusal(err, shop.ErrNotActive) {
			t.Errorf("put to rest: %v", err)
		}
		storagetest.Exec(t, db, "UPDATE experts SET state = 'active' WHERE id = ?", string(rested))
		f.must(confirm(rested))
		c.watch()
		if err := confirm(held); !isRefusal(err, shop.ErrHeld) {
			t.Errorf("with points that wait: %v", err)
		}
		f.give(held, 100) // of others they have enough
		f.must(confirm(held))
	})
}
