package storage

import (
	"cmp"
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
)

// CustomerView is a customer as experts and staff see one.
type CustomerView struct {
	ID   domain.CustomerID `json:"id"`
	Name string            `json:"name" doc:"What the customer wants to be called; may be empty."`
	// Verified is a fact of the customer, not of the conversation.
	Verified bool `json:"verified" doc:"Whether the brand vouches for who it is."`
}

// ConversationExpertView is an expert as customers see one: never the real name.
type ConversationExpertView struct {
	ID          domain.ExpertID `json:"id"`
	DisplayName string          `json:"displayName"`
	Alias       string          `json:"alias"`
	Bird        int             `json:"bird" minimum:"0" maximum:"12"`
	Level       roster.Level    `json:"level" minimum:"0" maximum:"4"`
	Disclosure  string          `json:"disclosure" enum:"customer_receives_points" doc:"A customer of the brand, who receives points: say so wherever the expert is shown."`
	Owns        []string        `json:"owns,omitempty" doc:"For customers: what the expert has of the brand, verified."`
}

func expertCard(id domain.ExpertID, displayName, alias string, bird int, level roster.Level) *ConversationExpertView {
	return &ConversationExpertView{ID: id, DisplayName: displayName, Alias: alias, Bird: bird, Level: level, Disclosure: roster.Disclosure}
}

// ReadSeqView is how far each side has read.
type ReadSeqView struct {
	Customer int `json:"customer"`
	Expert   int `json:"expert"`
}

// ClosureView is how an episode ended.
type ClosureView struct {
	Outcome     desk.Outcome    `json:"outcome" enum:"solved,partly,unsolved,withdrawn"`
	ReasonID    domain.ReasonID `json:"reasonId,omitempty"`
	ClosedAt    Time            `json:"closedAt" format:"date-time"`
	By          domain.Role     `json:"by" enum:"customer,expert,manager,system"`
	ConfirmedAt *Time           `json:"confirmedAt,omitempty" format:"date-time"`
	Tip         string          `json:"tip,omitempty" doc:"What the expert left as good to know."`
	NextStep    string          `json:"nextStep,omitempty" doc:"What the customer can do next."`
}

// RatingView is the customer's opinion of the current episode.
type RatingView struct {
	Stars           int         `json:"stars" minimum:"1" maximum:"5"`
	Solved          desk.Answer `json:"solved" enum:"yes,partly,no"`
	Cause           desk.Cause  `json:"cause,omitempty" enum:"expert,company"`
	CauseDetail     string      `json:"causeDetail,omitempty" enum:"answer,product,wait,delivery,rule,other"`
	Comment         string      `json:"comment,omitempty"`
	Learned         desk.Answer `json:"learned,omitempty" enum:"yes,partly,no" doc:"Did you learn something?"`
	SameExpertAgain *bool       `json:"sameExpertAgain,omitempty" doc:"Whether the customer wants to meet this expert again."`
	Editable        bool        `json:"editable" doc:"Until it is counted."`
	Thanked         bool        `json:"thanked,omitempty" doc:"The customer left a card for the expert."`
}

// ConversationSummary is a conversation in a list.
type ConversationSummary struct {
	ID        domain.ConversationID   `json:"id"`
	Status    desk.Status             `json:"status" enum:"queued,offered,assigned,waiting,closed"`
	Channel   string                  `json:"channel" doc:"One of the brand's channels; chat is our own widget."`
	Language  domain.Language         `json:"language"`
	ProductID domain.ProductID        `json:"productId,omitempty"`
	ReasonID  domain.ReasonID         `json:"reasonId,omitempty" doc:"What the customer chose."`
	Question  string                  `json:"question"`
	Episode   int                     `json:"episode" minimum:"1"`
	OpenedAt  Time                    `json:"openedAt" format:"date-time"`
	LastSeq   int                     `json:"lastSeq"`
	Customer  CustomerView            `json:"customer"`
	Expert    *ConversationExpertView `json:"expert,omitempty" doc:"Who holds it, or had it last."`
	ReadSeq   ReadSeqView             `json:"readSeq"`
	Closure   *ClosureView            `json:"closure,omitempty" doc:"Of the current episode."`
	Desk      desk.Answerer           `json:"desk" enum:"experts,staff" doc:"Who answers it."`
	Staff     *StaffView              `json:"staff,omitempty" doc:"The manager who holds it, or closed it."`
	QueuedAt  *Time                   `json:"queuedAt,omitempty" format:"date-time" doc:"Since when it waits, while it is queued."`
	FollowUps []FollowUpView          `json:"followUps" nullable:"false" doc:"What was promised here, the oldest first."`
}

// ConversationView is one conversation.
type ConversationView struct {
	ConversationSummary
	Queue      *QueueView  `json:"queue,omitempty" doc:"While it waits for an expert."`
	Rating     *RatingView `json:"rating,omitempty" doc:"For the customer and staff."`
	CanRate    bool        `json:"canRate"`
	CanConfirm bool        `json:"canConfirm"`
	StillAsked bool        `json:"stillAsked,omitempty" doc:"For the customer: \"is it still solved?\" waits for an answer."`
	Abusive    bool        `json:"abusive,omitempty" doc:"For staff: they marked the customer as abusive here."`
}

type conversationViewRow struct {
	ID              domain.ConversationID
	Status          desk.Status
	Channel         string
	Language        domain.Language
	ProductID       *domain.ProductID
	ReasonID        *domain.ReasonID
	Question        string
	Episode         int
	OpenedAt        Time
	LastSeq         int
	CustomerReadSeq int
	ExpertReadSeq   int
	Class           int
	QueuedAt        *Time
	CustomerID      domain.CustomerID
	CustomerName    string
	Verified        bool
	ExpertID        *domain.ExpertID
	DisplayName     string
	Alias           string
	Bird            int
	Level           roster.Level
	ClosedAt        *Time
	ClosedBy        *domain.Role
	Outcome         *desk.Outcome
	ClosingReasonID *domain.ReasonID
	ConfirmedAt     *Time
	Tip             string
	NextStep        string
	Desk            desk.Answerer
	StaffID         *domain.PersonID
	StaffName       *string
	Promised        bool // follow-ups
}

// selectConversationViews tells who had a closed or a resting conversation last,
// but not who lost a queued one.
const selectConversationViews = `SELECT c.id, c.status, c.channel, c.language, c.product_id, c.reason_id, c.question, c.episode,
	c.opened_at, c.last_seq, c.customer_read_seq, c.expert_read_seq, c.class, c.queued_at, c.customer_id, u.name AS customer_name,
	u.brand_customer_id IS NOT NULL AS verified,
	x.id AS expert_id, COALESCE(x.display_name, '') AS display_name, COALESCE(x.alias, '') AS alias, COALESCE(x.bird, 0) AS bird,
	COALESCE(x.level, 0) AS level, e.closed_at, e.closed_by, e.outcome, e.closing_reason_id, e.confirmed_at, e.tip, e.next_step,
	c.desk, p.id AS staff_id, p.name AS staff_name, EXISTS (SELECT 1 FROM follow_ups f WHERE f.conversation_id = c.id) AS promised
	FROM conversations c JOIN episodes e ON e.conversation_id = c.id AND e.episode = c.episode
	JOIN customers u ON u.id = c.customer_id
	LEFT JOIN experts x ON x.id = COALESCE(c.expert_id, CASE WHEN c.status IN ('waiting', 'closed') THEN e.expert_id END)
	LEFT JOIN people p ON p.id = COALESCE(c.staff_id, ` + lastStaff + `)
	WHERE `

func (r conversationViewRow) summary() ConversationSummary {
	s := ConversationSummary{
		ID: r.ID, Status: r.Status, Channel: r.Channel, Language: r.Language, ProductID: orEmpty(r.ProductID),
		ReasonID: orEmpty(r.ReasonID), Question: r.Question, Episode: r.Episode, OpenedAt: r.OpenedAt, LastSeq: r.LastSeq,
		Customer: CustomerView{r.CustomerID, r.CustomerName, r.Verified}, ReadSeq: ReadSeqView{r.CustomerReadSeq, r.ExpertReadSeq},
		FollowUps: []FollowUpView{}, Desk: r.Desk, Staff: r.staff(), QueuedAt: r.QueuedAt,
	}
	if r.ExpertID != nil {
		s.Expert = expertCard(*r.ExpertID, r.DisplayName, r.Alias, r.Bird, r.Level)
	}
	if r.ClosedAt != nil {
		s.Closure = &ClosureView{orEmpty(r.Outcome), orEmpty(r.ClosingReasonID), *r.ClosedAt, orEmpty(r.ClosedBy), r.ConfirmedAt, r.Tip, r.NextStep}
	}
	return s
}

// mine is the condition on conversations c that an actor may know: customers
// their own, experts those they hold now, staff all.
func mine(by domain.Actor) (condition string, args []any) {
	switch {
	case by.Role == domain.RoleCustomer:
		return "c.customer_id = ?", []any{by.ID}
	case by.Role == domain.RoleExpert:
		return "c.expert_id = ?", []any{by.ID}
	case by.Staff():
		return "c.id = c.id", nil
	default:
		return "c.id = ''", nil
	}
}

// Conversations lists the conversations that the actor may know, the newest
// first; of one status when it is given.
func (v Views) Conversations(ctx context.Context, by domain.Actor, status desk.Status, p Page) (List[ConversationSummary], error) {
	after, err := p.after(1)
	if err != nil {
		return List[ConversationSummary]{}, err
	}
	where, args := mine(by)
	if status != "" {
		where, args = where+" AND c.status = ?", append(args, status)
	}
	if after != nil {
		where, args = where+" AND c.id < ?", append(args, after[0])
	}
	var rows []conversationViewRow
	if err := v.all(ctx, &rows, selectConversationViews+where+" ORDER BY c.id DESC LIMIT ?", append(args, p.fetch())...); err != nil {
		return List[ConversationSummary]{}, wrapped(err, "list conversations")
	}
	all := make([]ConversationSummary, len(rows))
	for i, r := range rows {
		all[i] = r.summary()
		all[i].Staff.forStaff(by, r.StaffID)
	}
	if err := v.withFollowUps(ctx, rows, all); err != nil {
		return List[ConversationSummary]{}, err
	}
	cards := make([]*ConversationExpertView, len(all))
	for i := range all {
		cards[i] = all[i].Expert
	}
	if err := v.withOwned(ctx, by, cards); err != nil {
		return List[ConversationSummary]{}, err
	}
	return list(p, all, func(s ConversationSummary) []string { return []string{string(s.ID)} }), nil
}

// Conversation shows one conversation to those who may know it; for all others
// there is no such conversation.
func (v Views) Conversation(ctx context.Context, by domain.Actor, id domain.ConversationID) (ConversationView, error) {
	where, args := knows(by)
	return v.conversation(ctx, by, where+" AND c.id = ?", append(args, id)...)
}

// ClosedConversation shows a conversation to the expert who closed it, as the
// answer to the close. After that they do not know it any more.
func (v Views) ClosedConversation(ctx context.Context, by domain.Actor, id domain.ConversationID) (ConversationView, error) {
	return v.conversation(ctx, by, "c.status = 'closed' AND e.expert_id = ? AND c.id = ?", by.ID, id)
}

func (v Views) conversation(ctx context.Context, by domain.Actor, where string, args ...any) (ConversationView, error) {
	var r conversationViewRow
	found, err := v.maybe(ctx, &r, selectConversationViews+where, args...)
	switch {
	case err != nil:
		return ConversationView{}, wrapped(err, "show conversation")
	case !found:
		return ConversationView{}, desk.ErrUnknownConversation
	}
	view := ConversationView{ConversationSummary: r.summary()}
	view.Staff.forStaff(by, r.StaffID)
	summaries := []ConversationSummary{view.ConversationSummary}
	if err := v.withFollowUps(ctx, []conversationViewRow{r}, summaries); err != nil {
		return view, err
	}
	view.FollowUps = summaries[0].FollowUps
	if err := v.withOwned(ctx, by, []*ConversationExpertView{view.Expert}); err != nil {
		return view, err
	}
	if r.QueuedAt != nil {
		if view.Queue, err = v.queuePlace(ctx, r.ID); err != nil {
			return view, err
		}
	}
	if by.Role == domain.RoleExpert {
		return view, nil
	}
	if view.Rating, err = v.rating(ctx, r.ID, r.Episode); err != nil {
		return view, err
	}
	if by.Staff() || by.Role == domain.RoleAuditor {
		if _, err := v.maybe(ctx, &view.Abusive, "SELECT TRUE FROM abuse_marks WHERE conversation_id = ?", r.ID); err != nil {
			return view, wrapped(err, "read the mark of %s", r.ID)
		}
	}
	owner := by.Role == domain.RoleCustomer && r.Status == desk.Closed
	view.CanRate = owner && view.Expert != nil && (view.Rating == nil || view.Rating.Editable)
	view.CanConfirm = owner && r.ConfirmedAt == nil
	if owner && view.Rating == nil {
		_, err = v.maybe(ctx, &view.StillAsked, "SELECT TRUE FROM still_solved WHERE conversation_id = ? AND episode = ? AND asked AND answer IS NULL",
			r.ID, r.Episode)
	}
	return view, wrapped(err, "read what %s is asked", r.ID)
}

func (v Views) rating(ctx context.Context, id domain.ConversationID, episode int) (*RatingView, error) {
	var r struct {
		Stars       int
		Solved      desk.Answer
		Cause       *desk.Cause
		CauseDetail *string
		Comment     string
		Learned     *desk.Answer
		SettledAt   *Time
		Again       *bool
		Thanked     bool
	}
	found, err := v.maybe(ctx, &r, `SELECT r.stars, r.solved, r.cause, r.cause_detail, r.comment, r.learned, r.settled_at, w.again, EXISTS (SELECT 1
		FROM thanks t WHERE t.conversation_id = r.conversation_id AND t.episode = r.episode) AS thanked FROM ratings r
		LEFT JOIN expert_wishes w ON w.customer_id = r.customer_id AND w.expert_id = r.expert_id
		WHERE r.conversation_id = ? AND r.episode = ?`, id, episode)
	if err != nil || !found {
		return nil, wrapped(err, "show the rating of %s", id)
	}
	return &RatingView{
		r.Stars, r.Solved, orEmpty(r.Cause), orEmpty(r.CauseDetail), r.Comment, orEmpty(r.Learned), r.Again, r.SettledAt == nil, r.Thanked,
	}, nil
}

// OtherSide is who hears the actor in a conversation: whoever holds it, or its
// customer. It is empty when nobody listens. It refuses desk.ErrNotHolder to
// colleagues who may read it, and desk.ErrUnknownConversation to all others.
func (v Views) OtherSide(ctx context.Context, by domain.Actor, id domain.ConversationID) (string, error) {
	where, args := mine(by)
	if by.Staff() {
		where, args = "c.staff_id = ?", []any{by.ID}
	}
	var r struct{ CustomerID, HolderID string }
	found, err := v.maybe(ctx, &r, "SELECT c.customer_id, COALESCE(c.expert_id, c.staff_id, '') AS holder_id FROM conversations c WHERE "+
		where+" AND c.id = ?", append(args, id)...)
	switch {
	case err != nil:
		return "", wrapped(err, "find the other side of %s", id)
	case !found && by.Role == domain.RoleCustomer:
		return "", desk.ErrUnknownConversation
	case !found:
		return "", cmp.Or(v.known(ctx, by, id), error(desk.ErrNotHolder))
	case by.Role == domain.RoleCustomer:
		return r.HolderID, nil
	}
	return r.CustomerID, nil
}
