// Package roster knows the experts: who they are, what they may answer, when
// they are there and how many conversations they can hold. It imports domain,
// access and the standard library.
package roster

import (
	"slices"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// Level is an expert's step in the programme; it decides the open seats and the hardest question.
type Level int

// The levels, from a candidate with one seat to a mentor with three.
const (
	Candidate Level = iota
	Rookie
	FullExpert
	Senior
	Mentor
)

// MaxSeats is the hard limit of conversations one expert holds at once; the database has no fourth row.
const MaxSeats = 3

// Name is the level as people and programs read it.
func (l Level) Name() string {
	return [...]string{"candidate", "rookie", "expert", "senior", "mentor"}[min(max(l, Candidate), Mentor)]
}

// Seats is how many conversations the level may hold.
func (l Level) Seats() int { return [...]int{1, 1, 2, 3, 3}[min(max(l, Candidate), Mentor)] }

// Hardest is the highest difficulty class the level may answer: 1, 2 or 3.
func (l Level) Hardest() int { return min(int(max(l, Candidate))+1, 3) }

// State says whether the programme gives the expert any conversations at all.
type State string

// The states of an expert.
const (
	Active    State = "active"
	Paused    State = "paused"
	Suspended State = "suspended"
	Retired   State = "retired"
)

// Presence is what the expert says about the present moment.
type Presence string

// The presences of an expert.
const (
	Available Presence = "available"
	Break     Presence = "break"
	Away      Presence = "away"
)

// TopicKind tells a topic the expert is qualified for from one that is being learnt.
type TopicKind string

// The kinds of topic.
const (
	Qualified TopicKind = "qualified"
	Learning  TopicKind = "learning"
)

// Topic is a contact reason that the expert may answer.
type Topic struct {
	Reason domain.ReasonID `json:"reasonId"`
	Kind   TopicKind       `json:"kind"`
}

// lapsesUntilAway is how many offers in a row may run out before the expert is taken to be away.
const lapsesUntilAway = 3

// Expert is a vetted customer who answers for the brand. Customers see the
// display name, the board shows the alias; the real name stays with staff.
type Expert struct {
	ID          domain.ExpertID
	DisplayName string
	Alias       string
	Bird        int
	Level       Level
	State       State
	Languages   []domain.Language
	Topics      []Topic
	BoardName   bool // consent to be named on the board
	// BrandCustomer is who the expert is as a customer of the brand, in its own
	// numbers; empty: not known. Nobody answers themselves.
	BrandCustomer string
	Presence      Presence
	PresenceAt    time.Time
	Lapses        int       // offers in a row that ran out
	LastOfferAt   time.Time // zero: never
	SeenAt        time.Time // the last live connection; zero: none that anybody waits for
	VanishedAt    time.Time // taken to be gone; zero: no, or something was said since
	LevelAt       time.Time // since when the level is theirs
	AlumniAt      time.Time // left in good standing; zero: not an alumnus
	RefresherAt   time.Time // since when a refresher is due; zero: none
	Offers        int       // how many came here, for a fair share
	Version       int
	CreatedAt     time.Time
}

// Refusals of the roster.
var (
	ErrUnknownExpert = domain.Refuse(domain.NotFound, "expert_not_found", "There is no such expert.")
	ErrBadName       = domain.Refuse(domain.Invalid, "name_invalid", "A name has 1 to 60 characters.")
	ErrBadBird       = domain.Refuse(domain.Invalid, "bird_invalid", "Birds are numbered 0 to 12.").At("/bird")
	ErrBadLevel      = domain.Refuse(domain.Invalid, "level_invalid", "Levels are numbered 0 to 4.").At("/level")
	ErrBadState      = domain.Refuse(domain.Invalid, "state_invalid", "An expert is active, paused, suspended or retired.").At("/state")
	ErrBadPresence   = domain.Refuse(domain.Invalid, "presence_invalid", "Presence is available, break or away.").At("/state")
	ErrNoLanguage    = domain.Refuse(domain.Invalid, "language_required", "Name one to ten languages, with tags such as en or nl.").At("/languages")
	ErrBadTopic      = domain.Refuse(domain.Invalid, "topic_invalid", "A topic is a contact reason in use, once, qualified or learning.").At("/topics")
	ErrBadCustomer   = domain.Refuse(domain.Invalid, "brand_customer_invalid", "A customer number has at most 128 characters.").At("/brandCustomerId")
	ErrCustomerTaken = domain.Refuse(domain.Conflict, "brand_customer_taken", "Another expert is this customer.").At("/brandCustomerId")
	ErrAliasTaken    = domain.Refuse(domain.Conflict, "alias_taken", "Another expert has this alias.").At("/alias")
	ErrNotActive     = domain.Refuse(domain.Conflict, "expert_not_active", "This account is paused: it takes no conversations now.")
)

// Check refuses an expert whose own fields make no sense.
func (e Expert) Check() error {
	switch {
	case !named(e.DisplayName):
		return ErrBadName.At("/displayName")
	case !named(e.Alias):
		return ErrBadName.At("/alias")
	case utf8.RuneCountInString(e.BrandCustomer) > 128:
		return ErrBadCustomer
	case e.Bird < 0 || e.Bird > 12:
		return ErrBadBird
	case e.Level < Candidate || e.Level > Mentor:
		return ErrBadLevel
	case !slices.Contains([]State{Active, Paused, Suspended, Retired}, e.State):
		return ErrBadState
	case len(e.Languages) == 0 || len(e.Languages) > 10 || slices.ContainsFunc(e.Languages, foreign):
		return ErrNoLanguage
	}
	seen := map[domain.ReasonID]bool{}
	for _, t := range e.Topics {
		if seen[t.Reason] || t.Reason == "" || (t.Kind != Qualified && t.Kind != Learning) {
			return ErrBadTopic
		}
		seen[t.Reason] = true
	}
	return nil
}

// maxName is the length of a display name and of an alias.
const maxName = 60

func foreign(l domain.Language) bool { return !l.Good() }

func named(s string) bool {
	line, ok := domain.Line(s, maxName)
	return ok && line == s
}

// Speaks reports whether the expert answers in language l.
func (e Expert) Speaks(l domain.Language) bool { return slices.Contains(e.Languages, l) }

// Knows tells how the expert stands to a reason: a topic on either of its two
// levels counts, and qualified wins over learning.
func (e Expert) Knows(reason, parent domain.ReasonID) (kind TopicKind, ok bool) {
	for _, t := range e.Topics {
		if t.Reason != reason && (parent == "" || t.Reason != parent) {
			continue
		}
		if t.Kind == Qualified {
			return Qualified, true
		}
		kind, ok = t.Kind, true
	}
	return kind, ok
}

// Hardest is the highest difficulty class that comes to the expert now: a
// refresher is a question that a rookie could answer, too.
func (e Expert) Hardest() int {
	if e.RefresherAt.IsZero() {
		return e.Level.Hardest()
	}
	return min(e.Level.Hardest(), Rookie.Hardest())
}

// Limit is how many seats the expert has at a brand with this maximum: one
// until a refresher is done.
func (e Expert) Limit(brandMax int) int {
	if e.RefresherAt.IsZero() {
		return e.Level.Limit(brandMax)
	}
	return 1
}

// LevelName is the level as people and programs read it; who left in good
// standing is an alumnus.
func (e Expert) LevelName() string {
	if !e.AlumniAt.IsZero() {
		return "alumni"
	}
	return e.Level.Name()
}

// Ready reports whether the expert wants conversations now. On duty is ready
// inside the brand's opening hours.
func (e Expert) Ready() bool { return e.State == Active && e.Presence == Available }

// SetPresence records what the expert says. Going available forgets the lapses;
// it is refused with ErrNotActive to anybody a manager has paused.
func (e *Expert) SetPresence(p Presence, now time.Time) error {
	switch p {
	case Available:
		if e.State != Active {
			return ErrNotActive
		}
		e.Lapses = 0
	case Break, Away:
	default:
		return ErrBadPresence
	}
	if e.Presence != p {
		e.Presence, e.PresenceAt = p, now
	}
	e.VanishedAt = time.Time{}
	return nil
}

// Gone reports whether an expert who had a live connection has none for as long
// as grace.
func (e Expert) Gone(grace time.Duration, now time.Time) bool {
	return !e.SeenAt.IsZero() && !now.Before(e.SeenAt.Add(grace))
}

// Vanish takes the expert to be gone, and to be away unless a break was taken:
// that was said, and stays. It reports whether the presence changed.
func (e *Expert) Vanish(now time.Time) (away bool) {
	e.SeenAt, e.VanishedAt = time.Time{}, now
	if e.Presence != Available {
		return false
	}
	e.Presence, e.PresenceAt = Away, now
	return true
}

// Offered counts an offer that was just made.
func (e *Expert) Offered(now time.Time) { e.LastOfferAt, e.Offers = now, e.Offers+1 }

// Answered notes that the expert reacted to an offer, either way.
func (e *Expert) Answered() { e.Lapses = 0 }

// Lapsed counts an offer that ran out and reports whether the expert is now
// taken to be away. It costs nothing else.
func (e *Expert) Lapsed(now time.Time) (away bool) {
	e.Lapses = min(e.Lapses+1, lapsesUntilAway)
	if e.Lapses < lapsesUntilAway || e.Presence != Available {
		return false
	}
	e.Presence, e.PresenceAt = Away, now
	return true
}
