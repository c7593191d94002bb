package storage_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestTwoRatersDisagreeAndTheThirdDecides(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		app := s.applicant("en", "Johanna Veen", "johanna@example.org")
		a := s.played(app)
		first, second, third := s.mentor(), s.mentor(), s.mentor()
		one := s.take(first)
		if again := s.take(first); again.ID != one.ID {
			t.Errorf("a rater who has one got another: %s", again.ID)
		}
		two := s.take(second)
		_, err := s.auditions.Take(t.Context(), third)
		s.refused(err, marking.ErrNothing)
		s.marked(one, 4, nil)
		s.refused(s.auditions.Submit(t.Context(), one.ID, first), marking.ErrMarkingClosed)
		s.marked(two, 4, map[audition.Dimension]int{audition.Empathy: 2})
		if n := s.count("SELECT COUNT(*) FROM auditions WHERE state = 'submitted'"); n != 1 {
			t.Fatal("decided, though one mark is two apart")
		}
		three := s.take(third)
		if three.Slot != 3 {
			t.Fatalf("the third has place %d", three.Slot)
		}
		s.marked(three, 4, nil)
		view, err := db.Views().MyAudition(t.Context(), app, s.clock.Now())
		s.must(err)
		if view.State != "passed" || view.Feedback == nil || view.Feedback.Result.Raters != 3 || len(view.Feedback.Dimensions) != 6 {
			t.Fatalf("%+v", view)
		}
		empathy := view.Feedback.Dimensions[2]
		if empathy.Mark != 400 || empathy.Best == nil || !strings.Contains(empathy.Best.Quote, "look into it") {
			t.Errorf("empathy is told as %+v", empathy)
		}
		if n := s.count("SELECT COUNT(*) FROM outbox WHERE name = 'audition.decided'"); n != 1 {
			t.Errorf("told %d times", n)
		}
		_, err = s.auditions.Open(t.Context(), app)
		s.refused(err, marking.ErrPassed)
		if a.Attempt != 1 {
			t.Errorf("attempt %d", a.Attempt)
		}
	})
}

// TestRatersLearnNothingOfTheCandidateOrEachOther reads every byte that a rater's
// views give, while the candidate has signed with their name and the first rater
// has marked.
func TestRatersLearnNothingOfTheCandidateOrEachOther(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		app := s.applicant("en", "Johanna Veenstra", "hanna.zeehond@example.org")
		s.opened(app)
		for no := 1; no <= marking.Plays; no++ {
			_, err := s.auditions.BeginPlay(t.Context(), app, no)
			s.must(err)
			_, err = s.auditions.Say(t.Context(), app, no, "c0", saidLines[0]+" Kind regards, Johanna VEENSTRA (zeehond)")
			s.must(err)
			s.clock.Add(13 * time.Minute)
		}
		_, err := s.auditions.EndLeft(t.Context())
		s.must(err)
		one, two := s.take(s.mentor()), s.take(s.manager)
		s.must(s.auditions.Mark(t.Context(), one.ID, one.Rater, marking.Place{Play: 1, Dimension: audition.Patience}, s.quote(one, 1, 2)))
		named := marking.Mark{Score: 3, Line: s.quote(one, 2, 3).Line, Quote: "Johanna"}
		s.refused(s.auditions.Mark(t.Context(), one.ID, one.Rater, marking.Place{Play: 2, Dimension: audition.Patience}, named), marking.ErrQuote)
		view, err := db.Views().MarkingOf(t.Context(), two.ID, two.Rater, "en")
		s.must(err)
		desk, err := db.Views().MarkingDesk(t.Context(), two.Rater)
		s.must(err)
		report, err := db.Views().AuditionsOf(t.Context(), app, s.manager)
		s.must(err)
		raw, err := json.Marshal([]any{view, desk, report})
		s.must(err)
		for _, secret := range []string{"johanna", "veenstra", "zeehond", "fietsbode", string(app), string(one.ID), `"score"`, "look into it\",\"score"} {
			if strings.Contains(strings.ToLower(string(raw)), strings.ToLower(secret)) {
				t.Errorf("the second rater reads %q", secret)
			}
		}
		if !strings.Contains(string(raw), "Kind regards, ▇▇▇ ▇▇▇ (▇▇▇)") {
			t.Error("what the candidate wrote is not there")
		}
		_, err = db.Views().MarkingOf(t.Context(), one.ID, two.Rater, "en")
		s.refused(err, marking.ErrNoMarking)
		s.refused(s.auditions.Submit(t.Context(), one.ID, two.Rater), marking.ErrNoMarking)
	})
}

func TestTwoRatersTakeAtOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		s.played(s.applicant("en", "Johanna", "johanna@example.org"))
		raters := []domain.PersonID{s.mentor(), s.mentor(), s.mentor(), s.mentor()}
		var wg sync.WaitGroup
		for _, r := range append(raters, raters...) { // each twice: a double click
			wg.Go(func() {
				if _, err := s.auditions.Take(t.Context(), r); err != nil && !errors.Is(err, marking.ErrNothing) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := s.count("SELECT COUNT(*) FROM markings"); n != 2 {
			t.Errorf("%d took two places", n)
		}
		if n := s.count("SELECT COUNT(DISTINCT slot * 1000) FROM markings WHERE slot < 3"); n != 2 {
			t.Errorf("%d places are taken", n)
		}
		if err := storagetest.TryExec(t.Context(), db, `INSERT INTO markings (id, audition_id, slot, rater_id, state, taken_at, version)
			SELECT 'mrk_twice', audition_id, slot, 'mgr_stage', 'open', 0, 1 FROM markings WHERE slot = 1`); err == nil {
			t.Error("a place was taken twice")
		}
	})
}

// TestASentenceIsSaidOnce sends one text many times at once, loses the answer to
// one that was rolled back, and sends it again: the play is the one that its
// stored texts make, and nothing stands in it twice.
func TestASentenceIsSaidOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		app := s.applicant("nl", "Johanna", "johanna@example.org")
		s.opened(app)
		begun, err := s.auditions.BeginPlay(t.Context(), app, 1)
		s.must(err)
		s.clock.Add(20 * time.Second)
		died := errors.New("killed between the line and the answer")
		err = db.InTx(t.Context(), func(tx storage.Tx) error {
			if _, err := s.auditions.Say(db.Within(t.Context(), tx), app, 1, "c0", "Goedenavond, wat vervelend. Ik zoek het meteen uit."); err != nil {
				return err
			}
			return died
		})
		if !errors.Is(err, died) || s.count("SELECT COUNT(*) FROM play_lines WHERE speaker = 'candidate'") != 0 {
			t.Fatalf("%v, and half of it is stored", err)
		}
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				if _, err := s.auditions.Say(t.Context(), app, 1, "c0", "Goedenavond, wat vervelend. Ik zoek het meteen uit."); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		a, err := s.auditions.Say(t.Context(), app, 1, "c0", "Goedenavond, wat vervelend. Ik zoek het meteen uit.")
		s.must(err)
		i := slices.IndexFunc(audition.Shipped(), func(one audition.Scenario) bool {
			return one.ID == begun.Plays[0].Scenario && one.Language == "nl"
		})
		again, err := audition.Replay(audition.Shipped()[i].For(begun.Plays[0].Names), begun.Plays[0].Seed, []audition.Said{{Text: "Goedenavond, wat vervelend. Ik zoek het meteen uit.", At: 20 * time.Second}})
		s.must(err)
		said := again.Transcript()
		if len(said) != len(a.Plays[0].Lines) {
			t.Fatalf("%d lines are stored, %d were said", len(a.Plays[0].Lines), len(said))
		}
		for i, l := range a.Plays[0].Lines {
			if l.Text != said[i].Text || l.Seq != i+1 {
				t.Errorf("line %d is %q, want %q", l.Seq, l.Text, said[i].Text)
			}
		}
	})
}

func TestALateTextIsNotTaken(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		app := s.applicant("en", "Johanna", "johanna@example.org")
		_, err := s.auditions.BeginPlay(t.Context(), app, 1)
		s.refused(err, marking.ErrNoAudition)
		s.opened(app)
		_, err = s.auditions.Say(t.Context(), app, 1, "c0", "too soon")
		s.refused(err, marking.ErrPlayNotBegun)
		_, err = s.auditions.BeginPlay(t.Context(), app, 2)
		s.refused(err, marking.ErrPlayOrder)
		_, err = s.auditions.BeginPlay(t.Context(), app, 1)
		s.must(err)
		s.clock.Add(time.Minute)
		_, err = s.auditions.Say(t.Context(), app, 1, "c0", saidLines[0])
		s.must(err)
		s.clock.Add(-30 * time.Second) // the machine's clock was set back
		a, err := s.auditions.Say(t.Context(), app, 1, "c1", saidLines[1])
		s.must(err)
		lines := a.Plays[0].Lines
		if !slices.IsSortedFunc(lines, func(x, y marking.Line) int { return int(x.After - y.After) }) {
			t.Errorf("time goes back in %+v", lines)
		}
		s.clock.Add(20 * time.Minute)
		a, err = s.auditions.Say(t.Context(), app, 1, "c2", "here I am")
		s.must(err)
		if a.Plays[0].Ending != audition.TimeUp || s.count("SELECT COUNT(*) FROM play_lines WHERE client_id = 'c2'") != 0 {
			t.Errorf("ended %q, and the text was taken", a.Plays[0].Ending)
		}
		view, err := db.Views().MyAudition(t.Context(), app, s.clock.Now())
		s.must(err)
		if len(view.Plays[0].Lines) != len(a.Plays[0].Lines) || view.Plays[1].Briefing == nil || view.Plays[2].Briefing != nil {
			t.Errorf("%+v", view.Plays)
		}
	})
}

func TestAWarmUpIsGradedOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		app := s.applicant("en", "Johanna", "johanna@example.org")
		a, err := s.auditions.Open(t.Context(), app)
		s.must(err)
		again, err := s.auditions.Open(t.Context(), app)
		s.must(err)
		if again.ID != a.ID || len(a.WarmUp.Questions) != audition.WarmUpQuestions {
			t.Fatalf("%s and %s, %d questions", a.ID, again.ID, len(a.WarmUp.Questions))
		}
		_, err = s.auditions.KeepAnswers(t.Context(), app, nil, false)
		s.refused(err, marking.ErrWarmUpFirst)
		_, err = s.auditions.BeginWarmUp(t.Context(), app)
		s.must(err)
		_, err = s.auditions.KeepAnswers(t.Context(), app, []audition.Answer{{Question: "none"}}, false)
		s.refused(err, marking.ErrAnswers)
		q := a.WarmUp.Questions[slices.IndexFunc(a.WarmUp.Questions, func(q audition.Question) bool { return len(q.Choices) > 0 })]
		_, err = s.auditions.KeepAnswers(t.Context(), app, []audition.Answer{{Question: q.ID, Chosen: q.Right}}, false)
		s.must(err)
		s.clock.Add(audition.WarmUpTime)
		_, err = s.auditions.KeepAnswers(t.Context(), app, nil, true)
		s.refused(err, marking.ErrWarmUpOver)
		if n := s.count("SELECT warm_up_points FROM auditions"); n != int64(q.Points) {
			t.Errorf("%d points, though what was kept is worth %d", n, q.Points)
		}
	})
}

func TestWhoFailedMayTryAgainWithOthers(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		app := s.applicant("en", "Johanna", "johanna@example.org")
		a := s.played(app)
		for range 2 {
			s.marked(s.take(s.mentor()), 3, nil)
		}
		_, err := s.auditions.Open(t.Context(), app)
		s.refused(err, marking.ErrTooEarly)
		view, err := db.Views().MyAudition(t.Context(), app, s.clock.Now())
		s.must(err)
		if view.State != "failed" || view.MayOpen || view.OpensAt == nil || !view.OpensAt.Equal(a.SubmittedAt.AddDate(0, 0, 30)) {
			t.Errorf("%+v", view)
		}
		s.clock.Add(31 * 24 * time.Hour)
		b, err := s.auditions.Open(t.Context(), app)
		s.must(err)
		for i := range b.Plays {
			if b.Plays[i].Scenario == a.Plays[i].Scenario {
				t.Errorf("%s is played twice", b.Plays[i].Scenario)
			}
		}
		if b.Attempt != 2 {
			t.Errorf("attempt %d", b.Attempt)
		}
	})
}

func TestAMarkingThatIsLeftIsFreeAgain(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		s.played(s.applicant("en", "Johanna", "johanna@example.org"))
		left := s.take(s.mentor())
		s.clock.Add(marking.TakenFor)
		n, err := s.auditions.FreeLapsed(t.Context())
		s.must(err)
		if n != 1 {
			t.Fatalf("%d places became free", n)
		}
		s.refused(s.auditions.Submit(t.Context(), left.ID, left.Rater), marking.ErrMarkingClosed)
		if next := s.take(s.manager); next.Slot != 1 {
			t.Errorf("the next has place %d", next.Slot)
		}
	})
}

func TestNobodyMarksThemselvesAndOnlyRatersMark(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		s.played(s.applicant("en", "Boss", "boss@example.org"))
		_, err := s.auditions.Take(t.Context(), s.manager)
		s.refused(err, marking.ErrNothing)
		_, err = s.auditions.Take(t.Context(), domain.PersonID(s.expert(2)))
		s.refused(err, marking.ErrNoRater)
	})
}
