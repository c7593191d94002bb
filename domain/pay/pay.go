// Package pay is compensation: what experts get in money, apart from points. A
// rate pays kept shift hours or conversations; a statement lists what a month
// brought, line by line, and is final. Nothing in it knows a rating. It imports
// the standard library, domain and roster.
package pay

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// Cents is money in the smallest unit of its currency.
type Cents int64

// Basis is what a rate pays for.
type Basis string

const (
	ShiftHour    Basis = "shift_hour"   // an hour of a shift that was kept
	Conversation Basis = "conversation" // handed over or brought to its end
)

// Limits of what can be set and corrected.
const (
	MostRate       Cents = 100_000   // 1,000.00
	MostCorrection Cents = 1_000_000 // 10,000.00
	maxWhy               = 300
	// Settle is how long after its end a month is closed: shifts of its last evening are judged by then.
	Settle = 24 * time.Hour
)

// Rate is what the brand pays from a month on, until a later one.
type Rate struct {
	Version  int
	Month    roster.Month
	Basis    Basis
	Cents    Cents
	Currency string // ISO 4217
	Why      string // experts read it
	By       domain.PersonID
	At       time.Time
}

// Rates are all versions, oldest first.
type Rates []Rate

// Of is the rate that counts for a month: the newest version of the latest month
// that is not after it.
func (all Rates) Of(m roster.Month) (r Rate, found bool) {
	for _, each := range all {
		if each.Month <= m && (!found || each.Month >= r.Month) {
			r, found = each, true
		}
	}
	return r, found
}

// First is the earliest month that a rate counts for, empty without one.
func (all Rates) First() roster.Month {
	first := roster.Month("")
	for _, each := range all {
		if first == "" || each.Month < first {
			first = each.Month
		}
	}
	return first
}

// Currency is the one the brand pays in: that of the newest rate.
func (all Rates) Currency() string {
	if len(all) == 0 {
		return ""
	}
	return all[len(all)-1].Currency
}

// Kind is what a line is for.
type Kind string

const (
	KindConversation Kind = "conversation"
	KindShift        Kind = "shift"
	KindCorrection   Kind = "correction"
)

// Fact is something that may be paid, once.
type Fact struct {
	Key     string // "shift:shf_…"
	Kind    Kind
	Expert  domain.ExpertID
	At      time.Time // the start of a shift, the end of a conversation
	Minutes int       // of a shift
}

// ConversationKey names a conversation as a fact: once for an expert and episode, however often it came back.
func ConversationKey(c domain.ConversationID, episode string, e domain.ExpertID) string {
	return "conversation:" + string(c) + ":" + episode + ":" + string(e)
}

// LineID names a line.
type LineID string

// Line is one amount of a statement with its reason.
type Line struct {
	ID       LineID
	Expert   domain.ExpertID
	Month    roster.Month // whose statement it stands on
	Kind     Kind
	Fact     string
	At       time.Time
	Minutes  int
	Rate     int // version
	Cents    Cents
	Why      string // of a correction
	Corrects LineID
	By       domain.PersonID
	BookedAt time.Time
}

// Worth is what a rate pays for a fact, whole cents with halves rounded up; false
// when it pays for something else.
func (r Rate) Worth(f Fact) (Cents, bool) {
	switch {
	case r.Basis == Conversation && f.Kind == KindConversation:
		return r.Cents, true
	case r.Basis == ShiftHour && f.Kind == KindShift && f.Minutes > 0:
		return (r.Cents*Cents(f.Minutes) + 30) / 60, true
	default:
		return 0, false
	}
}

// Line is the line of a fact on the statement of a month, by the rate of the
// month in which it happened; false when nothing is paid for it.
func (all Rates) Line(f Fact, m roster.Month, zone *time.Location) (Line, bool) {
	r, found := all.Of(roster.MonthOf(f.At, zone))
	if !found {
		return Line{}, false
	}
	cents, paid := r.Worth(f)
	return Line{
		Expert: f.Expert, Month: m, Kind: f.Kind, Fact: f.Key, At: f.At, Minutes: f.Minutes, Rate: r.Version, Cents: cents,
	}, paid
}

// Lines are the lines of facts.
func (all Rates) Lines(facts []Fact, m roster.Month, zone *time.Location) []Line {
	lines := make([]Line, 0, len(facts))
	for _, f := range facts {
		if l, paid := all.Line(f, m, zone); paid {
			lines = append(lines, l)
		}
	}
	return lines
}

// Sum is what lines come to.
func Sum(lines []Line) Cents {
	sum := Cents(0)
	for _, l := range lines {
		sum += l.Cents
	}
	return sum
}

// Statement is a month of an expert that is final.
type Statement struct {
	Expert   domain.ExpertID
	Month    roster.Month
	Currency string
	Cents    Cents
	Lines    int
	ClosedAt time.Time
}

// Book says how far months are closed. Whoever sets, corrects or closes holds it.
type Book struct {
	Closed   roster.Month // empty: none
	ClosedAt time.Time
}

// Refusals.
var (
	ErrRate           = domain.Refuse(domain.Invalid, "rate_invalid", "A rate is between 0 and 1,000.00.").At("/cents")
	ErrBasis          = domain.Refuse(domain.Invalid, "basis_invalid", "A rate pays for a kept shift hour or for a conversation.").At("/basis")
	ErrCurrency       = domain.Refuse(domain.Invalid, "currency_invalid", "A currency is three capitals, such as EUR.").At("/currency")
	ErrMonth          = domain.Refuse(domain.Invalid, "month_invalid", "A month is written 2026-11, at most a year from now.").At("/month")
	ErrWhy            = domain.Refuse(domain.Invalid, "reason_required", "Say why, in 1 to 300 letters: experts read it.").At("/reason")
	ErrMonthBegan     = domain.Refuse(domain.Conflict, "month_began", "A rate that counts is not changed for a month that has begun: set one from the next month on.")
	ErrMonthClosed    = domain.Refuse(domain.Conflict, "month_closed", "That month is closed: its statements are final.")
	ErrCurrencyFixed  = domain.Refuse(domain.Conflict, "currency_fixed", "Money was booked in another currency; it stays.")
	ErrNoRate         = domain.Refuse(domain.Conflict, "no_rate", "Set a rate first: it says in which currency the brand pays.")
	ErrAmount         = domain.Refuse(domain.Invalid, "amount_invalid", "A correction is an amount other than 0, at most 10,000.00 either way.").At("/cents")
	ErrTooMuch        = domain.Refuse(domain.Conflict, "correction_too_much", "With this correction the line would come to less than nothing.")
	ErrUnknownLine    = domain.Refuse(domain.NotFound, "line_not_found", "There is no such line.")
	ErrCorrectsItself = domain.Refuse(domain.Conflict, "line_is_correction", "A correction is put right by another one, without naming it.")
)

// Store is what compensation needs from one transaction.
type Store interface {
	LockPayBook() (Book, error)
	SavePayBook(Book) error
	BrandZone() (*time.Location, error)
	PayRates() (Rates, error)
	AddPayRate(Rate) error
	AnyPay() (bool, error) // whether a line is booked
	// PayFacts are the facts without a line that happened in [since, until), of one expert, by time.
	PayFacts(e domain.ExpertID, since, until time.Time) ([]Fact, error)
	// ExpertsToPay are the experts with something to pay or booked for a month and no statement of it.
	ExpertsToPay(m roster.Month, since, until time.Time) ([]domain.ExpertID, error)
	BookedPay(domain.ExpertID, roster.Month) ([]Line, error)
	PayStated(domain.ExpertID, roster.Month) (bool, error)
	PayLine(LineID) (Line, error)       // ErrUnknownLine
	PayCorrected(LineID) (Cents, error) // the sum of what corrects a line
	AddPayLine(Line) error              // a second one for its fact is a fault
	AddPayStatement(Statement) error    // a second one for its month is a fault
	FindExpert(domain.ExpertID) (roster.Expert, error)
	Emit(domain.Event) error
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Pay is the use cases of compensation.
type Pay struct {
	inTx InTx
	rt   domain.Runtime
}

// New makes the use cases.
func New(inTx InTx, rt domain.Runtime) *Pay { return &Pay{inTx, rt} }

// validMonth reports whether m is a month of the calendar.
func validMonth(m roster.Month) bool {
	_, err := time.Parse("2006-01", string(m))
	return err == nil
}

func validWhy(why string) (string, error) {
	why = strings.TrimSpace(why)
	if n := utf8.RuneCountInString(why); n < 1 || n > maxWhy {
		return "", ErrWhy
	}
	return why, nil
}

// check says what is wrong with a rate by itself.
func (r Rate) check() error {
	switch {
	case r.Cents < 0 || r.Cents > MostRate:
		return ErrRate
	case !slices.Contains([]Basis{ShiftHour, Conversation}, r.Basis):
		return ErrBasis
	case len(r.Currency) != 3 || strings.Trim(r.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "":
		return ErrCurrency
	case !validMonth(r.Month):
		return ErrMonth
	default:
		return nil
	}
}
