package storage_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/themes"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// asking is a floor on which much is asked.
type asking struct {
	*floor
	themes *themes.Themes
}

func newAsking(t *testing.T, db *storage.DB) *asking {
	t.Helper()
	a := &asking{floor: newFloor(t, db)}
	a.staffed()
	a.themes = themes.New(db.Themes, db.Views(), a.runtime())
	return a
}

// asks lets customers ask, each something, one minute after the other.
func (a *asking) asks(questions ...string) {
	a.Helper()
	for _, q := range questions {
		a.ask(a.customer(), desk.Question{Text: q})
		a.clock.Add(time.Minute)
	}
}

func (a *asking) gathers() {
	a.Helper()
	_, err := a.themes.Gather(a.Context())
	a.must(err)
}

func (a *asking) top(week string) []storage.ThemeView {
	a.Helper()
	all, err := a.db.Views().TopThemes(a.Context(), storage.ThemesFor{Week: week, Today: a.clock.Now().Format(time.DateOnly), Most: 20})
	a.must(err)
	return all
}

func (a *asking) week() string { return themes.Monday(a.clock.Now()).Format(time.DateOnly) }

var (
	orders   = []string{"Where is my order?", "Where is my order now?", "Hello. Where is my order?", "Where is my order please"}
	speakers = []string{"The left speaker crackles.", "My left speaker crackles loudly.", "The left speaker crackles again"}
)

// TestAThemeHasItsDecision: what many ask is found in both databases alike, goes
// on from week to week under its name, and what was decided shows what came of it.
func TestAThemeHasItsDecision(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a, ctx := newAsking(t, db), t.Context()
		storagetest.Exec(t, db, "UPDATE brand SET time_zone = 'UTC'")
		for a.clock.Now().Weekday() != time.Tuesday {
			a.clock.Add(24 * time.Hour)
		}
		day := func(days int) string { return a.clock.Now().AddDate(0, 0, days).Format(time.DateOnly) }
		first := a.week()
		a.asks(slices.Concat(orders, speakers, []string{"Do you sell gift cards?"})...)
		a.gathers()
		top := a.top(first)
		if len(top) != 2 || top[0].Name != "Where is my order?" || top[0].Questions != 4 || top[0].Share != 0.5 || top[0].Before != nil ||
			top[1].Questions != 3 || len(top[0].Examples) != 3 {
			t.Fatalf("%+v", top)
		}
		again := top[0].ID
		a.gathers() // the same night: nothing is doubled, and nothing changes its name
		if twice := a.top(first); twice[0].ID != again || len(twice) != 2 {
			t.Errorf("%+v", twice)
		}

		d := themes.Decision{Choice: themes.Change, Owner: domain.PersonID(anna.ID), DueOn: day(17), Note: "The mail says it."}
		_, err := a.themes.Decide(ctx, anna, again, themes.Decision{Choice: "wait", Owner: d.Owner, DueOn: d.DueOn}, 1)
		a.refused(err, themes.ErrThemeChoice)
		_, err = a.themes.Decide(ctx, anna, again, themes.Decision{Choice: d.Choice, Owner: domain.PersonID(a.expert(2)), DueOn: d.DueOn}, 1)
		a.refused(err, themes.ErrThemeOwner)
		_, err = a.themes.Decide(ctx, anna, again, themes.Decision{Choice: d.Choice, Owner: d.Owner, DueOn: day(-1)}, 1)
		a.refused(err, themes.ErrThemeDue)
		_, err = a.themes.Decide(ctx, anna, "thm_none", d, 1)
		a.refused(err, themes.ErrUnknownTheme)
		_, err = a.themes.Rename(ctx, again, "Or\nder", 1)
		a.refused(err, themes.ErrThemeName)
		var both sync.WaitGroup
		won := make([]error, 2)
		for i := range won { // at once
			both.Go(func() { _, won[i] = a.themes.Decide(ctx, anna, again, d, 1) })
		}
		both.Wait()
		if (won[0] == nil) == (won[1] == nil) {
			t.Errorf("both decided: %v", won)
		}
		_, err = a.themes.Rename(ctx, again, "Where an order is", 2)
		a.must(err)
		_, err = a.themes.Rename(ctx, again, "Where it is", 2)
		a.refused(err, themes.ErrStaleTheme)

		for range 2 { // two weeks later it is asked less often
			a.clock.Add(7 * 24 * time.Hour)
			a.asks(slices.Concat(orders[:1], speakers)...)
		}
		a.clock.Add(7 * 24 * time.Hour)
		a.asks("Do you sell gift cards?")
		second := themes.Monday(a.clock.Now().AddDate(0, 0, -7)).Format(time.DateOnly)
		a.gathers()
		a.asks(orders...) // belongs to the week that runs
		a.gathers()
		top = a.top(second)
		if len(top) != 2 || top[0].Questions != 3 || top[1].Name != "Where an order is" || top[1].ID != again {
			t.Fatalf("%+v", top)
		}
		if got := fmt.Sprint(top[1].Weeks); got != "[0 0 0 0 0 0 4 1 1]" {
			t.Errorf("its weeks are %s", got)
		}
		decided := top[1].Decision
		if decided == nil || decided.Owner.Name == "" || !decided.Due || decided.Before != nil || decided.After == nil || *decided.After != 1 {
			t.Errorf("%+v", decided)
		}
		if findings, err := db.Reconcile(ctx); err != nil || len(findings) != 0 {
			t.Errorf("%v %+v", err, findings)
		}
	})
}

// TestQuestionsBehindATheme: each is listed once, page by page, and one that the
// customer deleted says nothing.
func TestQuestionsBehindATheme(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		a, ctx := newAsking(t, db), t.Context()
		a.asks(orders...)
		a.gathers()
		theme := a.top(a.week())[0]
		seen, cursor := []string{}, ""
		for {
			page, err := db.Views().ThemeQuestions(ctx, theme.ID, theme.Week, storage.Page{Limit: 3, Cursor: cursor})
			a.must(err)
			for _, q := range page.Items {
				seen = append(seen, q.Question)
			}
			if cursor = page.Next; cursor == "" {
				break
			}
		}
		slices.Sort(seen)
		want := slices.Sorted(slices.Values(orders))
		if strings.Join(seen, "|") != strings.Join(want, "|") {
			t.Errorf("%q", seen)
		}
		_, err := db.Views().ThemeQuestions(ctx, "thm_none", theme.Week, storage.Page{})
		a.refused(err, themes.ErrUnknownTheme)
		storagetest.Exec(t, db, "DELETE FROM theme_questions")
		a.clock.Add(24 * time.Hour)
		a.gathers()
		if again := a.top(theme.Week); len(again) != 1 || again[0].ID != theme.ID {
			t.Errorf("%+v", again)
		}
	})
}
