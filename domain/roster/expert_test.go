package roster

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
)

var monday = time.Date(2026, 11, 2, 9, 0, 0, 0, time.UTC)

func someone() Expert {
	return Expert{
		ID: "exp_1", DisplayName: "Anna", Alias: "Red knot", Level: FullExpert, State: Active, Languages: []domain.Language{"en"},
		Presence: Available, PresenceAt: monday,
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*Expert)
		want   error
	}{
		"an expert as they should be":  {func(*Expert) {}, nil},
		"no display name":              {func(e *Expert) { e.DisplayName = "" }, ErrBadName},
		"a name of many lines":         {func(e *Expert) { e.DisplayName = "a\nb" }, ErrBadName},
		"a name that is too long":      {func(e *Expert) { e.Alias = strings.Repeat("x", 61) }, ErrBadName},
		"the fourteenth bird":          {func(e *Expert) { e.Bird = 13 }, ErrBadBird},
		"a level above mentor":         {func(e *Expert) { e.Level = 5 }, ErrBadLevel},
		"a state of our own invention": {func(e *Expert) { e.State = "gone" }, ErrBadState},
		"no language":                  {func(e *Expert) { e.Languages = nil }, ErrNoLanguage},
		"a language that is no tag":    {func(e *Expert) { e.Languages = []domain.Language{"en", "Dutch"} }, ErrNoLanguage},
		"a topic twice":                {func(e *Expert) { e.Topics = []Topic{{"r", Qualified}, {"r", Learning}} }, ErrBadTopic},
		"a topic of no kind":           {func(e *Expert) { e.Topics = []Topic{{"r", ""}} }, ErrBadTopic},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := someone()
			tt.change(&e)
			if err := e.Check(); !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestPresence(t *testing.T) {
	t.Parallel()
	e := someone()
	for i := range 3 {
		if away := e.Lapsed(monday.Add(time.Minute)); away != (i == 2) {
			t.Fatalf("away after %d lapses: %t", i+1, away)
		}
	}
	if e.Ready() || e.Presence != Away || e.Lapses != 3 {
		t.Fatalf("%+v", e)
	}
	if err := e.SetPresence(Available, monday.Add(time.Hour)); err != nil || e.Lapses != 0 || !e.PresenceAt.Equal(monday.Add(time.Hour)) {
		t.Fatalf("%v %+v", err, e)
	}
	e.Lapsed(monday)
	e.Answered()
	if e.Lapses != 0 {
		t.Fatal("an answer does not end the row")
	}
	e.State = Suspended
	if err := e.SetPresence(Available, monday); !errors.Is(err, ErrNotActive) {
		t.Fatal(err)
	}
	if err := e.SetPresence("asleep", monday); !errors.Is(err, ErrBadPresence) {
		t.Fatal(err)
	}
}

func TestKnows(t *testing.T) {
	t.Parallel()
	e := someone()
	e.Topics = []Topic{{"group", Learning}, {"reason", Qualified}}
	tests := map[string]struct {
		reason, parent domain.ReasonID
		kind           TopicKind
		ok             bool
	}{
		"the reason itself wins over its group": {"reason", "group", Qualified, true},
		"a group covers its reasons":            {"other", "group", Learning, true},
		"something else":                        {"x", "y", "", false},
		"no group is no topic":                  {"x", "", "", false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if kind, ok := e.Knows(tt.reason, tt.parent); kind != tt.kind || ok != tt.ok {
				t.Fatalf("%q %t", kind, ok)
			}
		})
	}
}

func TestLevels(t *testing.T) {
	t.Parallel()
	for level, want := range []struct {
		name           string
		seats, hardest int
	}{{"candidate", 1, 1}, {"rookie", 1, 2}, {"expert", 2, 3}, {"senior", 3, 3}, {"mentor", 3, 3}} {
		l := Level(level)
		if l.Name() != want.name || l.Seats() != want.seats || l.Hardest() != want.hardest {
			t.Errorf("%d: %s %d %d", level, l.Name(), l.Seats(), l.Hardest())
		}
	}
	if Mentor.Limit(2) != 2 || Rookie.Limit(3) != 1 || Mentor.Limit(9) != MaxSeats {
		t.Error("the brand's maximum caps the level, and three is the end")
	}
}

func TestSetOpen(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		taken string // x where a conversation is
		limit int
		want  string // o where a seat is open
	}{
		"one of three": {"---", 1, "o--"},
		"all of three": {"---", 3, "ooo"},
		"a taken seat stays open when the limit falls":   {"-x-", 1, "-o-"},
		"taken seats beyond the limit leave no free one": {"x-x", 1, "o-o"},
		"the taken seat counts":                          {"--x", 2, "o-o"},
		"nothing is allowed":                             {"---", 0, "---"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seats := NewSeats("exp_1", MaxSeats)
			for i, c := range tt.taken {
				if c == 'x' {
					seats[i].Conversation = "cnv_1"
				}
			}
			SetOpen(seats, tt.limit)
			got := []byte("---")
			for i, s := range seats {
				if s.Open {
					got[i] = 'o'
				}
			}
			if string(got) != tt.want {
				t.Fatalf("got %s", got)
			}
			if before := slices.Clone(seats); SetOpen(seats, tt.limit) || !slices.Equal(before, seats) {
				t.Fatal("the second time changed something")
			}
		})
	}
}
