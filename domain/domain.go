// Package domain holds the words that every other package shares: identities,
// points, refusals, events, actors and the runtime a use case is given. It
// imports nothing but the standard library.
package domain

import (
	"errors"
	"time"
)

// Identities are types, so that the compiler refuses to mix them. Each is a
// prefix and a UUIDv7: sortable, recognisable in a log, never a secret.
type (
	PersonID       string // exp_… or mgr_…: anybody who signs in
	ExpertID       string // exp_…
	CustomerID     string // cus_…
	ConversationID string // cnv_…
	MessageID      string // msg_…
	OfferID        string // ofr_…
	ReasonID       string // rsn_…
	ProductID      string // prd_…
	RewardID       string // rwd_…
	RedemptionID   string // rdm_…
	DropID         string // drp_…
	EntryID        string // ent_…: one person's entry in a draw
	TransferID     string // tfr_…
	AwardID        string // awd_…
	SeasonID       string // ssn_…
	RoundID        string // rnd_…
	SessionID      string // ses_…
	InvitationID   string // inv_…
	PasskeyID      string // pky_…
	ProviderID     string // oip_…
	FollowUpID     string // fup_…
	NoteID         string // nte_…
	FactID         string // fct_…
	ModelID        string // mdl_…: a version of what was learned from closed conversations
	ScreenID       string // scr_…
	HandOverID     string // hov_…
	SlotID         string // slt_…
	ShiftID        string // shf_…
	SwapID         string // swp_…
	VacancyID      string // vac_…
	CohortID       string // coh_…
	ApplicationID  string // app_…: a request to become an expert, and the actor behind its personal link
)

// Points are whole expert points. They are never fractional and never money.
type Points int64

// Language is a BCP 47 primary tag such as "en" or "nl".
type Language string

// Event is a fact in the past tense. It is stored in the transaction that made
// it true and delivered after the commit.
type Event interface {
	// EventName is the published name, "conversation.accepted".
	EventName() string
}

// Role says which functions an Actor may use.
type Role string

const (
	RoleCustomer Role = "customer"
	RoleExpert   Role = "expert"
	RoleManager  Role = "manager"
	RoleAdmin    Role = "admin"
	// RoleAuditor reads what staff read and changes nothing.
	RoleAuditor Role = "auditor"
	RoleScreen  Role = "screen" // a wall that shows the board, and nobody
	// RoleCandidate is somebody who applied, known by their personal link.
	RoleCandidate Role = "candidate"
	RoleSystem    Role = "system" // cron, the allocator: never from outside
)

// Actor is whoever performs an action.
type Actor struct {
	Role Role
	ID   string // a CustomerID, PersonID or ApplicationID; empty for the system
	Name string
	// Session is the sign-in that the actor's token belongs to; empty for customers and the system.
	Session SessionID
}

// System is the actor of everything that nobody asked for.
var System = Actor{Role: RoleSystem}

// Customer returns the actor's id as a customer; it is empty for anybody else.
func (a Actor) Customer() CustomerID {
	if a.Role == RoleCustomer {
		return CustomerID(a.ID)
	}
	return ""
}

// Expert returns the actor's id as an expert; it is empty for anybody else.
func (a Actor) Expert() ExpertID {
	if a.Role == RoleExpert {
		return ExpertID(a.ID)
	}
	return ""
}

// Candidate returns the actor's application; it is empty for anybody else.
func (a Actor) Candidate() ApplicationID {
	if a.Role == RoleCandidate {
		return ApplicationID(a.ID)
	}
	return ""
}

// Staff reports whether the actor sees what staff see: a manager, an admin, or
// an auditor, who gets to nothing that changes anything.
func (a Actor) Staff() bool {
	return a.Role == RoleManager || a.Role == RoleAdmin || a.Role == RoleAuditor
}

// Runtime is what a use case may not make up itself: the time, new identities
// and chance. Tests pass their own.
type Runtime struct {
	// Now is the brand's present, UTC in whole milliseconds.
	Now func() time.Time
	// NewID returns a fresh identity with the given prefix, "cnv" for "cnv_…".
	NewID func(prefix string) string
	// Chance returns a number in [0, 1).
	Chance func() float64
}

// Still is rt with one reading of the clock: all that is decided with it is decided
// at the same moment.
func (rt Runtime) Still() Runtime {
	now := rt.Now()
	rt.Now = func() time.Time { return now }
	return rt
}

// Kind says what a caller can do about a refusal; api turns it into a status.
type Kind uint8

const (
	Invalid      Kind = iota + 1 // 422
	NotFound                     // 404: also for what the caller may not know
	Conflict                     // 409: a lost race or a wrong state
	Forbidden                    // 403: a function of another role
	Unauthorized                 // 401
	Gone                         // 410
	TooMany                      // 429
	Unavailable                  // 503: shed, try again
	Stale                        // 412: the caller's version is old
)

// Error is a refusal that the user may read. Any other error is a fault: it is
// logged once at the edge and shown as 500.
type Error struct {
	Kind   Kind
	Code   string // stable, for programs: "seat_taken"
	Detail string // one sentence, for people
	// Field is the JSON pointer of the value at fault, or empty.
	Field string
	// About is the id of what stands in the way, or empty.
	About string
	// RetryAfter tells when to try again, or zero.
	RetryAfter time.Duration
}

func (e *Error) Error() string { return e.Code + ": " + e.Detail }

// Is makes a refusal equal to any other with its code, so that errors.Is works
// after At or a copy.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Refuse makes a refusal.
func Refuse(k Kind, code, detail string) *Error { return &Error{Kind: k, Code: code, Detail: detail} }

// Of returns a copy of e that names what stands in the way.
func (e *Error) Of(id string) *Error {
	c := *e
	c.About = id
	return &c
}

// At returns a copy of e that points at one field of the request.
func (e *Error) At(pointer string) *Error {
	c := *e
	c.Field = pointer
	return &c
}

// ErrStale reports a lost race: the row changed since it was read.
var ErrStale = errors.New("domain: changed by someone else since it was read")
