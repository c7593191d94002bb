package desk

import (
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// FollowUpState is where a promise stands.
type FollowUpState string

// The states of a follow-up.
const (
	FollowUpOpen      FollowUpState = "open"
	FollowUpDone      FollowUpState = "done"
	FollowUpDismissed FollowUpState = "dismissed"
)

// FollowUpOutcome is what looking into it brought.
type FollowUpOutcome string

// The outcomes of a follow-up.
const (
	FollowUpAnswered FollowUpOutcome = "answered"
	FollowUpBetter   FollowUpOutcome = "better_solution" // than what the customer was told before
	FollowUpNothing  FollowUpOutcome = "nothing_found"   // an honest end, too
)

// The limits of a follow-up.
const (
	MaxOpenFollowUps = 3 // in one conversation
	FollowUpSoonest  = 15 * time.Minute
	FollowUpLatest   = 30 * 24 * time.Hour
	FollowUpStale    = 48 * time.Hour // so late that staff should look
	AnswerFixed      = 48 * time.Hour // how long "did it help?" may be changed
	MaxPromise       = 500
	MaxResearch      = 8000
	MaxSources       = 20
	MaxSourceTitle   = 200
	MaxSourceURL     = 2000
	MaxTimeBox       = 6000 // minutes
	MaxReasonText    = 500
)

// FollowUpSource is where something was looked up.
type FollowUpSource struct {
	Title string `json:"title"`
	URL   string `json:"url,omitempty"`
}

// FollowUpData is what an entry about a follow-up tells besides its text, which
// is the promise, or the result when it is done.
type FollowUpData struct {
	FollowUp domain.FollowUpID `json:"followUpId,omitempty"`
	State    FollowUpState     `json:"state,omitempty"`
	DueAt    string            `json:"dueAt,omitempty"` // while it is open
	Found    FollowUpOutcome   `json:"found,omitempty"`
}

// FollowUp is a task that a conversation left behind: an expert promised the
// customer to find something out until a time. Research, sources and time box
// are internal; promise, time and result are the customer's to read.
type FollowUp struct {
	ID            domain.FollowUpID
	Conversation  domain.ConversationID
	Episode       int
	Expert        domain.ExpertID // who keeps it
	ClientID      string
	Place         int // 1 to MaxOpenFollowUps among the open ones of the conversation
	Promise       string
	DueAt         time.Time
	FirstDueAt    time.Time
	ReplannedAt   time.Time // once
	RemindAt      time.Time // when the expert is reminded
	SurfacedAt    time.Time // when that happened
	TimeBox       int       // minutes the expert wants to spend; 0: none
	Research      string
	Sources       []FollowUpSource
	State         FollowUpState
	Outcome       FollowUpOutcome
	Result        string
	DoneAt        time.Time
	MissedAt      time.Time
	StaleAt       time.Time
	Helped        Answer // yes or no
	HelpedAt      time.Time
	DismissedAt   time.Time
	DismissedBy   domain.PersonID
	DismissReason string
	CreatedAt     time.Time
	Version       int
}

// Refusals of a follow-up.
var (
	ErrUnknownFollowUp  = domain.Refuse(domain.NotFound, "follow_up_not_found", "There is no such promise.")
	ErrDueTime          = domain.Refuse(domain.Invalid, "due_invalid", "A promise is due between 15 minutes and 30 days from now.").At("/dueAt")
	ErrTooManyFollowUps = domain.Refuse(domain.Conflict, "too_many_follow_ups", "Three promises are open in this conversation. Keep one of them first.")
	ErrReplannedBefore  = domain.Refuse(domain.Conflict, "replanned_before", "This promise was put off before. Once is all there is.")
	ErrDuePassed        = domain.Refuse(domain.Conflict, "due_passed", "The promised time is over. Tell the customer what you found, or that you found nothing.")
	ErrFollowUpNotOpen  = domain.Refuse(domain.Conflict, "follow_up_not_open", "This promise is not open any more.")
	ErrFollowUpOpen     = domain.Refuse(domain.Conflict, "follow_up_open", "This promise has no answer yet.")
	ErrAnswerFixed      = domain.Refuse(domain.Conflict, "answer_fixed", "This answer has been counted and cannot be changed any more.")
	ErrBadFollowUp      = domain.Refuse(domain.Invalid, "outcome_invalid", "The outcome is answered, better_solution or nothing_found.").At("/outcome")
	ErrBadHelped        = domain.Refuse(domain.Invalid, "helped_invalid", "Say yes or no.").At("/helped")
	ErrBadTimeBox       = domain.Refuse(domain.Invalid, "time_box_invalid", "A time box is 1 to 6000 minutes.").At("/timeBoxMinutes")
	ErrBadSources       = domain.Refuse(domain.Invalid, "sources_invalid", "A source has a title and, if you like, an http address; there are at most 20.").At("/sources")
	ErrOwnerThere       = domain.Refuse(domain.Conflict, "owner_there", "The expert who promised is there and not two days late yet.")
	ErrStaleFollowUp    = domain.Refuse(domain.Stale, "stale_version", "Somebody changed this meanwhile. Look at it again.")
)

// Kept reports whether the result came in time: what was missed once never
// counts as kept, whatever the clocks of two processes say.
func (f FollowUp) Kept() bool {
	return f.State == FollowUpDone && f.MissedAt.IsZero() && !f.DoneAt.After(f.DueAt)
}

// due sets the promised time and when the expert is reminded: at six in the
// morning of the day in the brand's zone, and for what was promised later than
// that an hour before, or at half time when less is left.
func (f *FollowUp) due(at, now time.Time, zone *time.Location) error {
	at = at.UTC().Truncate(time.Millisecond)
	if at.Before(now.Add(FollowUpSoonest)) || at.After(now.Add(FollowUpLatest)) {
		return ErrDueTime
	}
	f.DueAt, f.SurfacedAt = at, time.Time{}
	if six := sixOn(at, zone); six.After(now) && six.Before(at) {
		f.RemindAt = six
		return nil
	}
	f.RemindAt = at.Add(-min(time.Hour, at.Sub(now)/2))
	return nil
}

// sixOn is six in the morning of the day on which t lies in a zone.
func sixOn(t time.Time, zone *time.Location) time.Time {
	y, m, d := t.In(zone).Date()
	return time.Date(y, m, d, 6, 0, 0, 0, zone).UTC()
}

// lastSix is the last six in the morning until now.
func lastSix(now time.Time, zone *time.Location) time.Time {
	six := sixOn(now, zone)
	if six.After(now) {
		y, m, d := now.In(zone).Date()
		six = time.Date(y, m, d-1, 6, 0, 0, 0, zone).UTC()
	}
	return six
}

// Replan puts the promise to another time, once and before the promised one. It
// is refused with ErrFollowUpNotOpen, ErrReplannedBefore, ErrDuePassed and
// ErrDueTime. The same time again changes nothing.
func (f *FollowUp) Replan(at, now time.Time, zone *time.Location) (moved bool, err error) {
	switch {
	case f.State != FollowUpOpen:
		return false, ErrFollowUpNotOpen
	case at.Equal(f.DueAt):
		return false, nil
	case !f.ReplannedAt.IsZero():
		return false, ErrReplannedBefore
	case now.After(f.DueAt) || !f.MissedAt.IsZero():
		return false, ErrDuePassed
	}
	if err := f.due(at, now, zone); err != nil {
		return false, err
	}
	f.ReplannedAt = now
	return true, nil
}

// Finish gives the result. It may be late; what was missed stays missed. It is
// refused with ErrFollowUpNotOpen: of two results the first one stands.
func (f *FollowUp) Finish(o FollowUpOutcome, result string, now time.Time) error {
	if f.State != FollowUpOpen {
		return ErrFollowUpNotOpen
	}
	if now.Before(f.MissedAt) {
		now = f.MissedAt // two processes, two clocks: it cannot be done before it was missed
	}
	f.State, f.Outcome, f.Result, f.DoneAt = FollowUpDone, o, result, now
	return nil
}

// Surface reports whether the expert is to be reminded now, and marks it.
func (f *FollowUp) Surface(now time.Time) bool {
	if f.State != FollowUpOpen || !f.SurfacedAt.IsZero() || now.Before(f.RemindAt) {
		return false
	}
	f.SurfacedAt = now
	return true
}

// Miss reports whether the promised time has just been found to be over, and
// marks it. The promise stays open.
func (f *FollowUp) Miss(now time.Time) bool {
	if f.State != FollowUpOpen || !f.MissedAt.IsZero() || !now.After(f.DueAt) {
		return false
	}
	f.MissedAt = now
	return true
}

// Neglect reports whether the promise was two days late at the last six in the
// morning and nobody has been told yet, and marks it.
func (f *FollowUp) Neglect(now time.Time, zone *time.Location) bool {
	if f.State != FollowUpOpen || !f.StaleAt.IsZero() || f.DueAt.Add(FollowUpStale).After(lastSix(now, zone)) {
		return false
	}
	f.StaleAt = now
	return true
}

// Answer is the customer's word on whether the result helped; saying it again
// changes nothing, and another word counts for two days. It is refused with
// ErrBadHelped, ErrFollowUpOpen and ErrAnswerFixed.
func (f *FollowUp) Answer(helped Answer, now time.Time) (changed bool, err error) {
	switch {
	case helped != SolvedYes && helped != SolvedNo:
		return false, ErrBadHelped
	case f.State != FollowUpDone:
		return false, ErrFollowUpOpen
	case f.Helped == helped:
		return false, nil
	case f.Fixed(now):
		return false, ErrAnswerFixed
	}
	f.Helped = helped
	if f.HelpedAt.IsZero() {
		f.HelpedAt = now
	}
	return true, nil
}

// Fixed reports whether the customer's answer cannot be changed any more.
func (f FollowUp) Fixed(now time.Time) bool {
	return !f.HelpedAt.IsZero() && !now.Before(f.HelpedAt.Add(AnswerFixed))
}

// Dismiss ends a promise that nobody will keep. It is refused with
// ErrFollowUpNotOpen.
func (f *FollowUp) Dismiss(by domain.PersonID, reason string, now time.Time) error {
	if f.State != FollowUpOpen {
		return ErrFollowUpNotOpen
	}
	f.State, f.DismissedAt, f.DismissedBy, f.DismissReason = FollowUpDismissed, now, by, reason
	return nil
}

// Give makes another expert keep the promise. Its owner must have left, be away
// for longer, or be two days late: nobody takes a promise from who is there. It
// is refused with ErrFollowUpNotOpen, ErrOwnerThere and roster.ErrNotActive.
func (f *FollowUp) Give(owner, to roster.Expert, now time.Time) error {
	switch {
	case f.State != FollowUpOpen:
		return ErrFollowUpNotOpen
	case to.State != roster.Active:
		return roster.ErrNotActive
	case owner.State == roster.Active && now.Before(f.DueAt.Add(FollowUpStale)):
		return ErrOwnerThere
	}
	f.Expert, f.SurfacedAt = to.ID, time.Time{}
	return nil
}

// freePlace is the first of so many places that nothing open has, or 0.
func freePlace(taken []int, places int) int {
	for n := 1; n <= places; n++ {
		if !slices.Contains(taken, n) {
			return n
		}
	}
	return 0
}
