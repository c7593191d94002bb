package storage_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func (p *programme) reward(stock, perPerson int) shop.Reward {
	p.t.Helper()
	r, err := p.shop.AddReward(p.t.Context(), shop.Reward{Name: "Cap", Picture: "cap", Price: 100, Stock: stock, PerPerson: perPerson})
	p.must(err)
	return r
}

// rich adds an expert who can spend.
func (p *programme) rich(points domain.Points) domain.ExpertID {
	p.t.Helper()
	e := p.expert(2)
	p.give(e, points)
	return e
}

// stocked fails when the shelf is not what the redemptions leave.
func (p *programme) stocked() {
	p.t.Helper()
	if n := p.count(`SELECT COUNT(*) FROM rewards r WHERE stock - remaining <>
		(SELECT COUNT(*) FROM redemptions WHERE reward_id = r.id AND state <> 'cancelled')`); n != 0 {
		p.t.Fatalf("%d rewards have another stock than their redemptions leave", n)
	}
	if n := p.count("SELECT COUNT(*) FROM redemptions WHERE piece_no > (SELECT stock FROM rewards WHERE id = reward_id)"); n != 0 {
		p.t.Fatalf("%d pieces are beyond the stock", n)
	}
}

// tally runs n attempts at once, at most 48 of them under way, and counts what
// they came to; nil is "".
func tally(n int, attempt func(i int) error) map[string]int {
	var mu sync.Mutex
	counts := map[string]int{}
	gate := make(chan struct{}, 48)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			gate <- struct{}{}
			defer func() { <-gate }()
			err := attempt(i)
			mu.Lock()
			defer mu.Unlock()
			var refused *domain.Error
			switch {
			case err == nil:
				counts[""]++
			case errors.As(err, &refused):
				counts[refused.Code]++
			default:
				counts[err.Error()]++
			}
		})
	}
	wg.Wait()
	return counts
}

func TestAThousandBuyersForTwentyPieces(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		r := p.reward(20, 1)
		buyers := make([]domain.ExpertID, 1000)
		for i := range buyers {
			buyers[i] = p.rich(100)
		}
		got := tally(len(buyers), func(i int) error {
			_, err := p.shop.Redeem(context.Background(), buyers[i], r.ID, shop.Terms{})
			return err
		})
		if got[""] != 20 || got["sold_out"] != 980 {
			t.Errorf("came to %v", got)
		}
		if n := p.count("SELECT COUNT(DISTINCT piece_no) FROM redemptions WHERE piece_no BETWEEN 1 AND 20"); n != 20 {
			t.Errorf("%d pieces were sold", n)
		}
		if n := p.count("SELECT COUNT(*) FROM transfers WHERE kind = 'reserve'"); n != 20 {
			t.Errorf("%d were paid for", n)
		}
		p.stocked()
		p.balanced()
	})
}

func TestOneBuyerWithManyHands(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		few, cheap := p.rich(1000), p.rich(250)
		limited, plenty := p.reward(50, 2), p.reward(50, 50)
		got := tally(30, func(int) error {
			_, err := p.shop.Redeem(context.Background(), few, limited.ID, shop.Terms{})
			return err
		})
		if got[""] != 2 || got["limit_reached"] != 28 {
			t.Errorf("a limit of two came to %v", got)
		}
		got = tally(30, func(int) error {
			_, err := p.shop.Redeem(context.Background(), cheap, plenty.ID, shop.Terms{})
			return err
		})
		if got[""] != 2 || got["insufficient_points"] != 28 {
			t.Errorf("points for two came to %v", got)
		}
		p.stocked()
		p.balanced()
	})
}

func TestARedemptionIsDecidedOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		r := p.reward(50, 50)
		for range 10 {
			e := p.rich(100) // a newcomer: a person decides
			d, err := p.shop.Redeem(t.Context(), e, r.ID, shop.Terms{})
			p.must(err)
			got := tally(8, func(i int) error {
				var err error
				switch i % 4 {
				case 0:
					_, err = p.shop.Approve(context.Background(), manager, d.ID)
				case 1:
					_, err = p.shop.Refuse(context.Background(), manager, d.ID, "no")
				default:
					_, err = p.shop.Cancel(context.Background(), domain.Actor{Role: domain.RoleExpert, ID: string(e)}, d.ID, "")
				}
				return err
			})
			if got[""] != 1 || got["wrong_state"] != 7 {
				t.Fatalf("came to %v", got)
			}
		}
		p.stocked()
		p.balanced()
	})
}

func TestWhatARedemptionDoesToPointsAndStock(t *testing.T) {
	t.Parallel()
	type step func(p *programme, e domain.ExpertID, id domain.RedemptionID) error
	ctx := context.Background()
	own := func(e domain.ExpertID) domain.Actor { return domain.Actor{Role: domain.RoleExpert, ID: string(e)} }
	approve := func(p *programme, _ domain.ExpertID, id domain.RedemptionID) error {
		_, err := p.shop.Approve(ctx, manager, id)
		return err
	}
	refuse := func(p *programme, _ domain.ExpertID, id domain.RedemptionID) error {
		_, err := p.shop.Refuse(ctx, manager, id, "we are out of boxes")
		return err
	}
	cancel := func(p *programme, e domain.ExpertID, id domain.RedemptionID) error {
		_, err := p.shop.Cancel(ctx, own(e), id, "")
		return err
	}
	staffCancels := func(p *programme, _ domain.ExpertID, id domain.RedemptionID) error {
		_, err := p.shop.Cancel(ctx, manager, id, "broken")
		return err
	}
	ship := func(p *programme, _ domain.ExpertID, id domain.RedemptionID) error {
		_, err := p.shop.Ship(ctx, id, "TR 1")
		return err
	}
	deliver := func(p *programme, _ domain.ExpertID, id domain.RedemptionID) error {
		_, err := p.shop.Deliver(ctx, id)
		return err
	}
	tests := map[string]struct {
		steps     []step
		last      error
		purse     [3]int64
		remaining int64
	}{
		"requested":                      {nil, nil, [3]int64{0, 50, 100}, 4},
		"approved":                       {[]step{approve}, nil, [3]int64{0, 50, 0}, 4},
		"refused":                        {[]step{refuse}, nil, [3]int64{0, 150, 0}, 5},
		"cancelled":                      {[]step{cancel}, nil, [3]int64{0, 150, 0}, 5},
		"cancelled twice":                {[]step{cancel, cancel}, shop.ErrWrongState, [3]int64{0, 150, 0}, 5},
		"refused, then approved":         {[]step{refuse, approve}, shop.ErrWrongState, [3]int64{0, 150, 0}, 5},
		"delivered":                      {[]step{approve, ship, deliver}, nil, [3]int64{0, 50, 0}, 4},
		"approved, then staff cancel":    {[]step{approve, staffCancels}, nil, [3]int64{0, 150, 0}, 5},
		"approved, cancelled twice":      {[]step{approve, staffCancels, staffCancels}, shop.ErrWrongState, [3]int64{0, 150, 0}, 5},
		"approved, then expert cancels":  {[]step{approve, cancel}, shop.ErrWrongState, [3]int64{0, 50, 0}, 4},
		"shipped, then staff cancel":     {[]step{approve, ship, staffCancels}, shop.ErrWrongState, [3]int64{0, 50, 0}, 4},
		"delivered without being sent":   {[]step{approve, deliver}, shop.ErrWrongState, [3]int64{0, 50, 0}, 4},
		"shipped before it was approved": {[]step{ship}, shop.ErrWrongState, [3]int64{0, 50, 100}, 4},
	}
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		for name, tt := range tests {
			e, r := p.rich(150), p.reward(5, 1)
			d, err := p.shop.Redeem(ctx, e, r.ID, shop.Terms{})
			p.must(err)
			for i, do := range tt.steps {
				err := do(p, e, d.ID)
				if want := map[bool]error{true: tt.last}[i == len(tt.steps)-1]; !errors.Is(err, want) {
					t.Fatalf("%s: step %d: %v", name, i+1, err)
				}
			}
			if got, left := p.purse(e), p.count("SELECT remaining FROM rewards WHERE id = ?", r.ID); got != tt.purse || left != tt.remaining {
				t.Errorf("%s: the purse holds %v, %d remain", name, got, left)
			}
		}
		p.stocked()
		p.balanced()
	})
}

func TestPiecesThatComeBackAreSoldAgain(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		r := p.reward(3, 1)
		var second shop.Redemption
		for i := range 3 {
			d, err := p.shop.Redeem(t.Context(), p.rich(100), r.ID, shop.Terms{})
			p.must(err)
			if i == 1 {
				second = d
			}
		}
		if _, err := p.shop.Redeem(t.Context(), p.rich(100), r.ID, shop.Terms{}); !errors.Is(err, shop.ErrSoldOut) {
			t.Fatal(err)
		}
		_, err := p.shop.Refuse(t.Context(), manager, second.ID, "no")
		p.must(err)
		again, err := p.shop.Redeem(t.Context(), p.rich(100), r.ID, shop.Terms{})
		p.must(err)
		if again.PieceNo != 2 {
			t.Errorf("got piece %d", again.PieceNo)
		}
		two, four := 2, 4
		if _, err := p.shop.ChangeReward(t.Context(), r.ID, shop.Change{Stock: &two}); !errors.Is(err, shop.ErrStockTaken) {
			t.Errorf("stock below what is taken: %v", err)
		}
		changed, err := p.shop.ChangeReward(t.Context(), r.ID, shop.Change{Stock: &four})
		p.must(err)
		if changed.Remaining != 1 {
			t.Errorf("%d remain of one more", changed.Remaining)
		}
		p.stocked()
	})
}

// Stock that moves while it sells is neither lost nor sold twice.
func TestStockChangesWhileItSells(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		r := p.reward(30, 1)
		buyers := make([]domain.ExpertID, 60)
		for i := range buyers {
			buyers[i] = p.rich(100)
		}
		var changed atomic.Int64
		got := tally(len(buyers)+10, func(i int) error {
			if i < len(buyers) {
				_, err := p.shop.Redeem(context.Background(), buyers[i], r.ID, shop.Terms{})
				return err
			}
			stock := 35 + i%2
			_, err := p.shop.ChangeReward(context.Background(), r.ID, shop.Change{Stock: &stock})
			if err == nil {
				changed.Add(1)
			}
			return err
		})
		if sold := p.count("SELECT COUNT(*) FROM redemptions"); int(sold) != got[""]-int(changed.Load()) || sold > 36 {
			t.Errorf("sold %d; came to %v", sold, got)
		}
		p.stocked()
		p.balanced()
	})
}

func TestNobodyPaysWithWhatIsPending(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newProgramme(t, db)
		e := p.expert(1)
		for range 12 {
			p.book(p.answer(e, nil))
		}
		if _, err := p.shop.Redeem(t.Context(), e, p.reward(1, 1).ID, shop.Terms{}); !errors.Is(err, ledger.ErrInsufficient) {
			t.Fatal(err)
		}
		p.stocked()
		p.balanced()
	})
}
