package storage_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestTheShopIsDrawnAsItIs tries every use case of the shop on a redemption in
// every state.
func TestTheShopIsDrawnAsItIs(t *testing.T) {
	t.Parallel()
	states := constants(t, "shop", "State")
	w := newWalker(t, machine{
		"redemption", states, "SELECT id, state FROM redemptions ORDER BY id",
		[]string{"Approve", "Refuse", "Cancel", "Ship", "Deliver", "Confirm"},
	})
	for _, steps := range [][]string{
		nil,
		{"Redeem"},
		{"first come", "Redeem"},
		{"first come", "Redeem", "Confirm"},
		{"trusted", "first come", "Redeem"},
		{"Redeem", "Approve"},
		{"Redeem", "Approve", "Ship"},
		{"Redeem", "Approve", "Ship", "Deliver"},
		{"Redeem", "Refuse"},
		{"gift", "Redeem", "Approve"},
	} {
		p := newRaffle(t, storagetest.Open(t))
		r, e := p.reward(9, 9).ID, p.rich(1000)
		if len(steps) > 0 && steps[0] == "trusted" {
			e = p.trusted(2, 1000)
			steps = steps[1:]
		}
		if len(steps) > 0 && steps[0] == "first come" {
			p.open(shop.FirstCome, 9)
			r = domain.RewardID(storagetest.Text(t, p.db, "SELECT reward_id FROM drops"))
			steps = steps[1:]
		}
		if len(steps) > 0 && steps[0] == "gift" {
			r, steps = p.cause(100, 100).ID, steps[1:]
		}
		var id domain.RedemptionID
		acts := p.shopping(r, e, &id)
		for _, name := range steps {
			i := slices.IndexFunc(acts, func(a act) bool { return a.name == name })
			p.must(acts[i].run(t.Context()))
			id = domain.RedemptionID(storagetest.Text(t, p.db, "SELECT MAX(id) FROM redemptions"))
		}
		for _, a := range acts {
			w.try(p.db, p.clock, "redemption", a)
		}
		complete(t, p.shop, acts, "AddReward", "ChangeReward", "MindPrices", "MindStock", "PutOnWishList", "TakeOffWishList")
		checked(t, p.db, "redemptions", "state", states)
	}
	w.compare()
}

func (p *programme) shopping(r domain.RewardID, e domain.ExpertID, id *domain.RedemptionID) []act {
	expert := domain.Actor{Role: domain.RoleExpert, ID: string(e)}
	return []act{
		{"Redeem", func(ctx context.Context) error { _, err := p.shop.Redeem(ctx, e, r, shop.Terms{}); return err }},
		{"Approve", func(ctx context.Context) error { _, err := p.shop.Approve(ctx, manager, *id); return err }},
		{"Refuse", func(ctx context.Context) error { _, err := p.shop.Refuse(ctx, manager, *id, "Not now."); return err }},
		{"Cancel by the expert", func(ctx context.Context) error { _, err := p.shop.Cancel(ctx, expert, *id, ""); return err }},
		{"Cancel by staff", func(ctx context.Context) error { _, err := p.shop.Cancel(ctx, manager, *id, ""); return err }},
		{"Confirm", func(ctx context.Context) error { _, err := p.shop.Confirm(ctx, e, *id); return err }},
		{"ReleaseUnconfirmed", later(p.clock, shop.HoldWindow, func(ctx context.Context) error {
			_, err := p.shop.ReleaseUnconfirmed(ctx)
			return err
		})},
		{"MindPromises", later(p.clock, 30*24*time.Hour, func(ctx context.Context) error {
			_, err := p.shop.MindPromises(ctx)
			return err
		})},
		{"Ship", func(ctx context.Context) error { _, err := p.shop.Ship(ctx, *id, "3S"); return err }},
		{"Deliver", func(ctx context.Context) error { _, err := p.shop.Deliver(ctx, *id); return err }},
	}
}

// TestAwardsAreDrawnAsTheyAre tries what books and settles, before and after its time.
func TestAwardsAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	w := newWalker(t, machine{"award", []string{"pending", "settled"}, `SELECT id,
		CASE WHEN settled_at IS NULL THEN 'pending' ELSE 'settled' END FROM awards ORDER BY id`, nil})
	for _, steps := range [][]string{nil, {"Book"}, {"Book", "SettleDue, in time"}} {
		p := newProgramme(t, storagetest.Open(t))
		e := p.expert(1)
		id := p.answer(e, nil)
		given := p.handedOver(id, e, p.expert(1), 5)
		kept, fup := p.promised(id, e), p.promised(p.answer(e, func(a *answered) { a.expertMessages = 0 }), e)
		storagetest.Exec(t, p.db, "UPDATE follow_ups SET state = 'done', outcome = 'answered', result = 'It is.', done_at = created_at WHERE id = ?", kept)
		p.missed(fup)
		keptShift, missedShift := p.shift(e, "kept"), p.shift(e, "missed")
		p.clock.Add(time.Second)
		acts := []act{
			{"Book", func(ctx context.Context) error { return p.rewards.Book(ctx, id, 1) }},
			{"BookHandOver", func(ctx context.Context) error { return p.rewards.BookHandOver(ctx, given) }},
			{"BookFollowUp", func(ctx context.Context) error { return p.rewards.BookFollowUp(ctx, kept) }},
			{"BookFollowUp, missed", func(ctx context.Context) error { return p.rewards.BookFollowUp(ctx, fup) }},
			{"BookShift", func(ctx context.Context) error { return p.rewards.BookShift(ctx, keptShift) }},
			{"BookShift, missed", func(ctx context.Context) error { return p.rewards.BookShift(ctx, missedShift) }},
			{"BookMissed", func(ctx context.Context) error { _, err := p.rewards.BookMissed(ctx); return err }},
			{"SettleDue", func(ctx context.Context) error { _, err := p.rewards.SettleDue(ctx); return err }},
			{"SettleDue, in time", later(p.clock, hold+time.Hour, func(ctx context.Context) error {
				_, err := p.rewards.SettleDue(ctx)
				return err
			})},
		}
		for _, name := range steps {
			p.must(acts[slices.IndexFunc(acts, func(a act) bool { return a.name == name })].run(t.Context()))
		}
		for _, a := range acts {
			if a.name != "SettleDue" || len(steps) != 1 {
				w.try(p.db, p.clock, "award", a)
				continue
			}
			// Before its time nothing is settled.
			before := len(w.made)
			w.try(p.db, p.clock, "award", a)
			if len(w.made) != before {
				t.Error("an award was settled before its time")
			}
		}
		complete(t, p.rewards, acts, "Amend", "BookArticle", "BookAuditions", "BookReview", "BookReviews", "CountHelps", "MarkLinks", "OpenRules", "UpgradeRules")
	}
	w.compare()
}

// TestTheCalendarIsDrawnAsItIs watches every transaction of the league while
// two seasons pass.
func TestTheCalendarIsDrawnAsItIs(t *testing.T) {
	t.Parallel()
	states := constants(t, "league", "State")
	w := newWalker(
		t,
		machine{"season", states, "SELECT id, state FROM seasons ORDER BY starts_at", nil},
		machine{"round", states, "SELECT id, state FROM rounds ORDER BY starts_at", nil},
	)
	db := storagetest.Open(t)
	p := withServices(t, db)
	p.brand()
	p.must(p.rewards.OpenRules(t.Context(), manager, p.clock.Now(), rewards.Versions()...))
	during := act{}
	p.league = league.New(func(ctx context.Context, fn func(league.Store) error) error {
		return db.InTx(ctx, func(tx storage.Tx) error {
			before := w.look(tx, p.clock.Now())
			err := fn(tx)
			w.note("the calendar", during, before, w.look(tx, p.clock.Now()), err)
			return err
		})
	}, p.rt)
	acts := []act{
		{"OpenSeason", func(ctx context.Context) error { return p.league.OpenSeason(ctx, p.clock.Now()) }},
		{"Roll", func(ctx context.Context) error { _, err := p.league.Roll(ctx); return err }},
	}
	e := p.expert(1)
	for range 3 * league.SeasonWeeks {
		for _, during = range acts {
			p.must(during.run(t.Context()))
		}
		p.book(p.answer(e, nil)) // not settled for two days: its round waits
		p.clock.Add(7 * 24 * time.Hour)
		for _, during = range acts {
			p.must(during.run(t.Context()))
		}
		if n := p.count("SELECT COUNT(*) FROM rounds WHERE state = 'closing' OR (state = 'final' AND ends_at > ?)", storage.At(p.clock.Now())); n > 1 {
			t.Fatalf("%d rounds are on the way", n)
		}
		p.settle()
	}
	w.compare()
	complete(t, p.league, acts, "AddPrize", "DecideDispute", "Dispute", "HandPrize", "LateDisputes", "RemovePrize", "SetGoal")
	checked(t, db, "seasons", "state", states)
	checked(t, db, "rounds", "state", states)
}

// TestExpertsAreDrawnAsTheyAre tries everything that changes whether an expert
// takes conversations, and what they say of the present moment.
func TestExpertsAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	states, presences := constants(t, "roster", "State"), constants(t, "roster", "Presence")
	w := newWalker(
		t,
		machine{"expert", states, "SELECT id, state FROM experts ORDER BY id", []string{"ComeBack", "LeaveProgramme", "TakePause"}},
		machine{"presence", presences, "SELECT id, presence FROM experts ORDER BY id", []string{"SetPresence"}},
	)
	situations := []string{"TakePause", "LeaveProgramme"}
	for _, state := range states {
		how := "Change, "
		if state == string(roster.Suspended) || state == string(roster.Retired) {
			how = "Second, "
		}
		situations = append(situations, how+state)
	}
	for _, situation := range situations {
		for _, presence := range presences {
			s := newStand(t)
			acts := s.duties()
			s.must(acts[situation](t.Context()))
			if err := acts["SetPresence, "+presence](t.Context()); err != nil && !errors.Is(err, roster.ErrNotActive) {
				t.Fatal(err)
			}
			storagetest.Exec(t, s.db, "UPDATE experts SET lapses = 2 WHERE presence = 'available'")
			for name, run := range acts {
				w.try(s.db, &s.clock, situation+", "+presence, act{name, run})
			}
			complete(t, s.roster, []act{{name: "Change"}, {name: "Enrol"}}, "Reseat")
		}
	}
	w.compare()
	s := newStand(t)
	checked(t, s.db, "experts", "state", states)
	checked(t, s.db, "experts", "presence", presences)
}

func (s *stand) duties() map[string]func(context.Context) error {
	acts := map[string]func(context.Context) error{
		"Enrol": func(ctx context.Context) error {
			_, err := s.roster.Enrol(ctx, domain.System, roster.NewExpert{
				Email: "new@example.org", Name: "New", DisplayName: "New", Level: roster.Rookie, Languages: []domain.Language{"en"},
			})
			return err
		},
	}
	for _, a := range s.acts() {
		acts[a.name] = a.run
	}
	lapse := acts["Tick, after an offer's time"]
	acts["Tick, after an offer's time"] = func(ctx context.Context) error {
		return errors.Join(acts["Open"](ctx), acts["Allocate"](ctx), lapse(ctx))
	}
	for _, state := range []roster.State{roster.Active, roster.Paused, roster.Suspended, roster.Retired} {
		acts["Change, "+string(state)] = func(ctx context.Context) error {
			_, err := s.roster.Change(ctx, s.holder.Expert(), roster.Change{State: &state})
			return err
		}
		acts["Second, "+string(state)] = func(ctx context.Context) error { // of a case
			if state == roster.Paused {
				return nil
			}
			return s.db.Roster(ctx, func(tx roster.Store) error {
				return roster.SetState(tx, s.holder.Expert(), state, domain.System, s.clock.Now())
			})
		}
	}
	levels, self := roster.NewLevels(s.db.Levels, s.runtime()), s.holder.Expert()
	acts["TakePause"] = func(ctx context.Context) error {
		return levels.TakePause(ctx, self, s.clock.Now().AddDate(0, 6, 0), "")
	}
	acts["ComeBack"] = func(ctx context.Context) error { return levels.ComeBack(ctx, self) }
	acts["LeaveProgramme"] = func(ctx context.Context) error { return levels.LeaveProgramme(ctx, self) }
	acts["MindAbsence"] = later(&s.clock, roster.PauseMost, func(ctx context.Context) error {
		_, err := levels.MindAbsence(ctx)
		return err
	})
	for _, p := range []roster.Presence{roster.Available, roster.Break, roster.Away} {
		acts["SetPresence, "+string(p)] = func(ctx context.Context) error { return s.desk.SetPresence(ctx, s.holder.Expert(), p) }
	}
	return acts
}
