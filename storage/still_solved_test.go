package storage_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func solvedFor(c string) func(*answered) {
	return func(a *answered) { by(c)(a); solved(a) }
}

// asks are ratings for whom chance says the same each time.
func (j *judged) asks(chance float64) *desk.Ratings {
	rt := j.rt
	rt.Chance = func() float64 { return chance }
	return desk.NewRatings(j.db.Desk, rt, &tokens{})
}

func (j *judged) asked(chance float64) int {
	j.t.Helper()
	n, err := j.asks(chance).AskStillSolved(j.t.Context())
	j.must(err)
	return n
}

// TestAFifthOfWhatNobodyRatedIsAskedAgain: after three days, once, and never what was rated.
func TestAFifthOfWhatNobodyRatedIsAskedAgain(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		j := newJudged(t, db)
		left, rated := j.answer(j.expert1, solvedFor("cus_1")), j.answer(j.expert1, solvedFor("cus_1"))
		unsolved := j.answer(j.expert1, by("cus_1"))
		j.says(rated, fiveStars)
		if j.asked(0) != 0 {
			t.Fatal("asked too early")
		}
		j.clock.Add(desk.AskAgainAfter)
		if n := j.asked(0.2); n != 0 { // chance left it out, for good
			t.Fatalf("%d of four fifths are asked", n)
		}
		if n := j.asked(0); n != 0 {
			t.Fatal("it was drawn twice")
		}
		j.refused(j.ratings.StillSolved(t.Context(), "cus_1", left, desk.SolvedYes), desk.ErrNotAskedAgain)
		storagetest.Exec(t, db, "DELETE FROM still_solved")
		if n := j.asked(0.199); n != 1 {
			t.Fatalf("asked %d", n)
		}
		shows := func(id domain.ConversationID) bool {
			view, err := db.Views().Conversation(t.Context(), domain.Actor{Role: domain.RoleCustomer, ID: "cus_1"}, id)
			j.must(err)
			return view.StillAsked
		}
		if !shows(left) || shows(rated) || shows(unsolved) {
			t.Fatal("the wrong one is asked")
		}
		j.refused(j.ratings.StillSolved(t.Context(), "cus_2", left, desk.SolvedYes), desk.ErrUnknownConversation)
		j.refused(j.ratings.StillSolved(t.Context(), "cus_1", rated, desk.SolvedYes), desk.ErrNotAskedAgain)
		j.refused(j.ratings.StillSolved(t.Context(), "cus_1", left, "perhaps"), desk.ErrBadSolved)
		var wg sync.WaitGroup
		var won atomic.Int32
		for range 4 {
			wg.Go(func() {
				switch err := j.ratings.StillSolved(context.Background(), "cus_1", left, desk.SolvedNo); {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, desk.ErrNotAskedAgain):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 || shows(left) {
			t.Fatalf("answered %d times", won.Load())
		}
	})
}

// TestWhatIsNotSolvedAnyMoreIsNotFirstTimeRight: the word counts where no rating has one, live and in a replay.
func TestWhatIsNotSolvedAnyMoreIsNotFirstTimeRight(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		j := newJudged(t, db)
		worth := map[desk.Answer]int64{desk.SolvedYes: 5, desk.SolvedPartly: 0, desk.SolvedNo: 0}
		of := map[desk.Answer]domain.ConversationID{}
		for answer := range worth {
			of[answer] = j.answer(j.expert1, solved)
			j.book(of[answer])
		}
		j.clock.Add(desk.AskAgainAfter)
		if j.asked(0) != 3 {
			t.Fatal("not asked")
		}
		for answer, id := range of {
			j.must(j.ratings.StillSolved(t.Context(), domain.CustomerID("cus_of_"+id), id, answer))
		}
		j.clock.Add(5 * 24 * time.Hour)
		j.settle()
		for answer, want := range worth {
			if got := j.count("SELECT settled FROM awards WHERE kind = 'first_time_right' AND conversation_id = ?", of[answer]); got != want {
				t.Errorf("%s: first time right is worth %d", answer, got)
			}
		}
		j.reconciled()
		versions, err := db.Views().RulesOf(t.Context())
		j.must(err)
		season := domain.SeasonID(storagetest.Text(t, db, "SELECT id FROM seasons LIMIT 1"))
		for no, rules := range versions {
			entries, err := rewards.Replay(t.Context(), db.Views(), rewards.Seen{Season: season, Versions: versions, Now: j.clock.Now()}, j.expert1, rules)
			j.must(err)
			for _, e := range entries {
				if no == int(storagetest.Int(t, db, "SELECT MAX(rule_set) FROM awards")) && e.Was != e.Would {
					t.Errorf("a replay makes %+v of it", e)
				}
			}
		}
	})
}

// TestARatingLinkWorksOnce: of two who use it at once one rates; an older link, a late one and a rating end it.
func TestARatingLinkWorksOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		j := newJudged(t, db)
		storagetest.Exec(t, db, "INSERT INTO people (id, role, email, name, language, version, created_at) VALUES ('mgr_1', 'manager', 'm@example.org', 'Els', 'en', 1, 0)")
		boss := domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}
		id := j.answer(j.expert1, by("cus_1"))
		link := func(id domain.ConversationID) string {
			token, expires, err := j.ratings.MakeLink(t.Context(), boss, id)
			j.must(err)
			if !expires.Equal(j.clock.Now().Add(desk.RatingLinkValid)) {
				t.Fatalf("works until %s", expires)
			}
			return token
		}
		rate := func(token string) error {
			_, err := j.ratings.RateByLink(context.Background(), token, "", fiveStars)
			return err
		}
		old, token := link(id), link(id)
		j.refused(rate(old), desk.ErrRatingLink)
		j.refused(rate("guess"), desk.ErrRatingLink)
		if _, err := db.Views().RatingLink(t.Context(), token, j.clock.Now().Add(desk.RatingLinkValid)); !errors.Is(err, desk.ErrRatingLink) {
			t.Fatal("it works too long")
		}
		var wg sync.WaitGroup
		var won atomic.Int32
		for range 4 {
			wg.Go(func() {
				switch err := rate(token); {
				case err == nil:
					won.Add(1)
				case !errors.Is(err, desk.ErrRatingLink):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 || j.count("SELECT COUNT(*) FROM ratings WHERE customer_id = 'cus_1' AND stars = 5") != 1 {
			t.Fatalf("rated %d times", won.Load())
		}
		_, _, err := j.ratings.MakeLink(t.Context(), boss, id)
		j.refused(err, desk.ErrRatingGiven)

		late := j.answer(j.expert1, by("cus_1"))
		token = link(late)
		j.clock.Add(desk.RatingLinkValid)
		j.refused(rate(token), desk.ErrRatingLink)
		token = link(late)
		if view, err := db.Views().RatingLink(t.Context(), token, j.clock.Now()); err != nil || view.ExpertName == "" || view.Question == "" {
			t.Fatalf("%v %+v", err, view)
		}
		j.says(late, oneStar) // in the chat meanwhile
		j.refused(rate(token), desk.ErrRatingLink)
		if n := j.count("SELECT COUNT(*) FROM ratings WHERE stars = 5"); n != 1 {
			t.Fatal("the link changed a rating")
		}
	})
}
