package pay

import (
	"errors"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/roster"
)

func amsterdam(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Amsterdam")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func TestWorth(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		rate  Rate
		fact  Fact
		cents Cents
		paid  bool
	}{
		"two hours at 12.50":                    {Rate{Basis: ShiftHour, Cents: 1250}, Fact{Kind: KindShift, Minutes: 120}, 2500, true},
		"an hour and a half at 12.50":           {Rate{Basis: ShiftHour, Cents: 1250}, Fact{Kind: KindShift, Minutes: 90}, 1875, true},
		"half an hour at 0.05 is rounded up":    {Rate{Basis: ShiftHour, Cents: 5}, Fact{Kind: KindShift, Minutes: 30}, 3, true},
		"half an hour at 0.04":                  {Rate{Basis: ShiftHour, Cents: 4}, Fact{Kind: KindShift, Minutes: 30}, 2, true},
		"a conversation at 2.10":                {Rate{Basis: Conversation, Cents: 210}, Fact{Kind: KindConversation}, 210, true},
		"a conversation when hours are paid":    {Rate{Basis: ShiftHour, Cents: 1250}, Fact{Kind: KindConversation}, 0, false},
		"a shift when conversations are paid":   {Rate{Basis: Conversation, Cents: 210}, Fact{Kind: KindShift, Minutes: 120}, 0, false},
		"a month that pays nothing says so":     {Rate{Basis: Conversation}, Fact{Kind: KindConversation}, 0, true},
		"a shift without a minute is no shift":  {Rate{Basis: ShiftHour, Cents: 1250}, Fact{Kind: KindShift}, 0, false},
		"the most of four hours stays an int64": {Rate{Basis: ShiftHour, Cents: MostRate}, Fact{Kind: KindShift, Minutes: 240}, 400_000, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if cents, paid := tt.rate.Worth(tt.fact); cents != tt.cents || paid != tt.paid {
				t.Errorf("%d, %v; want %d, %v", cents, paid, tt.cents, tt.paid)
			}
		})
	}
}

func TestTheRateOfAMonth(t *testing.T) {
	t.Parallel()
	all := Rates{
		{Version: 1, Month: "2026-09", Cents: 100},
		{Version: 2, Month: "2026-12", Cents: 200},
		{Version: 3, Month: "2026-12", Cents: 300},
		{Version: 4, Month: "2026-11", Cents: 400},
	}
	for month, want := range map[roster.Month]int{"2026-09": 1, "2026-10": 1, "2026-11": 4, "2026-12": 3, "2027-05": 3} {
		if r, found := all.Of(month); !found || r.Version != want {
			t.Errorf("%s: version %d, want %d", month, r.Version, want)
		}
	}
	if _, found := all.Of("2026-08"); found || all.First() != "2026-09" {
		t.Error("a month before the first rate is paid", all.First())
	}
}

func TestAFactIsPaidByTheMonthInWhichItHappened(t *testing.T) {
	t.Parallel()
	zone := amsterdam(t)
	all := Rates{
		{Version: 1, Month: "2026-10", Basis: Conversation, Cents: 100},
		{Version: 2, Month: "2026-11", Basis: Conversation, Cents: 200},
		{Version: 3, Month: "2026-12", Basis: ShiftHour, Cents: 1000},
	}
	facts := []Fact{
		{Key: "a", Kind: KindConversation, At: time.Date(2026, 10, 31, 22, 59, 0, 0, time.UTC)}, // the last minute of October in Amsterdam
		{Key: "b", Kind: KindConversation, At: time.Date(2026, 10, 31, 23, 0, 0, 0, time.UTC)},
		{Key: "c", Kind: KindShift, Minutes: 60, At: time.Date(2026, 11, 5, 9, 0, 0, 0, time.UTC)}, // shifts are paid from December on
		{Key: "d", Kind: KindConversation, At: time.Date(2026, 9, 30, 9, 0, 0, 0, time.UTC)},       // before the first rate
	}
	lines := all.Lines(facts, "2026-11", zone)
	if len(lines) != 2 || lines[0].Cents != 100 || lines[1].Cents != 200 || lines[0].Month != "2026-11" || Sum(lines) != 300 {
		t.Errorf("%+v", lines)
	}
}

func TestWhenARateMayBeSet(t *testing.T) {
	t.Parallel()
	one := Rates{{Version: 1, Month: "2026-10"}}
	tests := map[string]struct {
		month roster.Month
		book  Book
		rates Rates
		want  error
	}{
		"the first, for the running month":       {"2026-11", Book{}, nil, nil},
		"the first, for a month that is over":    {"2026-10", Book{}, nil, ErrMonthClosed},
		"another, for the running month":         {"2026-11", Book{}, one, ErrMonthBegan},
		"another, for the next month":            {"2026-12", Book{Closed: "2026-10"}, one, nil},
		"another, for a closed month":            {"2026-10", Book{Closed: "2026-10"}, one, ErrMonthClosed},
		"in a year":                              {"2027-11", Book{}, one, nil},
		"in more than a year":                    {"2027-12", Book{}, one, ErrMonth},
		"for now, when the first counts later":   {"2026-11", Book{}, Rates{{Version: 1, Month: "2026-12"}}, nil},
		"for the past, when the first is later":  {"2026-10", Book{}, Rates{{Version: 1, Month: "2026-12"}}, ErrMonthBegan},
		"for a closed month before the first":    {"2026-09", Book{Closed: "2026-10"}, one, ErrMonthClosed},
		"for a month that another is set for":    {"2026-12", Book{}, append(one, Rate{Version: 2, Month: "2026-12"}), nil},
		"the first, for next month":              {"2026-12", Book{}, nil, nil},
		"for now, when the same month has a one": {"2026-11", Book{}, Rates{{Version: 1, Month: "2026-11"}}, ErrMonthBegan},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if err := (Rate{Month: tt.month}).fits(tt.book, tt.rates, "2026-11"); !errors.Is(err, tt.want) {
				t.Errorf("%v, want %v", err, tt.want)
			}
		})
	}
}

func TestWhatARateMustBe(t *testing.T) {
	t.Parallel()
	good := Rate{Month: "2026-11", Basis: ShiftHour, Cents: 1250, Currency: "EUR"}
	if err := good.check(); err != nil {
		t.Error(err)
	}
	for name, bad := range map[string]struct {
		change func(*Rate)
		want   error
	}{
		"below nothing":   {func(r *Rate) { r.Cents = -1 }, ErrRate},
		"too much":        {func(r *Rate) { r.Cents = MostRate + 1 }, ErrRate},
		"by rating":       {func(r *Rate) { r.Basis = "rating" }, ErrBasis},
		"small letters":   {func(r *Rate) { r.Currency = "eur" }, ErrCurrency},
		"a thirteenth":    {func(r *Rate) { r.Month = "2026-13" }, ErrMonth},
		"not as a month":  {func(r *Rate) { r.Month = "2026-1" }, ErrMonth},
		"without a month": {func(r *Rate) { r.Month = "" }, ErrMonth},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := good
			bad.change(&r)
			if err := r.check(); !errors.Is(err, bad.want) {
				t.Errorf("%v, want %v", err, bad.want)
			}
		})
	}
}
