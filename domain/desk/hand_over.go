package desk

import (
	"context"
	"errors"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// The limits of hand-overs.
const (
	MaxHandOvers = 2 // of one episode
	MinSummary   = 10
	MaxSummary   = 600
)

// HandOver is a conversation passed on with a summary, which whoever receives
// it scores. The customer never sees the summary.
type HandOver struct {
	ID           domain.HandOverID
	Conversation domain.ConversationID
	Episode      int
	No           int // of the episode
	FromRole     domain.Role
	From         domain.PersonID
	To           Destination
	Summary      string
	MadeAt       time.Time
	ReceivedRole domain.Role // empty: nobody has it yet
	ReceivedBy   domain.PersonID
	ReceivedAt   time.Time
	Score        int // 1..5; 0: not scored
	ScoredAt     time.Time
}

// Destination is to whom a conversation is handed over.
type Destination struct {
	Desk   Answerer
	Expert domain.ExpertID // who is asked first; empty: any
}

func (d Destination) end() EndReason {
	if d.Desk == ByStaff {
		return EndEscalated
	}
	return EndHandedOver
}

// HandOvers is what hand-overs need from a transaction.
type HandOvers interface {
	// AddHandOver stores a new one; false: the episode has that number already.
	AddHandOver(HandOver) (bool, error)
	HandOverByID(domain.HandOverID) (HandOver, error) // ErrUnknownHandOver
	// ReceiveHandOver notes who took it, unless somebody did before or it is who gave it.
	ReceiveHandOver(id domain.ConversationID, episode, no int, by domain.Actor, now time.Time) error
	ScoreHandOver(HandOver) (bool, error) // false: it has a score already
	// Leave ends what a colleague who gave it away still knows of it as a guest.
	Leave(domain.ConversationID, domain.PersonID) error
	// Givers are the experts who handed over this episode.
	Givers(id domain.ConversationID, episode int) ([]domain.ExpertID, error)
	// StaffName is how customers and colleagues call a manager.
	StaffName(domain.PersonID) (string, error)
}

// Refusals of hand-overs.
var (
	ErrUnknownHandOver = domain.Refuse(domain.NotFound, "hand_over_not_found", "There is no such hand-over of yours.")
	ErrHandedOverTwice = domain.Refuse(domain.Conflict, "handed_over_twice", "This conversation was handed over twice. Whoever has it now brings it to an end.")
	ErrSummary         = domain.Refuse(domain.Invalid, "summary_length", "A summary has 10 to 600 characters.").At("/summary")
	ErrBadDestination  = domain.Refuse(domain.Invalid, "destination_invalid", "A conversation is handed over to experts, to staff or to one expert.").At("/to")
	ErrNotReceivable   = domain.Refuse(domain.Conflict, "receiver_not_available", "This colleague cannot take the conversation now.").At("/to")
	ErrBadScore        = domain.Refuse(domain.Invalid, "score_invalid", "A score is 1 to 5.").At("/score")
	ErrScored          = domain.Refuse(domain.Conflict, "already_scored", "This summary has its score.")
)

// HandOver passes the conversation of its holder on. In one transaction the
// assignment ends, the seat is free, and the conversation is at the front of the
// experts' or the staff queue; a named expert is asked first. Its race is the
// lock of the conversation, and a unique number for each hand-over of an
// episode. It refuses ErrSummary, ErrBadDestination, ErrUnknownConversation,
// ErrHandedOverTwice and ErrNotReceivable.
func (d *Desk) HandOver(ctx context.Context, by domain.Actor, id domain.ConversationID, to Destination, summary string) (h HandOver, err error) {
	summary, err = clean(summary, MaxSummary)
	if err != nil {
		return h, orSummary(err)
	}
	if utf8.RuneCountInString(summary) < MinSummary {
		return h, ErrSummary
	}
	if (to.Desk != ByExperts && to.Desk != ByStaff) || (to.Expert != "" && to.Desk != ByExperts) {
		return h, ErrBadDestination
	}
	ident := domain.HandOverID(d.rt.NewID("hov"))
	err = d.tx(ctx, func(tx Store) error {
		c, holder, named, err := lockForHandOver(tx, id, to.Expert)
		if err != nil {
			return err
		}
		if err := d.handOver(tx, &c, holder, named, by, to); err != nil {
			return err
		}
		h = HandOver{
			ID: ident, Conversation: c.ID, Episode: c.Episode.No, No: c.Episode.HandOvers, FromRole: by.Role, From: domain.PersonID(by.ID),
			To: to, Summary: summary, MadeAt: d.rt.Now(),
		}
		if added, err := tx.AddHandOver(h); err != nil || !added {
			return orRefuse(err, ErrHandedOverTwice)
		}
		if err := tx.Leave(c.ID, h.From); err != nil {
			return err
		}
		told := h.happened(HandOverMade, c.Customer)
		told.Entry = &c.Written[len(c.Written)-1]
		if err := tx.Emit(told); err != nil {
			return err
		}
		return mention(tx, ConversationQueued, &c, "")
	})
	return h, err
}

// handOver moves a locked conversation and stores it.
func (d *Desk) handOver(tx Store, c *Conversation, holder, named roster.Expert, by domain.Actor, to Destination) error {
	moved := *c
	if err := moved.HandOver(by, to, d.rt.Now()); err != nil {
		return err
	}
	if to.Expert != "" {
		if err := d.receivable(tx, c, named); err != nil {
			return err
		}
	}
	promised := c.IsLeft()
	*c = moved
	if err := tx.SaveConversation(*c); err != nil {
		return err
	}
	if promised && !c.IsLeft() { // staff have no open questions
		if err := tx.WithdrawPromise(c.ID, c.Episode.No, d.rt.Now()); err != nil {
			return err
		}
	}
	if holder.ID != "" {
		return d.freeSeat(tx, holder, c.ID, to.end())
	}
	return tx.EndAssignment(c.ID, to.end(), d.rt.Now())
}

// orSummary points a refused text at the summary.
func orSummary(err error) error {
	if e, ok := err.(*domain.Error); ok && e.Is(ErrTextLength) { //nolint:errorlint // clean returns refusals as they are
		return ErrSummary
	}
	return at(err, "/summary")
}

// lockForHandOver locks the expert who holds a conversation and the one it is
// meant for, in the order of their ids, and then the conversation.
func lockForHandOver(tx Store, id domain.ConversationID, to domain.ExpertID) (c Conversation, holder, named roster.Expert, err error) {
	seen, err := tx.Conversation(id)
	if err != nil {
		return c, holder, named, err
	}
	ids := []domain.ExpertID{seen.Expert, to}
	slices.Sort(ids)
	for _, each := range slices.Compact(ids) {
		if each == "" {
			continue
		}
		e, err := tx.LockExpert(each)
		if errors.Is(err, roster.ErrUnknownExpert) && each == to {
			continue // whose conversation it is comes first
		}
		if err != nil {
			return c, holder, named, err
		}
		if each == seen.Expert {
			holder = e
		}
		if each == to {
			named = e
		}
	}
	c, err = tx.LockConversation(id)
	if err == nil && c.Expert != seen.Expert {
		err = domain.ErrStale
	}
	return c, holder, named, err
}

// receivable refuses an expert who could not be offered the conversation now.
func (d *Desk) receivable(tx Store, c *Conversation, e roster.Expert) error {
	q, err := inQueueOf(tx, c)
	if err != nil {
		return err
	}
	free, err := tx.FreeSeats([]domain.ExpertID{e.ID})
	if err != nil {
		return err
	}
	if e.ID == c.Expert || !passes(q, &Candidate{Expert: e, Free: free[e.ID]}) {
		return ErrNotReceivable
	}
	return nil
}

// inQueueOf is a conversation as the allocator would look at it. Whom the
// customer wishes is the allocator's business alone.
func inQueueOf(tx Store, c *Conversation) (InQueue, error) {
	q := InQueue{Episode: c.Episode.No, Customer: c.Customer, Language: c.Language, Reason: c.Reason}
	if c.Reason != "" {
		r, err := tx.Reason(c.Reason)
		if err != nil {
			return q, err
		}
		q.Parent, q.Difficulty = r.Parent, r.Difficulty
	}
	var err error
	if q.Givers, err = tx.Givers(c.ID, c.Episode.No); err != nil {
		return q, err
	}
	q.Linked, err = tx.LinkedTo(c.ID, c.Episode.No)
	return q, err
}

// gaveAway reports whether the expert handed this episode over: then it is not
// offered to them again.
func gaveAway(tx Store, c *Conversation, e domain.ExpertID) (bool, error) {
	if c.Episode.HandOvers == 0 {
		return false, nil
	}
	givers, err := tx.Givers(c.ID, c.Episode.No)
	return slices.Contains(givers, e), err
}

// receive notes who took a conversation that was handed over.
func (d *Desk) receive(tx Store, c *Conversation, by domain.Actor) error {
	if c.Episode.HandOvers == 0 {
		return nil
	}
	return tx.ReceiveHandOver(c.ID, c.Episode.No, c.Episode.HandOvers, by, d.rt.Now())
}

// ScoreHandOver is the receiver's word on a summary, once and while they hold
// the conversation; the same score again changes nothing. Its race is the lock
// of the conversation and the empty score. It refuses ErrBadScore,
// ErrUnknownHandOver to anybody else and ErrScored.
func (d *Desk) ScoreHandOver(ctx context.Context, by domain.Actor, id domain.HandOverID, score int) (h HandOver, err error) {
	if score < 1 || score > 5 {
		return h, ErrBadScore
	}
	err = d.tx(ctx, func(tx Store) error {
		seen, err := tx.HandOverByID(id)
		if err != nil {
			return err
		}
		c, err := tx.LockConversation(seen.Conversation)
		if err != nil {
			return err
		}
		if h, err = tx.HandOverByID(id); err != nil {
			return err
		}
		switch {
		case !c.HeldBy(by) || h.ReceivedBy != domain.PersonID(by.ID) || h.Episode != c.Episode.No:
			return ErrUnknownHandOver
		case h.Score == score:
			return nil
		case h.Score != 0:
			return ErrScored
		}
		h.Score, h.ScoredAt = score, d.rt.Now()
		if first, err := tx.ScoreHandOver(h); err != nil || !first {
			return orRefuse(err, ErrScored)
		}
		return tx.Emit(h.happened(HandOverScored, c.Customer))
	})
	return h, err
}

// Receiver is a colleague who could take a conversation now.
type Receiver struct {
	Expert roster.Expert
	Free   int    // seats
	Topic  string // qualified, learning, any or none
}

// receiversShown bounds the colleagues somebody can choose from.
const receiversShown = 50

// Receivers are the experts who could be offered the conversation of its holder
// now, those who know its topic best first. It refuses ErrUnknownConversation to
// anybody but the holder. It is a look: HandOver checks again.
func (d *Desk) Receivers(ctx context.Context, by domain.Actor, id domain.ConversationID) ([]Receiver, error) {
	var q InQueue
	var holder domain.ExpertID
	err := d.inTx(ctx, func(tx Store) error {
		c, err := tx.Conversation(id)
		if err == nil && !c.HeldBy(by) {
			err = ErrUnknownConversation
		}
		if err != nil {
			return err
		}
		holder = c.Expert
		q, err = inQueueOf(tx, &c)
		return err
	})
	if err != nil {
		return nil, err
	}
	free, err := d.floor.FreeExperts(ctx, d.rt.Now())
	if err != nil {
		return nil, err
	}
	all := make([]Receiver, 0, len(free))
	for i := range free {
		if c := &free[i]; c.Expert.ID != holder && passes(q, c) {
			all = append(all, Receiver{c.Expert, c.Free, standing(q, c)})
		}
	}
	slices.SortStableFunc(all, func(a, b Receiver) int { return fit(b) - fit(a) })
	return all[:min(len(all), receiversShown)], nil
}

// fit orders receivers: who knows the topic, then who has more room.
func fit(r Receiver) int {
	return map[string]int{string(roster.Qualified): 20, string(roster.Learning): 10}[r.Topic] + r.Free
}
