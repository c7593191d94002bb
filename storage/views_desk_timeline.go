package storage

import (
	"context"
	"math"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// AuthorView is who caused an entry.
type AuthorView struct {
	Role domain.Role `json:"role" enum:"customer,expert,manager,admin,system"`
	ID   string      `json:"id,omitempty" doc:"Of a customer or an expert."`
	Name string      `json:"name,omitempty" doc:"What the other side sees: an expert's display name, never the real one."`
}

// EntryDataView is what an entry tells besides its text.
type EntryDataView struct {
	Why      string          `json:"why,omitempty" doc:"What moved the conversation: opened, next_expert, accepted, expert_silent, customer_silent, closed; what confirmed it: customer, rating, silence."`
	ExpertID domain.ExpertID `json:"expertId,omitempty"`
	Outcome  desk.Outcome    `json:"outcome,omitempty" enum:"solved,partly,unsolved,withdrawn"`
	ReasonID domain.ReasonID `json:"reasonId,omitempty"`
	Seq      int             `json:"seq,omitempty" doc:"How far a read mark reaches."`
}

// EntryView is one line of a conversation's timeline.
type EntryView struct {
	Seq       int              `json:"seq" minimum:"1" doc:"Numbered from 1 without a gap."`
	Kind      desk.Kind        `json:"kind" enum:"message,status,assignment,read,rating,confirmation"`
	At        Time             `json:"at" format:"date-time"`
	Episode   int              `json:"episode" minimum:"1"`
	Author    AuthorView       `json:"author"`
	MessageID domain.MessageID `json:"messageId,omitempty"`
	ClientID  string           `json:"clientId,omitempty"`
	Text      string           `json:"text,omitempty"`
	Status    desk.Status      `json:"status,omitempty" enum:"queued,offered,assigned,waiting,closed" doc:"The conversation's, after this entry."`
	Data      *EntryDataView   `json:"data,omitempty"`
}

// TimelineView is a part of a timeline.
type TimelineView struct {
	Entries []EntryView `json:"entries" nullable:"false"`
	LastSeq int         `json:"lastSeq" doc:"The newest entry there is; ask again while it is beyond what came."`
}

// maxTimeline bounds one part of a timeline.
const maxTimeline = 500

// Timeline shows the entries after a seq to those who may know the conversation.
func (v Views) Timeline(ctx context.Context, by domain.Actor, id domain.ConversationID, after, limit int) (TimelineView, error) {
	where, args := mine(by)
	var last int
	found, err := v.maybe(ctx, &last, "SELECT c.last_seq FROM conversations c WHERE "+where+" AND c.id = ?", append(args, id)...)
	switch {
	case err != nil:
		return TimelineView{}, wrapped(err, "show timeline of %s", id)
	case !found:
		return TimelineView{}, desk.ErrUnknownConversation
	}
	if limit <= 0 || limit > maxTimeline {
		limit = maxTimeline
	}
	var rows []struct {
		Seq        int
		Kind       desk.Kind
		At         Time
		Episode    int
		AuthorRole domain.Role
		AuthorID   string
		Name       string
		MessageID  *domain.MessageID
		ClientID   *string
		Text       string
		Status     *desk.Status
		Data       string
	}
	err = v.all(ctx, &rows, `SELECT t.seq, t.kind, t.at, t.episode, t.author_role, t.author_id, t.message_id, t.client_id, t.text, t.status,
		t.data, CASE t.author_role WHEN 'expert' THEN x.display_name WHEN 'customer' THEN u.name ELSE '' END AS name
		FROM timeline_entries t LEFT JOIN experts x ON x.id = t.author_id LEFT JOIN customers u ON u.id = t.author_id
		WHERE t.conversation_id = ? AND t.seq > ? ORDER BY t.seq LIMIT ?`, id, min(after, math.MaxInt32), limit)
	if err != nil {
		return TimelineView{}, wrapped(err, "show timeline of %s", id)
	}
	view := TimelineView{Entries: make([]EntryView, len(rows)), LastSeq: last}
	for i, r := range rows {
		author := AuthorView{r.AuthorRole, r.AuthorID, r.Name}
		if r.AuthorRole == domain.RoleManager || r.AuthorRole == domain.RoleAdmin {
			author.ID = "" // who of the staff it was is nobody's business here
		}
		var data EntryDataView
		if err := fromJSON("timeline_entries.data", r.Data, &data); err != nil {
			return view, err
		}
		view.Entries[i] = EntryView{
			Seq: r.Seq, Kind: r.Kind, At: r.At, Episode: r.Episode, Author: author, MessageID: orEmpty(r.MessageID),
			ClientID: orEmpty(r.ClientID), Text: r.Text, Status: orEmpty(r.Status),
		}
		if data != (EntryDataView{}) {
			view.Entries[i].Data = &data
		}
		view.LastSeq = max(view.LastSeq, r.Seq)
	}
	return view, nil
}

// ContextCustomerView is what is known about a customer.
type ContextCustomerView struct {
	Name          string `json:"name"`
	Since         Time   `json:"since" format:"date-time"`
	Conversations int    `json:"conversations"`
}

// EarlierView is another conversation of the same customer.
type EarlierView struct {
	ID         domain.ConversationID `json:"id"`
	Question   string                `json:"question"`
	OpenedAt   Time                  `json:"openedAt" format:"date-time"`
	Outcome    desk.Outcome          `json:"outcome,omitempty" enum:"solved,partly,unsolved,withdrawn"`
	ReasonName string                `json:"reasonName,omitempty"`
}

// ContextView is what stands beside a conversation.
type ContextView struct {
	Customer ContextCustomerView `json:"customer"`
	Product  *ProductView        `json:"product,omitempty"`
	Earlier  []EarlierView       `json:"earlier" nullable:"false" doc:"The newest ten."`
}

// earlierShown bounds the earlier conversations beside one.
const earlierShown = 10

// ConversationContext shows what stands beside a conversation to the expert who
// holds it and to staff. It holds no e-mail and no address. Names of reasons are
// in the given language where there is one.
func (v Views) ConversationContext(ctx context.Context, by domain.Actor, l domain.Language, id domain.ConversationID) (ContextView, error) {
	if by.Role == domain.RoleCustomer {
		return ContextView{}, desk.ErrUnknownConversation
	}
	where, args := mine(by)
	var r struct {
		CustomerID    domain.CustomerID
		Name          string
		CreatedAt     Time
		Conversations int
		ProductID     *domain.ProductID
	}
	found, err := v.maybe(ctx, &r, `SELECT c.customer_id, u.name, u.created_at, c.product_id,
		(SELECT COUNT(*) FROM conversations o WHERE o.customer_id = c.customer_id) AS conversations
		FROM conversations c JOIN customers u ON u.id = c.customer_id WHERE `+where+" AND c.id = ?", append(args, id)...)
	switch {
	case err != nil:
		return ContextView{}, wrapped(err, "show what stands beside %s", id)
	case !found:
		return ContextView{}, desk.ErrUnknownConversation
	}
	view := ContextView{Customer: ContextCustomerView{r.Name, r.CreatedAt, r.Conversations}, Earlier: []EarlierView{}}
	if r.ProductID != nil {
		p, err := v.Product(ctx, *r.ProductID)
		if err != nil {
			return view, err
		}
		view.Product = &p
	}
	view.Earlier, err = v.earlier(ctx, r.CustomerID, l, id)
	return view, wrapped(err, "show what stands beside %s", id)
}

// earlier lists the customer's other conversations, the newest first.
func (v Views) earlier(ctx context.Context, c domain.CustomerID, l domain.Language, but domain.ConversationID) ([]EarlierView, error) {
	var rows []struct {
		ID          domain.ConversationID
		Question    string
		OpenedAt    Time
		Outcome     *desk.Outcome
		ReasonName  *string
		ReasonNames *string // by language
	}
	err := v.all(ctx, &rows, `SELECT c.id, c.question, c.opened_at, e.outcome, r.name AS reason_name, r.translations AS reason_names
		FROM conversations c JOIN episodes e ON e.conversation_id = c.id AND e.episode = c.episode
		LEFT JOIN contact_reasons r ON r.id = COALESCE(c.reason_id, e.closing_reason_id)
		WHERE c.customer_id = ? AND c.id <> ? ORDER BY c.id DESC LIMIT ?`, c, but, earlierShown)
	all := make([]EarlierView, len(rows))
	for i, r := range rows {
		name, bad := reasonName(r.ReasonName, r.ReasonNames, l)
		if bad != nil {
			return nil, bad
		}
		all[i] = EarlierView{r.ID, r.Question, r.OpenedAt, orEmpty(r.Outcome), name}
	}
	return all, err
}
