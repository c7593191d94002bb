package storage_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestCasesAreDrawnAsTheyAre tries every use case of cases in every situation.
func TestCasesAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	states, holds := constants(t, "fairness", "State"), constants(t, "fairness", "HoldState")
	w := newWalker(
		t,
		machine{"case", states, "SELECT id, state FROM cases WHERE origin <> 'staff' ORDER BY id", []string{"Decide", "Second", "Appeal", "Answer"}},
		machine{"hold", holds, "SELECT id, state FROM holds ORDER BY id", nil},
	)
	var last *court
	for name, steps := range map[string][]string{
		"nothing":                  nil,
		"found":                    {"Watch"},
		"nobody decided":           {"Watch", "EndHolds, after 72 hours"},
		"let go":                   {"Watch", "Decide, none"},
		"taken back":               {"Watch", "Decide, void"},
		"proposed":                 {"Watch", "Decide, suspension"},
		"proposed, and too late":   {"Watch", "Decide, suspension", "EndHolds, after 72 hours"},
		"proposed, to take back":   {"Watch", "Decide, suspension and void"},
		"fraud":                    {"Watch", "Decide, fraud"},
		"proven":                   {"Watch", "Decide, fraud", "Second, agrees"},
		"proven, and given back":   {"Watch", "Decide, fraud", "Second, agrees", "Appeal", "Answer, upheld"},
		"the same, and too late":   {"Watch", "Decide, suspension and void", "EndHolds, after 72 hours"},
		"suspended":                {"Watch", "Decide, suspension", "Second, agrees"},
		"taken back, and appealed": {"Watch", "Decide, void", "Appeal"},
		"given back":               {"Watch", "Decide, void", "Appeal", "Answer, upheld"},
		"not given back":           {"Watch", "Decide, void", "Appeal", "Answer, not upheld"},
		"answered late":            {"Watch", "Decide, void", "Appeal", "MindAppeals, after a week"},
		"asked":                    {"Ask"},
	} {
		c := newCourt(t, storagetest.Open(t))
		e := c.expert(2)
		c.praised(e)
		for _, step := range []fairness.Step{fairness.Coaching, fairness.Warning} {
			id, err := c.cases.Open(t.Context(), c.staff[0], e, "Rude words.")
			c.must(err)
			c.must(c.cases.Decide(t.Context(), c.staff[0], id, fairness.Decision{Step: step, Reason: "Rude words."}))
		}
		for _, step := range steps {
			for _, a := range c.acts(e) {
				if a.name == step {
					c.must(a.run(t.Context()))
				}
			}
		}
		acts := c.acts(e)
		for _, a := range acts {
			w.try(c.db, c.clock, name, a)
		}
		complete(t, c.cases, acts)
		last = c
	}
	w.compare()
	checked(t, last.db, "cases", "state", states)
	checked(t, last.db, "cases", "origin", constants(t, "fairness", "Origin"))
	checked(t, last.db, "cases", "step", constants(t, "fairness", "Step"))
	checked(t, last.db, "holds", "state", holds)
}

// acts are everybody's, about the newest case that staff did not open.
func (c *court) acts(e domain.ExpertID) []act {
	id := fairness.CaseID("cas_none")
	if newest := storagetest.Text(c.t, c.db, "SELECT COALESCE(MAX(id), '') FROM cases WHERE origin <> 'staff'"); newest != "" {
		id = fairness.CaseID(newest)
	}
	award := storagetest.Text(c.t, c.db, "SELECT id FROM awards WHERE expert_id = ? ORDER BY id LIMIT 1", e)
	decide := func(d fairness.Decision) func(context.Context) error {
		return func(ctx context.Context) error {
			d.Reason = "We looked at it together."
			return c.cases.Decide(ctx, c.staff[0], id, d)
		}
	}
	count := func(do func(context.Context) (int, error)) func(context.Context) error {
		return func(ctx context.Context) error { _, err := do(ctx); return err }
	}
	answer := func(upheld bool) func(context.Context) error {
		return func(ctx context.Context) error {
			return c.cases.Answer(ctx, c.staff[2], id, upheld, "We looked again.")
		}
	}
	second := func(agrees bool) func(context.Context) error {
		return func(ctx context.Context) error { return c.cases.Second(ctx, c.staff[1], id, agrees) }
	}
	return []act{
		{"Watch", count(c.cases.Watch)},
		{"EndHolds", count(c.cases.EndHolds)},
		{"EndHolds, after 72 hours", later(c.clock, fairness.HoldMost, count(c.cases.EndHolds))},
		{"MindAppeals", count(c.cases.MindAppeals)},
		{"MindAppeals, after a week", later(c.clock, fairness.AnswerWithin, count(c.cases.MindAppeals))},
		{"Open", func(ctx context.Context) error {
			_, err := c.cases.Open(ctx, c.staff[0], e, "A customer wrote to us.")
			return err
		}},
		{"Ask", func(ctx context.Context) error {
			_, err := c.cases.Ask(ctx, e, "award:"+award, "Why so few?")
			return err
		}},
		{"Decide, none", decide(fairness.Decision{Step: fairness.NoStep})},
		{"Decide, coaching", decide(fairness.Decision{Step: fairness.Coaching})},
		{"Decide, void", decide(fairness.Decision{Step: fairness.NoStep, Voids: true})},
		{"Decide, fraud", decide(fairness.Decision{Step: fairness.NoStep, Voids: true, Fraud: true})},
		{"Decide, suspension", decide(fairness.Decision{Step: fairness.Suspension})},
		{"Decide, suspension and void", decide(fairness.Decision{Step: fairness.Suspension, Voids: true})},
		{"Decide, exclusion", decide(fairness.Decision{Step: fairness.Exclusion})},
		{"Second, agrees", second(true)},
		{"Second, disagrees", second(false)},
		{"Appeal", func(ctx context.Context) error { return c.cases.Appeal(ctx, e, id, "I see it differently.") }},
		{"Appeal, after 15 days", later(c.clock, 15*24*time.Hour, func(ctx context.Context) error {
			return c.cases.Appeal(ctx, e, id, fmt.Sprint("I see ", id, " differently."))
		})},
		{"Answer, upheld", answer(true)},
		{"Answer, not upheld", answer(false)},
	}
}
