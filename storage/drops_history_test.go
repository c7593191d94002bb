package storage_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestAnyHistoryOfDropsAddsUp lets people and staff do whatever comes to mind
// with drops of both kinds while time goes by: what is refused changes nothing,
// stock, draws and books agree at every look, and when all drops are over what
// is set aside is the price of what was asked for, and of nothing else.
func TestAnyHistoryOfDropsAddsUp(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		seed := rand.Uint64()
		_, _ = fmt.Fprintf(t.Output(), "seed %d\n", seed)
		h := dropHistory{raffle: newRaffle(t, db), chance: rand.New(rand.NewPCG(seed, 0)), did: map[string]int{}}
		const points = 900
		for i := range 9 {
			e := h.expert(2 + i%3/2) // every third is a senior
			h.give(e, points)
			h.people = append(h.people, e)
		}
		for step := range 300 {
			h.step()
			if step%75 == 74 {
				h.catchUp() // what is due is done: what then waits is a finding
				h.sound()
			}
		}
		for range 12 { // the last window closes, and the last winners of it decide or lapse
			h.clock.Add(5 * 24 * time.Hour)
			h.catchUp()
		}
		if n := h.count("SELECT COUNT(*) FROM drops WHERE ended_at IS NULL AND state <> 'draft'"); n != 0 {
			t.Errorf("%d drops are not over after two months", n)
		}
		for _, e := range h.people {
			spent := h.count("SELECT COALESCE(SUM(price), 0) FROM redemptions WHERE expert_id = ? AND state = 'approved'", string(e))
			asked := h.count("SELECT COALESCE(SUM(price), 0) FROM redemptions WHERE expert_id = ? AND state = 'requested'", string(e))
			if got := h.purse(e); got != [3]int64{0, points - spent - asked, asked} {
				t.Errorf("%s has %v; %d are spent and %d asked for", e, got, spent, asked)
			}
		}
		h.sound()
		for _, deed := range []string{"enter", "leave", "redeem", "confirm", "decline", "keep", "approve"} {
			if h.did[deed] == 0 {
				t.Logf("nobody could %s in this history: %v", deed, h.did)
			}
		}
	})
}

// catchUp does what cron does.
func (h *dropHistory) catchUp() {
	h.t.Helper()
	h.mind()
	_, err := h.shop.ReleaseUnconfirmed(h.t.Context())
	h.must(err)
}

type dropHistory struct {
	*raffle

	chance *rand.Rand
	people []domain.ExpertID
	drawn  []domain.DropID
	first  []domain.RewardID
	all    []domain.DropID
	asked  []domain.RedemptionID
	did    map[string]int
}

func one[T any](chance *rand.Rand, of []T) (x T) {
	if len(of) > 0 {
		x = of[chance.IntN(len(of))]
	}
	return x
}

// latest is mostly the last one: what is long over refuses everything.
func latest[T any](chance *rand.Rand, of []T) T {
	if chance.IntN(5) > 0 {
		of = of[max(len(of)-1, 0):]
	}
	return one(chance, of)
}

// step does one thing that may be refused, and nothing else.
func (h *dropHistory) step() {
	h.t.Helper()
	ctx, e, d := context.Background(), one(h.chance, h.people), latest(h.chance, h.drawn)
	asked := one(h.chance, h.asked)
	deed := one(h.chance, []string{
		"open", "enter", "enter", "enter", "enter", "enter", "leave", "redeem", "redeem", "redeem", "redeem", "confirm", "confirm", "decline",
		"keep", "keep", "keep", "approve", "approve", "refuse", "take back", "cancel", "mind", "mind", "wait", "wait",
	})
	var err error
	switch deed {
	case "open":
		if len(h.all) < 9 {
			h.opens()
		}
	case "enter":
		_, err = h.drops.Enter(ctx, e, d)
	case "leave":
		err = h.drops.Withdraw(ctx, e, d)
	case "redeem":
		var r shop.Redemption
		if r, err = h.shop.Redeem(ctx, e, latest(h.chance, h.first), shop.Terms{}); err == nil {
			h.asked = append(h.asked, r.ID)
		}
	case "confirm":
		var r shop.Redemption
		if r, err = h.drops.Confirm(ctx, h.winner(d, e), d); err == nil {
			h.asked = append(h.asked, r.ID)
		}
	case "decline":
		err = h.drops.Decline(ctx, h.winner(d, e), d)
	case "keep":
		_, err = h.shop.Confirm(ctx, domain.ExpertID(storagetest.Text(h.t, h.db, "SELECT COALESCE(MAX(expert_id), '') FROM redemptions WHERE id = ?", string(asked))), asked)
	case "approve":
		_, err = h.shop.Approve(ctx, manager, asked)
	case "refuse":
		_, err = h.shop.Refuse(ctx, manager, asked, "No.")
	case "take back":
		_, err = h.shop.Cancel(ctx, manager, asked, "")
	case "cancel":
		if h.chance.IntN(4) == 0 {
			_, err = h.drops.Cancel(ctx, one(h.chance, h.all), "Late.")
		}
	case "mind":
		if _, err = h.drops.Mind(ctx); err == nil {
			_, err = h.shop.ReleaseUnconfirmed(ctx)
		}
	default:
		h.clock.Add(time.Duration(h.chance.IntN(1+one(h.chance, []int{10, 600, 3000}))) * time.Minute)
	}
	if _, refused := errors.AsType[*domain.Error](err); err != nil && !refused {
		h.t.Fatalf("%s: %v", deed, err)
	}
	if err == nil {
		h.did[deed]++
	}
}

// winner is somebody who has to decide, or somebody.
func (h *dropHistory) winner(d domain.DropID, somebody domain.ExpertID) domain.ExpertID {
	if won := h.in(d, shop.Won); len(won) > 0 {
		return won[0]
	}
	return somebody
}

// opens announces a drop of a reward of its own, and waits until it opens.
func (h *dropHistory) opens() {
	h.t.Helper()
	if h.chance.IntN(2) == 0 {
		id := h.open(shop.Draw, 1+h.chance.IntN(4))
		h.drawn, h.all = append(h.drawn, id), append(h.all, id)
		return
	}
	id, reward := h.firstCome(1 + h.chance.IntN(6))
	h.first, h.all = append(h.first, reward), append(h.all, id)
}
