// Package indicators is how the desk does, in numbers: waiting, answers, endings
// and what customers say, over the episodes that began in some days of the brand,
// beside what came by telephone, mail and other ways. Every formula is here and
// pure, so that both databases give the same report; README.md lists them. It
// imports the standard library, domain, desk and rewards.
//
// Nothing here scores anybody. How long something took is shown and never judged:
// no number asks for shorter conversations.
package indicators

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/rewards"
)

// Limits of a report. What is beyond them is refused: a part of the episodes would
// give a wrong number.
const (
	MostDays     = 92
	MostEpisodes = 50_000
	// ReturnWithin is how long after an end a contact about the same speaks against it.
	ReturnWithin = 7 * 24 * time.Hour
)

// Refusals of reports.
var (
	ErrBadPeriod = domain.Refuse(domain.Invalid, "bad_period", "Name a first and a last day such as 2026-11-23, at most 92 days, none of them to come.").At("/from")
	ErrTooMany   = domain.Refuse(domain.Conflict, "too_many_episodes", "These days have more conversations than one report counts. Name fewer days.")
	ErrUnknown   = domain.Refuse(domain.NotFound, "indicator_not_found", "There is no such indicator.")
)

// Name names an indicator.
type Name string

// The indicators.
const (
	Inflow         Name = "inflow"
	Waiting        Name = "waiting"
	FirstResponse  Name = "first_response"
	Handling       Name = "handling"
	Proposed       Name = "proposed"
	Accepted       Name = "accepted"
	Acceptance     Name = "acceptance"
	Abandonment    Name = "abandonment"
	Transfers      Name = "transfers"
	FirstTimeRight Name = "first_time_right"
	Satisfaction   Name = "satisfaction"
	Response       Name = "response"
	SpreadStars    Name = "spread_satisfaction"
	SpreadRight    Name = "spread_first_time_right"
	Deflection     Name = "deflection"
	Concurrency    Name = "concurrency"
)

// Kind says how the number of an indicator reads.
type Kind string

// The kinds of numbers.
const (
	Rate     Kind = "rate"     // so many a day
	Duration Kind = "duration" // seconds
	Share    Kind = "share"    // of one, with an interval of 95 %
	Spread   Kind = "spread"   // between experts, of one
	Level    Kind = "level"    // conversations at once
)

// Episode is what an episode tells: times that did not happen are zero.
type Episode struct {
	Conversation domain.ConversationID
	No           int
	Channel      string
	Reason       rewards.Reason
	Expert       domain.ExpertID // who closed it, or held it last; empty: staff, or nobody
	OpenedAt     time.Time
	AssignedAt   time.Time // somebody took it for the first time
	RespondedAt  time.Time // the first word of an expert or of staff
	OfferedEndAt time.Time // who answers closed it for the first time; see ProposedAt
	LastAnswerAt time.Time // the last word of who answers, before the end if there is one
	ClosedAt     time.Time
	ClosedBy     domain.Role
	Outcome      desk.Outcome
	ConfirmedAt  time.Time
	ConfirmedBy  desk.ConfirmedBy
	Solved       desk.Answer   // the customer's own word, if there is one
	Held         time.Duration // by all who held it, until they no longer did
	Passed       bool          // from one to another
	Stars        int           // 0: not rated
	Returned     bool          // its customer asked about the same again in time
}

// held reports whether somebody had the episode in hand.
func (e Episode) held() bool { return !e.AssignedAt.IsZero() }

// closed reports whether the episode has an end.
func (e Episode) closed() bool { return !e.ClosedAt.IsZero() }

// solved reports whether it ended as solved and its customer says nothing else.
func (e Episode) solved() bool {
	return e.Outcome == desk.Solved && (e.Solved == "" || e.Solved == desk.SolvedYes)
}

// ProposedAt is when a solution was proposed: when an expert or staff first closed
// the episode. Where they never did, and it ended as solved or partly solved all the
// same, it is their last word before that end. What was never answered was not solved.
func (e Episode) ProposedAt() time.Time {
	if e.RespondedAt.IsZero() {
		return time.Time{}
	}
	if e.OfferedEndAt.IsZero() && (e.Outcome == desk.Solved || e.Outcome == desk.Partly) {
		return e.LastAnswerAt
	}
	return e.OfferedEndAt
}

// Again reports whether a later contact of the same customer speaks against the
// episode: about the same, and within seven days after its end.
func (e Episode) Again(at time.Time, r rewards.Reason) bool {
	return e.closed() && at.After(e.ClosedAt) && at.Before(e.ClosedAt.Add(ReturnWithin)) && r.Same(e.Reason)
}

// own reports whether the customer's own word confirmed the end.
func (e Episode) own() bool {
	return e.ConfirmedBy == desk.ByCustomer || e.ConfirmedBy == desk.ByRating
}

// abandoned reports whether the customer left before anybody said a word. What
// staff close unanswered, as they do with nonsense, was not abandoned.
func (e Episode) abandoned() bool {
	return e.closed() && e.RespondedAt.IsZero() && (e.ClosedBy == domain.RoleCustomer || e.ClosedBy == domain.RoleSystem)
}

// firstTimeRight reports whether the episode was: solved, also in the customer's
// own words if there are any, by whoever had it first, without a contact on the
// same reason within seven days, and confirmed. It is the rule that awards go by.
func (e Episode) firstTimeRight() bool {
	return e.solved() && !e.Passed && !e.Returned && !e.ConfirmedAt.IsZero()
}

// about reports whether a reason is the given one, or lies below it.
func about(r rewards.Reason, id domain.ReasonID) bool {
	return id == "" || r.First == id || r.Second == id
}

// Filter narrows what is counted; what is empty narrows nothing.
type Filter struct {
	Channel string
	Reason  domain.ReasonID // of either level
}

// None reports whether a filter leaves everything in.
func (f Filter) None() bool { return f == Filter{} }

// Episodes are those that a filter leaves in.
func (f Filter) Episodes(all []Episode) []Episode {
	if f.None() {
		return all
	}
	var some []Episode
	for _, e := range all {
		if (f.Channel == "" || e.Channel == f.Channel) && about(e.Reason, f.Reason) {
			some = append(some, e)
		}
	}
	return some
}

func (f Filter) contacts(all []Contact) []Contact {
	if f.None() {
		return all
	}
	var some []Contact
	for _, c := range all {
		if (f.Channel == "" || c.Channel == f.Channel) && about(c.Reason, f.Reason) {
			some = append(some, c)
		}
	}
	return some
}
