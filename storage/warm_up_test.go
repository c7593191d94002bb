package storage_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func written(n int) audition.Question {
	return audition.Question{
		ID: audition.QuestionID(fmt.Sprintf("leds-%d", n)), Language: "nl", Product: "Wad 2", Ask: "Hoeveel lampjes?", Points: 1,
		Accept: []string{"2"}, Explanation: "Twee.", Source: "Handleiding",
	}
}

func TestAQuestionIsWrittenByOneAtATime(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		q := written(1)
		kept, err := s.auditions.SaveQuestion(t.Context(), s.manager, q, false, 0)
		s.must(err)
		_, err = s.auditions.SaveQuestion(t.Context(), s.manager, q, false, 0)
		s.refused(err, marking.ErrQuestionStale)
		var wg sync.WaitGroup
		won := make(chan int, 4)
		for i := range 4 {
			wg.Go(func() {
				mine := q
				mine.Ask = fmt.Sprintf("Hoeveel lampjes, %d?", i)
				_, err := s.auditions.SaveQuestion(t.Context(), s.manager, mine, false, kept.Version)
				switch {
				case err == nil:
					won <- i
				case !errors.Is(err, marking.ErrQuestionStale) && !errors.Is(err, domain.ErrStale):
					t.Error(err)
				}
			})
		}
		wg.Wait()
		close(won)
		views, err := db.Views().WarmUpQuestions(t.Context(), q.ID, "nl")
		s.must(err)
		if i, one := <-won; !one || len(won) > 0 || views[0].Version != 2 || views[0].Ask != fmt.Sprintf("Hoeveel lampjes, %d?", i) || views[0].Author == "" {
			t.Errorf("%d more have won, %+v", len(won), views)
		}
		q.Points = 9
		if _, err = s.auditions.SaveQuestion(t.Context(), s.manager, q, false, 2); err == nil {
			t.Error("nine points were taken")
		}
	})
}

func TestTenQuestionsOfALanguageStay(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		storagetest.Exec(t, db, "UPDATE warm_up_questions SET archived_at = 1 WHERE language = 'nl'")
		for n := range audition.WarmUpQuestions + 1 {
			_, err := s.auditions.SaveQuestion(t.Context(), s.manager, written(n), false, 0)
			s.must(err)
		}
		var wg sync.WaitGroup
		for n := range 3 {
			wg.Go(func() {
				_, err := s.auditions.SaveQuestion(t.Context(), s.manager, written(n), true, 1)
				if err != nil && !errors.Is(err, marking.ErrFewQuestions) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		inUse := "SELECT COUNT(*) FROM warm_up_questions WHERE language = 'nl' AND archived_at IS NULL"
		if n := s.count(inUse); n != audition.WarmUpQuestions {
			t.Errorf("%d are in use", n)
		}
		_, err := s.auditions.Open(t.Context(), s.applicant("nl", "Sietske", "sietske@example.org"))
		s.must(err)
		for n := range 3 {
			views, err := db.Views().WarmUpQuestions(t.Context(), written(n).ID, "nl")
			s.must(err)
			if views[0].Archived {
				_, err = s.auditions.SaveQuestion(t.Context(), s.manager, written(n), false, views[0].Version)
				s.must(err)
			}
		}
		if n := s.count(inUse); n != audition.WarmUpQuestions+1 {
			t.Errorf("%d are in use again", n)
		}
	})
}

func TestScenariosTellWhatCameOfThem(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		s.played(s.applicant("en", "Johanna", "johanna@example.org"))
		all, err := db.Views().Scenarios(t.Context())
		s.must(err)
		played, over := 0, 0
		for _, v := range all {
			played += v.Played
			over += v.Solved + v.WalkedOff + v.TimeUp
			if v.Played > 0 && (v.Language != "en" || !v.Shipped || v.Author != "") {
				t.Errorf("%+v", v)
			}
		}
		if played != marking.Plays || over != marking.Plays || len(all) != len(audition.Shipped()) {
			t.Errorf("%d played, %d over, %d in all", played, over, len(all))
		}
	})
}
