package storage_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/domain/vetting"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// hall is a house with an open vacancy, on a Monday morning.
type hall struct {
	*testing.T
	db      *storage.DB
	clock   *storagetest.Clock
	vetting *vetting.Vetting
	vacancy vetting.Vacancy
	forms   int
}

var hr = domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}

func newHall(t *testing.T, db *storage.DB) *hall {
	t.Helper()
	h := &hall{T: t, db: db, clock: &storagetest.Clock{}}
	rt := domain.Runtime{
		Now: h.clock.Now, NewID: func(prefix string) string { return prefix + "_" + uuid.Must(uuid.NewV7()).String() },
	}
	h.clock.Add(time.Date(2026, 11, 2, 8, 0, 0, 0, time.UTC).Sub(h.clock.Now()))
	h.vetting = vetting.New(db.Vetting, rt, &tokens{})
	h.must(db.InTx(t.Context(), func(tx storage.Tx) error { return brand.Found(tx, rt, "Noorder Audio", "Europe/Amsterdam", "en") }))
	storagetest.Exec(t, db, `INSERT INTO people (id, role, email, name, language, password_hash, version, created_at)
		VALUES ('mgr_1', 'manager', 'hidde@example.org', 'Hidde', 'en', 'x', 1, 0)`)
	h.vacancy = h.add()
	_, err := h.vetting.OpenVacancy(t.Context(), h.vacancy.ID)
	h.must(err)
	return h
}

func (h *hall) add() vetting.Vacancy {
	h.Helper()
	v, err := h.vetting.AddVacancy(h.Context(), hr, vetting.Vacancy{
		Slug: "expert", Languages: []domain.Language{"en", "nl"}, CohortSize: 2, MinAge: 18, Months: 24,
		Texts: map[domain.Language]vetting.Words{"en": {Title: "Expert", Intro: "Help others."}, "nl": {Title: "Expert", Intro: "Help anderen."}},
	})
	h.must(err)
	return v
}

func (h *hall) must(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *hall) form(email string) vetting.Form {
	h.forms++
	return vetting.Form{
		ID: fmt.Sprintf("form-%020d", h.forms), Email: email, Name: "Fenna de Vries", Language: "nl", Languages: []domain.Language{"nl", "en"}, Adult: true,
		Purchase: "Tide, NA-1041", Motivation: "I help neighbours with their headphones already.", HouseRules: 1, Disclosure: 1,
	}
}

// apply sends a form whose purchase was looked up.
func (h *hall) apply(email string) vetting.Applied {
	h.Helper()
	a, err := h.vetting.Apply(h.Context(), "expert", h.form(email))
	h.must(err)
	_, err = h.vetting.ProvePurchase(h.Context(), hr, a.Application.ID, vetting.Verified, "")
	h.must(err)
	return a
}

func (h *hall) invite(a vetting.Applied) vetting.State {
	h.Helper()
	out, err := h.vetting.Invite(h.Context(), hr, a.Application.ID)
	h.must(err)
	return out.State
}

func (h *hall) state(a vetting.Applied) string {
	h.Helper()
	return storagetest.Text(h, h.db, "SELECT state FROM applications WHERE id = ?", a.Application.ID)
}

func candidate(a vetting.Applied) domain.Actor {
	return domain.Actor{Role: domain.RoleCandidate, ID: string(a.Application.ID)}
}

func refused(t *testing.T, err error, want *domain.Error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("got %v, want %s", err, want.Code)
	}
}

func TestAFormSentTwiceIsOneApplication(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newHall(t, db)
		f := h.form("fenna@example.org")
		first, err := h.vetting.Apply(t.Context(), "expert", f)
		h.must(err)
		again, err := h.vetting.Apply(t.Context(), "expert", f)
		h.must(err)
		if again.Application.ID != first.Application.ID || again.Token != first.Token {
			t.Fatalf("%+v and %+v", first, again)
		}
		if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM application_events"); n != 1 {
			t.Fatalf("%d letters", n)
		}
		c, err := db.Views().CandidateByToken(t.Context(), access.HashToken(first.Token))
		if err != nil || c.ID != first.Application.ID {
			t.Fatalf("the personal link opens %+v, %v", c, err)
		}
		a := first.Application
		if a.AnswerBy != time.Date(2026, 11, 9, 23, 0, 0, 0, time.UTC) || a.HouseRules != 1 || a.Disclosure != 1 {
			t.Fatalf("%+v", a)
		}
	})
}

// TestOneLivingApplicationOfAMailbox sends many at once: one is the first, the
// others are taken just like it and kept beside it.
func TestOneLivingApplicationOfAMailbox(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newHall(t, db)
		const many = 12
		forms := make([]vetting.Form, many)
		for i := range forms {
			forms[i] = h.form([]string{"fenna@example.org", "Fenna+again@example.org"}[i%2])
		}
		var wg sync.WaitGroup
		got, errs := make([]vetting.Applied, many), make([]error, many)
		for i := range forms {
			wg.Go(func() { got[i], errs[i] = h.vetting.Apply(t.Context(), "expert", forms[i]) })
		}
		wg.Wait()
		tokens := map[string]bool{}
		for i, a := range got {
			h.must(errs[i])
			tokens[a.Token] = true
			if a.Application.State != vetting.Submitted || !a.Application.AnswerBy.Equal(got[0].Application.AnswerBy) {
				t.Errorf("one is told apart: %+v", a)
			}
		}
		first := storagetest.Int(t, db, "SELECT COUNT(*) FROM applications WHERE double_of IS NULL")
		if all := storagetest.Int(t, db, "SELECT COUNT(*) FROM applications"); first != 1 || all != many || len(tokens) != many {
			t.Fatalf("%d first, %d in all, %d links", first, all, len(tokens))
		}
		err := storagetest.TryExec(t.Context(), db, "UPDATE applications SET double_of = NULL")
		if err == nil {
			t.Fatal("the database takes two living applications of a mailbox")
		}
	})
}

// TestADoubleIsInvitedWhenTheFirstHasEnded walks what staff can do with one.
func TestADoubleIsInvitedWhenTheFirstHasEnded(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newHall(t, db)
		first, double := h.apply("fenna@example.org"), h.apply("fenna@example.org")
		_, err := h.vetting.Invite(t.Context(), hr, double.Application.ID)
		refused(t, err, vetting.ErrDouble)
		_, err = h.vetting.Withdraw(t.Context(), candidate(first))
		h.must(err)
		if s := h.invite(double); s != vetting.Waiting {
			t.Fatal(s)
		}
	})
}

// TestPlacesOfACohort invites more people at once than there are places.
func TestPlacesOfACohort(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newHall(t, db)
		cohort, err := h.vetting.OpenCohort(t.Context(), h.vacancy.ID, 0)
		h.must(err)
		_, err = h.vetting.OpenCohort(t.Context(), h.vacancy.ID, 0)
		refused(t, err, vetting.ErrCohortFilling)
		all := make([]vetting.Applied, 6)
		for i := range all {
			all[i] = h.apply(fmt.Sprintf("a%d@example.org", i))
		}
		var wg sync.WaitGroup
		errs := make([]error, len(all))
		for i, a := range all {
			wg.Go(func() { _, errs[i] = h.vetting.Invite(t.Context(), hr, a.Application.ID) })
		}
		wg.Wait()
		h.must(errors.Join(errs...))
		in := storagetest.Int(t, db, "SELECT COUNT(*) FROM applications WHERE state = 'auditioning'")
		waiting := storagetest.Int(t, db, "SELECT COUNT(*) FROM applications WHERE state = 'waiting'")
		if in != 2 || waiting != 4 {
			t.Fatalf("%d in, %d waiting", in, waiting)
		}
		if err := storagetest.TryExec(t.Context(), db, "UPDATE applications SET cohort_place = 1 WHERE state = 'auditioning'"); err == nil {
			t.Fatal("the database gives one place to two")
		}

		// Who leaves gives the place to whoever waits longest.
		next := storagetest.Text(t, db, "SELECT id FROM applications WHERE state = 'waiting' ORDER BY waiting_at, id LIMIT 1")
		leaves := storagetest.Text(t, db, "SELECT id FROM applications WHERE state = 'auditioning' ORDER BY id LIMIT 1")
		_, err = h.vetting.Withdraw(t.Context(), domain.Actor{Role: domain.RoleCandidate, ID: leaves})
		h.must(err)
		if s := storagetest.Text(t, db, "SELECT state FROM applications WHERE id = ?", next); s != "auditioning" {
			t.Fatalf("the next one is %s", s)
		}
		if k := storagetest.Text(t, db, "SELECT kind FROM application_events WHERE application_id = ? ORDER BY seq DESC LIMIT 1", next); k != "moved_up" {
			t.Fatalf("was told %s", k)
		}

		// The next cohort takes who is left, in order.
		_, err = h.vetting.StartCohort(t.Context(), cohort.ID)
		h.must(err)
		_, err = h.vetting.StartCohort(t.Context(), cohort.ID)
		refused(t, err, vetting.ErrCohortState)
		_, err = h.vetting.OpenCohort(t.Context(), h.vacancy.ID, 10)
		h.must(err)
		if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM applications WHERE state = 'waiting'"); n != 0 {
			t.Fatalf("%d wait beside free places", n)
		}
	})
}

func TestWhoIsInvitedHasShownAPurchase(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newHall(t, db)
		a, err := h.vetting.Apply(t.Context(), "expert", h.form("fenna@example.org"))
		h.must(err)
		id := a.Application.ID
		_, err = h.vetting.Invite(t.Context(), hr, id)
		refused(t, err, vetting.ErrPurchase)
		_, err = h.vetting.ProvePurchase(t.Context(), hr, id, vetting.Override, " ")
		refused(t, err, vetting.ErrBadNote)
		_, err = h.vetting.ProvePurchase(t.Context(), hr, id, vetting.Override, "Bought in our shop in Leeuwarden, receipt seen.")
		h.must(err)
		if s := h.invite(a); s != vetting.Waiting {
			t.Fatal(s)
		}
		_, err = h.vetting.Invite(t.Context(), hr, id)
		refused(t, err, vetting.ErrWrongState)
	})
}

func TestWhoIsAcceptedIsAnExpert(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newHall(t, db)
		_, err := h.vetting.OpenCohort(t.Context(), h.vacancy.ID, 0)
		h.must(err)
		a := h.apply("fenna@example.org")
		_, err = h.vetting.Accept(t.Context(), hr, a.Application.ID, "")
		refused(t, err, vetting.ErrWrongState)
		h.invite(a)
		_, err = h.vetting.AccountLink(t.Context(), candidate(a))
		refused(t, err, vetting.ErrWrongState)
		out, err := h.vetting.Accept(t.Context(), hr, a.Application.ID, "Has helped in our shop for two years.")
		h.must(err)
		level := storagetest.Int(t, db, "SELECT level FROM experts WHERE id = ? AND display_name = 'Fenna' AND state = 'active'", out.Expert)
		if level != 0 || out.State != vetting.Accepted {
			t.Fatalf("level %d, %+v", level, out)
		}
		link, err := h.vetting.AccountLink(t.Context(), candidate(a))
		h.must(err)
		again, err := h.vetting.AccountLink(t.Context(), candidate(a))
		h.must(err)
		if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM invitations WHERE used_at IS NULL AND person_id = ?", out.Expert); n != 1 || link.Token == again.Token {
			t.Fatalf("%d links work", n)
		}
		storagetest.Exec(t, db, "UPDATE people SET password_hash = 'x' WHERE id = ?", out.Expert)
		_, err = h.vetting.AccountLink(t.Context(), candidate(a))
		refused(t, err, vetting.ErrHasAccount)
	})
}

// TestThePromiseIsWatched moves the clock over the fifth working day.
func TestThePromiseIsWatched(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newHall(t, db)
		late, answered := h.apply("late@example.org"), h.apply("answered@example.org")
		told := func() (n int) {
			n, err := h.vetting.MindAnswers(t.Context())
			h.must(err)
			return n
		}
		until := func(at time.Time) { h.clock.Add(at.Sub(h.clock.Now())) }
		if n := told(); n != 0 {
			t.Fatalf("%d on the first day", n)
		}
		until(time.Date(2026, 11, 8, 22, 59, 0, 0, time.UTC)) // Sunday evening
		if n := told(); n != 0 {
			t.Fatalf("%d on the day before", n)
		}
		until(time.Date(2026, 11, 8, 23, 0, 0, 0, time.UTC)) // Monday, the last day
		if n := told(); n != 2 {
			t.Fatalf("%d on the last day", n)
		}
		if n := told(); n != 0 {
			t.Fatalf("%d told twice", n)
		}
		h.invite(answered)
		until(time.Date(2026, 11, 9, 23, 0, 0, 0, time.UTC))
		if n, again := told(), told(); n != 1 || again != 0 {
			t.Fatalf("%d, then %d, when it is late", n, again)
		}
		text := storagetest.Text(t, db, "SELECT text FROM application_events WHERE application_id = ? AND kind = 'late'", late.Application.ID)
		if !strings.Contains(text, "uiterlijk woensdag 11 november") {
			t.Fatal(text)
		}
		n := storagetest.Int(t, db, "SELECT COUNT(*) FROM outbox WHERE name = 'application.answerDue'")
		if s := h.state(late); s != "submitted" || n != 3 {
			t.Fatalf("%s, staff were told %d times", s, n)
		}
	})
}

func TestAVacancyClosesAfterItsLastDay(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newHall(t, db)
		v := h.vacancy
		v.Version, v.ClosesOn = 2, "2026-11-03"
		_, err := h.vetting.ChangeVacancy(t.Context(), v)
		h.must(err)
		h.clock.Add(time.Date(2026, 11, 3, 22, 59, 0, 0, time.UTC).Sub(h.clock.Now()))
		h.apply("intime@example.org")
		h.clock.Add(time.Minute) // midnight in Amsterdam
		_, err = h.vetting.Apply(t.Context(), "expert", h.form("toolate@example.org"))
		refused(t, err, vetting.ErrVacancyClosed)
		_, err = h.vetting.MindAnswers(t.Context())
		h.must(err)
		if s := storagetest.Text(t, db, "SELECT state FROM vacancies"); s != "closed" {
			t.Fatal(s)
		}
		_, err = h.vetting.OpenVacancy(t.Context(), v.ID)
		refused(t, err, vetting.ErrBadDay)
	})
}
