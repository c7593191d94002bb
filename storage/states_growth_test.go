package storage_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestGrowthIsDrawnAsItIs tries every use case of certificates, score cards,
// plans and shadowing in every situation.
func TestGrowthIsDrawnAsItIs(t *testing.T) {
	t.Parallel()
	w := newWalker(
		t,
		machine{
			"attempt", constants(t, "growth", "AttemptState"), "SELECT id, state FROM attempts ORDER BY started_at, id",
			[]string{"AnswerAttempt", "HandIn"},
		},
		machine{
			"certificate", append(constants(t, "growth", "EndReason"), "good"),
			"SELECT id, CASE WHEN ended_at IS NULL THEN 'good' ELSE ended_why END FROM certificates ORDER BY issued_at, id",
			[]string{"WithdrawCertificate"},
		},
		machine{"sample", constants(t, "growth", "SampleState"), "SELECT id, state FROM samples ORDER BY drawn_at, id", []string{"Mark"}},
		machine{"goal", constants(t, "growth", "GoalState"), "SELECT id, state FROM goals ORDER BY opened_at, id", []string{"DropGoal"}},
		machine{
			"shadowing", append(constants(t, "desk", "ShadowEnd"), "live"),
			"SELECT id, CASE WHEN ended_at IS NULL THEN 'live' ELSE ended_why END FROM shadowings ORDER BY began_at, id",
			[]string{"EndShadow", "SeeShadow", "Shadow", "StepIn"},
		},
	)
	answered := []string{"BeginAttempt", "AnswerAttempt, well"}
	shown := append(slices.Clone(answered), "HandIn")
	poor := append(slices.Clone(shown), "Mark, poor", "HandIn", "Mark, poor", "HandIn")
	certified := append(slices.Clone(shown), "Mark, good")
	renewing := append(slices.Clone(certified), "ten months and a half", "BeginAttempt", "AnswerAttempt, well", "HandIn")
	goal := []string{"a poor card", "a poor card", "a poor card"}
	live := []string{"Shadow"}
	good := append(slices.Clone(goal), "a good card", "a good card", "a sample")
	fifth := append(slices.Clone(live), "four in shadow", "a fifth in shadow")
	and := func(steps []string, more string) []string { return append(slices.Clone(steps), more) }
	for name, steps := range map[string][]string{
		"failed": and(answered[:1], "AnswerAttempt, badly"), "expired": and(certified, "EndCertificates, after a year"),
		"a new generation": and(certified, "NewGeneration"), "renewed": and(renewing, "Mark, good"), "reached": and(good, "Mark, good"),
		"unseen": and(live, "MindShadows, after two minutes"), "rookie": and(fifth, "Mark, good"),
		"nothing": nil, "answering": answered[:1], "answered": answered, "handed in": shown, "the third conversation": poor,
		"certified": certified, "renewing": renewing, "withdrawn": append(slices.Clone(certified), "WithdrawCertificate"),
		"two poor cards and a sample": append(slices.Clone(goal[:2]), "a sample"), "a goal": goal,
		"a goal and two good cards":      good,
		"a goal that was dropped":        append(slices.Clone(goal), "DropGoal"),
		"shadowed":                       live,
		"shadowed, offered":              append(slices.Clone(live), "an offer"),
		"shadowed, accepted":             append(slices.Clone(live), "an offer", "Accept"),
		"shadowed, four good ones":       fifth,
		"shadowing that the end came to": append(slices.Clone(live), "EndShadow"),
	} {
		p := newPupil(t)
		for _, step := range steps {
			p.do(step)
		}
		p.see()
		for _, a := range p.acts() {
			w.try(p.db, &p.clock, name, a)
		}
	}
	w.compare()
	p := newPupil(t)
	checked(t, p.db, "attempts", "state", constants(t, "growth", "AttemptState"))
	checked(t, p.db, "samples", "purpose", constants(t, "growth", "Purpose"))
	checked(t, p.db, "goals", "dimension", constants(t, "growth", "Dimension"))
	complete(t, p.growth, p.acts(), "AddCourseItem", "ChangeCourseItem", "Complete", "LookAgain", "PublishQuestions", "SaveQuestions", "Uncomplete")
}

// pupil is a school with one expert who learns and one candidate.
type pupil struct {
	*school
	who         domain.ExpertID
	candidate   domain.ExpertID
	attempt     growth.AttemptID
	certificate growth.CertificateID
	sample      growth.SampleID
	goal        growth.GoalID
	shadowing   string
	offer       domain.OfferID
	held        domain.ConversationID
	shows       growth.Part
	customer    domain.CustomerID // of that conversation
}

func newPupil(t *testing.T) *pupil {
	t.Helper()
	p := &pupil{school: newSchool(t, storagetest.Open(t)).withMentor()}
	p.who = p.expert(roster.FullExpert)
	p.shows = p.part()
	p.must(p.desk.SetPresence(t.Context(), p.who, roster.Away))
	p.candidate = p.school.candidate()
	p.clock.Add(time.Minute)
	return p
}

// see looks up what the acts are about.
func (p *pupil) see() {
	p.Helper()
	text := func(query string) string { return storagetest.Text(p.floor, p.db, query) }
	p.attempt = growth.AttemptID(text("SELECT MAX(id) FROM attempts"))
	p.certificate = growth.CertificateID(text("SELECT MAX(id) FROM certificates"))
	p.sample = growth.SampleID(text("SELECT MAX(id) FROM samples WHERE state = 'open'"))
	p.goal = growth.GoalID(text("SELECT MAX(id) FROM goals"))
	p.shadowing = text("SELECT MAX(id) FROM shadowings")
	p.offer = domain.OfferID(text("SELECT MAX(id) FROM offers"))
	p.held = domain.ConversationID(text("SELECT MAX(id) FROM conversations"))
	p.customer = p.conversation(p.shows.Conversation).Customer
}

// do does one step for good.
func (p *pupil) do(step string) {
	p.Helper()
	p.see()
	ctx := p.Context()
	switch step {
	case "ten months and a half":
		p.clock.Add(318 * 24 * time.Hour)
		p.another()
	case "a sample", "a poor card", "a good card":
		p.another()
		storagetest.Exec(p.floor, p.db, `INSERT INTO samples (id, conversation_id, episode, expert_id, purpose, state, drawn_at)
			VALUES (?, ?, 1, ?, 'random', 'open', 0)`, fmt.Sprintf("smp_z%07d", p.ids.Add(1)), p.shows.Conversation, p.who)
		p.see()
		if step != "a sample" {
			p.clock.Add(time.Hour)
			_, err := p.growth.Mark(ctx, p.boss, p.sample, card(step == "a good card"))
			p.must(err)
		}
	case "an offer":
		p.must(p.desk.SetPresence(ctx, p.candidate, roster.Available))
		p.ask(p.school.customer(), desk.Question{Reason: p.topic})
		p.allocate()
	case "four in shadow", "a fifth in shadow":
		for range map[string]int{"four in shadow": 4, "a fifth in shadow": 1}[step] {
			h := p.shadowed(p.candidate)
			p.says(h.expert, h.id, "It does.")
			p.must(p.desk.Close(ctx, h.expert, h.id, desk.Closure{Outcome: desk.Solved, Reason: p.topic}))
			p.must(p.desk.SetPresence(ctx, p.candidate, roster.Away))
			p.see()
			if step == "four in shadow" {
				_, err := p.growth.Mark(ctx, p.mentor, p.sample, goodCard)
				p.must(err)
			}
		}
	default:
		if step == "HandIn" {
			p.another()
		}
		acts := p.acts()
		i := slices.IndexFunc(acts, func(a act) bool { return a.name == step })
		if i < 0 {
			p.Fatalf("nobody can %s", step)
		}
		p.must(acts[i].run(ctx))
	}
}

// another is one more conversation of the expert that can be shown.
func (p *pupil) another() {
	p.Helper()
	p.must(p.desk.SetPresence(p.Context(), p.who, roster.Available))
	p.shows = p.part()
	p.must(p.desk.SetPresence(p.Context(), p.who, roster.Away))
}

func card(good bool) growth.Card {
	if good {
		return goodCard
	}
	c := goodCard
	c.Correct, c.Tone, c.Advice = 3, 3, "Look it up, and greet."
	return c
}

func (p *pupil) acts() []act {
	return slices.Concat(p.learning(), p.looking(), p.shadowActs())
}

func (p *pupil) learning() []act {
	g := p.growth
	answer := func(n int) func(context.Context) error {
		return func(ctx context.Context) error {
			var a growth.Attempt
			_ = p.db.Growth(ctx, func(tx growth.Store) (err error) {
				a, err = tx.Attempt(p.attempt)
				return err
			})
			_, err := g.AnswerAttempt(ctx, p.who, p.attempt, p.right(a, n))
			return err
		}
	}
	return []act{
		{"BeginAttempt", func(ctx context.Context) error {
			_, err := g.BeginAttempt(ctx, p.who, p.topic)
			return err
		}},
		{"AnswerAttempt, well", answer(5)},
		{"AnswerAttempt, badly", answer(2)},
		{"HandIn", func(ctx context.Context) error {
			_, err := g.HandIn(ctx, p.who, p.attempt, p.shows)
			return err
		}},
		{"LapseAttempts", counted(g.LapseAttempts)},
		{"LapseAttempts, after the time to answer", later(&p.clock, time.Hour, counted(g.LapseAttempts))},
		{"LapseAttempts, after two months", later(&p.clock, growth.AttemptFor, counted(g.LapseAttempts))},
		{"EndCertificates", counted(g.EndCertificates)},
		{"EndCertificates, after a year", later(&p.clock, 366*24*time.Hour, counted(g.EndCertificates))},
		{"WithdrawCertificate", func(ctx context.Context) error {
			return g.WithdrawCertificate(ctx, p.boss, p.certificate, "It was copied.")
		}},
		{"NewGeneration", func(ctx context.Context) error {
			_, err := g.NewGeneration(ctx, "prd_1", 2)
			return err
		}},
	}
}

func counted(run func(context.Context) (int, error)) func(context.Context) error {
	return func(ctx context.Context) error {
		_, err := run(ctx)
		return err
	}
}

func (p *pupil) looking() []act {
	g := p.growth
	mark := func(by domain.Actor, c growth.Card) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := g.Mark(ctx, by, p.sample, c)
			return err
		}
	}
	return []act{
		{"Mark, good", mark(p.boss, card(true))},
		{"Mark, poor", mark(p.boss, card(false))},
		{"Mark, by themselves", mark(domain.Actor{Role: domain.RoleExpert, ID: string(p.who)}, card(true))},
		{"DropGoal", func(ctx context.Context) error { return g.DropGoal(ctx, p.boss, p.goal, "It was our question.") }},
		{"DrawSamples", func(ctx context.Context) error {
			_, _ = p.desk.Rate(ctx, p.customer, p.shows.Conversation, desk.Opinion{Stars: 1, Solved: desk.SolvedNo, Cause: desk.CauseExpert})
			return counted(g.DrawSamples)(ctx)
		}},
	}
}

func (p *pupil) shadowActs() []act {
	d := p.desk
	return []act{
		{"Shadow", func(ctx context.Context) error {
			_, err := d.Shadow(ctx, p.mentor, p.candidate)
			return err
		}},
		{"Shadow, by another", func(ctx context.Context) error {
			_, err := d.Shadow(ctx, p.boss, p.who)
			return err
		}},
		{"SeeShadow", func(ctx context.Context) error { return d.SeeShadow(ctx, domain.PersonID(p.mentor.ID), p.shadowing) }},
		{"EndShadow", func(ctx context.Context) error { return d.EndShadow(ctx, domain.PersonID(p.mentor.ID), p.shadowing) }},
		{"MindShadows", counted(d.MindShadows)},
		{"MindShadows, after two minutes", later(&p.clock, 2*time.Minute, counted(d.MindShadows))},
		{"Accept", func(ctx context.Context) error {
			_, err := d.Accept(ctx, p.candidate, p.offer)
			return err
		}},
		{"StepIn", func(ctx context.Context) error { return d.StepIn(ctx, p.mentor.Expert(), p.held) }},
	}
}
