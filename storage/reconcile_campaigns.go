package storage

import (
	"context"
	"fmt"

	"github.com/kennerhq/kenner/domain/rewards"
)

// campaignFindings is R5 for campaigns: each conversation that scores was
// multiplied with the highest campaign that ran when it ended and was meant for
// it, and with nothing where there was none.
func (db *DB) campaignFindings(ctx context.Context) (found []Finding, err error) {
	var written []campaignRow
	if _, err := fetch(db.reader(ctx), &written, "SELECT "+campaignColumns+" FROM campaigns WHERE announced_at IS NOT NULL AND withdrawn_at IS NULL"); err != nil {
		return nil, fmt.Errorf("storage: reconcile campaigns: %w", err)
	}
	all, err := campaignsOf(written, nil)
	if err != nil {
		return nil, err
	}
	var rows []struct {
		ID         string
		Episode    int
		CampaignID *rewards.CampaignID
		Arithmetic string
		There      circumstancesRow `gorm:"embedded"`
	}
	_, err = fetch(db.reader(ctx), &rows, `SELECT a.id, e.episode, a.campaign_id, a.arithmetic, e.closed_at, c.product_id AS product, c.language, c.channel, `+
		selectReasons+`, `+standingAtClose("a.expert_id")+`
		FROM awards a JOIN episodes e ON e.conversation_id = a.conversation_id AND e.episode = a.episode
		JOIN conversations c ON c.id = e.conversation_id`+joinReasons+`
		WHERE a.kind = 'conversation' AND a.day_no IS NOT NULL AND (a.campaign_id IS NOT NULL OR EXISTS (SELECT 1 FROM campaigns p
			WHERE p.announced_at IS NOT NULL AND p.withdrawn_at IS NULL AND p.starts_at <= e.closed_at AND p.ends_at > e.closed_at)) ORDER BY a.id`)
	if err != nil {
		return nil, fmt.Errorf("storage: reconcile campaigns: %w", err)
	}
	for _, r := range rows {
		if len(found) == findingLimit {
			break
		}
		a, err := arithmeticOf(r.Arithmetic)
		if err != nil {
			return nil, err
		}
		want := rewards.Highest(all, r.There.domain(r.Episode))
		if got := deref(r.CampaignID); got != want.Campaign {
			found = append(found, Finding{"R5", "awards", r.ID, fmt.Sprintf("was multiplied with %q, the campaign of its end is %q", got, want.Campaign)})
			continue
		}
		factor, name := want.Step()
		if step, there := campaignStep(a); there && (step.Detail != name || step.Factor != float64(factor)/100) {
			found = append(found, Finding{"R5", "awards", r.ID, fmt.Sprintf("counts %s times %v, its campaign is %s times %s", step.Detail, step.Factor, name, factor)})
		}
	}
	return found, nil
}

// campaignStep is the step of a campaign; what was taken back has none.
func campaignStep(a Arithmetic) (Step, bool) {
	for _, s := range a.Steps {
		if s.Key == "campaign" {
			return s, true
		}
	}
	return Step{}, false
}
