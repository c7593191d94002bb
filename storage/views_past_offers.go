package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// PastOfferView is an offer that an expert can no longer answer, as they read it
// afterwards: what it was about and why it came to them, without the words of a
// customer whom somebody else may have answered.
type PastOfferView struct {
	ID          domain.OfferID   `json:"id"`
	State       desk.OfferState  `json:"state" enum:"accepted,declined,lapsed,withdrawn"`
	MadeAt      Time             `json:"madeAt" format:"date-time"`
	DecidedAt   *Time            `json:"decidedAt,omitempty" format:"date-time"`
	ProductName string           `json:"productName,omitempty"`
	ReasonName  string           `json:"reasonName,omitempty"`
	Difficulty  int              `json:"difficulty" minimum:"1" maximum:"3"`
	Customer    PastCustomerView `json:"customer"`
	Why         WhyView          `json:"why"`
}

// PastCustomerView is who asked.
type PastCustomerView struct {
	Name string `json:"name"`
}

// PastOffers lists what was offered to the actor and is decided, newest first.
// Names of reasons are in the given language where there is one.
func (v Views) PastOffers(ctx context.Context, by domain.Actor, l domain.Language, p Page) (List[PastOfferView], error) {
	after, err := p.after(2)
	if err != nil {
		return List[PastOfferView]{}, err
	}
	at, id, err := position(after)
	if err != nil {
		return List[PastOfferView]{}, err
	}
	var rows []struct {
		ID          domain.OfferID
		State       desk.OfferState
		MadeAt      Time
		DecidedAt   *Time
		ProductName string
		ReasonName  *string
		ReasonNames *string // by language
		Difficulty  int
		Name        string
		Why         string
	}
	err = v.all(ctx, &rows, `SELECT o.id, o.state, o.made_at, o.decided_at, COALESCE(p.name, '') AS product_name, r.name AS reason_name,
			r.translations AS reason_names, COALESCE(r.difficulty, 2) AS difficulty, u.name, o.why
		FROM offers o JOIN conversations c ON c.id = o.conversation_id JOIN customers u ON u.id = c.customer_id
		LEFT JOIN products p ON p.id = c.product_id LEFT JOIN contact_reasons r ON r.id = c.reason_id
		WHERE o.expert_id = ? AND o.state <> 'open' AND (? OR o.made_at < ? OR (o.made_at = ? AND o.id < ?))
		ORDER BY o.made_at DESC, o.id DESC LIMIT ?`, by.Expert(), after == nil, at, at, id, p.fetch())
	if err != nil {
		return List[PastOfferView]{}, wrapped(err, "list the past offers of %s", by.Expert())
	}
	offers := make([]PastOfferView, len(rows))
	for i, r := range rows {
		why, err := whyView(r.Why)
		if err != nil {
			return List[PastOfferView]{}, err
		}
		reason, err := reasonName(r.ReasonName, r.ReasonNames, l)
		if err != nil {
			return List[PastOfferView]{}, err
		}
		offers[i] = PastOfferView{r.ID, r.State, r.MadeAt, r.DecidedAt, r.ProductName, reason, r.Difficulty, PastCustomerView{r.Name}, why}
	}
	return list(p, offers, func(o PastOfferView) []string { return []string{o.MadeAt.Format(time.RFC3339Nano), string(o.ID)} }), nil
}
