package storage_test

import (
	"context"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestWhatAnAnnouncedDropSaysStays changes the reward of a draft, which is
// nobody's business yet, and of a drop that everybody has read about.
func TestWhatAnAnnouncedDropSaysStays(t *testing.T) {
	t.Parallel()
	f := newRaffle(t, storagetest.Open(t))
	ctx := t.Context()
	changes := map[string]shop.Change{
		"another name":        {Name: new("Trousers")},
		"another description": {Description: new("Grey.")},
		"another picture":     {Picture: new("wad")},
		"more for each":       {PerPerson: new(2)},
		"for seniors alone":   {MinLevel: new(3)},
	}
	id := f.draft(shop.Draw, 2)
	reward := f.rewardOf(id)
	before := f.onShelf(reward)
	for name, c := range changes {
		if _, err := f.shop.ChangeReward(ctx, reward, c); err != nil {
			t.Errorf("%s of a draft: %v", name, err)
		}
	}
	_, err := f.shop.ChangeReward(ctx, reward, shop.Change{
		Name: &before.Name, Description: &before.Description, Picture: &before.Picture, PerPerson: &before.PerPerson, MinLevel: &before.MinLevel,
	})
	f.must(err)
	_, err = f.drops.Announce(ctx, id)
	f.must(err)
	refused := func(when string) {
		for name, c := range changes {
			if _, err := f.shop.ChangeReward(ctx, reward, c); !isRefusal(err, shop.ErrDropRunning) {
				t.Errorf("%s when %s: %v", name, when, err)
			}
		}
	}
	refused("announced")
	f.clock.Add(dropNotice)
	f.mind()
	refused("live")
	_, err = f.drops.Cancel(ctx, id, "The maker is late.")
	f.must(err)
	for name, c := range changes {
		if _, err := f.shop.ChangeReward(ctx, reward, c); err != nil {
			t.Errorf("%s after the drop: %v", name, err)
		}
	}
}

// rewardOf is what goes out in a drop.
func (f *raffle) rewardOf(id domain.DropID) domain.RewardID {
	f.t.Helper()
	return domain.RewardID(storagetest.Text(f.t, f.db, "SELECT reward_id FROM drops WHERE id = ?", string(id)))
}

func (f *raffle) onShelf(id domain.RewardID) (r shop.Reward) {
	f.t.Helper()
	f.must(f.db.InTx(f.t.Context(), func(tx storage.Tx) (err error) { r, err = tx.LockReward(id); return err }))
	return r
}

// TestADropOfWhichSomebodyHasAPieceGoesOn lets a buyer come while staff cancel:
// one of them is first.
func TestADropOfWhichSomebodyHasAPieceGoesOn(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newRaffle(t, db)
		ctx := t.Context()
		id, reward := f.firstCome(2)
		r, err := f.shop.Redeem(ctx, f.rich(100), reward, shop.Terms{})
		f.must(err)
		if _, err := f.drops.Cancel(ctx, id, "Late."); !isRefusal(err, shop.ErrDropTaken) {
			t.Errorf("cancelled with a piece out: %v", err)
		}
		_, err = f.shop.Cancel(ctx, manager, r.ID, "")
		f.must(err)
		buyer := f.rich(100)
		got := tally(2, func(i int) error {
			if i == 0 {
				_, err := f.drops.Cancel(context.Background(), id, "Late.")
				return err
			}
			_, err := f.shop.Redeem(context.Background(), buyer, reward, shop.Terms{})
			return err
		})
		if got[""] != 1 || got["drop_taken"]+got["reward_limited"] != 1 {
			t.Errorf("came to %v", got)
		}
		f.sound()
	})
}

// TestHalfIsSettledWhenTheDrawIsMade has another draw made between an entry and
// its own draw: who won that one weighs half, and who won the one before no more.
func TestHalfIsSettledWhenTheDrawIsMade(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newRaffle(t, db)
		ctx := t.Context()
		first := f.drawn(1, 1)
		before := f.in(first, shop.Won)[0]
		f.must(confirmed(f, before, first))
		meanwhile := f.announced(shop.Draw, 1)
		f.clock.Add(dropWindow / 2)
		id := f.announced(shop.Draw, 5)
		f.clock.Add(dropNotice - dropWindow/2)
		won := f.rich(200)
		f.enter(meanwhile, won)
		f.clock.Add(dropWindow / 2)
		f.enter(id, won)
		f.give(before, 100)
		f.enter(id, before)
		if n := f.count("SELECT COUNT(*) FROM drop_entries WHERE drop_id = ? AND half AND expert_id = ?", string(id), string(before)); n != 1 {
			t.Error("at the entry, who won the last draw counts whole")
		}
		f.clock.Add(dropWindow / 2)
		f.mind()
		f.must(confirmed(f, won, meanwhile))
		f.clock.Add(dropWindow / 2)
		f.mind()
		for e, want := range map[domain.ExpertID]int64{won: 1, before: 0} {
			if n := f.count("SELECT COUNT(*) FROM drop_entries WHERE drop_id = ? AND half AND expert_id = ?", string(id), string(e)); n != want {
				t.Errorf("%s: %d half entries, want %d", e, n, want)
			}
		}
		_, err := f.drops.Mind(ctx)
		f.must(err)
		f.sound() // reconcile draws it again, by what is kept
	})
}

func TestADropAsksForItsRewardsLevel(t *testing.T) {
	t.Parallel()
	f := newRaffle(t, storagetest.Open(t))
	ctx := t.Context()
	r, err := f.shop.AddReward(ctx, shop.Reward{Name: "Jacket", Picture: "cap", Price: 100, Stock: 3, PerPerson: 1, MinLevel: 3, Limited: true})
	f.must(err)
	opens := f.clock.Now().Add(dropNotice)
	plan := shop.Plan{Reward: r.ID, Kind: shop.Draw, Pieces: 1, MinLevel: new(2), OpensAt: opens, ClosesAt: opens.Add(dropWindow)}
	if _, err := f.drops.Create(ctx, manager, plan); !isRefusal(err, shop.ErrDropLevel) {
		t.Errorf("below its reward's level: %v", err)
	}
	plan.MinLevel = new(4)
	_, err = f.drops.Create(ctx, manager, plan)
	f.must(err)
}
