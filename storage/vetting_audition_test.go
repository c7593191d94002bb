package storage_test

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/marking"
	"github.com/kennerhq/kenner/domain/vetting"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// auditioned puts an audition of a state behind an application; the attempts of
// one are a month apart and end now.
func (h *hall) auditioned(id domain.ApplicationID, attempt int, state string) {
	h.Helper()
	storagetest.Exec(h, h.db, "INSERT INTO rubrics (version, document, made_at) VALUES (1, '{}', 0) ON CONFLICT DO NOTHING")
	at := h.clock.Now().AddDate(0, attempt-4, 0).UnixMilli()
	var submitted, decided, result any
	if state != "open" {
		submitted = at
	}
	if state == "passed" || state == "failed" {
		decided, result = at, "{}"
	}
	storagetest.Exec(h, h.db, `INSERT INTO auditions (id, application_id, attempt, language, rubric, seed, state, questions, opened_at, submitted_at,
		decided_at, result, version) VALUES (? || ?, ?, ?, 'en', 1, 0, ?, '[]', ?, ?, ?, ?, 1)`,
		"aud_"+string(id), string(rune('0'+attempt)), id, attempt, state, at, submitted, decided, result)
}

func TestAnAuditionDecidesWhoIsAccepted(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newHall(t, db)
		_, err := h.vetting.OpenCohort(t.Context(), h.vacancy.ID, 5)
		h.must(err)
		accept := func(a vetting.Applied, override string) (vetting.Application, error) {
			return h.vetting.Accept(t.Context(), hr, a.Application.ID, override)
		}
		for state, says := range map[string]*domain.Error{
			"": vetting.ErrNotPassed, "open": vetting.ErrNotPassed, "submitted": vetting.ErrNotPassed, "failed": vetting.ErrNotPassed, "passed": nil,
		} {
			a := h.apply("a" + state + "@example.org")
			h.invite(a)
			if state != "" {
				h.auditioned(a.Application.ID, 1, state)
			}
			_, err := accept(a, "  ")
			if !errors.Is(err, orNothing(says)) {
				t.Errorf("with an audition that is %q: %v", state, err)
			}
			if says == nil {
				continue
			}
			_, err = accept(a, "no")
			refused(t, err, vetting.ErrBadOverride)
			out, err := accept(a, " A manager's reason. ")
			h.must(err)
			if out.Note != "A manager's reason." || out.State != vetting.Accepted || out.DecidedBy != hr.ID {
				t.Errorf("%q was taken as %+v", state, out)
			}
		}
	})
}

// orNothing keeps a nil refusal a nil error.
func orNothing(e *domain.Error) error {
	if e == nil {
		return nil
	}
	return e
}

// TestTheNewestAuditionOfAMailboxCounts lets somebody pass, withdraw and come
// again: they cannot be auditioned anew, and need not be.
func TestTheNewestAuditionOfAMailboxCounts(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newHall(t, db)
		_, err := h.vetting.OpenCohort(t.Context(), h.vacancy.ID, 5)
		h.must(err)
		first := h.apply("fenna@example.org")
		h.invite(first)
		h.auditioned(first.Application.ID, 1, "failed")
		h.auditioned(first.Application.ID, 2, "passed")
		_, err = h.vetting.Withdraw(t.Context(), candidate(first))
		h.must(err)
		again := h.apply("fenna@example.org")
		h.invite(again)
		_, err = h.vetting.Accept(t.Context(), hr, again.Application.ID, "")
		h.must(err)
	})
}

// TestAcceptingWhileAMarkingDecides accepts again and again while the last rater
// gives in: whoever is accepted without a reason has passed, and it is done once.
func TestAcceptingWhileAMarkingDecides(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		s := newStage(t, db)
		secrets := &tokens{}
		secrets.n.Add(1000) // the stage's own are below
		hall := vetting.New(db.Vetting, s.runtime(), secrets)
		by := domain.Actor{Role: domain.RoleManager, ID: string(s.manager)}
		app := s.applicant("en", "Johanna Veen", "johanna@example.org")
		s.played(app)
		one, two := s.take(s.mentor()), s.take(s.mentor())
		s.marked(one, 4, nil)
		for _, at := range marking.Places() {
			s.must(s.auditions.Mark(t.Context(), two.ID, two.Rater, at, s.quote(two, at.Play, 4)))
		}
		var wg sync.WaitGroup
		wg.Go(func() {
			if err := s.auditions.Submit(t.Context(), two.ID, two.Rater); err != nil {
				t.Error(err)
			}
		})
		for range 6 {
			wg.Go(func() {
				_, err := hall.Accept(t.Context(), by, app, "")
				if err != nil && !errors.Is(err, vetting.ErrNotPassed) && !errors.Is(err, vetting.ErrWrongState) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if _, err := hall.Accept(t.Context(), by, app, ""); err != nil && !errors.Is(err, vetting.ErrWrongState) {
			t.Error(err)
		}
		if n := s.count("SELECT COUNT(*) FROM people WHERE email = 'johanna@example.org'"); n != 1 {
			t.Errorf("%d experts were made", n)
		}
		if n := s.count("SELECT COUNT(*) FROM applications WHERE state = 'accepted' AND decision_note = ''"); n != 1 {
			t.Errorf("%d were accepted without a reason", n)
		}
	})
}

// TestAPlaceStaysWhileARetakeIsPossible fails once and then three times: the
// place in the cohort is kept, and then given to who waits.
func TestAPlaceStaysWhileARetakeIsPossible(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newHall(t, db)
		_, err := h.vetting.OpenCohort(t.Context(), h.vacancy.ID, 1)
		h.must(err)
		a, waiting := h.apply("fenna@example.org"), h.apply("joris@example.org")
		h.invite(a)
		h.invite(waiting)
		mind := func(want int) {
			t.Helper()
			n, err := h.vetting.MindFailed(t.Context())
			h.must(err)
			if n != want {
				t.Fatalf("%d applications were ended, not %d", n, want)
			}
		}
		h.auditioned(a.Application.ID, 1, "failed")
		mind(0)
		if h.state(a) != "auditioning" || h.state(waiting) != "waiting" {
			t.Fatalf("%s and %s after the first", h.state(a), h.state(waiting))
		}
		h.auditioned(a.Application.ID, 2, "failed")
		h.auditioned(a.Application.ID, 3, "submitted")
		mind(0)
		storagetest.Exec(t, db, "UPDATE auditions SET state = 'failed', decided_at = submitted_at, result = '{}' WHERE attempt = 3")
		mind(1)
		mind(0)
		if h.state(a) != "rejected" || h.state(waiting) != "auditioning" {
			t.Fatalf("%s and %s after the third", h.state(a), h.state(waiting))
		}
		text := storagetest.Text(t, db, "SELECT text FROM application_events WHERE application_id = ? AND kind = 'last_audition'", a.Application.ID)
		if !strings.Contains(text, "drie in twaalf maanden") {
			t.Error(text)
		}
	})
}

// TestThreeInAYearAreEnough is the rule, with its edge.
func TestThreeInAYearAreEnough(t *testing.T) {
	t.Parallel()
	day := func(n int) time.Time { return time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, n) }
	past := func(last marking.State, days ...int) (all []marking.Past) {
		for _, d := range days {
			all = append(all, marking.Past{State: marking.Failed, OpenedAt: day(d), SubmittedAt: day(d)})
		}
		if len(all) > 0 {
			all[len(all)-1].State = last
		}
		return all
	}
	for name, c := range map[string]struct {
		past []marking.Past
		want bool
	}{
		"never auditioned":                        {nil, false},
		"two in a year":                           {past(marking.Failed, 0, 31), false},
		"three in a year":                         {past(marking.Failed, 0, 31, 62), true},
		"three, the third of them is being read":  {past(marking.Submitted, 0, 31, 62), false},
		"three, the third was passed":             {past(marking.Passed, 0, 31, 62), false},
		"three, and the year ends within 30 days": {past(marking.Failed, 0, 31, 335), false},
		"three, and the year ends a day later":    {past(marking.Failed, 0, 31, 334), true},
	} {
		if got := marking.Exhausted(c.past); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
