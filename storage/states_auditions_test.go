package storage_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestAuditionsAreDrawnAsTheyAre tries every use case of marking.
func TestAuditionsAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	w := newWalker(
		t,
		machine{
			"audition", constants(t, "marking", "State"), "SELECT id, state FROM auditions ORDER BY opened_at, id",
			[]string{"BeginWarmUp", "KeepAnswers", "BeginPlay", "Say"},
		},
		machine{
			"marking", constants(t, "marking", "MarkingState"), "SELECT id, state FROM markings ORDER BY taken_at, id",
			[]string{"Mark", "Submit"},
		},
		machine{
			"scenario", constants(t, "marking", "ScenarioState"),
			"SELECT id || '/' || language || '/' || version, state FROM scenarios ORDER BY CASE state WHEN 'draft' THEN 1 ELSE 0 END, id, language, version",
			[]string{"SaveDraft", "Publish", "DropDraft", "Retire"},
		},
	)
	for _, situation := range [][]string{
		{},
		{"SaveDraft"},
		{"SaveDraft", "Publish"},
		{"SaveDraft", "Publish", "Retire"},
		{"Open"},
		{"Open", "BeginWarmUp"},
		{"Open", "BeginWarmUp", "KeepAnswers, and hand in"},
		{"Open", "BeginWarmUp", "KeepAnswers, and hand in", "BeginPlay"},
		{"Open", "BeginWarmUp", "KeepAnswers, and hand in", "BeginPlay", "two are over"},
		{"played"},
		{"played", "Take"},
		{"played", "Take", "all marks", "Submit"},
		{"played", "Take", "all marks", "Submit", "Take, another", "all marks"},
		{"played", "Take", "low marks", "Submit", "Take, another", "low marks"},
		{"played", "Take", "FreeLapsed, two days later"},
		{"passed"},
		{"failed"},
	} {
		a := newActor(t)
		for _, name := range situation {
			a.do(name)
		}
		given := *a
		for _, one := range a.acts() {
			w.try(a.db, &a.clock, fmt.Sprint(situation), one)
			a.marking, a.edition = given.marking, given.edition // by acts that were undone
		}
	}
	w.compare()

	a := newActor(t)
	checked(t, a.db, "auditions", "state", constants(t, "marking", "State"))
	checked(t, a.db, "markings", "state", constants(t, "marking", "MarkingState"))
	checked(t, a.db, "scenarios", "state", constants(t, "marking", "ScenarioState"))
	complete(t, a.auditions, a.acts(), "Simulate", "PublishRubric", "ChooseGold", "RetireGold", "MindCalibrations", "CalibrateAgain", "Calibrate", "EndCalibration", "SaveQuestion")
}

// actor is a stage with one candidate and two raters.
type actor struct {
	*stage

	app     domain.ApplicationID
	raters  [2]domain.PersonID
	marking marking.Marking
	mark    marking.Mark // that rests on words of the first play
	edition int
}

func newActor(t *testing.T) *actor {
	t.Helper()
	s := newStageWith(t, storagetest.Open(t), audition.ShippedNames()[1:])
	return &actor{stage: s, app: s.applicant("en", "Johanna", "johanna@example.org"), raters: [2]domain.PersonID{s.mentor(), s.mentor()}}
}

func (a *actor) do(name string) {
	a.Helper()
	switch name {
	case "played":
		a.played(a.app)
	case "two are over":
		for no := 2; no <= marking.Plays; no++ {
			a.clock.Add(13 * time.Minute)
			_, err := a.auditions.BeginPlay(a.Context(), a.app, no)
			a.must(err)
		}
	case "all marks", "low marks":
		score := map[string]int{"all marks": 4, "low marks": 3}[name]
		for _, at := range marking.Places() {
			a.must(a.auditions.Mark(a.Context(), a.marking.ID, a.marking.Rater, at, a.quote(a.marking, at.Play, score)))
		}
	case "passed", "failed":
		a.played(a.app)
		score := map[string]int{"passed": 4, "failed": 3}[name]
		for _, r := range a.raters {
			a.marking = a.take(r)
			a.marked(a.marking, score, nil)
		}
	default:
		acts := a.acts()
		a.must(acts[slices.IndexFunc(acts, func(one act) bool { return one.name == name })].run(a.Context()))
	}
	if a.marking.ID != "" {
		a.mark = a.quote(a.marking, 1, 3)
	}
	a.clock.Add(time.Second)
}

func (a *actor) acts() []act {
	scenario := audition.ShippedIn("en", audition.RudeRefund)[0]
	fresh := audition.ShippedNames()[0]
	step := func(do func(context.Context) (marking.Audition, error)) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := do(ctx)
			return err
		}
	}
	keep := func(done bool) func(context.Context) error {
		return step(func(ctx context.Context) (marking.Audition, error) {
			return a.auditions.KeepAnswers(ctx, a.app, nil, done)
		})
	}
	say := step(func(ctx context.Context) (marking.Audition, error) {
		return a.auditions.Say(ctx, a.app, marking.Plays, "one", saidLines[0])
	})
	take := func(r int) func(context.Context) error {
		return func(ctx context.Context) (err error) {
			m, err := a.auditions.Take(ctx, a.raters[r])
			if err == nil {
				a.marking = m
			}
			return err
		}
	}
	free := func(ctx context.Context) error {
		_, err := a.auditions.FreeLapsed(ctx)
		return err
	}
	return append([]act{
		{"Open", step(func(ctx context.Context) (marking.Audition, error) { return a.auditions.Open(ctx, a.app) })},
		{"Open, after a month", later(&a.clock, 31*24*time.Hour, step(func(ctx context.Context) (marking.Audition, error) {
			return a.auditions.Open(ctx, a.app)
		}))},
		{"BeginWarmUp", step(func(ctx context.Context) (marking.Audition, error) { return a.auditions.BeginWarmUp(ctx, a.app) })},
		{"KeepAnswers", keep(false)},
		{"KeepAnswers, and hand in", keep(true)},
		{"BeginPlay", step(func(ctx context.Context) (marking.Audition, error) { return a.auditions.BeginPlay(ctx, a.app, 1) })},
		{"Say", say},
		{"Say, too late", later(&a.clock, 13*time.Minute, say)},
		{"EndLeft", later(&a.clock, 13*time.Minute, func(ctx context.Context) error {
			_, err := a.auditions.EndLeft(ctx)
			return err
		})},
		{"Take", take(0)},
		{"Take, another", take(1)},
		{"Mark", func(ctx context.Context) error {
			if a.marking.ID == "" {
				return marking.ErrNoMarking
			}
			return a.auditions.Mark(ctx, a.marking.ID, a.marking.Rater, marking.Place{Play: 1, Dimension: audition.Patience}, a.mark)
		}},
		{"Submit", func(ctx context.Context) error { return a.auditions.Submit(ctx, a.marking.ID, a.marking.Rater) }},
		{"FreeLapsed", free},
		{"FreeLapsed, two days later", later(&a.clock, marking.TakenFor, free)},
	}, a.writing(scenario, fresh)...)
}

// writing is what managers do with scenarios.
func (a *actor) writing(scenario audition.Scenario, fresh audition.Name) []act {
	return []act{
		{"Ship", func(ctx context.Context) error { return a.auditions.Ship(ctx, []audition.Name{fresh}, nil) }},
		{"SaveDraft", func(ctx context.Context) error {
			v, err := a.auditions.SaveDraft(ctx, a.manager, scenario, a.edition)
			if err == nil {
				a.edition = v.Edition
			}
			return err
		}},
		{"Publish", func(ctx context.Context) error {
			_, err := a.auditions.Publish(ctx, scenario.ID, scenario.Language, a.edition)
			if err == nil {
				a.edition = 0
			}
			return err
		}},
		{"Retire", func(ctx context.Context) error { return a.auditions.Retire(ctx, scenario.ID, scenario.Language) }},
		{"DropDraft", func(ctx context.Context) error { return a.auditions.DropDraft(ctx, scenario.ID, scenario.Language) }},
	}
}
