package shifts

import (
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// By says what makes an expert be on duty.
type By string

// The ways of duty.
const (
	ByHours  By = "hours"  // everybody who is available while the brand is open
	ByShifts By = "shifts" // who has a shift
)

// Settings are what the brand decides about shifts.
type Settings struct {
	Duty    By
	OptIn   bool // experts may work outside shifts when they say so
	Rules   Rules
	Version int
}

// Rules are the brand's numbers.
type Rules struct {
	SignUpDays   int   `json:"signUpDays"`   // how far ahead experts sign up
	CancelHours  int   `json:"cancelHours"`  // until so long before the start a shift is given back freely
	LateMinutes  int   `json:"lateMinutes"`  // who is not there after so long is told so
	KeptPercent  int   `json:"keptPercent"`  // of the time of a shift that is enough
	RemindHours  []int `json:"remindHours"`  // before the start, the longest first
	DailyMinutes int   `json:"dailyMinutes"` // most of one expert's day
	Least        int   `json:"least"`        // experts who are wanted at every open hour
}

// DefaultSettings are those of a new installation.
func DefaultSettings() Settings {
	return Settings{Duty: ByHours, OptIn: true, Version: 1, Rules: Rules{
		SignUpDays: 21, CancelHours: 4, LateMinutes: 5, KeptPercent: 80, RemindHours: []int{24, 1}, DailyMinutes: 480, Least: 1,
	}}
}

// Refusals of the brand's settings.
var (
	ErrBadDuty  = domain.Refuse(domain.Invalid, "bad_duty", "Duty goes by hours or by shifts.").At("/duty")
	ErrBadRules = domain.Refuse(domain.Invalid, "bad_shift_rules", "One of the numbers is out of its bounds.").At("/rules")
)

// Check refuses settings that make no sense.
func (s Settings) Check() error {
	r := s.Rules
	within := func(n, least, most int) bool { return n >= least && n <= most }
	switch {
	case s.Duty != ByHours && s.Duty != ByShifts:
		return ErrBadDuty
	case !within(r.SignUpDays, 1, 92), !within(r.CancelHours, 0, 72), !within(r.LateMinutes, 1, 30), !within(r.KeptPercent, 50, 100),
		!within(r.DailyMinutes, 60, 720), !within(r.Least, 0, MaxSeats), len(r.RemindHours) > 3:
		return ErrBadRules
	}
	for i, h := range r.RemindHours {
		if !within(h, 1, 168) || slices.Contains(r.RemindHours[:i], h) {
			return ErrBadRules
		}
	}
	return nil
}

// Judge says what became of a shift of the given length of whose time an expert
// was present for so long: kept, late when they came but for too little of it,
// or missed when they were there for less than the minutes that count as late.
func (r Rules) Judge(length, present time.Duration) State {
	switch {
	case present*100 >= length*time.Duration(r.KeptPercent):
		return Kept
	case present < time.Duration(r.LateMinutes)*time.Minute:
		return Missed
	}
	return Late
}

// short reports whether giving a shift back now comes late.
func (r Rules) short(s Shift, now time.Time) bool {
	return s.StartsAt.Sub(now) < time.Duration(r.CancelHours)*time.Hour
}

// Always is how many experts are wanted at an hour of every week.
type Always struct {
	Weekday int // ISO: Monday is 1
	Hour    int
	Experts int
}

// ErrBadPresence refuses a permanent plan that makes no sense.
var ErrBadPresence = domain.Refuse(domain.Invalid, "bad_presence_plan", "Name each hour of the week at most once, with 1 to 50 experts.").At("/hours")

// CheckPresence refuses hours that are none, or come twice.
func CheckPresence(all []Always) error {
	seen := map[[2]int]bool{}
	for _, a := range all {
		key := [2]int{a.Weekday, a.Hour}
		if a.Weekday < 1 || a.Weekday > 7 || a.Hour < 0 || a.Hour > 23 || a.Experts < 1 || a.Experts > MaxSeats || seen[key] {
			return ErrBadPresence
		}
		seen[key] = true
	}
	return nil
}
