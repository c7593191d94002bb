package storage_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestRulesAreDrawnAsTheyAre tries what writes and publishes rules and campaigns
// on a draft and a campaign in every state.
func TestRulesAreDrawnAsTheyAre(t *testing.T) {
	t.Parallel()
	w := newWalker(
		t,
		machine{
			"rule draft",
			[]string{"draft", "published"},
			"SELECT id, state FROM rule_drafts ORDER BY id",
			[]string{"SaveDraft", "DropDraft", "KeepReplay", "PublishDraft"},
		},
		machine{"campaign", []string{"draft", "announced", "withdrawn"}, `SELECT id, CASE WHEN withdrawn_at IS NOT NULL THEN 'withdrawn'
			WHEN announced_at IS NOT NULL THEN 'announced' ELSE 'draft' END FROM campaigns ORDER BY id`, []string{"ChangeCampaign", "DropCampaign", "Announce", "Withdraw"}},
	)
	for _, steps := range [][]string{
		nil,
		{"SaveDraft"},
		{"SaveDraft", "KeepReplay"},
		{"SaveDraft", "KeepReplay", "PublishDraft"},
		{"DraftCampaign"},
		{"DraftCampaign", "Announce"},
		{"DraftCampaign", "Announce", "Withdraw"},
	} {
		b := newBook(t, storagetest.Open(t))
		for _, name := range steps {
			acts := b.writing()
			b.must(acts[slices.IndexFunc(acts, func(a act) bool { return a.name == name })].run(t.Context()))
		}
		acts := b.writing()
		for _, a := range acts {
			w.try(b.db, b.clock, "rules", a)
		}
		complete(t, b.rules, acts, "MindBudgets", "SetBudget") // a budget is a number
	}
	w.compare()
}

// writing is everything that rules and campaigns know, about the newest ones.
func (b *book) writing() []act {
	c := rewards.Campaign{
		ID:      rewards.CampaignID(storagetest.Text(b.t, b.db, "SELECT COALESCE(MAX(id), 'cmp_0') FROM campaigns")),
		Version: int(b.count("SELECT COALESCE(MAX(version), 1) FROM campaigns")), Name: "Returns", Factor: 150,
		StartsAt: b.clock.Now().Add(48 * time.Hour), EndsAt: b.clock.Now().Add(72 * time.Hour),
	}
	edition := int(b.count("SELECT COALESCE(MAX(edition), 0) FROM rule_drafts WHERE state = 'draft'"))
	replay := rewards.Kept{
		Draft:   rewards.DraftID(storagetest.Text(b.t, b.db, "SELECT COALESCE(MAX(id), 'rdr_0') FROM rule_drafts")),
		Edition: edition, Season: b.season(), By: writer,
	}
	return []act{
		{"SaveDraft", func(ctx context.Context) error {
			_, err := b.rules.SaveDraft(ctx, writer, better(), "More.", edition)
			return err
		}},
		{"DropDraft", func(ctx context.Context) error { return b.rules.DropDraft(ctx) }},
		{"KeepReplay", func(ctx context.Context) error { _, err := b.rules.KeepReplay(ctx, replay); return err }},
		{"PublishDraft", func(ctx context.Context) error {
			_, err := b.rules.PublishDraft(ctx, adminOf(publisher), edition)
			return err
		}},
		{"DraftCampaign", func(ctx context.Context) error {
			_, err := b.rules.DraftCampaign(ctx, writer, c)
			return err
		}},
		{"ChangeCampaign", func(ctx context.Context) error {
			_, err := b.rules.ChangeCampaign(ctx, writer, c)
			return err
		}},
		{"DropCampaign", func(ctx context.Context) error { return b.rules.DropCampaign(ctx, c.ID) }},
		{"Announce", func(ctx context.Context) error {
			_, err := b.rules.Announce(ctx, publisher, c.ID, c.Version)
			return err
		}},
		{"Withdraw", func(ctx context.Context) error {
			_, err := b.rules.Withdraw(ctx, publisher, c.ID)
			return err
		}},
	}
}
