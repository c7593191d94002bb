package storage_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestAPublishedScenarioNeverChanges(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		scenario := audition.ShippedIn("en", audition.RudeRefund)[0]
		scenario.Title = "A refund, ruder"
		draft, err := s.auditions.SaveDraft(t.Context(), s.manager, scenario, 0)
		s.must(err)
		_, err = s.auditions.SaveDraft(t.Context(), s.manager, scenario, 0)
		s.refused(err, marking.ErrScenarioStale)
		scenario.Minutes = 60
		draft, err = s.auditions.SaveDraft(t.Context(), s.manager, scenario, draft.Edition)
		s.must(err)
		var refusal *domain.Error
		if _, err = s.auditions.Publish(t.Context(), draft.ID, "en", draft.Edition); !errors.As(err, &refusal) || refusal.Field != "/minutes" {
			t.Errorf("a scenario of an hour: %v", err)
		}
		other := scenario
		other.Kind = audition.HardQuestion
		_, err = s.auditions.SaveDraft(t.Context(), s.manager, other, draft.Edition)
		s.refused(err, marking.ErrKindFixed)
		scenario.Minutes = 9
		draft, err = s.auditions.SaveDraft(t.Context(), s.manager, scenario, draft.Edition)
		s.must(err)
		_, err = s.auditions.Publish(t.Context(), draft.ID, "en", draft.Edition-1)
		s.refused(err, marking.ErrScenarioStale)
		live, err := s.auditions.Publish(t.Context(), draft.ID, "en", draft.Edition)
		s.must(err)
		if live.Version != 2 || s.count("SELECT COUNT(*) FROM scenarios WHERE id = '"+string(live.ID)+"' AND language = 'en' AND state = 'retired'") != 1 {
			t.Errorf("%+v", live)
		}
		_, err = s.auditions.Publish(t.Context(), draft.ID, "en", live.Edition)
		s.refused(err, marking.ErrNoDraft)
		for _, sql := range []string{
			"UPDATE scenarios SET document = '{}' WHERE state = 'live'", "UPDATE scenarios SET state = 'draft', published_at = NULL WHERE state = 'retired'",
			"DELETE FROM scenarios WHERE state = 'retired'", "UPDATE rubrics SET reason = 'why not'", "DELETE FROM rubrics",
		} {
			if storagetest.TryExec(t.Context(), db, sql) == nil {
				t.Errorf("this was done: %s", sql)
			}
		}
		s.must(s.auditions.Ship(t.Context(), audition.ShippedNames(), audition.DemoQuestions()))
		view, document, err := db.Views().ScenarioDocument(t.Context(), live.ID, "en", 2)
		s.must(err)
		if view.State != marking.Live || document.Title != "A refund, ruder" || document.Version != 2 {
			t.Errorf("%+v, %q", view, document.Title)
		}
	})
}

func TestTheLastScenarioOfAKindStays(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		all := audition.ShippedIn("nl", audition.HardQuestion)
		var wg sync.WaitGroup
		for _, one := range all {
			wg.Go(func() {
				err := s.auditions.Retire(t.Context(), one.ID, "nl")
				if err != nil && !errors.Is(err, marking.ErrLastOfKind) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := s.count("SELECT COUNT(*) FROM scenarios WHERE language = 'nl' AND kind = 'hard_question' AND state = 'live'"); n != 1 {
			t.Errorf("%d are live", n)
		}
	})
}

func TestARubricIsSimulatedOnPastCandidatesFirst(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		a, b := s.mentor(), s.mentor()
		for _, score := range []int{3, 4, 5} { // fails by the knock-out, passes, passes
			s.played(s.applicant("en", "Johanna", string(rune('a'+score))+"@example.org"))
			s.marked(s.take(a), score, nil)
			s.marked(s.take(b), score, nil)
		}
		settings := marking.FirstRubric()
		settings.PassMark = 440
		_, err := s.auditions.PublishRubric(t.Context(), s.manager, "sim_none", "stricter")
		s.refused(err, marking.ErrNoSimulation)
		sim, err := s.auditions.Simulate(t.Context(), s.manager, settings)
		s.must(err)
		if sim.Marked != 3 || sim.Upward != 0 || sim.Downward != 1 {
			t.Errorf("%+v", sim)
		}
		mild := marking.FirstRubric()
		mild.KnockOutBelow, mild.PassMark = 3, 300
		other, err := s.auditions.Simulate(t.Context(), s.manager, mild)
		s.must(err)
		if other.Upward != 1 || other.Downward != 0 {
			t.Errorf("%+v", other)
		}
		same, err := s.auditions.Simulate(t.Context(), s.manager, marking.FirstRubric())
		s.must(err)
		_, err = s.auditions.PublishRubric(t.Context(), s.manager, same.ID, "for fun")
		s.refused(err, marking.ErrSameRubric)
		_, err = s.auditions.PublishRubric(t.Context(), s.manager, sim.ID, "")
		s.refused(err, marking.ErrRubricReason)
		rubric, err := s.auditions.PublishRubric(t.Context(), s.manager, sim.ID, "we have more applicants than seats")
		s.must(err)
		_, err = s.auditions.PublishRubric(t.Context(), s.manager, sim.ID, "once more")
		s.refused(err, marking.ErrNoSimulation)
		opened, err := s.auditions.Open(t.Context(), s.applicant("en", "Joris", "joris@example.org"))
		s.must(err)
		if rubric.Version != 2 || opened.Rubric != 2 || s.count("SELECT COUNT(*) FROM auditions WHERE rubric = 1") != 3 {
			t.Errorf("%+v, the new audition has %d", rubric, opened.Rubric)
		}
		s.played(s.applicant("en", "Maartje", "maartje@example.org"))
		s.marked(s.take(a), 4, nil)
		s.marked(s.take(b), 4, nil)
		_, err = s.auditions.PublishRubric(t.Context(), s.manager, other.ID, "milder") // somebody was decided since
		s.refused(err, marking.ErrNoSimulation)
	})
}
