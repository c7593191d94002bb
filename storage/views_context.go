package storage

import (
	"context"
	"slices"
	"strings"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// ContextCustomerView is what is known about a customer: enough to greet one
// that came back, and no address of any kind.
type ContextCustomerView struct {
	Name          string          `json:"name"`
	Since         Time            `json:"since" format:"date-time"`
	Conversations int             `json:"conversations"`
	Verified      bool            `json:"verified" doc:"The shop vouched for who it is."`
	Language      domain.Language `json:"language"`
	LastWith      *LastWithView   `json:"lastWith,omitempty" doc:"Who answered last time, and when."`
	MeetAgain     bool            `json:"meetAgain" doc:"The customer asked to meet the expert who looks at this again."`
}

// LastWithView is who answered a customer before.
type LastWithView struct {
	Name string `json:"name"`
	Me   bool   `json:"me" doc:"The expert who looks at this."`
	At   Time   `json:"at" format:"date-time"`
}

// OwnedView is a product that the shop says a customer has.
type OwnedView struct {
	Name      string           `json:"name"`
	ProductID domain.ProductID `json:"productId,omitempty" doc:"Where it is one of the brand's products."`
	Picture   string           `json:"picture,omitempty"`
	Order     string           `json:"order,omitempty" doc:"The number of the order it came with."`
	Date      string           `json:"date,omitempty" format:"date" doc:"Of that order."`
}

// EarlierView is an earlier episode of the same customer.
type EarlierView struct {
	ID         domain.ConversationID `json:"id"`
	Episode    int                   `json:"episode" minimum:"1"`
	Question   string                `json:"question"`
	OpenedAt   Time                  `json:"openedAt" format:"date-time"`
	Outcome    desk.Outcome          `json:"outcome,omitempty" enum:"solved,partly,unsolved,withdrawn"`
	ReasonName string                `json:"reasonName,omitempty"`
	ExpertName string                `json:"expertName,omitempty"`
	Me         bool                  `json:"me" doc:"The expert who looks at this answered it."`
	Tip        string                `json:"tip,omitempty" doc:"What was left as good to know."`
	NextStep   string                `json:"nextStep,omitempty" doc:"What the customer was told to do next."`
}

// ContextView is what stands beside a conversation.
type ContextView struct {
	Customer ContextCustomerView `json:"customer"`
	Product  *ProductView        `json:"product,omitempty" doc:"What the question is about."`
	Owned    []OwnedView         `json:"owned" nullable:"false" doc:"What the shop says the customer has; empty when it does not say."`
	Asked    []ProductView       `json:"asked" nullable:"false" doc:"What the customer asked about before."`
	Earlier  []EarlierView       `json:"earlier" nullable:"false" doc:"The newest ten."`
}

const (
	earlierShown = 10
	askedShown   = 4
	ownedShown   = 12
)

type contextRow struct {
	CustomerID    domain.CustomerID
	Name          string
	CreatedAt     Time
	VerifiedAt    *Time
	Language      domain.Language
	Shop          string
	Conversations int
	ProductID     *domain.ProductID
	Episode       int
}

// ConversationContext shows what stands beside a conversation to the expert who
// holds it and to staff. It holds no e-mail and no address. Names of reasons are
// in the given language where there is one.
func (v Views) ConversationContext(ctx context.Context, by domain.Actor, l domain.Language, id domain.ConversationID) (ContextView, error) {
	if by.Role == domain.RoleCustomer {
		return ContextView{}, desk.ErrUnknownConversation
	}
	where, args := mine(by)
	var r contextRow
	found, err := v.maybe(ctx, &r, `SELECT c.customer_id, u.name, u.created_at, u.verified_at, u.shop, c.language, c.product_id, c.episode,
		(SELECT COUNT(*) FROM conversations o WHERE o.customer_id = c.customer_id) AS conversations
		FROM conversations c JOIN customers u ON u.id = c.customer_id WHERE `+where+" AND c.id = ?", append(args, id)...)
	switch {
	case err != nil:
		return ContextView{}, wrapped(err, "show what stands beside %s", id)
	case !found:
		return ContextView{}, desk.ErrUnknownConversation
	}
	view := ContextView{Customer: ContextCustomerView{
		Name: r.Name, Since: r.CreatedAt, Conversations: r.Conversations, Verified: r.VerifiedAt != nil, Language: r.Language,
	}}
	for _, part := range []func(context.Context, domain.Actor, domain.ConversationID, contextRow, *ContextView) error{
		v.contextProducts, v.contextPeople,
	} {
		if err := part(ctx, by, id, r, &view); err != nil {
			return view, wrapped(err, "show what stands beside %s", id)
		}
	}
	view.Earlier, err = v.earlier(ctx, by, l, id, r)
	return view, wrapped(err, "show what stands beside %s", id)
}

// contextProducts fills in what it is about, what the customer has and what
// they asked about before.
func (v Views) contextProducts(ctx context.Context, _ domain.Actor, _ domain.ConversationID, r contextRow, view *ContextView) error {
	if r.ProductID != nil {
		p, err := v.Product(ctx, *r.ProductID)
		if err != nil {
			return err
		}
		view.Product = &p
	}
	if err := v.all(ctx, &view.Asked, selectProducts+`id <> ? AND id IN (SELECT product_id FROM conversations WHERE customer_id = ?
		AND product_id IS NOT NULL) ORDER BY name LIMIT ?`, orEmpty(r.ProductID), r.CustomerID, askedShown); err != nil {
		return err
	}
	view.Asked = list0(view.Asked)
	var err error
	view.Owned, err = v.owned(ctx, r.Shop)
	return err
}

// owned reads what the shop says a customer has: each thing once, with the
// order it came with, matched with the brand's products by name.
func (v Views) owned(ctx context.Context, claims string) ([]OwnedView, error) {
	all := []OwnedView{}
	var shop struct {
		Products []string
		Orders   []struct {
			Number, Date string
			Products     []string
		}
	}
	if err := fromJSON("customers.shop", claims, &shop); err != nil {
		return nil, err
	}
	add := func(name, order, date string) {
		same := func(o OwnedView) bool { return strings.EqualFold(o.Name, name) }
		if len(all) < ownedShown && !slices.ContainsFunc(all, same) {
			all = append(all, OwnedView{Name: name, Order: order, Date: date})
		}
	}
	for _, o := range shop.Orders {
		for _, name := range o.Products {
			add(name, o.Number, o.Date)
		}
	}
	for _, name := range shop.Products {
		add(name, "", "")
	}
	if len(all) == 0 {
		return all, nil
	}
	names := make([]string, len(all))
	for i, o := range all {
		names[i] = strings.ToLower(o.Name)
	}
	var known []ProductView
	err := v.all(ctx, &known, selectProducts+"LOWER(name) IN ?", names)
	for _, p := range known {
		if i := slices.Index(names, strings.ToLower(p.Name)); i >= 0 {
			all[i].ProductID, all[i].Picture = p.ID, p.Picture
		}
	}
	return all, err
}

// contextPeople fills in who answered last, and the wish to meet again.
func (v Views) contextPeople(ctx context.Context, by domain.Actor, id domain.ConversationID, r contextRow, view *ContextView) error {
	var last struct {
		ExpertID, DisplayName string
		At                    Time
	}
	found, err := v.maybe(ctx, &last, `SELECT e.expert_id, x.display_name, COALESCE(e.closed_at, e.opened_at) AS at
		FROM conversations c JOIN episodes e ON e.conversation_id = c.id JOIN experts x ON x.id = e.expert_id
		WHERE c.customer_id = ? AND e.expert_messages > 0 AND NOT (c.id = ? AND e.episode = ?)
		ORDER BY COALESCE(e.closed_at, e.opened_at) DESC LIMIT 1`, r.CustomerID, id, r.Episode)
	if err != nil {
		return err
	}
	if found {
		view.Customer.LastWith = &LastWithView{last.DisplayName, last.ExpertID == by.ID, last.At}
	}
	var wish int
	view.Customer.MeetAgain, err = v.maybe(ctx, &wish, "SELECT 1 FROM expert_wishes WHERE customer_id = ? AND expert_id = ? AND again",
		r.CustomerID, by.ID)
	return err
}

// earlier lists the customer's other episodes, the newest first.
func (v Views) earlier(ctx context.Context, by domain.Actor, l domain.Language, but domain.ConversationID, c contextRow) ([]EarlierView, error) {
	var rows []struct {
		ID          domain.ConversationID
		Episode     int
		Question    string
		AskedThen   *string // what was asked in a later episode
		OpenedAt    Time
		Outcome     *desk.Outcome
		ReasonName  *string
		ReasonNames *string // by language
		ExpertID    *string
		DisplayName *string
		Tip         string
		NextStep    string
	}
	err := v.all(ctx, &rows, `SELECT c.id, e.episode, c.question, e.opened_at, e.outcome, e.expert_id, e.tip, e.next_step,
		r.name AS reason_name, r.translations AS reason_names, x.display_name,
		CASE WHEN e.episode > 1 THEN (SELECT t.text FROM timeline_entries t WHERE t.conversation_id = c.id AND t.episode = e.episode
			AND t.kind = 'message' ORDER BY t.seq LIMIT 1) END AS asked_then
		FROM conversations c JOIN episodes e ON e.conversation_id = c.id
		LEFT JOIN contact_reasons r ON r.id = COALESCE(e.closing_reason_id, c.reason_id)
		LEFT JOIN experts x ON x.id = e.expert_id
		WHERE c.customer_id = ? AND NOT (c.id = ? AND e.episode >= ?) ORDER BY e.opened_at DESC, c.id DESC, e.episode DESC LIMIT ?`,
		c.CustomerID, but, c.Episode, earlierShown)
	all := make([]EarlierView, len(rows))
	for i, r := range rows {
		name, bad := reasonName(r.ReasonName, r.ReasonNames, l)
		if bad != nil {
			return nil, bad
		}
		question := r.Question
		if r.AskedThen != nil && *r.AskedThen != "" {
			question = *r.AskedThen
		}
		all[i] = EarlierView{
			ID: r.ID, Episode: r.Episode, Question: question, OpenedAt: r.OpenedAt, Outcome: orEmpty(r.Outcome), ReasonName: name,
			ExpertName: orEmpty(r.DisplayName), Me: orEmpty(r.ExpertID) == by.ID, Tip: r.Tip, NextStep: r.NextStep,
		}
	}
	return all, err
}

// EarlierConversationView is an earlier conversation, to be read.
type EarlierConversationView struct {
	ID       domain.ConversationID `json:"id"`
	Question string                `json:"question"`
	Language domain.Language       `json:"language"`
	OpenedAt Time                  `json:"openedAt" format:"date-time"`
	Entries  []EntryView           `json:"entries" nullable:"false" doc:"The newest 500."`
}

// EarlierConversation shows another conversation of the same customer to the
// expert who holds this one, as long as they do, and to staff. Whoever does not,
// or another customer's, does not exist.
func (v Views) EarlierConversation(ctx context.Context, by domain.Actor, id, earlier domain.ConversationID) (EarlierConversationView, error) {
	var r struct {
		ID       domain.ConversationID
		Question string
		Language domain.Language
		OpenedAt Time
		LastSeq  int
	}
	found, err := v.maybe(ctx, &r, `SELECT o.id, o.question, o.language, o.opened_at, o.last_seq
		FROM conversations c JOIN conversations o ON o.customer_id = c.customer_id AND o.id <> c.id
		WHERE c.id = ? AND o.id = ? AND (c.expert_id = ? OR ?)`, id, earlier, by.Expert(), by.Staff())
	switch {
	case err != nil:
		return EarlierConversationView{}, wrapped(err, "show %s beside %s", earlier, id)
	case !found:
		return EarlierConversationView{}, desk.ErrUnknownConversation
	}
	entries, err := v.entries(ctx, r.ID, max(0, r.LastSeq-maxTimeline), maxTimeline)
	return EarlierConversationView{r.ID, r.Question, r.Language, r.OpenedAt, entries}, err
}
