package desk

import "github.com/kennerhq/kenner/domain"

// The names of what happens to a conversation.
const (
	ConversationOpened    = "conversation.opened"
	ConversationQueued    = "conversation.queued"
	ConversationOffered   = "conversation.offered"
	ConversationAccepted  = "conversation.accepted"
	ConversationWaiting   = "conversation.waiting"
	ConversationClosed    = "conversation.closed"
	ConversationLeft      = "conversation.left"     // as an open question
	ConversationPicked    = "conversation.picked"   // from the board of open questions
	ConversationReturned  = "conversation.returned" // from there to the queue
	ConversationReopened  = "conversation.reopened"
	ConversationConfirmed = "conversation.confirmed"
	MessagePosted         = "message.posted"
	MessageRead           = "message.read"
	MessageEdited         = "message.edited"
	MessageDeleted        = "message.deleted"
	RatingGiven           = "rating.given"
	HandOverMade          = "handOver.made"
	HandOverScored        = "handOver.scored"
	ConversationTakenOver = "conversation.takenOver"
	OfferMade             = "offer.made"
	OfferEnded            = "offer.ended"
	SeatFreed             = "seat.freed"
	ExpertNudged          = "expert.nudged"
)

// Happened is a fact about one conversation; its name says which. Entry is the
// timeline entry it wrote, if any: every entry is told by exactly one event.
type Happened struct {
	Name           string                `json:"-"`
	ConversationID domain.ConversationID `json:"conversationId"`
	Episode        int                   `json:"episode"`
	CustomerID     domain.CustomerID     `json:"customerId"`
	ExpertID       domain.ExpertID       `json:"expertId,omitempty"` // who holds it, or held it until now
	Entry          *Entry                `json:"entry,omitempty"`
	StaffID        domain.PersonID       `json:"staffId,omitempty"` // the manager who holds it
	Desk           Answerer              `json:"desk,omitempty"`
}

// EventName is the published name.
func (h Happened) EventName() string { return h.Name }

// Confirmed tells that the end of an episode is final: it can be rewarded.
type Confirmed struct {
	ConversationID domain.ConversationID `json:"conversationId"`
	Episode        int                   `json:"episode"`
	CustomerID     domain.CustomerID     `json:"customerId"`
	ExpertID       domain.ExpertID       `json:"expertId,omitempty"` // empty when nobody answered
	ConfirmedAt    string                `json:"confirmedAt"`
	ConfirmedBy    ConfirmedBy           `json:"confirmedBy"`
	Entry          *Entry                `json:"entry,omitempty"`
}

// EventName is conversation.confirmed.
func (Confirmed) EventName() string { return ConversationConfirmed }

// OfferHappened tells that an offer was made, or how it ended.
type OfferHappened struct {
	Name           string                `json:"-"`
	OfferID        domain.OfferID        `json:"offerId"`
	ExpertID       domain.ExpertID       `json:"expertId"`
	ConversationID domain.ConversationID `json:"conversationId"`
	State          OfferState            `json:"state"`
}

// EventName is offer.made or offer.ended.
func (h OfferHappened) EventName() string { return h.Name }

// SeatHappened tells that a seat was freed, or that its expert was nudged.
type SeatHappened struct {
	Name           string                `json:"-"`
	ExpertID       domain.ExpertID       `json:"expertId"`
	ConversationID domain.ConversationID `json:"conversationId,omitempty"`
}

// EventName is seat.freed or expert.nudged.
func (h SeatHappened) EventName() string { return h.Name }

// tell emits an event about the conversation with its newest entry.
func tell(tx Store, name string, c *Conversation, who domain.ExpertID) error {
	h := happened(name, c, who)
	if n := len(c.Written); n > 0 {
		h.Entry = &c.Written[n-1]
	}
	return tx.Emit(h)
}

// mention emits an event about the conversation without an entry.
func mention(tx Store, name string, c *Conversation, who domain.ExpertID) error {
	return tx.Emit(happened(name, c, who))
}

func happened(name string, c *Conversation, who domain.ExpertID) Happened {
	if who == "" {
		who = c.Expert
	}
	return Happened{
		Name: name, ConversationID: c.ID, Episode: c.Episode.No, CustomerID: c.Customer, ExpertID: who, StaffID: c.Staff, Desk: c.Desk,
	}
}

// tellConfirmed emits conversation.confirmed with the confirmation's entry.
func tellConfirmed(tx Store, c *Conversation, e Episode, entry *Entry) error {
	return tx.Emit(Confirmed{
		ConversationID: c.ID, Episode: e.No, CustomerID: c.Customer, ExpertID: e.Expert,
		ConfirmedAt: moment(e.ConfirmedAt), ConfirmedBy: e.ConfirmedBy, Entry: entry,
	})
}

// HandOverHappened tells that a conversation was handed over, or that its
// summary was scored. It never holds the summary.
type HandOverHappened struct {
	Name           string                `json:"-"`
	HandOverID     domain.HandOverID     `json:"handOverId"`
	ConversationID domain.ConversationID `json:"conversationId"`
	Episode        int                   `json:"episode"`
	No             int                   `json:"no"` // of the episode
	CustomerID     domain.CustomerID     `json:"customerId"`
	FromRole       domain.Role           `json:"fromRole"`
	FromID         domain.PersonID       `json:"fromId"`
	ToDesk         Answerer              `json:"toDesk"`
	ToExpertID     domain.ExpertID       `json:"toExpertId,omitempty"`
	ReceivedRole   domain.Role           `json:"receivedRole,omitempty"`
	ReceivedBy     domain.PersonID       `json:"receivedBy,omitempty"`
	Score          int                   `json:"score,omitempty"`
	Entry          *Entry                `json:"entry,omitempty"`
}

// EventName is handOver.made or handOver.scored.
func (h HandOverHappened) EventName() string { return h.Name }

func (h HandOver) happened(name string, c domain.CustomerID) HandOverHappened {
	return HandOverHappened{
		Name: name, HandOverID: h.ID, ConversationID: h.Conversation, Episode: h.Episode, No: h.No, CustomerID: c,
		FromRole: h.FromRole, FromID: h.From, ToDesk: h.To.Desk, ToExpertID: h.To.Expert,
		ReceivedRole: h.ReceivedRole, ReceivedBy: h.ReceivedBy, Score: h.Score,
	}
}

// TakenOver tells that a manager took a conversation; ExpertID is who had it
// until then, and is told the reason.
type TakenOver struct {
	Happened

	From   domain.PersonID `json:"fromStaffId,omitempty"` // the manager who had it until then
	Reason string          `json:"reason,omitempty"`
}
