package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
)

// FactorView is one part of a score. The points of the six add up to the score.
type FactorView struct {
	Key    string  `json:"key" enum:"topic,quality,continuity,fairness,capacity,growth"`
	Weight float64 `json:"weight"`
	Value  float64 `json:"value" minimum:"0" maximum:"1"`
	Points float64 `json:"points" doc:"Weight times value."`
	Detail string  `json:"detail" doc:"In English."`

	Facts FactorFactsView `json:"facts" doc:"What it was computed from, for words in another language."`
}

// FactorFactsView is what a factor was computed from; each has its own of them.
type FactorFactsView struct {
	Kind    string   `json:"kind,omitempty" enum:"qualified,learning,any,none" doc:"Topic: the expert's standing."`
	Mean    *float64 `json:"mean,omitempty" doc:"Topic and quality: stars."`
	Ratings *int     `json:"ratings,omitempty" doc:"Topic and quality: behind the mean."`
	Again   *bool    `json:"again,omitempty" doc:"Continuity: the customer wishes it."`
	Seconds *int     `json:"seconds,omitempty" doc:"Fairness: since the last offer; absent when there was none yet."`
	Free    *int     `json:"free,omitempty" doc:"Capacity: free seats."`
	Open    *int     `json:"open,omitempty" doc:"Capacity: open seats."`
	Learns  *bool    `json:"learns,omitempty" doc:"Growth: a topic being learnt."`
}

// FilterView is a condition that the expert met.
type FilterView struct {
	Key    string `json:"key" enum:"duty,seat,language,topic,difficulty,wish,conflict,asked"`
	Passed bool   `json:"passed"`
	Detail string `json:"detail,omitempty"`
}

// WhyView is why an offer went to this expert.
type WhyView struct {
	Score     float64      `json:"score" minimum:"0" maximum:"1"`
	Factors   []FactorView `json:"factors" nullable:"false"`
	Filters   []FilterView `json:"filters" nullable:"false"`
	Spread    bool         `json:"spread" doc:"It went to the expert with the fewest offers, as one in ten simple conversations does."`
	Preferred bool         `json:"preferred" doc:"It went to the expert who had the conversation before."`
}

const tenThousand = 10_000

func whyView(stored string) (WhyView, error) {
	var why desk.Why
	if err := fromJSON("offers.why", stored, &why); err != nil {
		return WhyView{}, err
	}
	view := WhyView{
		Score: float64(why.Score) / tenThousand, Factors: make([]FactorView, len(why.Factors)), Filters: make([]FilterView, len(why.Filters)),
		Spread: why.Spread, Preferred: why.Preferred,
	}
	for i, f := range why.Factors {
		view.Factors[i] = FactorView{
			f.Key, float64(f.Weight) / tenThousand, float64(f.Points) / float64(max(f.Weight, 1)), float64(f.Points) / tenThousand, f.Detail,
			FactorFactsView(f.Facts),
		}
	}
	for i, f := range why.Filters {
		view.Filters[i] = FilterView(f)
	}
	return view, nil
}

// OfferCustomerView is what an expert learns of a customer before accepting.
type OfferCustomerView struct {
	Name      string `json:"name"`
	Returning bool   `json:"returning"`
	Earlier   int    `json:"earlier" doc:"Conversations before this one."`
}

// OfferView is an offer as the expert sees it.
type OfferView struct {
	ID             domain.OfferID        `json:"id"`
	ConversationID domain.ConversationID `json:"conversationId"`
	SeatNo         int                   `json:"seatNo" minimum:"1" maximum:"3"`
	Question       string                `json:"question"`
	Language       domain.Language       `json:"language"`
	ProductID      domain.ProductID      `json:"productId,omitempty"`
	ProductName    string                `json:"productName,omitempty"`
	ReasonName     string                `json:"reasonName,omitempty"`
	Difficulty     int                   `json:"difficulty" minimum:"1" maximum:"3"`
	Customer       OfferCustomerView     `json:"customer"`
	MadeAt         Time                  `json:"madeAt" format:"date-time"`
	ExpiresAt      Time                  `json:"expiresAt" format:"date-time"`
	ServerNow      Time                  `json:"serverNow" format:"date-time" doc:"For a countdown that does not trust the machine's clock."`
	Why            WhyView               `json:"why"`
	HandOver       *OfferHandOverView    `json:"handOver,omitempty" doc:"When a colleague handed it over."`
}

// OpenOffersOf lists the offers that an expert can answer now. Names of reasons
// are in the given language where there is one.
func (v Views) OpenOffersOf(ctx context.Context, e domain.ExpertID, l domain.Language, now time.Time) ([]OfferView, error) {
	var rows []struct {
		ID             domain.OfferID
		ConversationID domain.ConversationID
		SeatNo         int
		Question       string
		Language       domain.Language
		ProductID      *domain.ProductID
		ProductName    string
		ReasonName     *string
		ReasonNames    *string // by language
		Difficulty     int
		Name           string
		Earlier        int
		MadeAt         Time
		ExpiresAt      Time
		Why            string
	}
	err := v.all(ctx, &rows, `SELECT o.id, o.conversation_id, o.seat_no, c.question, c.language, c.product_id,
		COALESCE(p.name, '') AS product_name, r.name AS reason_name, r.translations AS reason_names,
		COALESCE(r.difficulty, 2) AS difficulty, u.name,
		(SELECT COUNT(*) FROM conversations b WHERE b.customer_id = c.customer_id AND b.id < c.id) AS earlier,
		o.made_at, o.expires_at, o.why
		FROM offers o JOIN conversations c ON c.id = o.conversation_id JOIN customers u ON u.id = c.customer_id
		LEFT JOIN products p ON p.id = c.product_id LEFT JOIN contact_reasons r ON r.id = c.reason_id
		WHERE o.expert_id = ? AND o.state = 'open' AND o.expires_at > ? ORDER BY o.id`, e, At(now))
	if err != nil {
		return nil, wrapped(err, "list the offers of %s", e)
	}
	offers := make([]OfferView, len(rows))
	for i, r := range rows {
		why, err := whyView(r.Why)
		if err != nil {
			return nil, err
		}
		reason, err := reasonName(r.ReasonName, r.ReasonNames, l)
		if err != nil {
			return nil, err
		}
		offers[i] = OfferView{
			ID: r.ID, ConversationID: r.ConversationID, SeatNo: r.SeatNo, Question: r.Question, Language: r.Language,
			ProductID: orEmpty(r.ProductID), ProductName: r.ProductName, ReasonName: reason, Difficulty: r.Difficulty,
			Customer: OfferCustomerView{r.Name, r.Earlier > 0, r.Earlier}, MadeAt: r.MadeAt, ExpiresAt: r.ExpiresAt,
			ServerNow: At(now), Why: why,
		}
	}
	return offers, v.handOversOn(ctx, e, offers)
}

// OfferRecordView is an offer as staff see it.
type OfferRecordView struct {
	ID        domain.OfferID         `json:"id"`
	Episode   int                    `json:"episode"`
	Expert    ConversationExpertView `json:"expert"`
	SeatNo    int                    `json:"seatNo" minimum:"1" maximum:"3"`
	State     desk.OfferState        `json:"state" enum:"open,accepted,declined,lapsed,withdrawn"`
	MadeAt    Time                   `json:"madeAt" format:"date-time"`
	ExpiresAt Time                   `json:"expiresAt" format:"date-time"`
	DecidedAt *Time                  `json:"decidedAt,omitempty" format:"date-time"`
	Why       WhyView                `json:"why"`
}

// OffersOf lists every offer of a conversation, the oldest first. It is for staff.
func (v Views) OffersOf(ctx context.Context, by domain.Actor, id domain.ConversationID) ([]OfferRecordView, error) {
	var known int
	found, err := v.maybe(ctx, &known, "SELECT 1 FROM conversations WHERE id = ?", id)
	if err != nil || !found || !by.Staff() {
		return nil, orRefused(err, desk.ErrUnknownConversation)
	}
	var rows []struct {
		ID          domain.OfferID
		Episode     int
		SeatNo      int
		State       desk.OfferState
		MadeAt      Time
		ExpiresAt   Time
		DecidedAt   *Time
		Why         string
		ExpertID    domain.ExpertID
		DisplayName string
		Alias       string
		Bird        int
		Level       roster.Level
	}
	err = v.all(ctx, &rows, `SELECT o.id, o.episode, o.seat_no, o.state, o.made_at, o.expires_at, o.decided_at, o.why, o.expert_id,
		x.display_name, x.alias, x.bird, x.level FROM offers o JOIN experts x ON x.id = o.expert_id
		WHERE o.conversation_id = ? ORDER BY o.made_at, o.id LIMIT 1000`, id)
	if err != nil {
		return nil, wrapped(err, "list the offers of %s", id)
	}
	offers := make([]OfferRecordView, len(rows))
	for i, r := range rows {
		why, err := whyView(r.Why)
		if err != nil {
			return nil, err
		}
		expert := *expertCard(r.ExpertID, r.DisplayName, r.Alias, r.Bird, r.Level)
		offers[i] = OfferRecordView{r.ID, r.Episode, expert, r.SeatNo, r.State, r.MadeAt, r.ExpiresAt, r.DecidedAt, why}
	}
	return offers, nil
}

// SeatView is one of an expert's places for a conversation.
type SeatView struct {
	SeatNo         int                   `json:"seatNo" minimum:"1" maximum:"3"`
	Open           bool                  `json:"open"`
	ConversationID domain.ConversationID `json:"conversationId,omitempty"`
	TakenAt        *Time                 `json:"takenAt,omitempty" format:"date-time"`
	Due            roster.Due            `json:"due,omitempty" enum:"nudge,reoffer,free" doc:"What happens at dueAt."`
	DueAt          *Time                 `json:"dueAt,omitempty" format:"date-time"`
	Conversation   *ConversationSummary  `json:"conversation,omitempty"`
}

// SeatsOf lists an expert's three seats with what sits on them.
func (v Views) SeatsOf(ctx context.Context, e domain.ExpertID) ([]SeatView, error) {
	var seats []seatRow
	if err := v.all(ctx, &seats, "SELECT "+seatColumns+" FROM seats WHERE expert_id = ? ORDER BY seat_no", e); err != nil {
		return nil, wrapped(err, "list the seats of %s", e)
	}
	var rows []conversationViewRow
	if err := v.all(ctx, &rows, selectConversationViews+"c.expert_id = ?", e); err != nil {
		return nil, wrapped(err, "list the seats of %s", e)
	}
	views := make([]SeatView, len(seats))
	for i, s := range seats {
		views[i] = SeatView{
			SeatNo: s.SeatNo, Open: s.Open, ConversationID: orEmpty(s.ConversationID), TakenAt: s.TakenAt, Due: orEmpty(s.Due), DueAt: s.DueAt,
		}
		for _, r := range rows {
			if s.ConversationID != nil && r.ID == *s.ConversationID {
				summary := r.summary()
				views[i].Conversation = &summary
			}
		}
	}
	return views, nil
}
