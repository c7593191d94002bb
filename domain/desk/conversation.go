package desk

import (
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Status is where a conversation stands.
type Status string

// The statuses of a conversation.
const (
	Queued   Status = "queued"   // waits for an expert
	Offered  Status = "offered"  // is being proposed to one
	Assigned Status = "assigned" // an expert holds it and has the next word
	Waiting  Status = "waiting"  // the customer has the next word
	Closed   Status = "closed"
)

// moves is the state machine: domain/README.md draws it.
var moves = map[Status][]Status{
	Queued:   {Offered, Assigned, Closed},
	Offered:  {Queued, Assigned, Closed},
	Assigned: {Waiting, Queued, Closed},
	Waiting:  {Assigned, Queued, Closed},
	Closed:   {Queued},
}

// Can reports whether a conversation may go from s to another status.
func (s Status) Can(to Status) bool { return slices.Contains(moves[s], to) }

// Class is the part of the queue a conversation waits in; lower goes first.
type Class int

// The classes of the queue.
const (
	ClassFront  Class = iota // was answered before, or its expert fell silent
	ClassUrgent              // a complaint, or back because it was not solved
	ClassNormal
	ClassOpen // an open question: the customer left it, experts pick it
)

// Outcome is how an episode ended.
type Outcome string

// The outcomes of an episode.
const (
	Solved    Outcome = "solved"
	Partly    Outcome = "partly"
	Unsolved  Outcome = "unsolved"
	Withdrawn Outcome = "withdrawn"
)

func (o Outcome) known() bool {
	return slices.Contains([]Outcome{Solved, Partly, Unsolved, Withdrawn}, o)
}

// ConfirmedBy is what confirmed the end of an episode.
type ConfirmedBy string

// What can confirm an end.
const (
	ByCustomer ConfirmedBy = "customer"
	ByRating   ConfirmedBy = "rating"
	BySilence  ConfirmedBy = "silence"
)

// SilenceConfirms is how long a closed episode stays open to a reply before
// silence confirms its end.
const SilenceConfirms = 48 * time.Hour

// Answerer is who a conversation is for.
type Answerer string

// Who answers.
const (
	ByExperts Answerer = "experts"
	ByStaff   Answerer = "staff"
)

// Link is what ties a customer to the expert, so that an episode earns nothing.
type Link string

// The links.
const (
	LinkNetwork  Link = "network"  // both were seen in one address range
	LinkCustomer Link = "customer" // one customer of the brand
	LinkPerson   Link = "person"   // the expert opened it
)

// Episode runs from a question to its confirmed end.
type Episode struct {
	No               int
	OpenedAt         time.Time
	FirstResponseAt  time.Time
	Expert           domain.ExpertID // who closed it, or held it last
	CustomerMessages int
	ExpertMessages   int
	Transfers        int // times another expert took over
	HandOvers        int // times it was handed over, at most two
	ClosedAt         time.Time
	ClosedBy         domain.Role // admin is written as manager
	Outcome          Outcome
	ClosingReason    domain.ReasonID
	ConfirmedAt      time.Time
	ConfirmedBy      ConfirmedBy
	Linked           Link   // empty: customer and expert have nothing to do with each other
	Tip              string // what is good to know, left at the close
	NextStep         string // what the customer can do next, left at the close
}

// Confirmed reports whether the episode is over for good.
func (e Episode) Confirmed() bool { return !e.ConfirmedAt.IsZero() }

// Conversation is one customer's question from the first message to the last
// close. Its methods decide; each writes what changed into Written.
type Conversation struct {
	ID           domain.ConversationID
	Customer     domain.CustomerID
	Channel      string
	Language     domain.Language
	Product      domain.ProductID
	Reason       domain.ReasonID // what the customer chose
	Question     string
	Status       Status
	Class        Class
	QueuedAt     time.Time       // the place inside the class; zero when not in the queue
	Preferred    domain.ExpertID // who should have it again
	Expert       domain.ExpertID // who holds it now
	Desk         Answerer        // empty when it is new: experts
	Staff        domain.PersonID // the manager who holds it now, instead of an expert
	Network      string          // keyed hash of the address range that asked; empty: does not count
	LeftAt       time.Time       // an open question: the customer left it,
	AnswerBy     time.Time       // and this was promised
	Entrance                     // how it came into the queue
	LastSeq      int
	ContentSeq   int // the last entry that is no read mark; read marks go no further
	CustomerRead int
	ExpertRead   int
	OpenedAt     time.Time
	Version      int
	Episode      Episode // the current one

	// Written are the entries of this change; they are stored with it.
	Written []Entry
}

// Refusals of a conversation.
var (
	ErrUnknownConversation = domain.Refuse(domain.NotFound, "conversation_not_found", "There is no such conversation.")
	ErrWrongState          = domain.Refuse(domain.Conflict, "wrong_state", "The conversation has moved on meanwhile.")
	ErrClosed              = domain.Refuse(domain.Conflict, "conversation_closed", "This conversation is closed.")
	ErrNotClosed           = domain.Refuse(domain.Conflict, "not_closed", "This conversation is not closed yet.")
)

// open makes a new conversation with its question as the first entry.
func open(c Conversation, q Message, now time.Time) Conversation {
	c.Question, c.OpenedAt = q.Text, now
	c.Episode = Episode{No: 1, OpenedAt: now, CustomerMessages: 1}
	c.Status, c.QueuedAt = Queued, now
	c.enter(now)
	c.message(domain.Actor{Role: domain.RoleCustomer, ID: string(c.Customer)}, q, now)
	c.write(Entry{Kind: KindStatus, Author: system, Status: Queued, Data: Data{Why: "opened"}}, now)
	return c
}

func (c *Conversation) move(to Status) error {
	if !c.Status.Can(to) {
		return ErrWrongState
	}
	c.Status = to
	if to != Queued && to != Offered {
		c.exit()
	}
	return nil
}

// queue puts the conversation into the queue, behind those of its class.
func (c *Conversation) queue(class Class, now time.Time) error {
	if err := c.move(Queued); err != nil {
		return err
	}
	c.Class, c.QueuedAt, c.Expert, c.Staff = class, now, "", ""
	c.enter(now)
	return nil
}

// CustomerSays appends the customer's message; it is never refused. While an
// expert waits for it the conversation is assigned again; without an expert it
// queues at the front. After the close it opens the same episode again, at the
// front when an expert had it, and a new one when the end is confirmed; urgent puts
// that one before the others.
func (c *Conversation) CustomerSays(m Message, urgent bool, now time.Time) error {
	var err error
	if c.Status == Closed && !c.Episode.Confirmed() && !now.Before(c.Episode.ClosedAt.Add(SilenceConfirms)) {
		err = c.Confirm(BySilence, system, now)
	}
	switch {
	case err != nil:
	case c.Status == Waiting && c.held():
		err = c.move(Assigned)
	case c.Status == Waiting:
		err = c.queue(ClassFront, now)
	case c.Status == Closed && !c.Episode.Confirmed():
		c.Preferred = c.Episode.Expert
		e := &c.Episode
		e.ClosedAt, e.ClosedBy, e.Outcome, e.ClosingReason = time.Time{}, "", "", ""
		e.Tip, e.NextStep = "", ""
		class := ClassFront
		if e.Expert == "" && (c.Desk != ByStaff || !e.answered()) {
			class = c.Class // closing and asking again does not jump the queue
		}
		err = c.queue(class, now)
	case c.Status == Closed:
		c.Preferred, c.Desk = "", ByExperts
		c.Episode = Episode{No: c.Episode.No + 1, OpenedAt: now}
		class := ClassNormal
		if urgent {
			class = ClassUrgent
		}
		err = c.queue(class, now)
	}
	if err != nil {
		return err
	}
	c.Episode.CustomerMessages++
	c.message(domain.Actor{Role: domain.RoleCustomer, ID: string(c.Customer)}, m, now)
	return nil
}

// ExpertSays appends a message of the expert who holds the conversation; the
// customer has the next word after it. Anybody else does not know the
// conversation.
func (c *Conversation) ExpertSays(e domain.ExpertID, m Message, now time.Time) error {
	if e == "" || c.Expert != e {
		return ErrUnknownConversation
	}
	if c.Status == Assigned {
		if err := c.move(Waiting); err != nil {
			return err
		}
	}
	if c.Episode.FirstResponseAt.IsZero() {
		c.Episode.FirstResponseAt = now
	}
	c.LeftAt, c.AnswerBy = time.Time{}, time.Time{}
	c.Episode.ExpertMessages++
	c.message(domain.Actor{Role: domain.RoleExpert, ID: string(e)}, m, now)
	return nil
}

// Offer takes the conversation out of the queue while one expert is asked.
func (c *Conversation) Offer(now time.Time) error {
	if err := c.move(Offered); err != nil {
		return err
	}
	c.write(Entry{Kind: KindStatus, Author: system, Status: Offered}, now)
	return nil
}

// Unoffer puts it back to its old place in the queue.
func (c *Conversation) Unoffer(now time.Time) error {
	if c.Status != Offered {
		return ErrWrongState
	}
	if err := c.move(Queued); err != nil {
		return err
	}
	c.write(Entry{Kind: KindStatus, Author: system, Status: Queued, Data: Data{Why: "next_expert"}}, now)
	return nil
}

// Assign gives the conversation to the expert who accepted it.
func (c *Conversation) Assign(e domain.ExpertID, now time.Time) error {
	if err := c.move(Assigned); err != nil {
		return err
	}
	if c.Episode.Expert != "" && c.Episode.Expert != e {
		c.Episode.Transfers++
	}
	c.Expert, c.Preferred, c.Episode.Expert = e, "", e
	c.write(Entry{Kind: KindAssignment, Author: expert(e), Status: Assigned, Data: Data{Why: "accepted", Expert: e}}, now)
	return nil
}

// Requeue takes the conversation from a silent expert and puts it to the front;
// the customer is told.
func (c *Conversation) Requeue(now time.Time) error {
	if c.Status != Assigned {
		return ErrWrongState
	}
	if err := c.queue(ClassFront, now); err != nil {
		return err
	}
	c.Preferred = ""
	c.write(Entry{Kind: KindStatus, Author: system, Status: Queued, Data: Data{Why: "expert_silent"}}, now)
	return nil
}

// Release lets go of the seat while the customer is silent. The conversation
// still waits for the customer, and for the same expert.
func (c *Conversation) Release(now time.Time) error {
	if c.Status != Waiting || c.Expert == "" {
		return ErrWrongState
	}
	c.Preferred, c.Expert = c.Expert, ""
	c.write(Entry{Kind: KindAssignment, Author: system, Status: Waiting, Data: Data{Why: "customer_silent", Expert: c.Preferred}}, now)
	return nil
}

// Close ends the episode. It is refused with ErrClosed when that happened before.
func (c *Conversation) Close(by domain.Actor, outcome Outcome, reason domain.ReasonID, now time.Time) error {
	if c.Status == Closed {
		return ErrClosed
	}
	if err := c.move(Closed); err != nil {
		return err
	}
	c.Expert, c.Staff, c.Preferred = "", "", ""
	c.LeftAt, c.AnswerBy = time.Time{}, time.Time{}
	e := &c.Episode
	e.ClosedAt, e.ClosedBy, e.Outcome, e.ClosingReason = now, closer(by.Role), outcome, reason
	c.write(Entry{
		Kind: KindStatus, Author: Author{by.Role, by.ID}, Status: Closed,
		Data: Data{Why: "closed", Outcome: outcome, Reason: reason},
	}, now)
	return nil
}

func closer(r domain.Role) domain.Role {
	if r == domain.RoleAdmin {
		return domain.RoleManager
	}
	return r
}

// Confirm makes the end of the episode final. Silence confirms 48 hours after
// the close, whenever somebody notices. It is refused with ErrNotClosed before
// the close, and does nothing when the end is confirmed already.
func (c *Conversation) Confirm(how ConfirmedBy, by Author, now time.Time) error {
	switch {
	case c.Status != Closed:
		return ErrNotClosed
	case c.Episode.Confirmed():
		return nil
	}
	at := now
	if how == BySilence {
		at = c.Episode.ClosedAt.Add(SilenceConfirms)
	}
	c.Episode.ConfirmedAt, c.Episode.ConfirmedBy = at, how
	c.write(Entry{Kind: KindConfirmation, Author: by, Status: Closed, Data: Data{Why: string(how)}}, now)
	return nil
}

// Read moves a read mark forward, never beyond what there is to read, and
// reports whether it moved. Marks are for the customer and for whoever holds the
// conversation.
func (c *Conversation) Read(by domain.Actor, seq int, now time.Time) (mark int, moved bool) {
	seq = min(seq, c.ContentSeq)
	at := &c.CustomerRead
	if by.Role != domain.RoleCustomer {
		at = &c.ExpertRead
	}
	if seq <= *at {
		return *at, false
	}
	*at = seq
	c.write(Entry{Kind: KindRead, Author: Author{by.Role, by.ID}, Data: Data{Seq: seq}}, now)
	return seq, true
}
