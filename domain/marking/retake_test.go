package marking_test

import (
	"errors"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/marking"
)

func day(n int) time.Time { return time.Date(2026, 1, 1, 10, 0, 0, 0, time.UTC).AddDate(0, 0, n) }

func TestWhenSomebodyMayTryAgain(t *testing.T) {
	t.Parallel()
	failed := func(opened, submitted int) marking.Past {
		return marking.Past{State: marking.Failed, OpenedAt: day(opened), SubmittedAt: day(submitted)}
	}
	for name, c := range map[string]struct {
		past []marking.Past
		from time.Time
		err  error
	}{
		"the first time":            {nil, time.Time{}, nil},
		"30 days after the playing": {[]marking.Past{failed(0, 1)}, day(31), nil},
		"the last one counts":       {[]marking.Past{failed(0, 1), failed(40, 41)}, day(71), nil},
		"three in twelve months":    {[]marking.Past{failed(0, 1), failed(40, 41), failed(80, 81)}, day(365), nil},
		"the fourth moves the year": {[]marking.Past{failed(0, 1), failed(40, 41), failed(80, 81), failed(365, 366)}, day(405), nil},
		"one is under way":          {[]marking.Past{failed(0, 1), {State: marking.Open, OpenedAt: day(40)}}, time.Time{}, marking.ErrRunning},
		"one is being marked":       {[]marking.Past{{State: marking.Submitted}}, time.Time{}, marking.ErrRunning},
		"passed":                    {[]marking.Past{{State: marking.Passed}}, time.Time{}, marking.ErrPassed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			from, err := marking.NextAttempt(c.past)
			if !errors.Is(err, c.err) || (err == nil && !from.Equal(c.from)) {
				t.Errorf("from %v, %v; want %v, %v", from, err, c.from, c.err)
			}
		})
	}
}

func TestRatersDoNotReadTheName(t *testing.T) {
	t.Parallel()
	b := marking.NewBlind(marking.Applicant{Name: "Johanna van der Veen-Çelik de Wit in 't Groen", Email: "j.veen84@example.org"})
	for text, want := range map[string]string{
		"Kind regards, Johanna":               "Kind regards, ▇▇▇",
		"JOHANNA VEEN here, from the shop":    "▇▇▇ ▇▇▇ here, from the shop",
		"Çelik's parcel; çelik.":              "▇▇▇'s parcel; ▇▇▇.",
		"Write to j.veen84@example.org":       "Write to j.▇▇▇@example.org",
		"van alles, der Reihe nach, Johannas": "van alles, der Reihe nach, Johannas",
		"nothing to hide 100 %":               "nothing to hide 100 %",
		"Daar gaan de mensen in Delft over.":  "Daar gaan de mensen in Delft over.",
	} {
		if got := b.Of(text); got != want {
			t.Errorf("%q reads %q, want %q", text, got, want)
		}
	}
}
