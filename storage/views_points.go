package storage

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
)

// Purse is what an expert has earned and not spent.
type Purse struct {
	Pending   int64 `json:"pending" doc:"Earned, waiting for the rating."`
	Available int64 `json:"available" doc:"To spend."`
	Reserved  int64 `json:"reserved" doc:"Set aside for rewards that are not decided."`
	Owed      int64 `json:"owed" doc:"How far below zero proven fraud left the expert; half of new points pays it back."`
}

// Purse returns the actor's own points.
func (v Views) Purse(ctx context.Context, by domain.Actor) (Purse, error) {
	var rows []struct {
		ID      ledger.Account
		Balance int64
	}
	e := by.Expert()
	err := v.all(ctx, &rows, "SELECT id, balance FROM accounts WHERE id IN ?", purses(e))
	var p Purse
	for _, r := range rows {
		switch r.ID {
		case ledger.Pending(e):
			p.Pending = r.Balance
		case ledger.Available(e):
			p.Available = r.Balance
		case ledger.Reserved(e):
			p.Reserved = r.Balance
		case ledger.Owed(e):
			p.Owed = -r.Balance
		default: // only these were asked for
		}
	}
	return p, err
}

func purses(e domain.ExpertID) []ledger.Account {
	return []ledger.Account{ledger.Pending(e), ledger.Available(e), ledger.Reserved(e), ledger.Owed(e)}
}

// Step is one line of an award's arithmetic.
type Step struct {
	Key    string  `json:"key" enum:"base,difficulty,quality,campaign,dailyCurve,hours,rounding,balance"`
	Factor float64 `json:"factor" doc:"What the total was multiplied by; the points themselves in the first step."`
	Detail string  `json:"detail" doc:"A stable word that says why: qualified, first_time_right, hand_over, follow_up, shift, not_paid:day_full, not_taken:talk, not_qualified:expert_messages, not_qualified:linked_network, not_qualified:pair_day, not_first_time_right:contact, not_good_hand_over:score_2, not_kept:late, D2, stars_5, uncontrollable_2, unrated, none or the id of a campaign, no_12 (of the day), of_3_after_2.5 (hours of a shift, after others of its day), half_up, of_day, took_7."`
	Total  float64 `json:"total" doc:"After this step."`
}

// Arithmetic is how points came about.
type Arithmetic struct {
	Steps  []Step `json:"steps" doc:"In the order they apply."`
	Points int64  `json:"points"`
}

func arithmeticOf(text string) (Arithmetic, error) {
	var a Arithmetic
	err := json.Unmarshal([]byte(text), &a)
	return a, wrapped(err, "arithmetic")
}

// Source is what a transfer is about.
type Source struct {
	Type string `json:"type" enum:"award,redemption,entry,lot"`
	ID   string `json:"id"`
}

// Transfer is one movement of an expert's points, as the expert sees it.
type Transfer struct {
	ID         string      `json:"id"`
	Key        string      `json:"key" doc:"Names the fact that was booked."`
	Kind       string      `json:"kind" enum:"award,settle,adjust,reserve,spend,return,reversal,expire"`
	Amount     int64       `json:"amount" doc:"What it did to the points to spend: 0 when it did not touch them."`
	Points     int64       `json:"points" doc:"How many points moved."`
	From       string      `json:"from" enum:"pending,available,reserved,owed,issued,redeemed,expired"`
	To         string      `json:"to" enum:"pending,available,reserved,owed,issued,redeemed,expired"`
	At         Time        `json:"at"`
	Source     Source      `json:"source"`
	RuleSet    *int        `json:"ruleSet,omitempty"`
	Title      string      `json:"title,omitempty" doc:"The beginning of the question, or the name of the reward."`
	AwardKind  string      `json:"awardKind,omitempty" enum:"conversation,first_time_right,hand_over,follow_up,follow_up_helped,follow_up_missed,shift,no_show,audition,review,article,recheck" doc:"What the award behind it is for."`
	Arithmetic *Arithmetic `json:"arithmetic,omitempty"`
	ReversesID *string     `json:"reversesId,omitempty"`
}

type transferRow struct {
	ID, Key, Kind, DebitAccount, CreditAccount, SourceType, SourceID string
	Amount                                                           int64
	RuleSet                                                          *int
	ReversesID, Title, Arithmetic, AwardKind                         *string
	CreatedAt                                                        Time
}

// titleLength is how much of a question stands for it.
const titleLength = 140

// selectTransfers reads movements t with what they are about; it takes titleLength.
const selectTransfers = `SELECT t.id, t.key, t.kind, t.debit_account, t.credit_account, t.source_type, t.source_id, t.amount,
			t.rule_set, t.reverses_id, t.created_at, a.arithmetic, a.kind AS award_kind, COALESCE(SUBSTR(c.question, 1, ?), w.name) AS title
		FROM transfers t
		LEFT JOIN awards a ON t.source_type = 'award' AND a.id = t.source_id
		LEFT JOIN conversations c ON c.id = a.conversation_id
		LEFT JOIN redemptions d ON t.source_type = 'redemption' AND d.id = t.source_id
		LEFT JOIN drop_entries n ON t.source_type = 'entry' AND n.id = t.source_id
		LEFT JOIN drops o ON o.id = n.drop_id
		LEFT JOIN rewards w ON w.id = COALESCE(d.reward_id, o.reward_id)
		`

// Transfers lists the movements of the actor's own points, newest first.
func (v Views) Transfers(ctx context.Context, by domain.Actor, p Page) (List[Transfer], error) {
	after, err := p.afterID("tfr_")
	if err != nil {
		return List[Transfer]{}, err
	}
	own := purses(by.Expert())
	var rows []transferRow
	err = v.all(ctx, &rows, selectTransfers+`WHERE (t.debit_account IN ? OR t.credit_account IN ?) AND (? OR t.id < ?)
		ORDER BY t.id DESC LIMIT ?`, titleLength, own, own, after == "", after, p.fetch())
	if err != nil {
		return List[Transfer]{}, err
	}
	all := make([]Transfer, len(rows))
	for i, r := range rows {
		if all[i], err = r.view(ledger.Available(by.Expert())); err != nil {
			return List[Transfer]{}, err
		}
	}
	return list(p, all, func(t Transfer) []string { return []string{t.ID} }), nil
}

func (r transferRow) view(toSpend ledger.Account) (Transfer, error) {
	t := Transfer{
		ID: r.ID, Key: r.Key, Kind: r.Kind, Points: r.Amount, From: purseName(r.DebitAccount), To: purseName(r.CreditAccount),
		At: r.CreatedAt, Source: Source{r.SourceType, r.SourceID}, RuleSet: r.RuleSet, Title: deref(r.Title), AwardKind: deref(r.AwardKind), ReversesID: r.ReversesID,
	}
	switch toSpend {
	case ledger.Account(r.CreditAccount):
		t.Amount = r.Amount
	case ledger.Account(r.DebitAccount):
		t.Amount = -r.Amount
	default: // it moved elsewhere
	}
	if r.Arithmetic != nil {
		a, err := arithmeticOf(*r.Arithmetic)
		if err != nil {
			return t, fmt.Errorf("transfer %s: %w", r.ID, err)
		}
		t.Arithmetic = &a
	}
	return t, nil
}

// purseName is the last part of an account's name.
func purseName(account string) string { return account[strings.LastIndex(account, ":")+1:] }

// afterID is the id that the page follows, in a list that is ordered by ids
// with a prefix; it is empty at the start.
func (p Page) afterID(prefix string) (string, error) {
	after, err := p.after(1)
	if err != nil || after == nil {
		return "", err
	}
	if !strings.HasPrefix(after[0], prefix) {
		return "", errCursor
	}
	return after[0], nil
}

// position reads the keys of a list that is ordered by time and id.
func position(after []string) (Time, string, error) {
	if after == nil {
		return Time{}, "", nil
	}
	t, err := time.Parse(time.RFC3339Nano, after[0])
	if err != nil {
		return Time{}, "", errCursor
	}
	return At(t), after[1], nil
}
