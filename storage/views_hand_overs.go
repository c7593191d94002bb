package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// lastStaff is the manager who held a closed conversation c last, when no expert did after.
const lastStaff = `CASE WHEN c.status = 'closed' AND e.expert_id IS NULL THEN (SELECT a.staff_id FROM assignments a
	WHERE a.conversation_id = c.id AND a.episode = c.episode AND a.staff_id IS NOT NULL ORDER BY a.started_at DESC, a.id DESC LIMIT 1) END`

// StaffView is a manager as customers and experts see one.
type StaffView struct {
	ID   domain.PersonID `json:"id,omitempty" doc:"For staff alone."`
	Name string          `json:"name" doc:"The first name."`
}

func (r conversationViewRow) staff() *StaffView {
	if r.StaffName == nil {
		return nil
	}
	return &StaffView{Name: firstName(*r.StaffName)}
}

// forStaff adds what only colleagues see.
func (s *StaffView) forStaff(by domain.Actor, id *domain.PersonID) {
	if s != nil && by.Staff() {
		s.ID = orEmpty(id)
	}
}

// HandOverFromView is who handed a conversation over.
type HandOverFromView struct {
	Role domain.Role     `json:"role" enum:"expert,manager,admin"`
	Name string          `json:"name" doc:"An expert's display name, or a manager's first name."`
	Bird *int            `json:"bird,omitempty" minimum:"0" maximum:"12" doc:"Of an expert."`
	ID   domain.PersonID `json:"id,omitempty" doc:"For staff alone."`
}

// HandOverView is a hand-over as experts and staff see one. No operation of
// customers shows it.
type HandOverView struct {
	ID         domain.HandOverID `json:"id"`
	Episode    int               `json:"episode" minimum:"1"`
	No         int               `json:"no" minimum:"1" maximum:"2"`
	From       HandOverFromView  `json:"from"`
	To         desk.Answerer     `json:"to" enum:"experts,staff"`
	Summary    string            `json:"summary"`
	MadeAt     Time              `json:"madeAt" format:"date-time"`
	ReceivedAt *Time             `json:"receivedAt,omitempty" format:"date-time"`
	Score      int               `json:"score,omitempty" minimum:"1" maximum:"5"`
	CanScore   bool              `json:"canScore" doc:"The actor received it, holds the conversation, and has not scored it."`
}

// HandOversView is what was handed over in the current episode, and what is left.
type HandOversView struct {
	Items []HandOverView `json:"items" nullable:"false" doc:"The oldest first."`
	Left  int            `json:"left" minimum:"0" maximum:"2" doc:"How often it can be handed over in this episode."`
}

type handOverViewRow struct {
	ID          domain.HandOverID
	Episode     int
	No          int
	FromRole    domain.Role
	FromID      domain.PersonID
	DisplayName *string
	Bird        *int
	PersonName  string
	ToDesk      desk.Answerer
	Summary     string
	MadeAt      Time
	ReceivedBy  *domain.PersonID
	ReceivedAt  *Time
	Score       *int
	HolderID    *domain.PersonID
}

const selectHandOvers = `SELECT h.id, h.episode, h.no, h.from_role, h.from_id, x.display_name, x.bird, p.name AS person_name, h.to_desk,
	h.summary, h.made_at, h.received_by, h.received_at, h.score, COALESCE(c.expert_id, c.staff_id) AS holder_id
	FROM hand_overs h JOIN conversations c ON c.id = h.conversation_id AND c.episode = h.episode
	JOIN people p ON p.id = h.from_id LEFT JOIN experts x ON x.id = h.from_id WHERE `

func (r handOverViewRow) view(by domain.Actor) HandOverView {
	me := domain.PersonID(by.ID)
	v := HandOverView{
		ID: r.ID, Episode: r.Episode, No: r.No, From: HandOverFromView{Role: r.FromRole, Name: firstName(r.PersonName), Bird: r.Bird},
		To: r.ToDesk, Summary: r.Summary, MadeAt: r.MadeAt, ReceivedAt: r.ReceivedAt,
		CanScore: r.Score == nil && orEmpty(r.ReceivedBy) == me && orEmpty(r.HolderID) == me,
	}
	if r.DisplayName != nil {
		v.From.Name = *r.DisplayName
	}
	if by.Staff() {
		v.From.ID = r.FromID
	}
	if r.Score != nil {
		v.Score = *r.Score
	}
	return v
}

// HandOversOf shows the hand-overs of a conversation's current episode to those
// who may know it, never to its customer.
func (v Views) HandOversOf(ctx context.Context, by domain.Actor, id domain.ConversationID) (HandOversView, error) {
	if by.Role == domain.RoleCustomer {
		return HandOversView{}, desk.ErrUnknownConversation
	}
	if err := v.known(ctx, by, id); err != nil {
		return HandOversView{}, err
	}
	var rows []handOverViewRow
	if err := v.all(ctx, &rows, selectHandOvers+"h.conversation_id = ? ORDER BY h.no", id); err != nil {
		return HandOversView{}, wrapped(err, "list the hand-overs of %s", id)
	}
	view := HandOversView{Items: make([]HandOverView, len(rows)), Left: desk.MaxHandOvers - len(rows)}
	for i, r := range rows {
		view.Items[i] = r.view(by)
	}
	return view, nil
}

// HandOver shows one hand-over to who has just scored it.
func (v Views) HandOver(ctx context.Context, by domain.Actor, id domain.HandOverID) (HandOverView, error) {
	var r handOverViewRow
	found, err := v.maybe(ctx, &r, selectHandOvers+"h.id = ? AND h.received_by = ?", id, by.ID)
	if err == nil && !found {
		err = desk.ErrUnknownHandOver
	}
	return r.view(by), err
}

// OfferHandOverView is what an offer tells of a hand-over before it.
type OfferHandOverView struct {
	From    HandOverFromView `json:"from"`
	Summary string           `json:"summary"`
	Named   bool             `json:"named" doc:"Whoever handed it over asked for this expert."`
}

// handOversOn finds the newest hand-over of each conversation on offer.
func (v Views) handOversOn(ctx context.Context, by domain.ExpertID, offers []OfferView) error {
	if len(offers) == 0 {
		return nil
	}
	ids, at := make([]domain.ConversationID, len(offers)), make(map[domain.ConversationID]int, len(offers))
	for i := range offers {
		ids[i], at[offers[i].ConversationID] = offers[i].ConversationID, i
	}
	var rows []struct {
		ConversationID domain.ConversationID
		ToExpertID     *domain.ExpertID
		Row            handOverViewRow `gorm:"embedded"`
	}
	err := v.all(ctx, &rows, "SELECT h.conversation_id, h.to_expert_id, "+selectHandOvers[len("SELECT "):]+
		"h.conversation_id IN ? ORDER BY h.conversation_id, h.no", ids)
	for _, r := range rows {
		seen := r.Row.view(domain.Actor{Role: domain.RoleExpert, ID: string(by)})
		offers[at[r.ConversationID]].HandOver = &OfferHandOverView{seen.From, seen.Summary, orEmpty(r.ToExpertID) == by}
	}
	return wrapped(err, "read what was handed over")
}
