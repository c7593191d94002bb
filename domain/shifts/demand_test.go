package shifts

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/brand"
)

func zone(tb testing.TB, name string) *time.Location {
	tb.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		tb.Fatal(err)
	}
	return z
}

func at(tb testing.TB, z *time.Location, wall string) time.Time {
	tb.Helper()
	t, err := time.ParseInLocation("2006-01-02 15:04", wall, z)
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

func span(from, to int) brand.Span {
	return brand.Span{Opens: brand.Minute(from * 60), Closes: brand.Minute(to * 60)}
}

// fourWeeks is a brand in Amsterdam, open on Mondays from ten to two, Tuesdays
// from nine to five and Saturdays from ten to twelve, and its questions in the
// four weeks from 26 October to 22 November 2026.
//
// Worked by hand. 24 conversations held a seat for 15 minutes in the median; an
// expert has 1.5 seats, of which 80 % are meant to be busy. So one expert serves
// 30 ÷ 15 × 1.5 × 0.8 = 2.4 questions in half an hour, and a half hour needs
// its questions a week ÷ 2.4 experts, rounded up, and at least one.
//
// Monday 9 November was a holiday: its 50 questions do not count, and Mondays
// are divided by three. Three questions came on Mondays at three, when the brand is
// closed: they do not count either.
//
//	Monday      10:00 10:30 11:00 11:30 12:00 12:30 13:00 13:30
//	questions       3     9    18     7     8     0    14     3
//	÷ 3 weeks    1.00  3.00  6.00  2.33  2.67  0.00  4.67  1.00
//	÷ 2.4        0.42  1.25  2.50  0.97  1.11  0.00  1.94  0.42
//	experts         1     2     3     1     2    (1)     2     1
//
//	the first expert:  10:00–14:00, four hours
//	the second:        10:30–13:30: the half hours 11:30 and 12:30 are holes of one, and filled
//	the third:         11:00 alone, made an hour: 11:00–12:00
//
//	Tuesday has no questions: one expert from nine to five, which is eight hours and
//	cut into 09:00–13:00 and 13:00–17:00. The permanent plan wants two
//	from twelve to one: 12:00–13:00.
//
//	Saturday    10:00 10:30 11:00 11:30
//	questions      40     8     8    40
//	÷ 4 weeks   10.00  2.00  2.00 10.00
//	÷ 2.4        4.17  0.83  0.83  4.17
//	experts         5     1     1     5
//
//	the first expert:          10:00–12:00
//	the second to the fifth:   10:00, made an hour: 10:00–11:00; and 11:30, which can only
//	                           grow backwards: 11:00–12:00. The hole between is of two, and stays.
//
//	In Dutch four questions came on Mondays at ten: 1.33 ÷ 2.4 = 0.56, one expert for
//	10:00, made an hour: 10:00–11:00. Nothing else: what is always wanted is
//	wanted in English, the main language.
func fourWeeks(tb testing.TB) (Calendar, History, []Always) {
	tb.Helper()
	z := zone(tb, "Europe/Amsterdam")
	c := Calendar{Zone: z, Languages: []domain.Language{"en", "nl"}, Hours: brand.Hours{
		Weekly: []brand.DaySpan{
			{Weekday: 1, Span: span(10, 14)},
			{Weekday: 2, Span: span(9, 17)},
			{Weekday: 6, Span: span(10, 12)},
		},
		Holidays: []brand.Holiday{{Day: "2026-11-09", Name: "Founders' day"}},
	}}
	h := History{From: at(tb, z, "2026-10-26 00:00"), To: at(tb, z, "2026-11-23 00:00"), Handled: 24, Median: 15 * time.Minute, SeatTenths: 15}
	ask := func(n int, l domain.Language, days []string, clock string) {
		for i := range n {
			h.Questions = append(h.Questions, Question{At: at(tb, z, days[i%len(days)]+" "+clock), Language: l})
		}
	}
	mondays := []string{"2026-10-26", "2026-11-02", "2026-11-16"}
	for clock, n := range map[string]int{
		"10:12": 3, "10:30": 9, "11:00": 18, "11:59": 7, "12:15": 8, "13:01": 14, "13:30": 3, "15:00": 3,
	} {
		ask(n, "en", mondays, clock)
	}
	ask(50, "en", []string{"2026-11-09"}, "11:00")
	ask(4, "nl", mondays, "10:05")
	saturdays := []string{"2026-10-31", "2026-11-07", "2026-11-14", "2026-11-21"}
	for clock, n := range map[string]int{"10:00": 40, "10:45": 8, "11:29": 8, "11:31": 40} {
		ask(n, "en", saturdays, clock)
	}
	return c, h, []Always{{Weekday: 2, Hour: 12, Experts: 2}}
}

func told(z *time.Location, all []Slot) []string {
	var lines []string
	for _, s := range all {
		lines = append(lines, fmt.Sprintf("%s %s–%s %s ×%d", s.Day, s.StartsAt.In(z).Format("15:04"), s.EndsAt.In(z).Format("15:04"), s.Language, s.Seats))
	}
	slices.Sort(lines)
	return lines
}

func TestSlotsOfFourWeeksEqualTheTable(t *testing.T) {
	t.Parallel()
	c, h, always := fourWeeks(t)
	next := at(t, c.Zone, "2026-11-23 00:00")
	got := c.Slots(next, next.Add(-time.Hour), h, nil, always, 1)
	want := []string{
		"2026-11-23 10:00–11:00 nl ×1",
		"2026-11-23 10:00–14:00 en ×1",
		"2026-11-23 10:30–13:30 en ×1",
		"2026-11-23 11:00–12:00 en ×1",
		"2026-11-24 09:00–13:00 en ×1",
		"2026-11-24 12:00–13:00 en ×1",
		"2026-11-24 13:00–17:00 en ×1",
		"2026-11-28 10:00–11:00 en ×4",
		"2026-11-28 10:00–12:00 en ×1",
		"2026-11-28 11:00–12:00 en ×4",
	}
	if lines := told(c.Zone, got); !slices.Equal(lines, want) {
		t.Fatalf("got\n%v\nwant\n%v", lines, want)
	}
	i := slices.IndexFunc(got, func(s Slot) bool { return s.Day == "2026-11-23" && s.Length() == 4*time.Hour })
	if why := got[i].Why; why != (Why{Questions: 18, Weeks: 3, HandlingSeconds: 900, SeatTenths: 15, Wanted: 3, Always: 1}) {
		t.Errorf("the arithmetic of its fullest half hour is %+v", why)
	}

	// What is there is not planned twice: two seats all Monday leave the third expert.
	there := []Slot{{StartsAt: at(t, c.Zone, "2026-11-23 10:00").UTC(), EndsAt: at(t, c.Zone, "2026-11-23 14:00").UTC(), Seats: 2, Language: "en"}}
	got = c.Slots(next, next.Add(-time.Hour), h, there, always, 1)
	if lines := told(c.Zone, got); !slices.Equal(lines, append([]string{want[0], want[3]}, want[4:]...)) {
		t.Errorf("beside what is there: %v", lines)
	}
	// A holiday with hours of its own is planned inside them.
	c.Hours.Holidays = append(c.Hours.Holidays, brand.Holiday{Day: "2026-11-28", Name: "Short", Span: &brand.Span{Opens: 600, Closes: 660}},
		brand.Holiday{Day: "2026-11-23", Name: "Closed"})
	got = c.Slots(next, next.Add(-time.Hour), h, nil, nil, 0)
	if lines := told(c.Zone, got); !slices.Equal(lines, []string{"2026-11-28 10:00–11:00 en ×5"}) {
		t.Errorf("on holidays: %v", lines)
	}
	// Nothing is planned for what is past.
	if got := c.Slots(next, c.End(next), h, nil, always, 1); len(got) != 0 {
		t.Errorf("in the past: %v", told(c.Zone, got))
	}
}

func TestExperts(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		questions, n, seats int
		handling            time.Duration
		want                int
	}{
		"nobody asks":                       {0, 5, 15, 15 * time.Minute, 0},
		"nothing was counted":               {5, 0, 15, 15 * time.Minute, 0},
		"exactly one expert":                {12, 5, 15, 15 * time.Minute, 1},
		"one question more needs a second":  {13, 5, 15, 15 * time.Minute, 2},
		"a seat each, eleven minutes":       {4, 1, 10, 11 * time.Minute, 2}, // 4 × 11 ÷ 30 ÷ 0.8 = 1.83
		"less than a seat counts as one":    {4, 1, 0, 11 * time.Minute, 2},
		"there is a most":                   {100_000, 1, 10, time.Hour, MaxSeats},
		"the inflow of an hour, as written": {12, 2, 20, 20 * time.Minute, 3}, // 12 an hour × 20 ÷ 60 ÷ 2 ÷ 0.8 = 2.5
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Experts(tt.questions, tt.n, tt.handling, tt.seats); got != tt.want {
				t.Errorf("got %d, want %d", got, tt.want)
			}
		})
	}
	if got := (History{Handled: enoughHandled - 1, Median: time.Hour}).handling(); got != usualHandling {
		t.Errorf("too few conversations say %v", got)
	}
}

// TestDaysOnWhichTheClockIsChanged plans Sundays from one to five: three hours
// when the clock is put forward, five when it is put back.
func TestDaysOnWhichTheClockIsChanged(t *testing.T) {
	t.Parallel()
	c := Calendar{
		Zone: zone(t, "Europe/Amsterdam"), Languages: []domain.Language{"en"},
		Hours: brand.Hours{Weekly: []brand.DaySpan{{Weekday: 7, Span: span(1, 5)}}},
	}
	for name, tt := range map[string]struct {
		monday  string
		halves  int
		week    time.Duration
		lengths []time.Duration
	}{
		"spring": {"2026-03-23 00:00", 46, 167 * time.Hour, []time.Duration{3 * time.Hour}},
		"autumn": {"2026-10-19 00:00", 50, 169 * time.Hour, []time.Duration{150 * time.Minute, 150 * time.Minute}},
		"winter": {"2026-11-23 00:00", 48, 168 * time.Hour, []time.Duration{4 * time.Hour}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			monday := at(t, c.Zone, tt.monday)
			if days := c.Days(monday); len(days[6]) != tt.halves || c.End(monday).Sub(monday) != tt.week {
				t.Errorf("%d half hours on Sunday, %v in the week", len(days[6]), c.End(monday).Sub(monday))
			}
			var lengths []time.Duration
			for _, s := range c.Slots(monday, monday.Add(-time.Hour), History{}, nil, nil, 1) {
				lengths = append(lengths, s.Length())
				if err := c.check(s); err != nil {
					t.Errorf("%v–%v: %v", s.StartsAt.In(c.Zone), s.EndsAt.In(c.Zone), err)
				}
			}
			if !slices.Equal(lengths, tt.lengths) {
				t.Errorf("slots of %v, want %v", lengths, tt.lengths)
			}
		})
	}
}

func TestMondayIsTheBrands(t *testing.T) {
	t.Parallel()
	c := Calendar{Zone: zone(t, "Pacific/Auckland")}
	sunday := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) // Monday, one in the morning, there
	if got := c.Monday(sunday).Format(time.DateOnly); got != "2026-11-23" {
		t.Errorf("the week begins on %s", got)
	}
}

func TestANewBrandIsNotMeasuredByWeeksItWasNotThere(t *testing.T) {
	t.Parallel()
	c := Calendar{Zone: time.UTC}
	to := time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	h := History{From: to.AddDate(0, 0, -56), To: to}
	if got := c.since(h); !got.From.Equal(h.From) {
		t.Errorf("without a question: %v", got.From)
	}
	h.Questions = []Question{{At: to.AddDate(0, 0, -3)}}
	if got := c.since(h); !got.From.Equal(to.AddDate(0, 0, -28)) {
		t.Errorf("with one of last week: %v", got.From)
	}
	h.Questions = append(h.Questions, Question{At: to.AddDate(0, 0, -40)})
	if got := c.since(h); !got.From.Equal(to.AddDate(0, 0, -42)) {
		t.Errorf("with one of six weeks ago: %v", got.From)
	}
}
