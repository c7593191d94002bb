package storage_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// budget sets what the running season may cost.
func (b *book) budget(points domain.Points, version int) error {
	return b.rules.SetBudget(b.t.Context(), writer, rewards.Budget{
		Season: b.season(), Points: points, Value: 200, Redeemed: 100, Version: version,
	})
}

// used is what the running season has cost.
func (b *book) used() domain.Points {
	b.t.Helper()
	uses, err := b.db.Views().BudgetUses(b.t.Context())
	b.must(err)
	if len(uses) != 1 {
		b.t.Fatalf("%d budgets", len(uses))
	}
	return uses[0].Used
}

// drafted is a draft for the day after tomorrow.
func (b *book) drafted() rewards.Campaign {
	b.t.Helper()
	c, err := b.rules.DraftCampaign(b.t.Context(), writer, rewards.Campaign{
		Name: "Returns", Factor: 150, StartsAt: b.clock.Now().Add(48 * time.Hour), EndsAt: b.clock.Now().Add(72 * time.Hour),
	})
	b.must(err)
	return c
}

// asRead is what was read of budgets before somebody else told of them.
type asRead []rewards.Use

func (a asRead) BudgetUses(context.Context) ([]rewards.Use, error) { return a, nil }

func TestAlarmsOfABudgetAreToldOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		b := newBook(t, db)
		e := b.expert(1)
		id := b.answer(e, nil)
		b.book(id)
		b.must(b.budget(1_000_000, 0))
		refused(t, b.budget(1_000, 0), rewards.ErrBudgetStale)
		worth := b.used()
		if worth < 10 {
			t.Fatalf("a conversation and first time right are worth %d", worth)
		}
		told := func(want int) {
			t.Helper()
			n, err := b.rules.MindBudgets(t.Context(), db.Views())
			b.must(err)
			if n != want {
				t.Fatalf("%d alarms, not %d", n, want)
			}
		}
		told(0)
		b.must(b.budget(worth*100/85, 1)) // 85 percent are gone
		told(1)
		told(0)
		b.must(b.budget(worth, 2)) // all of it: the lower alarms are not told after the highest
		before, err := db.Views().BudgetUses(t.Context())
		b.must(err)
		told(1)
		told(0)
		if n, err := b.rules.MindBudgets(t.Context(), asRead(before)); err != nil || n != 0 {
			t.Fatalf("%d alarms of what another told of, %v", n, err)
		}
		if n := b.count("SELECT MAX(percent) FROM budget_alarms"); n != 100 || b.count("SELECT COUNT(*) FROM budget_alarms") != 2 {
			t.Fatalf("told of %d percent", n)
		}
		if n := b.count("SELECT COUNT(*) FROM outbox WHERE name = ?", rewards.EventBudget); n != 2 {
			t.Fatalf("%d events", n)
		}
		storagetest.Exec(t, db, "UPDATE seasons SET state = 'final' WHERE state = 'running'")
		season := domain.SeasonID(storagetest.Text(t, db, "SELECT season_id FROM season_budgets"))
		refused(t, b.rules.SetBudget(t.Context(), writer, rewards.Budget{Season: season, Points: 1, Value: 1, Redeemed: 1, Version: 3}), rewards.ErrBudgetClosed)
	})
}

// TestNothingLeftMeansNoNewCampaign: what is earned goes on.
func TestNothingLeftMeansNoNewCampaign(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		b, ctx := newBook(t, db), t.Context()
		e := b.expert(1)
		b.book(b.answer(e, nil))
		c := b.drafted()
		b.must(b.budget(1, 0))
		_, err := b.rules.Announce(ctx, publisher, c.ID, c.Version)
		refused(t, err, rewards.ErrBudgetSpent)
		before := b.used()
		b.book(b.answer(e, func(a *answered) { a.customer = "" }))
		if b.used() <= before {
			t.Fatal("a conversation earned nothing because a budget is spent")
		}
		b.must(b.budget(100_000, 1))
		_, err = b.rules.Announce(ctx, publisher, c.ID, c.Version)
		b.must(err)
		other := b.drafted()
		b.must(b.budget(1, 2))
		starts := time.UnixMilli(b.count("SELECT starts_at FROM seasons WHERE state = 'upcoming'"))
		other.StartsAt, other.EndsAt = starts, starts.Add(time.Hour)
		other, err = b.rules.ChangeCampaign(ctx, writer, other)
		b.must(err)
		_, err = b.rules.Announce(ctx, publisher, other.ID, other.Version) // the next season has its own budget, or none
		b.must(err)
	})
}

// TestOneOfTwoSetsTheBudget: two set it at once, and one of them is told so; of
// several who mind it, one raises the alarm.
func TestOneOfTwoSetsTheBudget(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		b := newBook(t, db)
		b.book(b.answer(b.expert(1), nil))
		season := b.season()
		at := func(do func(ctx context.Context) error) (ok int) {
			errs := make(chan error)
			for range 4 {
				go func() { errs <- do(context.Background()) }()
			}
			for range 4 {
				if err := <-errs; err == nil {
					ok++
				} else if !errors.Is(err, rewards.ErrBudgetStale) {
					t.Error(err)
				}
			}
			return ok
		}
		if ok := at(func(ctx context.Context) error {
			return b.rules.SetBudget(ctx, writer, rewards.Budget{Season: season, Points: 5, Value: 200, Redeemed: 100})
		}); ok != 1 {
			t.Fatalf("%d set the first budget", ok)
		}
		at(func(ctx context.Context) error { _, err := b.rules.MindBudgets(ctx, db.Views()); return err })
		if n := b.count("SELECT COUNT(*) FROM outbox WHERE name = ?", rewards.EventBudget); n != 1 {
			t.Fatalf("the alarm was raised %d times", n)
		}
	})
}
