package roster

import "time"

// Month is a month of the brand's calendar, such as 2026-11.
type Month string

const monthLayout = "2006-01"

// MonthOf is the month that t falls into in zone.
func MonthOf(t time.Time, zone *time.Location) Month { return Month(t.In(zone).Format(monthLayout)) }

func (m Month) plus(months int) Month {
	t, err := time.Parse(monthLayout, string(m))
	if err != nil {
		return m
	}
	return Month(t.AddDate(0, months, 0).Format(monthLayout))
}

// Next is the month after, Before the month before.
func (m Month) Next() Month { return m.plus(1) }

// Before is the month before.
func (m Month) Before() Month { return m.plus(-1) }

// End is the first moment of the month after, in zone.
func (m Month) End(zone *time.Location) time.Time {
	t, err := time.ParseInLocation(monthLayout, string(m.Next()), zone)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}
