package storage_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/vetting"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

func TestPoliciesAreVersions(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newHall(t, db)
		words := map[domain.Language]string{"en": strings.Repeat("Be kind. ", 10)}
		p, err := h.vetting.PublishPolicy(t.Context(), hr, vetting.HouseRules, words, 1)
		h.must(err)
		_, err = h.vetting.PublishPolicy(t.Context(), hr, vetting.HouseRules, words, 1)
		refused(t, err, vetting.ErrStaleVersion)
		_, err = h.vetting.Apply(t.Context(), "expert", h.form("old@example.org"))
		refused(t, err, vetting.ErrOldPolicies)
		if p.Version != 2 {
			t.Fatal(p.Version)
		}
		for _, sql := range []string{"UPDATE policies SET texts = '{}'", "DELETE FROM policies", "UPDATE application_events SET text = ''"} {
			h.apply2(2, fmt.Sprintf("x%d@example.org", len(sql)))
			if err := storagetest.TryExec(t.Context(), db, sql); err == nil {
				t.Errorf("the database allows %s", sql)
			}
		}
	})
}

func (h *hall) apply2(rules int, email string) {
	h.Helper()
	f := h.form(email)
	f.HouseRules = rules
	_, err := h.vetting.Apply(h.Context(), "expert", f)
	h.must(err)
}

// verified adds a customer whom the brand vouches for.
func (h *hall) verified(n int, language, shop string) {
	h.Helper()
	id := fmt.Sprintf("cus_%02d", n)
	storagetest.Exec(h, h.db, `INSERT INTO customers (id, name, language, created_at, brand_customer_id, verified_at, email, shop)
		VALUES (?, 'Jan', ?, 0, ?, 0, ?, ?)`, id, language, fmt.Sprintf("10%02d", n), id+"@example.org", shop)
}

func TestASegmentIsAskedOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newHall(t, db)
		const tide = `{"products":["Tide"],"orders":[{"number":"NA-7","date":"2026-05-01","products":["Tide"]}]}`
		h.verified(1, "nl", tide)
		h.verified(2, "nl", `{"products":["Ebb"]}`)
		h.verified(3, "de", tide)
		h.verified(4, "en", tide)
		storagetest.Exec(t, db, "INSERT INTO customers (id, language, created_at, email) VALUES ('cus_99', 'nl', 0, 'nobody@example.org')")
		segment := vetting.Segment{Product: "tide", Most: 10}
		n, err := h.vetting.Prospects(t.Context(), h.vacancy.ID, segment)
		h.must(err)
		if n != 2 {
			t.Fatalf("%d prospects", n)
		}
		asked, err := h.vetting.Ask(t.Context(), hr, h.vacancy.ID, segment)
		h.must(err)
		again, err := h.vetting.Ask(t.Context(), hr, h.vacancy.ID, segment)
		h.must(err)
		if len(asked) != 2 || len(again) != 0 {
			t.Fatalf("asked %d, then %d", len(asked), len(again))
		}

		// One says no and is never asked again, for no vacancy.
		h.must(h.vetting.Decline(t.Context(), "expert", asked[0].Token))
		g, err := h.vetting.Greet(t.Context(), "expert", asked[0].Token)
		h.must(err)
		if !g.Declined {
			t.Fatal("a declined invitation does not say so")
		}

		// The other agrees: the brand's word about the purchase counts.
		g, err = h.vetting.Greet(t.Context(), "expert", asked[1].Token)
		h.must(err)
		if g.Purchase != "NA-7, 2026-05-01: Tide" {
			t.Fatalf("%+v", g)
		}
		f := h.form("jan@example.org")
		f.Recruit, f.Consent, f.Purchase = asked[1].Token, true, ""
		a, err := h.vetting.Apply(t.Context(), "expert", f)
		h.must(err)
		if a.Application.Purchase != vetting.Verified || a.Application.PurchaseBy != "" {
			t.Fatalf("%+v", a.Application)
		}
		f = h.form("other@example.org")
		f.Recruit = asked[1].Token
		_, err = h.vetting.Apply(t.Context(), "expert", f)
		refused(t, err, vetting.ErrBadRecruit)
		_, err = h.vetting.Greet(t.Context(), "expert", "token-of-nobody")
		refused(t, err, vetting.ErrBadRecruit)
	})
}

// TestWithoutConsentTheBrandsWordIsNotUsed sends the form of an invitation with
// the box left empty.
func TestWithoutConsentTheBrandsWordIsNotUsed(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newHall(t, db)
		h.verified(1, "nl", `{"orders":[{"number":"NA-7","date":"2026-05-01"}]}`)
		asked, err := h.vetting.Ask(t.Context(), hr, h.vacancy.ID, vetting.Segment{Most: 1})
		h.must(err)
		f := h.form("jan@example.org")
		f.Recruit, f.Purchase = asked[0].Token, ""
		_, err = h.vetting.Apply(t.Context(), "expert", f)
		refused(t, err, vetting.ErrBadPurchase)
		f.Purchase = "Tide, from you"
		a, err := h.vetting.Apply(t.Context(), "expert", f)
		h.must(err)
		if a.Application.Purchase != vetting.Claimed || storagetest.Int(t, db, "SELECT COUNT(consent_at) FROM recruits") != 0 {
			t.Fatalf("%+v", a.Application)
		}
	})
}

func TestTheFunnelCountsBySource(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		h := newHall(t, db)
		l, err := h.vetting.AddLink(t.Context(), hr, h.vacancy.ID, "newsletter")
		h.must(err)
		_, err = h.vetting.AddLink(t.Context(), hr, h.vacancy.ID, "newsletter")
		refused(t, err, vetting.ErrSourceTaken)
		h.must(h.vetting.Look(t.Context(), "expert", l.Code))
		h.must(h.vetting.Look(t.Context(), "expert", "nobody's"))
		f := h.form("fenna@example.org")
		f.Link = l.Code
		_, err = h.vetting.Apply(t.Context(), "expert", f)
		h.must(err)
		h.apply("bo@example.org")
		views := db.Views()
		funnel, err := views.FunnelOf(t.Context(), h.vacancy.ID)
		h.must(err)
		want := "[{link newsletter 1 1 0 0 0 0 1} {invitation  0 0 0 0 0 0 0} {direct  0 1 0 0 0 0 1}]"
		if got := fmt.Sprint(funnel.Sources); got != want {
			t.Fatalf("got %s", got)
		}
		all, err := views.Applications(t.Context(), h.vacancy.ID, vetting.Submitted, storage.Page{})
		h.must(err)
		one, err := views.Application(t.Context(), all.Items[0].ID)
		h.must(err)
		mine, err := views.MyApplication(t.Context(), one.ID)
		h.must(err)
		if one.Source != "newsletter" || len(one.Letters) != 1 || len(mine.Letters) != 1 || mine.Title != "Expert" || mine.Answered {
			t.Fatalf("%+v, %+v", one, mine)
		}
		vacancies, err := views.Vacancies(t.Context(), storage.Page{})
		h.must(err)
		if len(vacancies.Items) != 1 || vacancies.Items[0].Submitted != 2 {
			t.Fatalf("%+v", vacancies.Items)
		}
	})
}
