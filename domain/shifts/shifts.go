// Package shifts knows the plan: which places there are at which time, who has
// them, and what became of them. Slots are generated from measured demand. It
// imports domain, domain/access, domain/brand, domain/roster and the standard
// library.
package shifts

import (
	"context"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
	"github.com/kennerhq/kenner/domain/brand"
	"github.com/kennerhq/kenner/domain/roster"
)

const (
	// MaxSeats is how many experts one slot can want.
	MaxSeats = 50
	// Step is the grid of the plan.
	Step = 30 * time.Minute
	// MaxLength is the longest slot: who wants more takes two.
	MaxLength = 4 * time.Hour
	maxNote   = 200
)

// Origin says where a slot comes from.
type Origin string

// The origins of a slot.
const (
	Generated Origin = "generated"
	Manual    Origin = "manual"
)

// SlotState says whether a slot counts.
type SlotState string

// The states of a slot.
const (
	Draft     SlotState = "draft"
	Open      SlotState = "open"
	Cancelled SlotState = "cancelled"
)

// Slot is a place in the plan: a time at which so many experts are wanted.
type Slot struct {
	ID       domain.SlotID
	Day      string // of its start, in the brand's time zone
	StartsAt time.Time
	EndsAt   time.Time
	Language domain.Language // that its experts speak; empty: any
	Seats    int
	Origin   Origin
	State    SlotState
	Note     string
	Why      Why // of a generated one
	By       domain.Actor
	MadeAt   time.Time
	Version  int
}

// Length is how long the slot is.
func (s Slot) Length() time.Duration { return s.EndsAt.Sub(s.StartsAt) }

// State is what became of a shift.
type State string

// The states of a shift.
const (
	Planned  State = "planned"
	On       State = "on"
	Kept     State = "kept"
	Late     State = "late"
	Missed   State = "missed"
	Given    State = "cancelled" // given back
	SwapDone State = "swapped"
)

// Shift is an expert in a slot.
type Shift struct {
	ID          domain.ShiftID
	Slot        domain.SlotID
	Expert      domain.ExpertID
	Place       int
	State       State
	StartsAt    time.Time
	EndsAt      time.Time
	SignedAt    time.Time
	BeganAt     time.Time // first there; zero: not yet
	LateAt      time.Time // told that nobody came; zero: no
	EndedAt     time.Time
	Reason      string
	ShortNotice bool
	Present     time.Duration
	Version     int
}

// Live reports whether the shift still stands in the plan.
func (s Shift) Live() bool { return s.State == Planned || s.State == On }

// SwapState is what became of an offered shift.
type SwapState string

// The states of a swap.
const (
	SwapOpen      SwapState = "open"
	SwapTaken     SwapState = "taken"
	SwapWithdrawn SwapState = "withdrawn"
	SwapLapsed    SwapState = "lapsed"
)

// Swap is a shift that its expert offers to colleagues; it stays theirs until
// somebody takes it.
type Swap struct {
	ID      domain.SwapID
	Shift   domain.ShiftID
	By      domain.ExpertID
	To      domain.ExpertID // empty: anybody
	State   SwapState
	Note    string
	MadeAt  time.Time
	EndedAt time.Time
	TakenBy domain.ExpertID
}

// Refusals of slots and shifts.
var (
	ErrUnknownSlot  = domain.Refuse(domain.NotFound, "slot_not_found", "There is no such slot.")
	ErrUnknownShift = domain.Refuse(domain.NotFound, "shift_not_found", "There is no such shift.")
	ErrUnknownSwap  = domain.Refuse(domain.NotFound, "swap_not_found", "This shift is not on offer.")
	ErrBadTimes     = domain.Refuse(domain.Invalid, "slot_times_invalid", "A slot lasts half an hour to four hours, in steps of half an hour, on one day.").At("/startsAt")
	ErrBadSeats     = domain.Refuse(domain.Invalid, "slot_seats_invalid", "A slot wants 1 to 50 experts.").At("/seats")
	ErrBadNote      = domain.Refuse(domain.Invalid, "note_invalid", "A note has at most 200 characters.").At("/note")
	ErrBadLanguage  = domain.Refuse(domain.Invalid, "slot_language_invalid", "This is none of the languages of the brand.").At("/language")
	ErrClosedThen   = domain.Refuse(domain.Conflict, "slot_closed", "The brand is closed then: opening hours and holidays come first.").At("/startsAt")
	ErrPast         = domain.Refuse(domain.Conflict, "slot_past", "That time is past.")
	ErrNotOpen      = domain.Refuse(domain.Conflict, "slot_not_open", "This slot is not open.")
	ErrTooFar       = domain.Refuse(domain.Conflict, "slot_too_far", "Signing up for this day has not opened yet.")
	ErrSlotFull     = domain.Refuse(domain.Conflict, "slot_full", "Every place is taken. You can wait for one.")
	ErrPlaceFree    = domain.Refuse(domain.Conflict, "slot_has_place", "There is a place: take it.")
	ErrAlreadyIn    = domain.Refuse(domain.Conflict, "already_in_slot", "You have this shift already.")
	ErrOverlap      = domain.Refuse(domain.Conflict, "shift_overlaps", "You have another shift at that time.")
	ErrDayFull      = domain.Refuse(domain.Conflict, "day_full", "That would be more than the brand wants of one day.")
	ErrLanguage     = domain.Refuse(domain.Conflict, "slot_other_language", "This slot needs another language.")
	ErrLevel        = domain.Refuse(domain.Conflict, "level_too_low", "Shifts begin with the level Rookie.")
	ErrBegun        = domain.Refuse(domain.Conflict, "shift_begun", "The shift has begun.")
	ErrNotPlanned   = domain.Refuse(domain.Conflict, "shift_not_planned", "This shift is over, or was given back.")
	ErrOnOffer      = domain.Refuse(domain.Conflict, "shift_on_offer", "The shift is on offer already.")
	ErrOwnSwap      = domain.Refuse(domain.Conflict, "swap_own", "This shift is your own.")
	ErrSeatsTaken   = domain.Refuse(domain.Conflict, "slot_seats_taken", "More experts have signed up than that.").At("/seats")
	ErrUnknownFeed  = domain.Refuse(domain.NotFound, "calendar_not_found", "There is no such calendar.")
	ErrSlotStale    = domain.Refuse(domain.Stale, "stale_version", "Somebody changed this meanwhile. Look at it again.")
)

// Store is what shifts needs from one transaction. The order of locks is the
// plan, experts by id, the slot, its shifts, the swap.
type Store interface {
	PlanStore
	AttendStore
	FeedStore
	LockExperts([]domain.ExpertID) ([]roster.Expert, error) // by id, with languages
	LockSlot(domain.SlotID) (Slot, error)                   // ErrUnknownSlot
	FindShift(domain.ShiftID) (Shift, error)                // not held; ErrUnknownShift
	LockShift(domain.ShiftID) (Shift, error)                // ErrUnknownShift
	StandingShifts(domain.SlotID) ([]Shift, error)          // that hold a place
	ShiftsAround(e domain.ExpertID, from, to time.Time) ([]Shift, error)
	AddShift(Shift) (first bool, err error) // false: the place is taken, or the expert has one
	SaveShift(Shift) error                  // domain.ErrStale
	AddWaiter(domain.SlotID, domain.ExpertID, time.Time) error
	DropWaiter(domain.SlotID, domain.ExpertID) (was bool, err error)
	DropWaits(domain.ExpertID) error             // of every slot
	LiveShifts(domain.ExpertID) ([]Shift, error) // planned or running, not held
	AddSwap(Swap) (first bool, err error)
	FindSwap(domain.SwapID) (Swap, error) // not held; ErrUnknownSwap
	LockSwap(domain.SwapID) (Swap, error)
	SwapOf(domain.ShiftID) (s Swap, open bool, err error) // held
	SaveSwap(Swap) error
	SavePreference(domain.PersonID, Preference) error
	Emit(domain.Event) error
}

// PlanStore is what planning needs.
type PlanStore interface {
	PlanSettings() (Settings, error)
	HoldPlan() error // one plan is made at a time
	SavePlanSettings(Settings) error
	SavePresencePlan([]Always) error
	History(from, to time.Time) (History, error)
	SlotsBetween(from, to time.Time) ([]Slot, error) // not cancelled, by start
	DropDrafts(from, to time.Time) error             // generated ones
	AddSlots([]Slot) error
	SaveSlot(Slot) error // domain.ErrStale
}

// Calendar is when the brand is open, and what it speaks.
type Calendar struct {
	Hours     brand.Hours
	Zone      *time.Location
	Languages []domain.Language // the first is the main one
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Shifts is the use cases of the plan.
type Shifts struct {
	inTx    InTx
	rt      domain.Runtime
	secrets access.Secrets
}

// New makes the use cases.
func New(inTx InTx, rt domain.Runtime, secrets access.Secrets) *Shifts {
	return &Shifts{inTx, rt, secrets}
}

// Preference is what a person says about shifts of their own.
type Preference struct {
	TimeZone string    // empty: the brand's
	OptedIn  time.Time // zero: only on shifts
}

// ErrBadTimeZone refuses a time zone that is none.
var ErrBadTimeZone = domain.Refuse(domain.Invalid, "bad_time_zone", "There is no such time zone; one is Europe/Amsterdam.").At("/timeZone")

// Prefer stores a person's own time zone and whether they take work outside
// shifts. It refuses ErrBadTimeZone.
func (s *Shifts) Prefer(ctx context.Context, by domain.PersonID, timeZone string, optIn bool) error {
	if _, err := time.LoadLocation(timeZone); err != nil || timeZone == "Local" {
		return ErrBadTimeZone
	}
	p := Preference{TimeZone: timeZone}
	if optIn {
		p.OptedIn = s.rt.Now()
	}
	return s.inTx(ctx, func(tx Store) error {
		if err := tx.SavePreference(by, p); err != nil {
			return err
		}
		return tx.Emit(PlanChanged{Person: by})
	})
}

func cleanNote(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	line, ok := domain.Line(text, maxNote)
	if !ok || utf8.RuneCountInString(line) > maxNote {
		return "", ErrBadNote
	}
	return line, nil
}
