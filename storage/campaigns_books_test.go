package storage_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// campaignTampering is what somebody might do to what campaigns multiplied.
var campaignTampering = map[string]string{
	"a conversation beside it is multiplied": "UPDATE awards SET campaign_id = (SELECT MIN(id) FROM campaigns) WHERE kind = 'conversation' AND campaign_id IS NULL",
	"the lower of two counts":                "UPDATE awards SET campaign_id = (SELECT id FROM campaigns WHERE factor = 150) WHERE campaign_id = (SELECT id FROM campaigns WHERE factor = 200)",
	"one that was met is left out":           "UPDATE awards SET campaign_id = NULL WHERE campaign_id IS NOT NULL",
	"its arithmetic counts another factor":   `UPDATE awards SET arithmetic = REPLACE(arithmetic, '"key":"campaign","factor":2', '"key":"campaign","factor":1.5')`,
}

// TestReconciliationRecomputesCampaigns: every conversation is multiplied with the
// highest campaign that was meant for it when it ended, and with none beside.
func TestReconciliationRecomputesCampaigns(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		b := newBook(t, db)
		e := b.expert(2)
		b.campaign(150, b.clock.Now().Add(2*day), 4*day, rewards.Scope{})
		b.campaign(200, b.clock.Now().Add(3*day), day, rewards.Scope{})
		for range 5 { // before, in one, in both, in one again, after
			b.book(b.answer(e, nil))
			b.clock.Add(36 * time.Hour)
		}
		b.settle()
		if n := b.count("SELECT COUNT(*) FROM awards WHERE campaign_id IS NOT NULL"); n < 2 {
			t.Fatalf("%d conversations met a campaign", n)
		}
		b.reconciled()
		for name, sql := range campaignTampering {
			if found := tampered(t, db, []string{sql}, strings.NewReplacer().Replace); !slices.ContainsFunc(found, func(f storage.Finding) bool {
				return f.Rule == "R5" && f.Table == "awards" && strings.Contains(f.Detail, "campaign")
			}) {
				t.Errorf("%s: not among %v", name, found)
			}
		}
	})
}
