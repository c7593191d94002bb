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
		default: // only these were asked for
		}
	}
	return p, err
}

func purses(e domain.ExpertID) []ledger.Account {
	return []ledger.Account{ledger.Pending(e), ledger.Available(e), ledger.Reserved(e)}
}

// Step is one line of an award's arithmetic.
type Step struct {
	Key    string  `json:"key" enum:"base,difficulty,quality,campaign,dailyCurve,rounding"`
	Factor float64 `json:"factor" doc:"What the total was multiplied by; the points themselves in the first step."`
	Detail string  `json:"detail" doc:"A stable word that says why: qualified, not_qualified:expert_messages, D2, stars_5, uncontrollable_2, unrated, none, no_12 (of the day), half_up."`
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
	Type string `json:"type" enum:"award,redemption"`
	ID   string `json:"id"`
}

// Transfer is one movement of an expert's points, as the expert sees it.
type Transfer struct {
	ID         string      `json:"id"`
	Key        string      `json:"key" doc:"Names the fact that was booked."`
	Kind       string      `json:"kind" enum:"award,settle,adjust,reserve,spend,return,reversal"`
	Amount     int64       `json:"amount" doc:"What it did to the points to spend: 0 when it did not touch them."`
	Points     int64       `json:"points" doc:"How many points moved."`
	From       string      `json:"from" enum:"pending,available,reserved,issued,redeemed,expired"`
	To         string      `json:"to" enum:"pending,available,reserved,issued,redeemed,expired"`
	At         Time        `json:"at"`
	Source     Source      `json:"source"`
	RuleSet    *int        `json:"ruleSet,omitempty"`
	Title      string      `json:"title,omitempty" doc:"The beginning of the question, or the name of the reward."`
	Arithmetic *Arithmetic `json:"arithmetic,omitempty"`
	ReversesID *string     `json:"reversesId,omitempty"`
}

type transferRow struct {
	ID, Key, Kind, DebitAccount, CreditAccount, SourceType, SourceID string
	Amount                                                           int64
	RuleSet                                                          *int
	ReversesID, Title, Arithmetic                                    *string
	CreatedAt                                                        Time
}

// titleLength is how much of a question stands for it.
const titleLength = 140

// Transfers lists the movements of the actor's own points, newest first.
func (v Views) Transfers(ctx context.Context, by domain.Actor, p Page) (List[Transfer], error) {
	after, err := p.afterID("tfr_")
	if err != nil {
		return List[Transfer]{}, err
	}
	own := purses(by.Expert())
	var rows []transferRow
	err = v.all(ctx, &rows, `SELECT t.id, t.key, t.kind, t.debit_account, t.credit_account, t.source_type, t.source_id, t.amount,
			t.rule_set, t.reverses_id, t.created_at, a.arithmetic, COALESCE(SUBSTR(c.question, 1, ?), w.name) AS title
		FROM transfers t
		LEFT JOIN awards a ON t.source_type = 'award' AND a.id = t.source_id
		LEFT JOIN conversations c ON c.id = a.conversation_id
		LEFT JOIN redemptions d ON t.source_type = 'redemption' AND d.id = t.source_id
		LEFT JOIN rewards w ON w.id = d.reward_id
		WHERE (t.debit_account IN ? OR t.credit_account IN ?) AND (? OR t.id < ?)
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
		At: r.CreatedAt, Source: Source{r.SourceType, r.SourceID}, RuleSet: r.RuleSet, Title: deref(r.Title), ReversesID: r.ReversesID,
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

// Award is what an expert earned with one episode of a conversation.
type Award struct {
	ID             string     `json:"id"`
	ConversationID string     `json:"conversationId"`
	Episode        int        `json:"episode"`
	Question       string     `json:"question" doc:"Its beginning."`
	ReasonName     string     `json:"reasonName,omitempty"`
	Difficulty     int        `json:"difficulty" minimum:"1" maximum:"3"`
	State          string     `json:"state" enum:"pending,settled"`
	Points         int64      `json:"points" doc:"Settled, or what is pending."`
	PendingPoints  int64      `json:"pendingPoints" doc:"What was booked before the rating counted."`
	EarnedAt       Time       `json:"earnedAt"`
	SettleAt       Time       `json:"settleAt"`
	SettledAt      *Time      `json:"settledAt,omitempty"`
	Stars          *int       `json:"stars,omitempty" doc:"The rating; not before it is settled."`
	RuleSet        int        `json:"ruleSet"`
	Arithmetic     Arithmetic `json:"arithmetic"`
}

type awardView struct {
	Row        awardRow `gorm:"embedded"`
	Question   string
	ReasonName *string
	Names      *string // the reason's, by language
	Stars      *int
}

// Awards lists what the actor earned, newest first. Names of reasons are in the
// given language where there is one.
func (v Views) Awards(ctx context.Context, by domain.Actor, l domain.Language, p Page) (List[Award], error) {
	after, err := p.after(2)
	if err != nil {
		return List[Award]{}, err
	}
	at, id, err := position(after)
	if err != nil {
		return List[Award]{}, err
	}
	var rows []awardView
	err = v.all(ctx, &rows, `SELECT a.id, a.expert_id, a.conversation_id, a.episode, a.round_id, a.rule_set, a.difficulty, a.day, a.day_no,
			a.pending, a.settled, a.arithmetic, a.earned_at, a.settle_at, a.settled_at, a.version,
			SUBSTR(c.question, 1, ?) AS question, n.name AS reason_name, n.translations AS names, r.stars
		FROM awards a JOIN conversations c ON c.id = a.conversation_id
		JOIN episodes e ON e.conversation_id = a.conversation_id AND e.episode = a.episode
		LEFT JOIN contact_reasons n ON n.id = COALESCE(c.reason_id, e.closing_reason_id)
		LEFT JOIN ratings r ON r.conversation_id = a.conversation_id AND r.episode = a.episode
		WHERE a.expert_id = ? AND (? OR a.earned_at < ? OR (a.earned_at = ? AND a.id < ?))
		ORDER BY a.earned_at DESC, a.id DESC LIMIT ?`, titleLength, by.Expert(), after == nil, at, at, id, p.fetch())
	if err != nil {
		return List[Award]{}, err
	}
	all := make([]Award, len(rows))
	for i, r := range rows {
		if all[i], err = r.view(l); err != nil {
			return List[Award]{}, err
		}
	}
	return list(p, all, func(a Award) []string { return []string{a.EarnedAt.Format(time.RFC3339Nano), a.ID} }), nil
}

func (r awardView) view(l domain.Language) (Award, error) {
	a := Award{
		ID: r.Row.ID, ConversationID: r.Row.ConversationID, Episode: r.Row.Episode, Question: r.Question,
		Difficulty: r.Row.Difficulty, State: "pending", Points: r.Row.Pending, PendingPoints: r.Row.Pending,
		EarnedAt: r.Row.EarnedAt, SettleAt: r.Row.SettleAt, SettledAt: r.Row.SettledAt, RuleSet: r.Row.RuleSet,
	}
	if r.Row.Settled != nil {
		a.State, a.Points, a.Stars = "settled", *r.Row.Settled, r.Stars
	}
	var err error
	if a.ReasonName, err = reasonName(r.ReasonName, r.Names, l); err != nil {
		return a, err
	}
	a.Arithmetic, err = arithmeticOf(r.Row.Arithmetic)
	return a, wrapped(err, "award %s", r.Row.ID)
}

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
