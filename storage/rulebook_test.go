package storage_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// book is a programme with two of the brand's people who write and publish.
type book struct {
	*programme
	rules *rewards.Rulebook
}

const (
	writer    domain.PersonID = "per_writer"
	publisher domain.PersonID = "per_publisher"
)

func newBook(t *testing.T, db *storage.DB) *book {
	t.Helper()
	b := &book{programme: newProgramme(t, db)}
	b.rules = rewards.NewRulebook(db.Rewards, b.rt)
	for _, id := range []domain.PersonID{writer, publisher} {
		storagetest.Exec(t, db, `INSERT INTO people (id, role, email, name, language, version, created_at)
			VALUES (?, 'admin', ?, ?, 'en', 1, 0)`, id, string(id)+"@example.org", "Name "+string(id))
	}
	return b
}

// season is the one that runs.
func (b *book) season() domain.SeasonID {
	return domain.SeasonID(storagetest.Text(b.t, b.db, "SELECT id FROM seasons WHERE state = 'running'"))
}

// better are rules that pay more for five stars.
func better() rewards.Rules {
	r := rewards.Complete(rewards.FourthRules())
	r.Conversation.Quality.Stars[4] = 150
	return r
}

// replayed keeps a replay of the running season under the draft.
func (b *book) replayed(ctx context.Context, d rewards.Draft) error {
	out, err := league.Replay(ctx, b.db.Views(), b.season(), d.Rules, b.clock.Now())
	if err != nil {
		return err
	}
	_, err = b.rules.KeepReplay(ctx, rewards.Kept{
		Draft: d.ID, Edition: d.Edition, Season: out.Played.Season.ID, Experts: len(out.Experts), Changed: out.Changed, Before: out.Was, After: out.Would, By: writer,
	})
	return err
}

func adminOf(id domain.PersonID) domain.Actor {
	return domain.Actor{Role: domain.RoleAdmin, ID: string(id)}
}

func TestRulesArePublishedByAnotherAfterAReplay(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		b, ctx := newBook(t, db), t.Context()
		publish := func(by domain.PersonID, edition int) error {
			_, err := b.rules.PublishDraft(ctx, adminOf(by), edition)
			return err
		}
		refused(t, publish(publisher, 1), rewards.ErrNoDraft)
		d, err := b.rules.SaveDraft(ctx, writer, better(), "Five stars were worth too little.", 0)
		b.must(err)
		_, err = b.rules.SaveDraft(ctx, publisher, better(), "Mine.", 0)
		refused(t, err, rewards.ErrDraftStale)
		refused(t, publish(publisher, d.Edition), rewards.ErrNotReplayed)
		b.must(b.replayed(ctx, d))
		refused(t, publish(writer, d.Edition), rewards.ErrOwnDraft)
		refused(t, publish(publisher, d.Edition+1), rewards.ErrDraftStale)

		d, err = b.rules.SaveDraft(ctx, writer, better(), "Five stars are worth more.", d.Edition)
		b.must(err)
		refused(t, publish(publisher, d.Edition), rewards.ErrNotReplayed)
		b.must(b.replayed(ctx, d))
		b.must(publish(publisher, d.Edition))

		running, next := b.count("SELECT rule_set FROM seasons WHERE state = 'running'"), b.count("SELECT starts_at FROM seasons WHERE state = 'upcoming'")
		version, from := b.count("SELECT MAX(version) FROM rule_sets"), b.count("SELECT effective_at FROM rule_sets ORDER BY version DESC LIMIT 1")
		if version != running+1 || from != next {
			t.Fatalf("version %d from %d; the season that runs has %d, the next begins at %d", version, from, running, next)
		}
		if err := b.db.InTx(ctx, func(tx storage.Tx) error {
			_, err := tx.Statement.ConnPool.ExecContext(ctx, "UPDATE rule_drafts SET author_id = publisher_id")
			return err
		}); err == nil {
			t.Fatal("who wrote it could be changed to who published it")
		}
		if n, err := b.rewards.UpgradeRules(ctx); err != nil || n != 0 {
			t.Fatalf("the product added %d versions over the brand's own, %v", n, err)
		}
	})
}

// TestFourEyesAreInTheDatabase: the rule holds whatever the code does.
func TestFourEyesAreInTheDatabase(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		b, ctx := newBook(t, db), t.Context()
		try := func(sql string, args ...any) error {
			return db.InTx(ctx, func(tx storage.Tx) error { return tx.Exec(sql, args...).Error })
		}
		draft := `INSERT INTO rule_drafts (id, state, based_on, body, reason, author_id, edition, changed_at, publisher_id, published_at, version)
			VALUES ('rdr_1', 'published', 1, '{}', 'why', ?, 1, 0, ?, 1, 2)`
		campaign := `INSERT INTO campaigns (id, name, factor, scope, starts_at, ends_at, author_id, changed_at, announcer_id, announced_at, version)
			VALUES ('cmp_1', 'May', ?, '{}', 86400000, 90000000, ?, 0, ?, ?, 1)`
		for name, err := range map[string]error{
			"rules by one person":       try(draft, writer, writer),
			"a campaign by one person":  try(campaign, 150, writer, writer, 0),
			"announced a moment late":   try(campaign, 150, writer, publisher, 1),
			"more than double":          try(campaign, 201, writer, publisher, 0),
			"no more than it was worth": try(campaign, 100, writer, publisher, 0),
		} {
			if err == nil {
				t.Errorf("%s: stored", name)
			}
		}
		b.must(try(campaign, 200, writer, publisher, 0))
		if try("UPDATE campaigns SET factor = 110") == nil || try("DELETE FROM campaigns") == nil {
			t.Error("an announced campaign changed")
		}
	})
}

// TestOneOfTwoPublishes: two publish at once, and there is one version.
func TestOneOfTwoPublishes(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		b := newBook(t, db)
		d, err := b.rules.SaveDraft(t.Context(), writer, better(), "More.", 0)
		b.must(err)
		b.must(b.replayed(t.Context(), d))
		before := b.count("SELECT COUNT(*) FROM rule_sets")
		errs := make(chan error)
		for range 4 {
			go func() {
				_, err := b.rules.PublishDraft(context.Background(), adminOf(publisher), d.Edition)
				errs <- err
			}()
		}
		won := 0
		for range 4 {
			if err := <-errs; err == nil {
				won++
			} else if !errors.Is(err, rewards.ErrNoDraft) {
				t.Error(err)
			}
		}
		if n := b.count("SELECT COUNT(*) FROM rule_sets"); won != 1 || n != before+1 {
			t.Fatalf("%d won, %d versions after %d", won, n, before)
		}
	})
}

// TestRulesOfASeasonThatIsNearAreNotChanged: a day before it begins it is too late.
func TestRulesOfASeasonThatIsNearAreNotChanged(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		b, ctx := newBook(t, db), t.Context()
		d, err := b.rules.SaveDraft(ctx, writer, better(), "More.", 0)
		b.must(err)
		b.must(b.replayed(ctx, d))
		starts := time.UnixMilli(b.count("SELECT starts_at FROM seasons WHERE state = 'upcoming'"))
		b.clock.Add(starts.Sub(b.clock.Now()) - 24*time.Hour + time.Millisecond)
		_, err = b.rules.PublishDraft(ctx, adminOf(publisher), d.Edition)
		refused(t, err, rewards.ErrSeasonSoon)
		b.clock.Add(-time.Millisecond)
		_, err = b.rules.PublishDraft(ctx, adminOf(publisher), d.Edition)
		b.must(err)
	})
}
