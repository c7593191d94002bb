package storage_test

import (
	"context"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestDisputesAreDrawnAsTheyAre tries what experts and staff do about a round, on
// a dispute in every state.
func TestDisputesAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	states := constants(t, "league", "DisputeState")
	w := newWalker(t, machine{"dispute", states, "SELECT id, state FROM disputes ORDER BY id", []string{"DecideDispute"}})
	for _, situation := range []string{"none", "open", "upheld", "denied"} {
		p := newLeague(t, storagetest.Open(t))
		e, other := p.expert(1), p.expert(1)
		round, _, ends := p.running()
		p.book(p.answer(e, nil))
		p.book(p.answer(other, nil))
		p.reach(ends.Add(league.DisputeFrom))
		p.roll()
		id := league.DisputeID("dsp_none")
		if situation != "none" {
			p.must(p.league.Dispute(t.Context(), e, round, "Look."))
			id = league.DisputeID(storagetest.Text(t, p.db, "SELECT id FROM disputes"))
		}
		if situation == "upheld" || situation == "denied" {
			p.must(p.league.DecideDispute(t.Context(), "mgr_1", id, situation == "upheld", "It is."))
		}
		next, _, _ := p.running()
		acts := []act{
			{"Dispute", func(ctx context.Context) error { return p.league.Dispute(ctx, other, round, "Look.") }},
			{"Dispute, again", func(ctx context.Context) error { return p.league.Dispute(ctx, e, round, "Look.") }},
			{"DecideDispute, upheld", func(ctx context.Context) error { return p.league.DecideDispute(ctx, "mgr_1", id, true, "It is.") }},
			{"DecideDispute, denied", func(ctx context.Context) error { return p.league.DecideDispute(ctx, "mgr_1", id, false, "It is.") }},
			{"Roll", later(p.clock, league.ClosingTime, func(ctx context.Context) error { _, err := p.league.Roll(ctx); return err })},
			{"SetGoal", func(ctx context.Context) error {
				return p.league.SetGoal(ctx, "mgr_1", league.Goal{Round: next, Text: "a", Measure: league.GoalShifts, Target: 1, Reward: "b"}, 0)
			}},
			{"AddPrize", func(ctx context.Context) error {
				return p.league.AddPrize(ctx, "mgr_1", league.Prize{Round: next, From: 1, To: 1, What: "a"})
			}},
			{"RemovePrize", func(ctx context.Context) error { return p.league.RemovePrize(ctx, "prz_none") }},
			{"HandPrize", func(ctx context.Context) error { return p.league.HandPrize(ctx, domain.PersonID("mgr_1"), "win_none") }},
		}
		for _, a := range acts {
			w.try(p.db, p.clock, situation, a)
		}
		complete(t, p.league, acts, "LateDisputes", "OpenSeason")
		if situation == "none" {
			checked(t, p.db, "disputes", "state", states)
			checked(t, p.db, "team_goals", "measure", constants(t, "league", "GoalMeasure"))
			checked(t, p.db, "leagues", "kind", constants(t, "league", "Kind"))
			checked(t, p.db, "league_members", "moved", constants(t, "league", "Moved"))
		}
	}
	w.compare()
}
