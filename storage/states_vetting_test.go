package storage_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/vetting"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestBecomingAnExpertIsDrawnAsItIs tries every use case of vetting.
func TestBecomingAnExpertIsDrawnAsItIs(t *testing.T) {
	t.Parallel()
	w := newWalker(
		t,
		machine{
			"vacancy", constants(t, "vetting", "VacancyState"), "SELECT id, state FROM vacancies ORDER BY id",
			[]string{"OpenVacancy", "CloseVacancy"},
		},
		machine{
			"application", constants(t, "vetting", "State"), "SELECT id, state FROM applications ORDER BY id",
			[]string{"ProvePurchase", "Invite", "Reject", "Withdraw", "Accept"},
		},
		machine{"cohort", constants(t, "vetting", "CohortState"), "SELECT id, state FROM cohorts ORDER BY id", []string{"StartCohort"}},
	)
	for _, situation := range [][]string{
		{},
		{"CloseVacancy"},
		{"CloseVacancy", "OpenVacancy"},
		{"another draft"},
		{"a last day"},
		{"Apply"},
		{"Apply", "ProvePurchase"},
		{"Apply", "ProvePurchase", "Invite"},
		{"Apply", "ProvePurchase", "Invite", "OpenCohort"},
		{"Apply", "ProvePurchase", "Invite", "OpenCohort", "StartCohort"},
		{"OpenCohort", "Apply", "ProvePurchase"},
		{"OpenCohort", "Apply", "ProvePurchase", "Invite"},
		{"OpenCohort", "Apply", "ProvePurchase", "Invite", "Accept"},
		{"OpenCohort", "Apply", "ProvePurchase", "Invite", "Reject"},
		{"OpenCohort", "Apply", "ProvePurchase", "Invite", "Withdraw"},
		{"OpenCohort", "Apply", "ProvePurchase", "Invite", "Apply", "ProvePurchase", "Invite"},
		{"OpenCohort", "Apply", "Apply, the same mailbox"},
		{"OpenCohort", "Apply", "ProvePurchase", "Invite", "three auditions are failed"},
	} {
		v := newVetter(t)
		for _, name := range situation {
			v.do(name)
		}
		given := *v
		for _, a := range v.acts() {
			w.try(v.db, v.clock, fmt.Sprint(situation), a)
			v.oldest, v.newest, v.cohort, v.vacancy = given.oldest, given.newest, given.cohort, given.vacancy // by acts that were undone
		}
	}
	w.compare()

	v := newVetter(t)
	checked(t, v.db, "vacancies", "state", constants(t, "vetting", "VacancyState"))
	checked(t, v.db, "applications", "state", constants(t, "vetting", "State"))
	checked(t, v.db, "applications", "purchase", constants(t, "vetting", "PurchaseKind"))
	checked(t, v.db, "policies", "kind", constants(t, "vetting", "PolicyKind"))
	checked(t, v.db, "cohorts", "state", constants(t, "vetting", "CohortState"))
	complete(t, v.vetting, v.acts(), "AddLink", "Ask", "Decline", "Greet", "Look", "NewLink", "Policies", "Prospects", "AskInChat", "DeclineInChat", "PublishPolicy")
}

// vetter is a hall with cohorts of one, whose acts are about what came last.
type vetter struct {
	*hall
	oldest domain.ApplicationID
	newest domain.ApplicationID
	cohort domain.CohortID
}

func newVetter(t *testing.T) *vetter {
	t.Helper()
	return &vetter{hall: newHall(t, storagetest.Open(t))}
}

func (v *vetter) do(name string) {
	v.Helper()
	if name == "another draft" {
		v.vacancy = v.draft(v.Context())
		return
	}
	if name == "a last day" {
		c := v.vacancy
		c.Version, c.ClosesOn = 2, "2026-11-30"
		_, err := v.vetting.ChangeVacancy(v.Context(), c)
		v.must(err)
		return
	}
	if name == "three auditions are failed" {
		for attempt := 1; attempt <= 3; attempt++ {
			v.auditioned(v.newest, attempt, "failed")
		}
		return
	}
	acts := v.acts()
	v.must(acts[slices.IndexFunc(acts, func(a act) bool { return a.name == name })].run(v.Context()))
	v.clock.Add(time.Second)
}

func (v *vetter) draft(ctx context.Context) vetting.Vacancy {
	words := map[domain.Language]vetting.Words{"en": {Title: "Another", Intro: "Help others."}}
	out, err := v.vetting.AddVacancy(ctx, hr, vetting.Vacancy{
		Slug: "another", Languages: []domain.Language{"en"}, CohortSize: 1, MinAge: 18, Months: 24, Texts: words,
	})
	v.must(err)
	return out
}

func (v *vetter) acts() []act {
	apply := func(email string) func(context.Context) error {
		return func(ctx context.Context) error {
			f := v.form(email)
			a, err := v.vetting.Apply(ctx, "expert", f)
			if err == nil {
				v.newest = a.Application.ID
				v.oldest = cmp.Or(v.oldest, v.newest)
			}
			return err
		}
	}
	answer := func(do func(context.Context, domain.ApplicationID) (vetting.Application, error)) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := do(ctx, v.newest)
			return err
		}
	}
	return []act{
		{"AddVacancy", func(ctx context.Context) error {
			_, err := v.vetting.AddVacancy(ctx, hr, vetting.Vacancy{Slug: "third", Languages: []domain.Language{"en"}, CohortSize: 1, MinAge: 18, Months: 24})
			return err
		}},
		{"ChangeVacancy", func(ctx context.Context) error {
			_, err := v.vetting.ChangeVacancy(ctx, v.vacancy)
			return err
		}},
		{"OpenVacancy", func(ctx context.Context) error {
			_, err := v.vetting.OpenVacancy(ctx, v.vacancy.ID)
			return err
		}},
		{"CloseVacancy", func(ctx context.Context) error {
			_, err := v.vetting.CloseVacancy(ctx, v.vacancy.ID)
			return err
		}},
		{"Apply", apply(fmt.Sprintf("fenna%d@example.org", v.forms))},
		{"Apply, the same mailbox", apply("fenna0@example.org")},
		{"ProvePurchase", answer(func(ctx context.Context, id domain.ApplicationID) (vetting.Application, error) {
			return v.vetting.ProvePurchase(ctx, hr, id, vetting.Verified, "")
		})},
		{"Invite", answer(func(ctx context.Context, id domain.ApplicationID) (vetting.Application, error) {
			return v.vetting.Invite(ctx, hr, id)
		})},
		{"Reject", answer(func(ctx context.Context, id domain.ApplicationID) (vetting.Application, error) {
			return v.vetting.Reject(ctx, hr, id, vetting.ReasonOther, "")
		})},
		{"Reject, the first", func(ctx context.Context) error {
			_, err := v.vetting.Reject(ctx, hr, v.oldest, vetting.ReasonOther, "")
			return err
		}},
		{"Withdraw", answer(func(ctx context.Context, id domain.ApplicationID) (vetting.Application, error) {
			return v.vetting.Withdraw(ctx, domain.Actor{Role: domain.RoleCandidate, ID: string(id)})
		})},
		{"Withdraw, the first", func(ctx context.Context) error {
			_, err := v.vetting.Withdraw(ctx, domain.Actor{Role: domain.RoleCandidate, ID: string(v.oldest)})
			return err
		}},
		{"Accept", answer(func(ctx context.Context, id domain.ApplicationID) (vetting.Application, error) {
			return v.vetting.Accept(ctx, hr, id, "Somebody whom we know well.")
		})},
		{"MindFailed", func(ctx context.Context) error {
			_, err := v.vetting.MindFailed(ctx)
			return err
		}},
		{"AccountLink", func(ctx context.Context) error {
			_, err := v.vetting.AccountLink(ctx, domain.Actor{Role: domain.RoleCandidate, ID: string(v.newest)})
			return err
		}},
		{"OpenCohort", func(ctx context.Context) error {
			c, err := v.vetting.OpenCohort(ctx, v.vacancy.ID, 1)
			if err == nil {
				v.cohort = c.ID
			}
			return err
		}},
		{"StartCohort", func(ctx context.Context) error {
			_, err := v.vetting.StartCohort(ctx, v.cohort)
			return err
		}},
		{"MindAnswers", later(v.clock, 30*24*time.Hour, func(ctx context.Context) error {
			_, err := v.vetting.MindAnswers(ctx)
			return err
		})},
	}
}
