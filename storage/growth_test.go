package storage_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/growth"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// school is a floor with questions about rsn_2, a reason of rsn_1.
type school struct {
	*floor
	growth *growth.Growth
	boss   domain.Actor
	mentor domain.Actor
	topic  domain.ReasonID
}

func newSchool(t *testing.T, db *storage.DB) *school {
	t.Helper()
	f := newFloor(t, db)
	s := &school{floor: f, growth: growth.New(db.Growth, f.runtime()), boss: f.manager("Els de Vries")}
	s.topic = f.reason("rsn_1", 1, false)
	storagetest.Exec(t, db, `INSERT INTO products (id, name, description, url, picture, version, created_at) VALUES ('prd_1', 'Wad 2', '', '', 'wad', 1, 0)`)
	f.clock.Add(48 * time.Hour)
	_, err := s.growth.SaveQuestions(t.Context(), s.boss, growth.Draft{Reason: s.topic, Product: "prd_1", Minutes: 15, Questions: fiveQuestions("v1")}, 0)
	f.must(err)
	_, err = s.growth.PublishQuestions(t.Context(), s.boss, s.topic, 1)
	f.must(err)
	return s
}

// withMentor enrols a mentor who is away, so that no question goes there.
func (s *school) withMentor() *school {
	s.Helper()
	id := s.expert(roster.Mentor)
	s.must(s.desk.SetPresence(s.Context(), id, roster.Away))
	s.mentor = domain.Actor{Role: domain.RoleExpert, ID: string(id)}
	return s
}

func fiveQuestions(mark string) (all []growth.Question) {
	en := func(s string) growth.Texts { return growth.Texts{"en": s} }
	for i := range growth.Asked {
		all = append(all, growth.Question{
			Prompt: en(fmt.Sprintf("%s question %d?", mark, i)), Explanation: en("Because of canary-why."),
			Options: []growth.Option{{Text: en("wrong"), Right: false}, {Text: en("right"), Right: true}},
		})
	}
	return all
}

// right are the answers of which so many are right.
func (s *school) right(a growth.Attempt, n int) (answers []int) {
	for i, d := range a.Drawn {
		for j, o := range d.Order {
			if (o == 1) == (i < n) {
				answers = append(answers, j)
				break
			}
		}
	}
	return answers
}

func (s *school) begun(e domain.ExpertID) growth.Attempt {
	s.Helper()
	a, err := s.growth.BeginAttempt(s.Context(), e, s.topic)
	s.must(err)
	return a
}

// part is a closed conversation of the only available expert about the topic.
func (s *school) part() growth.Part {
	s.Helper()
	h := s.assigned(desk.Question{Reason: s.topic})
	s.says(h.expert, h.id, "It does, and here is how.")
	s.must(s.desk.Close(s.Context(), h.expert, h.id, desk.Closure{Outcome: desk.Solved, Reason: s.topic}))
	return growth.Part{Conversation: h.id, Episode: 1}
}

var goodCard = growth.Card{Helpful: 4, Correct: 4, Tone: 5, OwnWords: 4, Praise: "Calm and exact."}

func (s *school) kind(e domain.ExpertID) string {
	s.Helper()
	return storagetest.Text(s.TB, s.db, "SELECT kind FROM expert_topics WHERE expert_id = ? AND reason_id = ?", e, s.topic)
}

// certified leads an expert to the certificate of the topic.
func (s *school) certified(e domain.ExpertID) {
	s.Helper()
	a := s.begun(e)
	_, err := s.growth.AnswerAttempt(s.Context(), e, a.ID, s.right(a, 4))
	s.must(err)
	a, err = s.growth.HandIn(s.Context(), e, a.ID, s.part())
	s.must(err)
	_, err = s.growth.Mark(s.Context(), s.boss, a.Sample, goodCard)
	s.must(err)
}

func TestACertificateIsEarnedAndEnds(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newSchool(t, db)
		e := s.expert(roster.FullExpert, roster.Topic{Reason: "rsn_1", Kind: roster.Qualified})
		other := domain.ExpertID(s.withMentor().mentor.ID)
		a := s.begun(e)
		if kind := s.kind(e); kind != "learning" {
			t.Fatalf("the topic is %q while it is learnt", kind)
		}
		_, err := s.growth.BeginAttempt(t.Context(), e, s.topic)
		s.refused(err, growth.ErrRunning)
		if refusal, ok := errors.AsType[*domain.Error](err); !ok || refusal.About != string(a.ID) {
			t.Fatalf("the refusal is about %+v", err)
		}
		_, err = s.growth.AnswerAttempt(t.Context(), other, a.ID, s.right(a, 5))
		s.refused(err, growth.ErrUnknownAttempt)
		a, err = s.growth.AnswerAttempt(t.Context(), e, a.ID, s.right(a, 3))
		s.must(err)
		if a.State != growth.Failed || a.Correct != 3 {
			t.Fatalf("%+v", a)
		}
		_, err = s.growth.BeginAttempt(t.Context(), e, s.topic)
		s.refused(err, growth.ErrTooSoon)
		s.clock.Add(growth.AgainAfter)

		a = s.begun(e)
		_, err = s.growth.AnswerAttempt(t.Context(), e, a.ID, s.right(a, 4))
		s.must(err)
		_, err = s.growth.HandIn(t.Context(), e, a.ID, growth.Part{Conversation: "cnv_none", Episode: 1})
		s.refused(err, growth.ErrNotYours)
		shown := s.part()
		a, err = s.growth.HandIn(t.Context(), e, a.ID, shown)
		s.must(err)
		low := goodCard
		low.Correct, low.Advice = 3, "Look it up first."
		_, err = s.growth.Mark(t.Context(), domain.Actor{Role: domain.RoleExpert, ID: string(e)}, a.Sample, goodCard)
		s.refused(err, growth.ErrOnlyMentors)
		_, err = s.growth.Mark(t.Context(), s.mentor, a.Sample, low)
		s.must(err)
		_, err = s.growth.Mark(t.Context(), s.mentor, a.Sample, goodCard)
		s.refused(err, growth.ErrMarked)
		_, err = s.growth.HandIn(t.Context(), e, a.ID, shown)
		s.refused(err, growth.ErrSeenBefore)
		a, err = s.growth.HandIn(t.Context(), e, a.ID, s.part())
		s.must(err)
		_, err = s.growth.Mark(t.Context(), s.boss, a.Sample, goodCard)
		s.must(err)
		if kind := s.kind(e); kind != "qualified" {
			t.Fatalf("the topic is %q with a certificate", kind)
		}
		_, err = s.growth.BeginAttempt(t.Context(), e, s.topic)
		s.refused(err, growth.ErrCertified)

		_, err = s.growth.NewGeneration(t.Context(), "prd_1", 3)
		s.refused(err, growth.ErrGeneration)
		ended, err := s.growth.NewGeneration(t.Context(), "prd_1", 2)
		s.must(err)
		if kind := s.kind(e); ended != 1 || kind != "learning" {
			t.Fatalf("a new generation ended %d certificates, and the topic is %q", ended, kind)
		}
		s.certified(e) // of the new one
		s.clock.Add(366 * 24 * time.Hour)
		n, err := s.growth.EndCertificates(t.Context())
		s.must(err)
		again, err := s.growth.EndCertificates(t.Context())
		s.must(err)
		if n != 1 || again != 0 || s.count("SELECT COUNT(*) FROM certificates WHERE ended_why = 'expired'") != 1 {
			t.Fatalf("after a year %d ended, and %d again", n, again)
		}
	})
}

// The race: two windows begin the same certificate. The expert is locked, and
// the database has one running attempt per expert and topic.
func TestOneAttemptRunsAtATime(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newSchool(t, db)
		e := s.expert(roster.FullExpert)
		var wg sync.WaitGroup
		results := make([]error, 8)
		for i := range results {
			wg.Go(func() { _, results[i] = s.growth.BeginAttempt(t.Context(), e, s.topic) })
		}
		wg.Wait()
		won := 0
		for _, err := range results {
			switch {
			case err == nil:
				won++
			case !errors.Is(err, growth.ErrRunning):
				t.Error(err)
			}
		}
		if won != 1 || s.count("SELECT COUNT(*) FROM attempts") != 1 {
			t.Fatalf("%d began", won)
		}
		err := storagetest.TryExec(t.Context(), db, `INSERT INTO attempts (id, expert_id, reason_id, set_version, drawn, state, started_at, answer_by, lapses_at, version)
			SELECT 'att_x', expert_id, reason_id, set_version, drawn, state, started_at, answer_by, lapses_at, 1 FROM attempts`)
		if err == nil {
			t.Fatal("the database takes a second one")
		}
	})
}

func TestAttemptsLapse(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newSchool(t, db)
		late, slow := s.expert(roster.FullExpert), s.expert(roster.FullExpert)
		a := s.begun(slow)
		_, err := s.growth.AnswerAttempt(t.Context(), slow, a.ID, s.right(a, 5))
		s.must(err)
		s.clock.Add(59 * 24 * time.Hour)
		b := s.begun(late)
		s.clock.Add(16 * time.Minute)
		n, err := s.growth.LapseAttempts(t.Context())
		s.must(err)
		if n != 1 || s.count("SELECT COUNT(*) FROM attempts WHERE ended_why = 'late'") != 1 {
			t.Fatalf("%d lapsed", n)
		}
		_, err = s.growth.AnswerAttempt(t.Context(), late, b.ID, s.right(b, 5))
		s.refused(err, growth.ErrAnswered)
		s.clock.Add(24 * time.Hour)
		n, err = s.growth.LapseAttempts(t.Context())
		s.must(err)
		if n != 1 || s.count("SELECT COUNT(*) FROM attempts WHERE ended_why = 'lapsed'") != 1 {
			t.Fatalf("%d lapsed", n)
		}
	})
}

func TestQuestionsAreVersioned(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newSchool(t, db)
		e := s.expert(roster.FullExpert)
		a := s.begun(e)
		draft := growth.Draft{Reason: s.topic, Minutes: 10, Questions: fiveQuestions("v2")}
		_, err := s.growth.SaveQuestions(t.Context(), s.boss, draft, 0)
		s.refused(err, growth.ErrStaleVersion)
		_, err = s.growth.PublishQuestions(t.Context(), s.boss, s.topic, 1)
		s.refused(err, growth.ErrUnchanged)
		_, err = s.growth.SaveQuestions(t.Context(), s.boss, draft, 1)
		s.must(err)
		_, err = s.growth.SaveQuestions(t.Context(), s.boss, draft, 1)
		s.refused(err, growth.ErrStaleVersion)
		set, err := s.growth.PublishQuestions(t.Context(), s.boss, s.topic, 2)
		s.must(err)
		view, err := db.Views().Attempt(t.Context(), e, "en", a.ID, s.clock.Now())
		s.must(err)
		if set.Version != 2 || view.SetVersion != 1 || view.Questions[0].Prompt[:2] != "v1" {
			t.Fatalf("version %d, and the attempt asks %+v", set.Version, view.Questions[0])
		}
		for _, sql := range []string{"UPDATE question_sets SET minutes = 20", "DELETE FROM question_sets"} {
			if storagetest.TryExec(t.Context(), db, sql) == nil {
				t.Errorf("%s: published questions changed", sql)
			}
		}
	})
}

func TestScoreCardsLeadToAPlan(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newSchool(t, db)
		e := s.expert(roster.FullExpert)
		mark := func(tone int) {
			t.Helper()
			p := s.part()
			storagetest.Exec(t, db, `INSERT INTO samples (id, conversation_id, episode, expert_id, purpose, state, drawn_at) VALUES (?, ?, 1, ?, 'random', 'open', 0)`,
				"smp_"+string(p.Conversation), p.Conversation, e)
			s.clock.Add(time.Hour)
			c := goodCard
			if c.Tone = tone; tone < 4 {
				c.Advice = "Greet first."
			}
			_, err := s.growth.Mark(t.Context(), s.boss, growth.SampleID("smp_"+string(p.Conversation)), c)
			s.must(err)
		}
		for _, tone := range []int{3, 3, 4} {
			mark(tone)
		}
		g, err := db.Views().Growth(t.Context(), e, "en", s.clock.Now())
		s.must(err)
		if len(g.Goals) != 1 || g.Goals[0].Dimension != growth.Tone || g.Goals[0].FromMean != 3.33 || g.Goals[0].NowSamples != 0 || len(g.Cards) != 3 {
			t.Fatalf("%+v", g.Goals)
		}
		for _, tone := range []int{4, 5, 4} {
			mark(tone)
		}
		g, err = db.Views().Growth(t.Context(), e, "en", s.clock.Now())
		s.must(err)
		if len(g.Goals) != 1 || g.Goals[0].State != growth.GoalReached || g.Goals[0].NowMean != 4.33 {
			t.Fatalf("%+v", g.Goals)
		}
	})
}

func TestSamplesAreDrawnOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newSchool(t, db)
		s.expert(roster.FullExpert)
		for _, cause := range []desk.Cause{desk.CauseExpert, desk.CauseExpert, desk.CauseCompany} {
			p := s.part()
			c := s.conversation(p.Conversation)
			_, err := s.desk.Rate(t.Context(), c.Customer, p.Conversation, desk.Opinion{Stars: 2, Solved: desk.SolvedNo, Cause: cause})
			s.must(err)
		}
		n, err := s.growth.DrawSamples(t.Context())
		s.must(err)
		if n < 3 || s.count("SELECT COUNT(*) FROM samples WHERE purpose = 'low_rating'") != 3 {
			t.Fatalf("%d samples", n)
		}
		if again, err := s.growth.DrawSamples(t.Context()); err != nil || again != 0 {
			t.Fatalf("%d again, %v", again, err)
		}
		all, err := db.Views().Samples(t.Context(), s.boss, "en", growth.SampleOpen, storage.Page{Limit: 2})
		s.must(err)
		rest, err := db.Views().Samples(t.Context(), s.boss, "en", growth.SampleOpen, storage.Page{Limit: 2, Cursor: all.Next})
		s.must(err)
		if len(all.Items) != 2 || len(rest.Items) == 0 || rest.Items[0].ID == all.Items[1].ID {
			t.Fatalf("%d and %d", len(all.Items), len(rest.Items))
		}
	})
}
