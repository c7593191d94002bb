package vetting

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// TestFiveWorkingDays is a table that was worked by hand with a calendar. Days
// are those of the brand's zone; "ends" is the local day after which an answer
// is late.
func TestFiveWorkingDays(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		zone, at string // local time
		closed   []string
		ends     string
		utc      string // the same moment
	}{
		"on a Monday morning":                     {"Europe/Amsterdam", "2026-11-02 09:00", nil, "2026-11-09", "2026-11-09T23:00:00Z"},
		"one minute before Monday ends":           {"Europe/Amsterdam", "2026-11-02 23:59", nil, "2026-11-09", "2026-11-09T23:00:00Z"},
		"on a Wednesday, over one weekend":        {"Europe/Amsterdam", "2026-11-04 12:00", nil, "2026-11-11", "2026-11-11T23:00:00Z"},
		"on a Friday evening":                     {"Europe/Amsterdam", "2026-11-06 22:00", nil, "2026-11-13", "2026-11-13T23:00:00Z"},
		"on a Saturday counts from Monday":        {"Europe/Amsterdam", "2026-11-07 10:00", nil, "2026-11-13", "2026-11-13T23:00:00Z"},
		"on a Sunday too":                         {"Europe/Amsterdam", "2026-11-08 23:30", nil, "2026-11-13", "2026-11-13T23:00:00Z"},
		"over Christmas and New Year":             {"Europe/Amsterdam", "2026-12-22 10:00", []string{"2026-12-25", "2026-12-26", "2027-01-01"}, "2026-12-30", "2026-12-30T23:00:00Z"},
		"two closing days in one week":            {"Europe/Amsterdam", "2026-12-24 10:00", []string{"2026-12-25", "2027-01-01"}, "2027-01-04", "2027-01-04T23:00:00Z"},
		"a closing day at a weekend costs none":   {"Europe/Amsterdam", "2026-11-02 09:00", []string{"2026-11-08"}, "2026-11-09", "2026-11-09T23:00:00Z"},
		"the day itself does not count, closed":   {"Europe/Amsterdam", "2026-11-02 09:00", []string{"2026-11-02"}, "2026-11-09", "2026-11-09T23:00:00Z"},
		"when the clock is put back":              {"Europe/Amsterdam", "2026-10-22 09:00", nil, "2026-10-29", "2026-10-29T23:00:00Z"},
		"when the clock is put forward":           {"Europe/Amsterdam", "2026-03-26 09:00", nil, "2026-04-02", "2026-04-02T22:00:00Z"},
		"in New York it is still Sunday":          {"America/New_York", "2026-11-08 23:30", nil, "2026-11-13", "2026-11-14T05:00:00Z"},
		"in Auckland it is Tuesday already":       {"Pacific/Auckland", "2026-11-03 09:00", nil, "2026-11-10", "2026-11-10T11:00:00Z"},
		"where midnight is skipped on that day":   {"America/Asuncion", "2023-09-25 09:00", nil, "2023-10-02", "2023-10-03T03:00:00Z"},
		"in a zone of half an hour, over a month": {"Asia/Kolkata", "2026-10-28 18:00", nil, "2026-11-04", "2026-11-04T18:30:00Z"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			zone, err := time.LoadLocation(tt.zone)
			if err != nil {
				t.Fatal(err)
			}
			at, err := time.ParseInLocation("2006-01-02 15:04", tt.at, zone)
			if err != nil {
				t.Fatal(err)
			}
			c := Calendar{zone, tt.closed}
			by := c.AnswerBy(at.UTC())
			if last := by.Add(-time.Minute).In(zone).Format(time.DateOnly); last != tt.ends {
				t.Errorf("the last day is %s, want %s", last, tt.ends)
			}
			if got := by.Format(time.RFC3339); got != tt.utc {
				t.Errorf("answer by %s, want %s", got, tt.utc)
			}
			if warn := c.Warn(by).In(zone); warn.Format(time.DateOnly) != tt.ends || !warn.Before(by) {
				t.Errorf("warned at %s", warn)
			}
		})
	}
}

func TestAMailboxIsOne(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"fenna@example.org":              "fenna@example.org",
		"Fenna@Example.org":              "fenna@example.org",
		"fenna+kenner@example.org":       "fenna@example.org",
		"fenna.de.vries@gmail.com":       "fennadevries@gmail.com",
		"f.ennadevries+x@googlemail.com": "fennadevries@gmail.com",
		"fenna.de.vries@example.org":     "fenna.de.vries@example.org",
		"fenna+a+b@example.org":          "fenna@example.org",
	} {
		if got := Mailbox(in); got != want {
			t.Errorf("%s: got %s, want %s", in, got, want)
		}
	}
}

func TestWhatTheBrandSaysOfAPurchase(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	order := func(no, date string, products ...string) access.Order {
		return access.Order{Number: no, Date: date, Products: products}
	}
	tests := map[string]struct {
		shop access.Shop
		want string
	}{
		"nothing":                      {access.Shop{}, ""},
		"an order within two years":    {access.Shop{Orders: []access.Order{order("A1", "2025-03-01", "Tide")}}, "A1, 2025-03-01: Tide"},
		"the newest of several":        {access.Shop{Orders: []access.Order{order("A1", "2025-03-01"), order("A2", "2026-03-01", "Ebb"), order("A3", "2024-12-01")}}, "A2, 2026-03-01: Ebb"},
		"on the first day that counts": {access.Shop{Orders: []access.Order{order("A1", "2024-11-02")}}, "A1, 2024-11-02"},
		"one day too old":              {access.Shop{Orders: []access.Order{order("A1", "2024-11-01")}}, ""},
		"an order without a day":       {access.Shop{Orders: []access.Order{order("A1", "")}}, ""},
		"a day that is to come":        {access.Shop{Orders: []access.Order{order("A1", "2026-11-03")}}, ""},
		"products alone prove no day":  {access.Shop{Products: []string{"Tide"}}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, ok := Evidence(tt.shop, DefaultMonths, now); got != tt.want || ok != (tt.want != "") {
				t.Fatalf("got %q, %v", got, ok)
			}
		})
	}
}

func TestAForm(t *testing.T) {
	t.Parallel()
	v := Vacancy{Languages: []domain.Language{"en", "nl"}}
	good := Form{
		ID: strings.Repeat("f", minFormID), Email: "fenna@example.org", Name: "Fenna de Vries", Language: "nl", Languages: []domain.Language{"nl", "en"},
		Adult: true, Purchase: "Tide, NA-1", Motivation: "I answer questions of neighbours about their headphones already.", HouseRules: 1, Disclosure: 1,
	}
	tests := map[string]struct {
		change func(*Form)
		want   *domain.Error
	}{
		"as it should be":                    {func(*Form) {}, nil},
		"no name":                            {func(f *Form) { f.Name = " " }, access.ErrBadName},
		"no address":                         {func(f *Form) { f.Email = "fenna" }, access.ErrBadEmail},
		"nothing about why":                  {func(f *Form) { f.Motivation = "Because." }, ErrBadText},
		"a control letter in it":             {func(f *Form) { f.Motivation += "\x07" }, ErrBadText},
		"a language nobody looks for":        {func(f *Form) { f.Languages = []domain.Language{"de"} }, ErrBadLanguages},
		"another language than they help in": {func(f *Form) { f.Languages = []domain.Language{"en"} }, ErrBadLanguages},
		"no language":                        {func(f *Form) { f.Languages = nil }, ErrBadLanguages},
		"too young":                          {func(f *Form) { f.Adult = false }, ErrTooYoung},
		"house rules not accepted":           {func(f *Form) { f.HouseRules = 0 }, ErrRules},
		"disclosure not accepted":            {func(f *Form) { f.Disclosure = 0 }, ErrDisclosure},
		"a form nobody gave":                 {func(f *Form) { f.ID = "short" }, ErrBadForm},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := good
			f.Languages = append([]domain.Language(nil), good.Languages...)
			tt.change(&f)
			_, err := f.clean(v)
			if tt.want == nil && err != nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
		})
	}
}

// TestLettersAreWhole looks at every letter in both languages.
func TestLettersAreWhole(t *testing.T) {
	t.Parallel()
	monday := time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)
	for key := range english.letters {
		if dutch.letters[key] == "" {
			t.Errorf("%s is not there in Dutch", key)
		}
	}
	if len(dutch.letters) != len(english.letters) {
		t.Error("a letter is in one language alone")
	}
	for _, r := range Reasons {
		if english.letters["rejected "+string(r)] == "" {
			t.Errorf("no letter says %s", r)
		}
	}
	if got := dutch.fill("received", monday); !strings.Contains(got, "uiterlijk maandag 2 november") {
		t.Error(got)
	}
	if got := english.fill("received", monday); !strings.Contains(got, "by the end of Monday 2 November") {
		t.Error(got)
	}
}
