package storage_test

import (
	"context"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/problems"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestProblemsAreDrawnAsTheyAre tries every use case of problems and ideas in every situation.
func TestProblemsAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	w := newWalker(t, machine{
		"problem", constants(t, "problems", "State"), "SELECT id, state FROM problems ORDER BY id",
		[]string{"Change", "Open", "Dismiss", "GiveUp", "Reopen", "Plan", "Solve", "Write"},
	}, machine{
		"idea", constants(t, "problems", "IdeaState"), "SELECT id, state FROM ideas ORDER BY id", []string{"Vote", "DecideIdea"},
	})
	var last *drawing
	for name, steps := range map[string][]string{
		"nothing": nil, "named": {"Add"}, "signalled": {"Report"}, "dismissed": {"Add", "Dismiss"}, "open": {"Add", "Open"},
		"changing": {"Add", "Open", "Plan, tomorrow"}, "due": {"Add", "Open", "Plan, tomorrow", "two days"},
		"measuring": {"Add", "Open", "Plan, since four weeks"}, "solved": {"Add", "Open", "Plan, since four weeks", "Solve"},
		"back": {"Add", "Open", "Plan, since four weeks", "Solve", "they come back"}, "given up": {"Add", "Open", "GiveUp"},
		"an idea": {"Post"}, "considered": {"Post", "DecideIdea, consider"}, "adopted": {"Post", "DecideIdea, adopt"},
		"declined": {"Post", "DecideIdea, decline"}, "a spike": {"a spike"},
	} {
		d := newDrawing(t)
		for _, step := range steps {
			d.do(step)
		}
		for _, a := range d.acts() {
			w.try(d.db, &d.clock, name, a)
		}
		last = d
	}
	w.compare()
	checked(t, last.db, "problems", "state", constants(t, "problems", "State"))
	checked(t, last.db, "problems", "outcome", constants(t, "problems", "Outcome"))
	checked(t, last.db, "problems", "origin", constants(t, "problems", "Origin"))
	checked(t, last.db, "problems", "cause", constants(t, "problems", "Cause"))
	checked(t, last.db, "ideas", "state", constants(t, "problems", "IdeaState"))
	complete(t, last.problems, last.acts(), "EffectOf")
}

// drawing is an office whose contacts fell four weeks ago.
type drawing struct {
	*office
	ada  domain.Actor
	talk domain.ConversationID
}

func newDrawing(t *testing.T) *drawing {
	t.Helper()
	d := &drawing{office: newOffice(t, storagetest.Open(t))}
	d.ada = domain.Actor{Role: domain.RoleExpert, ID: string(d.expert(roster.FullExpert))}
	d.days(d.other, 90, 0, 6)
	d.days(d.invoice, 90, 28, 6)
	d.days(d.invoice, 28, 0, 1)
	d.talk = domain.ConversationID(storagetest.Text(t, d.db, "SELECT MAX(id) FROM conversations WHERE reason_id = ?", d.invoice))
	return d
}

func (d *drawing) do(name string) {
	d.Helper()
	switch name {
	case "two days":
		d.clock.Add(48 * time.Hour)
		return
	case "they come back":
		d.clock.Add(60 * 24 * time.Hour)
		d.days(d.other, 60, 0, 6)
		d.days(d.invoice, 60, 0, 6)
		return
	case "a spike":
		d.came(d.invoice, d.clock.Now().Add(-9*time.Hour), 40)
		return
	}
	for _, a := range d.acts() {
		if a.name == name {
			d.must(a.run(d.Context()))
			return
		}
	}
	d.Fatalf("nobody knows how to %s", name)
}

func (d *drawing) acts() []act {
	d.Helper()
	id := problems.ProblemID(storagetest.Text(d.TB, d.db, "SELECT COALESCE(MAX(id), '') FROM problems"))
	idea := problems.IdeaID(storagetest.Text(d.TB, d.db, "SELECT COALESCE(MAX(id), '') FROM ideas"))
	about := problems.Key{Reason: d.invoice}
	cause, title := problems.CauseIT, "A better title"
	plan := func(ctx context.Context, days int) error {
		on := d.clock.Now().AddDate(0, 0, days).Format(time.DateOnly)
		return d.problems.Plan(ctx, anna, id, problems.Improvement{What: "A clearer line.", Hypothesis: "Half ask.", On: on}, 0)
	}
	decide := func(ctx context.Context, s problems.IdeaState) error {
		return d.problems.DecideIdea(ctx, anna, idea, problems.IdeaDecision{State: s, Answer: "We looked at it.", About: about})
	}
	department := func(ctx context.Context) (problems.Department, error) {
		return d.problems.AddDepartment(ctx, problems.Department{Name: "Billing", Email: "billing@example.org"})
	}
	return []act{
		{"Add", func(ctx context.Context) error {
			_, err := d.problems.Add(ctx, about, "An unclear invoice")
			return err
		}},
		{"Report", func(ctx context.Context) error {
			_, err := d.problems.Report(ctx, d.by, d.talk, problems.Observed{Text: "The third time today."})
			return err
		}},
		{"Change", func(ctx context.Context) error {
			return d.problems.Change(ctx, id, problems.Care{Title: &title})
		}},
		{"Open", func(ctx context.Context) error { return d.problems.Open(ctx, id, problems.Care{Cause: &cause}) }},
		{"Dismiss", func(ctx context.Context) error { return d.problems.Dismiss(ctx, id, "It is none.", 0) }},
		{"GiveUp", func(ctx context.Context) error { return d.problems.GiveUp(ctx, id, "Nothing helped.", 0) }},
		{"Reopen", func(ctx context.Context) error { return d.problems.Reopen(ctx, id, "It is one.", 0) }},
		{"Plan, tomorrow", func(ctx context.Context) error { return plan(ctx, 1) }},
		{"Plan, since four weeks", func(ctx context.Context) error { return plan(ctx, -28) }},
		{"Solve", func(ctx context.Context) error { return d.problems.Solve(ctx, id, 0) }},
		{"Write", func(ctx context.Context) error {
			return d.problems.Write(ctx, anna, id, map[domain.Language]string{"en": "It is solved."}, 0)
		}},
		{"Tell", func(ctx context.Context) error { _, err := d.problems.Tell(ctx); return err }},
		{"Watch", func(ctx context.Context) error { _, err := d.problems.Watch(ctx); return err }},
		{"MakeReview", func(ctx context.Context) error { _, _, err := d.problems.MakeReview(ctx); return err }},
		{"Attach", func(ctx context.Context) error { return d.problems.Attach(ctx, id, "en", "invoice line", true) }},
		{"Assume", func(ctx context.Context) error {
			return d.problems.Assume(ctx, problems.Settings{HourCents: 4000, VolumePercent: 50, Version: 2})
		}},
		{"AddDepartment", func(ctx context.Context) error { _, err := department(ctx); return err }},
		{"ChangeDepartment", func(ctx context.Context) error {
			one, err := department(ctx)
			if err != nil {
				return err
			}
			yes := true
			return d.problems.ChangeDepartment(ctx, one.ID, problems.DepartmentChange{Archived: &yes})
		}},
		{"Post", func(ctx context.Context) error {
			_, err := d.problems.Post(ctx, d.ada, "A card", "In the box.")
			return err
		}},
		{"Vote", func(ctx context.Context) error { return d.problems.Vote(ctx, anna, idea, true) }},
		{"DecideIdea, consider", func(ctx context.Context) error { return decide(ctx, problems.IdeaConsidered) }},
		{"DecideIdea, adopt", func(ctx context.Context) error { return decide(ctx, problems.IdeaAdopted) }},
		{"DecideIdea, decline", func(ctx context.Context) error { return decide(ctx, problems.IdeaDeclined) }},
	}
}
