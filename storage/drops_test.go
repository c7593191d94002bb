package storage_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestADrawFromTheEntriesToTheRedemptions(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newRaffle(t, db)
		id := f.open(shop.Draw, 3)
		if f.count("SELECT COUNT(*) FROM drops WHERE LENGTH(seed_hash) = 64 AND seed = ''") != 1 {
			t.Fatal("an open draw promises its seed, and does not tell it")
		}
		people := make([]domain.ExpertID, 8)
		for i := range people {
			people[i] = f.rich(150)
			f.enter(id, people[i])
			if f.purse(people[i]) != [3]int64{0, 50, 100} {
				t.Fatalf("after entering: %v", f.purse(people[i]))
			}
		}
		f.sound()
		f.clock.Add(dropWindow)
		f.mind()
		winners, missed := f.in(id, shop.Won), f.in(id, shop.Missed)
		if len(winners) != 3 || len(missed) != 5 {
			t.Fatalf("%d won, %d missed", len(winners), len(missed))
		}
		for _, e := range missed {
			if f.purse(e) != [3]int64{0, 150, 0} {
				t.Errorf("who was not drawn has %v", f.purse(e))
			}
		}
		f.sound()
		r, err := f.drops.Confirm(t.Context(), winners[0], id)
		f.must(err)
		if r.Price != 100 || r.State != shop.Requested || f.purse(winners[0]) != [3]int64{0, 50, 100} {
			t.Errorf("confirmed: %+v, %v", r, f.purse(winners[0]))
		}
		f.must(f.drops.Decline(t.Context(), winners[1], id))
		if up := f.in(id, shop.Won); len(up) != 2 || !slices.Contains(up, missed[0]) {
			t.Errorf("after one declined, %v may confirm; %v was next", up, missed[0])
		}
		f.clock.Add(shop.ConfirmWindow) // the third lapses, and so does who moved up
		if _, err := f.drops.Confirm(t.Context(), winners[2], id); !isRefusal(err, shop.ErrConfirmLate) {
			t.Errorf("confirming after 48 hours: %v", err)
		}
		f.mind()
		if up := f.in(id, shop.Won); !slices.Equal(up, missed[1:3]) {
			t.Errorf("%v moved up, not %v", up, missed[1:3])
		}
		f.must(f.post(t.Context(), func(fact ledger.Fact) (ledger.Transfer, error) { // who spent the points meanwhile
			return ledger.Forfeit(fact, missed[1], 100, 1)
		}))
		if _, err := f.drops.Confirm(t.Context(), missed[1], id); !isRefusal(err, ledger.ErrInsufficient) {
			t.Errorf("confirming without points: %v", err)
		}
		for range 4 {
			f.clock.Add(shop.ConfirmWindow)
			f.mind()
		}
		if n := f.count("SELECT COUNT(*) FROM drops WHERE state = 'over'"); n != 1 || f.mind() != 0 {
			t.Error("nobody is left, and the drop goes on")
		}
		if n := f.count("SELECT remaining FROM rewards"); n != 3 {
			t.Errorf("%d of 4 pieces remain, one was confirmed", n)
		}
	})
}

// isRefusal reports whether err is the refusal want.
func isRefusal(err error, want *domain.Error) bool { return errors.Is(err, want) }

func TestWhoCannotEnter(t *testing.T) {
	t.Parallel()
	f := newRaffle(t, storagetest.Open(t))
	ctx := t.Context()
	early := f.announced(shop.Draw, 2)
	rich := f.rich(500)
	enter := func(e domain.ExpertID, id domain.DropID) error { _, err := f.drops.Enter(ctx, e, id); return err }
	draft := f.draft(shop.Draw, 1)
	for name, tt := range map[string]struct {
		err  error
		want *domain.Error
	}{
		"before it opens":       {enter(rich, early), shop.ErrDropClosed},
		"a draft":               {enter(rich, draft), shop.ErrUnknownDrop},
		"no drop":               {enter(rich, "drp_none"), shop.ErrUnknownDrop},
		"leaving before coming": {f.drops.Withdraw(ctx, rich, early), shop.ErrNoEntry},
	} {
		if !isRefusal(tt.err, tt.want) {
			t.Errorf("%s: %v", name, tt.err)
		}
	}
	f.clock.Add(dropNotice) // nobody minds: the first to come opens it
	f.enter(early, rich)
	rookie, paused, poor := f.expert(1), f.rich(200), f.rich(99)
	f.give(rookie, 500)
	storagetest.Exec(t, f.db, "UPDATE experts SET state = 'suspended' WHERE id = ?", string(paused))
	for name, tt := range map[string]struct {
		err  error
		want *domain.Error
	}{
		"twice":                {enter(rich, early), shop.ErrEntered},
		"a rookie":             {enter(rookie, early), shop.ErrLevel},
		"who is suspended":     {enter(paused, early), shop.ErrNotActive},
		"without the points":   {enter(poor, early), ledger.ErrInsufficient},
		"confirming too early": {confirmed(f, rich, early), shop.ErrNotWon},
	} {
		if !isRefusal(tt.err, tt.want) {
			t.Errorf("%s: %v", name, tt.err)
		}
	}
	f.must(f.drops.Withdraw(ctx, rich, early))
	if f.purse(rich) != [3]int64{0, 500, 0} {
		t.Errorf("after leaving: %v", f.purse(rich))
	}
	f.enter(early, rich)
	f.clock.Add(dropWindow)
	if err := enter(f.rich(100), early); !isRefusal(err, shop.ErrDropClosed) {
		t.Errorf("after the window, before cron: %v", err)
	}
	if err := f.drops.Withdraw(ctx, rich, early); !isRefusal(err, shop.ErrDropClosed) {
		t.Errorf("leaving after the window: %v", err)
	}
	f.sound()
}

func confirmed(f *raffle, e domain.ExpertID, id domain.DropID) error {
	_, err := f.drops.Confirm(context.Background(), e, id)
	return err
}

func TestAPersonIsInADrawOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newRaffle(t, db)
		id := f.announced(shop.Draw, 2)
		f.clock.Add(dropNotice)
		a, b := f.rich(1000), f.rich(1000)
		got := tally(40, func(i int) error {
			_, err := f.drops.Enter(context.Background(), []domain.ExpertID{a, b}[i%2], id)
			return err
		})
		if got[""] != 2 || got["already_entered"] != 38 {
			t.Errorf("came to %v", got)
		}
		if f.purse(a) != [3]int64{0, 900, 100} {
			t.Errorf("one of them has %v", f.purse(a))
		}
		f.sound()
	})
}

// TestTheDrawIsMadeOnce lets two nodes draw while the last ones enter and leave.
func TestTheDrawIsMadeOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newRaffle(t, db)
		id := f.open(shop.Draw, 3)
		for range 10 {
			f.enter(id, f.rich(100))
		}
		late := make([]domain.ExpertID, 8)
		for i := range late {
			late[i] = f.rich(100)
		}
		other := shop.NewDrops(db.Drops, f.rt, seeds{})
		f.clock.Add(dropWindow - time.Millisecond)
		got := tally(20, func(i int) error {
			switch {
			case i == 6:
				f.clock.Add(time.Millisecond)
				return nil
			case i%5 == 4:
				_, err := []*shop.Drops{f.drops, other}[i/5%2].Mind(context.Background())
				return err
			}
			_, err := f.drops.Enter(context.Background(), late[i%8], id)
			return err
		})
		if got[""]+got["drop_not_open"]+got["already_entered"] != 20 {
			t.Errorf("came to %v", got)
		}
		tally(4, func(i int) error { _, err := []*shop.Drops{f.drops, other}[i%2].Mind(context.Background()); return err })
		if n := len(f.in(id, shop.Won)); n != 3 {
			t.Errorf("%d won", n)
		}
		if n := f.count("SELECT COUNT(*) FROM drop_entries WHERE state = 'entered'"); n != 0 {
			t.Errorf("%d entered a draw that was made", n)
		}
		f.sound()
	})
}

// TestAWinIsDecidedOnce lets winners confirm, decline and lapse at once.
func TestAWinIsDecidedOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newRaffle(t, db)
		id := f.drawn(2, 6)
		for round := 0; round < 6 && len(f.in(id, shop.Won)) > 0; round++ {
			e := f.in(id, shop.Won)[0]
			got := tally(6, func(i int) error {
				switch i % 3 {
				case 0:
					_, err := f.drops.Confirm(context.Background(), e, id)
					return err
				case 1:
					return f.drops.Decline(context.Background(), e, id)
				default:
					_, err := f.drops.Mind(context.Background())
					return err
				}
			})
			if got[""] != 3 || got["entry_not_won"] != 3 { // one of four, and Mind twice
				t.Fatalf("came to %v", got)
			}
			f.sound()
		}
		if n := f.count("SELECT COUNT(*) FROM redemptions"); n > 2 {
			t.Errorf("%d pieces of two", n)
		}
	})
}

func TestSeniorsAndLastWinners(t *testing.T) {
	t.Parallel()
	f := newRaffle(t, storagetest.Open(t))
	first := f.drawn(1, 2)
	won := f.in(first, shop.Won)[0]
	_, err := f.drops.Confirm(t.Context(), won, first)
	f.must(err)
	f.give(won, 100)
	id := f.open(shop.Draw, 10) // two of them for seniors
	senior, late := f.expert(3), f.expert(3)
	f.give(senior, 100)
	f.give(late, 100)
	f.enter(id, senior)
	f.enter(id, won)
	for range 30 {
		f.enter(id, f.rich(100))
	}
	f.clock.Add(shop.SeniorWindow)
	f.enter(id, late)
	if n := f.count("SELECT COUNT(*) FROM drop_entries WHERE half AND expert_id = ?", string(won)); n != 1 {
		t.Error("who won the last draw counts whole")
	}
	if n := f.count("SELECT COUNT(*) FROM drop_entries WHERE half"); n != 1 {
		t.Errorf("%d count half", n)
	}
	if n := f.count("SELECT COUNT(*) FROM drop_entries WHERE senior AND expert_id = ?", string(senior)); n != 1 {
		t.Error("a senior of the first hour is none")
	}
	if n := f.count("SELECT COUNT(*) FROM drop_entries WHERE senior"); n != 1 {
		t.Errorf("%d may have the reserve", n)
	}
	f.clock.Add(dropWindow)
	f.mind()
	if f.in(id, shop.Won)[0] != senior {
		t.Error("the reserve did not go to the senior")
	}
	f.sound()
}

// TestThreeDaysOfDowntime catches up what was missed, in order, and nobody
// loses a minute of the 48 hours.
func TestThreeDaysOfDowntime(t *testing.T) {
	t.Parallel()
	f := newRaffle(t, storagetest.Open(t))
	id := f.open(shop.Draw, 1)
	f.enter(id, f.rich(100))
	empty := f.announced(shop.Draw, 1)
	f.clock.Add(30 * 24 * time.Hour)
	f.mind()
	if n := f.count("SELECT COUNT(*) FROM drops WHERE id = ? AND state = 'over'", string(empty)); n != 1 {
		t.Error("a draw that nobody could enter is not over")
	}
	e := f.in(id, shop.Won)
	if len(e) != 1 {
		t.Fatalf("%d won", len(e))
	}
	f.clock.Add(shop.ConfirmWindow - time.Millisecond)
	f.must(confirmed(f, e[0], id))
	f.sound()
}

func TestACancelledDropGivesEverythingBack(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newRaffle(t, db)
		id := f.open(shop.Draw, 1)
		people := make([]domain.ExpertID, 120) // more than one batch
		for i := range people {
			people[i] = f.rich(100)
			f.enter(id, people[i])
		}
		_, err := f.drops.Cancel(t.Context(), id, "The maker is late.")
		f.must(err)
		for _, e := range people {
			if f.purse(e) != [3]int64{0, 100, 0} {
				t.Fatalf("%s has %v", e, f.purse(e))
			}
		}
		f.sound()
	})
}

func TestWhatADropPromisesStays(t *testing.T) {
	t.Parallel()
	f := newRaffle(t, storagetest.Open(t))
	ctx := t.Context()
	id := f.announced(shop.Draw, 3)
	reward := domain.RewardID(storagetest.Text(t, f.db, "SELECT reward_id FROM drops WHERE id = ?", string(id)))
	for name, c := range map[string]shop.Change{
		"fewer pieces":        {Stock: new(2)},
		"out of the shop":     {Archived: new(true)},
		"no longer a limited": {Limited: new(false)},
	} {
		if _, err := f.shop.ChangeReward(ctx, reward, c); !isRefusal(err, shop.ErrDropRunning) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err := f.shop.ChangeReward(ctx, reward, shop.Change{Price: new(domain.Points(300)), Stock: new(5)})
	f.must(err)
	if _, err := f.shop.Redeem(ctx, f.rich(500), reward, shop.Terms{}); !isRefusal(err, shop.ErrDropClosed) {
		t.Errorf("past the drop: %v", err)
	}
	if _, err := f.drops.Create(ctx, manager, shop.Plan{
		Reward: reward, Kind: shop.Draw, Pieces: 1, OpensAt: f.clock.Now(), ClosesAt: f.clock.Now().Add(time.Hour),
	}); !isRefusal(err, shop.ErrDropRunning) {
		t.Errorf("a second drop: %v", err)
	}
	f.clock.Add(dropNotice)
	e := f.rich(100) // at the announced price
	f.enter(id, e)
	f.clock.Add(dropWindow)
	f.mind()
	f.must(confirmed(f, e, id))
	f.sound()
}

// TestAThousandEntries draws a big one and gives all points back.
func TestAThousandEntries(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newRaffle(t, db)
		id := f.open(shop.Draw, 25)
		people := make([]domain.ExpertID, 1000)
		for i := range people {
			people[i] = f.rich(100)
		}
		got := tally(len(people), func(i int) error {
			_, err := f.drops.Enter(context.Background(), people[i], id)
			return err
		})
		if got[""] != 1000 {
			t.Fatalf("came to %v", got)
		}
		f.clock.Add(dropWindow)
		f.mind()
		if n := f.count("SELECT COUNT(*) FROM transfers WHERE key LIKE 'release:%'"); n != 975 {
			t.Errorf("%d got their points back", n)
		}
		f.sound()
	})
}
