package desk

import (
	"context"
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shifts"
)

// Answering is when the brand answers, and how soon who leaves a question
// hears: in opening hours.
type Answering struct {
	Hours  brand.Hours
	Zone   *time.Location
	Within time.Duration
	// Staffed are the times to come at which somebody has a shift, in order, where
	// the brand goes by shifts.
	Staffed []shifts.Span
}

// Open reports whether the brand is open.
func (a Answering) Open(now time.Time) bool { return a.Hours.Open(a.Zone, now) }

// Promise is when an answer is there at the latest, on the next quarter of an
// hour; false when that is never. Where the brand goes by shifts the hours in which
// somebody has one count, and beyond the end of the plan the opening hours.
func (a Answering) Promise(now time.Time) (time.Time, bool) {
	const quarter = 15 * time.Minute
	at, ever := a.after(now)
	return at.Add(quarter - time.Millisecond).Truncate(quarter), ever
}

func (a Answering) after(now time.Time) (time.Time, bool) {
	left := a.Within
	for _, s := range a.Staffed {
		if s.From.After(now) {
			now = s.From
		}
		here := max(s.To.Sub(now), 0)
		if here >= left {
			return now.Add(left), true
		}
		left, now = left-here, now.Add(here)
	}
	return a.Hours.After(a.Zone, now, left)
}

// Crowd are the customers of one language who wait at the desk.
type Crowd struct {
	Language domain.Language
	First    time.Time // when the one who waits longest came
	OnDuty   bool      // somebody is who speaks it
	QuietAt  time.Time // when the last who did left, at the latest; zero: there was nobody
}

// QueueStore is what the queue needs of one transaction. A customer's row comes
// before every conversation in the order of locks, a network after it.
type QueueStore interface {
	// LockCustomer lets one question of a customer in at a time, and tells whether the brand knows who it is.
	LockCustomer(domain.CustomerID) (verified bool, err error)
	Verified(domain.CustomerID) (bool, error)
	// LockNetwork lets one question of an address range in at a time.
	LockNetwork(network string) error
	WaitingOf(domain.CustomerID) (id domain.ConversationID, found bool, err error)
	WaitingFrom(network string) (int, error)

	Answering() (Answering, error)
	OnDuty(domain.Language, time.Time) (bool, error) // while the brand is open
	// Duties tells for every expert what the plan says about a moment.
	Duties(time.Time) (func(domain.ExpertID) roster.Duty, error)
	WishOf(domain.CustomerID, domain.ExpertID) (w Wish, found bool, err error)

	// Crowds are who waits at the experts' desk now, without open questions.
	Crowds(now time.Time) ([]Crowd, error)
	WaitingSince(l domain.Language, entered time.Time, limit int) ([]domain.ConversationID, error)
	// Rushing are the open questions whose time comes until now.
	Rushing(now time.Time, limit int) ([]domain.ConversationID, error)
	NextRush(now time.Time) (time.Time, error) // after now; zero: none

	AddPromise(Conversation) error // in place of an older one of the episode
	KeepPromise(id domain.ConversationID, episode int, answered time.Time) error
	WithdrawPromise(id domain.ConversationID, episode int, at time.Time) error
	Promised(id domain.ConversationID, episode int) (bool, error)
	AddWaitChecks([]WaitCheck) error // the first of an episode stays
	// Waited completes the wait check of an episode, if there is one.
	Waited(id domain.ConversationID, episode int, accepted time.Time) error
}

// WaitCheck is the first range that a customer was told.
type WaitCheck struct {
	Conversation domain.ConversationID
	Episode      int
	AskedAt      time.Time
	Place        int
	Range        Range
	Seats        int
	Finished     int
}

// Leave makes the customer's waiting conversation an open question, to be
// answered within the brand's opening hours. It is refused with ErrLeaveTooSoon
// in the first 90 seconds while somebody is on duty, ErrNotWaiting when an
// expert has it, ErrNoPromise when the brand opens at no time, and
// ErrUnknownConversation to anybody else. The row of the conversation decides
// between leaving, a pick and an offer: who comes second sees the first.
func (d *Desk) Leave(ctx context.Context, by domain.CustomerID, id domain.ConversationID) error {
	return d.mine(ctx, by, id, func(tx Store, c *Conversation) error {
		if !c.inLine() || c.IsLeft() {
			return c.Leave(WhyLeft, system, time.Time{}, d.rt.Now()) // its refusal, or nothing
		}
		if d.rt.Now().Sub(c.EnteredAt) < LeaveAfter {
			onDuty, err := tx.OnDuty(c.Language, d.rt.Now())
			if err == nil && onDuty {
				err = ErrLeaveTooSoon
			}
			if err != nil {
				return err
			}
		}
		return d.leaveOpen(tx, c, WhyLeft, Author{domain.RoleCustomer, string(by)})
	})
}

// mine runs fn on a customer's own conversation, which is held.
func (d *Desk) mine(
	ctx context.Context, by domain.CustomerID, id domain.ConversationID, fn func(Store, *Conversation) error,
) error {
	return d.tx(ctx, func(tx Store) error {
		c, err := tx.LockConversation(id)
		if err == nil && (c.Customer != by || by == "") {
			err = ErrUnknownConversation
		}
		if err != nil {
			return err
		}
		return fn(tx, &c)
	})
}

// leaveOpen stores that a conversation is an open question now, and tells it.
func (d *Desk) leaveOpen(tx Store, c *Conversation, why string, by Author) error {
	now := d.rt.Now()
	answering, err := tx.Answering()
	if err != nil {
		return err
	}
	answerBy, ever := answering.Promise(now)
	if !ever {
		return ErrNoPromise
	}
	if err := c.Leave(why, by, answerBy, now); err != nil {
		return err
	}
	if err := tx.SaveConversation(*c); err != nil {
		return err
	}
	if err := tx.AddPromise(*c); err != nil {
		return err
	}
	return tell(tx, ConversationLeft, c, "")
}

// Return brings the customer's open question back to its old place in the
// queue. It is refused with ErrNotWaiting when an expert has it, ErrBrandClosed
// while nobody would come, and ErrUnknownConversation to anybody else; twice is
// once.
func (d *Desk) Return(ctx context.Context, by domain.CustomerID, id domain.ConversationID) error {
	return d.mine(ctx, by, id, func(tx Store, c *Conversation) error {
		now := d.rt.Now()
		if c.inLine() && !c.IsLeft() {
			return nil
		}
		if answering, err := tx.Answering(); err != nil || !answering.Open(now) {
			return orRefuse(err, ErrBrandClosed)
		}
		if err := c.Return(Author{domain.RoleCustomer, string(by)}, now); err != nil {
			return err
		}
		if err := tx.SaveConversation(*c); err != nil {
			return err
		}
		if err := tx.WithdrawPromise(c.ID, c.Episode.No, now); err != nil {
			return err
		}
		return tell(tx, ConversationReturned, c, "")
	})
}

// AskStaff moves the customer's waiting conversation to the brand's staff, after
// three minutes or when it is an open question. An offer that is open is
// withdrawn. It is refused with ErrStaffTooSoon, ErrNotWaiting, and
// ErrUnknownConversation to anybody else; twice is once.
func (d *Desk) AskStaff(ctx context.Context, by domain.CustomerID, id domain.ConversationID) error {
	return d.mine(ctx, by, id, func(tx Store, c *Conversation) error {
		now := d.rt.Now()
		switch {
		case c.Desk == ByStaff && c.Status == Queued:
			return nil
		case !c.inLine():
			return ErrNotWaiting
		case !c.IsLeft() && now.Sub(c.EnteredAt) < StaffAfter:
			return ErrStaffTooSoon
		}
		if c.Status == Offered {
			if err := d.withdrawOffer(tx, c); err != nil {
				return err
			}
			if err := c.Unoffer(now); err != nil {
				return err
			}
		}
		if err := c.AskStaff(Author{domain.RoleCustomer, string(by)}, now); err != nil {
			return err
		}
		if err := tx.SaveConversation(*c); err != nil {
			return err
		}
		if err := tx.WithdrawPromise(c.ID, c.Episode.No, now); err != nil {
			return err
		}
		return tellAll(tx, ConversationQueued, c)
	})
}

// tellAll emits an event for every entry of this change.
func tellAll(tx Store, name string, c *Conversation) error {
	for i := range c.Written {
		h := happened(name, c, "")
		h.Entry = &c.Written[i]
		if err := tx.Emit(h); err != nil {
			return err
		}
	}
	return nil
}

// queueBatch bounds how many questions one look takes on.
const queueBatch = 100

// tickQueue does what time does to those who wait: open questions whose time
// comes go among the urgent, and who waits while the brand is closed, or while
// nobody is on duty for ten minutes, is taken to have left. It asks nothing more
// when nobody waits.
func (d *Desk) tickQueue(ctx context.Context) (next time.Time, err error) {
	var rushing []domain.ConversationID
	var crowds []Crowd
	now := d.rt.Now()
	err = d.inTx(ctx, func(tx Store) (err error) {
		if rushing, err = tx.Rushing(now, queueBatch); err != nil {
			return err
		}
		if next, err = tx.NextRush(now); err != nil {
			return err
		}
		crowds, err = tx.Crowds(now)
		return err
	})
	if err != nil {
		return time.Time{}, err
	}
	var failed error
	for _, id := range rushing {
		failed = errors.Join(failed, d.rush(ctx, id))
	}
	if len(crowds) == 0 {
		return next, failed
	}
	at, err := d.leaveAlone(ctx, crowds, now)
	return earlier(next, at), errors.Join(failed, err)
}

// earlier is the first of two moments; zero is never.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || (!b.IsZero() && b.Before(a)) {
		return b
	}
	return a
}

// rush puts one open question among the urgent, when it still is one.
func (d *Desk) rush(ctx context.Context, id domain.ConversationID) error {
	return d.tx(ctx, func(tx Store) error {
		c, err := tx.LockConversation(id)
		if err != nil || !c.Rush(d.rt.Now()) {
			return err
		}
		if err := tx.SaveConversation(c); err != nil {
			return err
		}
		return mention(tx, ConversationQueued, &c, "")
	})
}

// leaveAlone makes open questions of those whom nobody can answer now. It
// returns when it should look again.
func (d *Desk) leaveAlone(ctx context.Context, crowds []Crowd, now time.Time) (next time.Time, err error) {
	isOpen, err := d.floor.OpenNow(ctx, now)
	if err != nil {
		return time.Time{}, err
	}
	for _, crowd := range crowds {
		why, entered := WhyClosed, now
		if isOpen {
			if crowd.OnDuty {
				continue
			}
			since := crowd.First
			if crowd.QuietAt.After(since) {
				since = crowd.QuietAt
			}
			if at := since.Add(AloneAfter); at.After(now) {
				next = earlier(next, at)
				continue
			}
			why, entered = WhyAlone, now.Add(-AloneAfter)
		}
		err = errors.Join(err, d.leaveAll(ctx, crowd.Language, entered, why))
	}
	return next, err
}

// leaveAll makes open questions of those who came until entered, some at a time.
func (d *Desk) leaveAll(ctx context.Context, l domain.Language, entered time.Time, why string) error {
	for {
		var ids []domain.ConversationID
		err := d.inTx(ctx, func(tx Store) (err error) {
			ids, err = tx.WaitingSince(l, entered, queueBatch)
			return err
		})
		if err != nil {
			return err
		}
		for _, id := range ids {
			err := d.tx(ctx, func(tx Store) error {
				c, err := tx.LockConversation(id)
				if err != nil || c.Status != Queued || c.Desk == ByStaff || c.IsLeft() {
					return err // somebody was first
				}
				return d.leaveOpen(tx, &c, why, system)
			})
			if errors.Is(err, ErrNoPromise) {
				return nil // a brand that opens at no time promises nothing
			}
			if err != nil {
				return err
			}
		}
		if len(ids) < queueBatch {
			return nil
		}
	}
}
