package desk

import (
	"time"

	"github.com/kennerhq/kenner/domain"
)

// How long a customer waits before something else is proposed.
const (
	LeaveAfter = 90 * time.Second  // to leave the question
	StaffAfter = 180 * time.Second // to ask the brand's staff
)

// AloneAfter is how long nobody may be on duty before a waiting question is
// taken to be left.
const AloneAfter = 10 * time.Minute

// HeadStart is how much earlier a verified customer is taken to have come, in
// the class of all others. Nobody can starve by it: it passes only those who
// came less than a minute before.
const HeadStart = 60 * time.Second

// RushBefore is when the allocator takes on an open question at the latest: this
// long before its promise, or when a quarter of it is left.
const RushBefore = 30 * time.Minute

// What brings a conversation into the queue or moves it there: words of the
// timeline and of places that rose. Hand-overs and experts who vanished bring
// their own.
const (
	WhyOpened     = "opened"
	WhyVerified   = "verified"      // with a head start
	WhyComplaint  = "complaint"     // or back because it was not solved
	WhyBack       = "back"          // an expert had it, and the customer wrote again
	WhySilent     = "expert_silent" // an expert had it, and did not answer
	WhyLeft       = "left"          // by the customer
	WhyClosed     = "left_closed"   // for the customer: the brand is closed
	WhyAlone      = "left_alone"    // for the customer: nobody is on duty
	WhyReturned   = "returned"      // from an open question to the queue
	WhyPromised   = "promised"      // an open question whose time comes
	WhyAskedStaff = "asked_staff"   // the customer asked for the brand's staff
)

// Entrance is how a conversation came into the queue.
type Entrance struct {
	EnteredAt time.Time // its place may be older: a head start, or a place it had before
	QueuedWhy string    // one of the words above
	LeftClass Class     // of an open question: the class it comes back to
}

// IsLeft reports whether it is an open question: the customer left it, and an
// answer is promised.
func (c *Conversation) IsLeft() bool { return !c.LeftAt.IsZero() }

// enter notes that the conversation came into the queue. An open question that
// comes back from an expert goes to the board again; staff have none.
func (c *Conversation) enter(now time.Time) {
	c.EnteredAt = now
	switch c.Class {
	case ClassFront:
		c.QueuedWhy = WhyBack
	case ClassUrgent:
		c.QueuedWhy = WhyComplaint
	default:
		c.QueuedWhy = WhyOpened
	}
	switch {
	case !c.IsLeft():
	case c.Desk == ByStaff:
		c.LeftAt, c.AnswerBy = time.Time{}, time.Time{}
	default:
		c.LeftClass, c.Class = c.Class, ClassOpen
	}
}

// exit takes it out of the queue.
func (c *Conversation) exit() {
	if c.Class == ClassOpen {
		c.Class = c.LeftClass
	}
	c.QueuedAt, c.Entrance = time.Time{}, Entrance{}
}

// because remembers the word of an entry that brought it into the queue.
func (c *Conversation) because(e Entry) {
	if e.Status != Queued || e.Kind == KindMessage || c.IsLeft() {
		return
	}
	switch e.Data.Why {
	case "", "next_expert", WhyOpened:
	default:
		c.QueuedWhy = e.Data.Why
	}
}

// headStart puts a verified customer before those of all others who came within
// the last minute.
func (c *Conversation) headStart() {
	if c.Class == ClassNormal && c.QueuedWhy == WhyOpened {
		c.QueuedAt, c.QueuedWhy = c.QueuedAt.Add(-HeadStart), WhyVerified
	}
}

// Refusals of leaving and coming back.
var (
	ErrLeaveTooSoon = domain.Refuse(domain.Conflict, "leave_too_soon", "Somebody may come any moment: you can leave the question after 90 seconds.")
	ErrStaffTooSoon = domain.Refuse(domain.Conflict, "staff_too_soon", "You can ask the brand's team after three minutes of waiting.")
	ErrNotWaiting   = domain.Refuse(domain.Conflict, "not_waiting", "This question does not wait for an expert any more.")
	ErrNoPromise    = domain.Refuse(domain.Conflict, "no_opening", "Nobody is expected within a year, so nothing can be promised.")
	ErrBrandClosed  = domain.Refuse(domain.Conflict, "brand_closed", "Nobody is here now. Your question is kept, and the promise stands.")
)

func (c *Conversation) inLine() bool {
	return (c.Status == Queued || c.Status == Offered) && c.Desk != ByStaff
}

// Leave makes a waiting conversation an open question with a promise. An offer
// that is open goes on. It is refused with ErrNotWaiting when nobody waits;
// twice is once.
func (c *Conversation) Leave(why string, by Author, answerBy, now time.Time) error {
	switch {
	case !c.inLine():
		return ErrNotWaiting
	case c.IsLeft():
		return nil
	}
	c.LeftAt, c.AnswerBy = now, answerBy
	c.LeftClass, c.Class = c.Class, ClassOpen
	c.write(Entry{Kind: KindStatus, Author: by, Status: c.Status, Data: Data{Why: why, AnswerBy: moment(answerBy)}}, now)
	return nil
}

// Return brings an open question back to its old place in the queue. It is
// refused with ErrNotWaiting when an expert has it; twice is once.
func (c *Conversation) Return(by Author, now time.Time) error {
	switch {
	case !c.inLine():
		return ErrNotWaiting
	case !c.IsLeft():
		return nil
	}
	if c.Class == ClassOpen {
		c.Class = c.LeftClass
	}
	c.LeftAt, c.AnswerBy, c.LeftClass = time.Time{}, time.Time{}, 0
	c.EnteredAt, c.QueuedWhy = now, WhyReturned
	c.write(Entry{Kind: KindStatus, Author: by, Status: c.Status, Data: Data{Why: WhyReturned}}, now)
	return nil
}

// RushAt is when the allocator takes on an open question.
func (c *Conversation) RushAt() time.Time {
	return c.AnswerBy.Add(-max(RushBefore, c.AnswerBy.Sub(c.LeftAt)/4))
}

// Rush puts an open question among the urgent when its time comes; it stays on
// the board. It reports whether anything changed.
func (c *Conversation) Rush(now time.Time) bool {
	if c.Status != Queued || c.Class != ClassOpen || now.Before(c.RushAt()) {
		return false
	}
	c.Class, c.EnteredAt, c.QueuedWhy = min(c.LeftClass, ClassUrgent), now, WhyPromised
	return true
}

// AskStaff moves a waiting conversation to the brand's staff, with its place. It
// is refused with ErrNotWaiting when no expert is waited for, or one is asked.
func (c *Conversation) AskStaff(by Author, now time.Time) error {
	if c.Status != Queued || c.Desk == ByStaff {
		return ErrNotWaiting
	}
	if c.Class == ClassOpen {
		c.Class = c.LeftClass
	}
	c.LeftAt, c.AnswerBy, c.LeftClass = time.Time{}, time.Time{}, 0
	c.Desk, c.EnteredAt = ByStaff, now
	c.write(Entry{Kind: KindStatus, Author: by, Status: Queued, Data: Data{Why: WhyAskedStaff}}, now)
	return nil
}
