package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestDropsAreDrawnAsTheyAre tries every use case of drops on a drop and its
// entries in every state.
func TestDropsAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	states, entries := constants(t, "shop", "DropState"), constants(t, "shop", "EntryState")
	w := newWalker(
		t,
		machine{"drop", states, "SELECT id, state FROM drops ORDER BY id", []string{"Announce", "Cancel"}},
		machine{"entry", entries, "SELECT id, state FROM drop_entries ORDER BY id", []string{"Withdraw", "Confirm", "Decline"}},
	)
	var last *raffle
	for name, situation := range map[string]func(f *raffle) domain.DropID{
		"nothing":             func(*raffle) domain.DropID { return "drp_none" },
		"a draft":             func(f *raffle) domain.DropID { return f.draft(shop.Draw, 1) },
		"announced":           func(f *raffle) domain.DropID { return f.announced(shop.Draw, 1) },
		"announced, and due":  func(f *raffle) domain.DropID { id := f.announced(shop.Draw, 1); f.clock.Add(dropNotice); return id },
		"open":                func(f *raffle) domain.DropID { return f.open(shop.Draw, 1) },
		"open, first come":    func(f *raffle) domain.DropID { return f.open(shop.FirstCome, 1) },
		"open, with entries":  func(f *raffle) domain.DropID { return f.entered(2) },
		"left":                func(f *raffle) domain.DropID { return f.left() },
		"drawn":               func(f *raffle) domain.DropID { return f.drawn(1, 2) },
		"drawn, nobody waits": func(f *raffle) domain.DropID { return f.drawn(1, 1) },
		"moved up":            func(f *raffle) domain.DropID { return f.movedUp() },
		"lapsed": func(f *raffle) domain.DropID {
			id := f.drawn(1, 2)
			f.clock.Add(shop.ConfirmWindow)
			f.mind()
			return id
		},
		"confirmed": func(f *raffle) domain.DropID {
			id := f.drawn(1, 2)
			f.must(confirmed(f, f.in(id, shop.Won)[0], id))
			return id
		},
		"cancelled": func(f *raffle) domain.DropID {
			id := f.entered(1)
			_, err := f.drops.Cancel(t.Context(), id, "Late.")
			f.must(err)
			return id
		},
	} {
		f := newRaffle(t, storagetest.Open(t))
		id := situation(f)
		acts := f.acts(id)
		for _, a := range acts {
			w.try(f.db, f.clock, name, a)
		}
		complete(t, f.drops, acts)
		last = f
	}
	w.compare()
	checked(t, last.db, "drops", "state", states)
	checked(t, last.db, "drops", "kind", constants(t, "shop", "DropKind"))
	checked(t, last.db, "drop_entries", "state", entries)
}

func (f *raffle) entered(n int) domain.DropID {
	f.t.Helper()
	id := f.open(shop.Draw, 1)
	for range n {
		f.enter(id, f.rich(100))
	}
	return id
}

func (f *raffle) left() domain.DropID {
	f.t.Helper()
	id := f.open(shop.Draw, 1)
	e := f.rich(100)
	f.enter(id, e)
	f.must(f.drops.Withdraw(f.t.Context(), e, id))
	return id
}

func (f *raffle) movedUp() domain.DropID {
	f.t.Helper()
	id := f.drawn(1, 2)
	f.must(f.drops.Decline(f.t.Context(), f.in(id, shop.Won)[0], id))
	return id
}

// acts are everybody's, about one drop: who is in it, in any state, and
// somebody new.
func (f *raffle) acts(id domain.DropID) []act {
	somebody, newcomer := domain.ExpertID("exp_none"), f.rich(100)
	for _, state := range []shop.EntryState{shop.Confirmed, shop.Declined, shop.Lapsed, shop.Missed, shop.Entered, shop.Won} {
		if all := f.in(id, state); len(all) > 0 {
			somebody = all[0]
		}
	}
	reward := f.limited(1).ID
	mind := func(ctx context.Context) error { _, err := f.drops.Mind(ctx); return err }
	return []act{
		{"Create", func(ctx context.Context) error {
			opens := f.clock.Now().Add(dropNotice)
			_, err := f.drops.Create(ctx, manager, shop.Plan{Reward: reward, Kind: shop.Draw, Pieces: 1, OpensAt: opens, ClosesAt: opens.Add(dropWindow)})
			return err
		}},
		{"Announce", func(ctx context.Context) error { _, err := f.drops.Announce(ctx, id); return err }},
		{"Cancel", func(ctx context.Context) error { _, err := f.drops.Cancel(ctx, id, "The maker is late."); return err }},
		{"Enter", func(ctx context.Context) error { _, err := f.drops.Enter(ctx, newcomer, id); return err }},
		{"Withdraw", func(ctx context.Context) error { return f.drops.Withdraw(ctx, somebody, id) }},
		{"Confirm", func(ctx context.Context) error { _, err := f.drops.Confirm(ctx, somebody, id); return err }},
		{"Decline", func(ctx context.Context) error { return f.drops.Decline(ctx, somebody, id) }},
		{"Mind", mind},
		{"Mind, when the window is over", later(f.clock, dropWindow, mind)},
		{"Mind, a month later", later(f.clock, 30*24*time.Hour, mind)},
	}
}
