package problems

import (
	"math"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Settings are the brand's assumptions about what a contact costs, and from which
// share of all contacts on a reason is worth a look. Money is in whole cents.
type Settings struct {
	ContactCents  int // that a contact costs before anybody works on it
	HourCents     int // that an hour of handling costs
	VolumePercent int
	Version       int
}

// DefaultSettings are what a brand begins with.
func DefaultSettings() Settings {
	return Settings{ContactCents: 250, HourCents: 3000, VolumePercent: 30, Version: 1}
}

// ErrBadSettings refuses costs and shares that make no sense.
var ErrBadSettings = domain.Refuse(domain.Invalid, "problem_settings_invalid",
	"A contact costs up to 1,000 euro, an hour up to 1,000 euro, and the share is 5 to 100 percent.")

// Check refuses settings that make no sense.
func (s Settings) Check() error {
	const most = 100_000
	if s.ContactCents < 0 || s.ContactCents > most || s.HourCents < 0 || s.HourCents > most || s.VolumePercent < 5 || s.VolumePercent > 100 {
		return ErrBadSettings
	}
	return nil
}

// Priority is frequency × effort × cost, with everything it is made of. Effort is
// what the brand pays for; it scores nobody.
type Priority struct {
	Contacts      int // of the last VolumeDays
	Monthly       int // that is in a month
	MedianSeconds int // that a seat was taken, of a contact that was handled
	UnitCents     int // what one contact costs
	MonthCents    int // what all of a month cost
}

// Prioritise is the arithmetic: a month has 365 ÷ 12 days.
func Prioritise(contacts int, median time.Duration, s Settings) Priority {
	p := Priority{Contacts: contacts, MedianSeconds: int(median.Seconds())}
	p.Monthly = monthly(float64(contacts), VolumeDays)
	p.UnitCents = s.ContactCents + int(math.Round(float64(s.HourCents)*median.Hours()))
	p.MonthCents = p.Monthly * p.UnitCents
	return p
}

// monthly is what a count of so many days is in a month.
func monthly(n, days float64) int { return int(math.Round(n * 365 / (12 * days))) }

// Benefit is what a solved problem saves.
type Benefit struct {
	Contacts int // a month
	Cents    int // a month, at what a contact cost when it was measured
}

// BenefitOf is what an effect saves in a month.
func BenefitOf(e Effect, unitCents int) Benefit {
	if e.Verdict != Fell || e.Weeks[1] == 0 {
		return Benefit{}
	}
	n := monthly(e.Expected-float64(e.Own[1]), float64(7*e.Weeks[1]))
	return Benefit{max(0, n), max(0, n) * unitCents}
}
