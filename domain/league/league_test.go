package league

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"github.com/kennerhq/kenner/domain"
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

func TestWeeksBeginOnMondayAtFour(t *testing.T) {
	t.Parallel()
	zone := amsterdam(t)
	tests := map[string]struct{ at, want string }{
		"in the middle of a week":      {"2026-11-21T15:00:00Z", "2026-11-16T03:00:00Z"},
		"on the hour":                  {"2026-11-16T03:00:00Z", "2026-11-16T03:00:00Z"},
		"just before it":               {"2026-11-16T02:59:59Z", "2026-11-09T03:00:00Z"},
		"in summer an hour earlier":    {"2026-07-01T00:00:00Z", "2026-06-29T02:00:00Z"},
		"a Sunday belongs to the week": {"2026-11-22T23:30:00Z", "2026-11-16T03:00:00Z"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at, err := time.Parse(time.RFC3339, tt.at)
			if err != nil {
				t.Fatal(err)
			}
			if got := WeekStart(at, zone).Format(time.RFC3339); got != tt.want {
				t.Fatalf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func runtime(now time.Time) domain.Runtime {
	n := 0
	return domain.Runtime{
		Now:   func() time.Time { return now },
		NewID: func(prefix string) string { n++; return fmt.Sprintf("%s_%04d", prefix, n) },
	}
}

func TestAfterAMoveToAnotherZoneWeeksBeginOnMondayAtFourThere(t *testing.T) {
	t.Parallel()
	for _, place := range []string{"America/New_York", "Asia/Tokyo", "Europe/Amsterdam"} {
		zone, err := time.LoadLocation(place)
		if err != nil {
			t.Fatal(err)
		}
		start := WeekStart(time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC), amsterdam(t))
		s, rounds := plan(runtime(start), start, zone, 2, 1)
		if !s.StartsAt.Equal(start) || !rounds[0].StartsAt.Equal(start) {
			t.Errorf("%s: a gap before the season: %s", place, s.StartsAt)
		}
		for _, r := range rounds {
			if ends := r.EndsAt.In(zone); ends.Weekday() != time.Monday || ends.Hour() != 4 || ends.Sub(r.StartsAt).Hours() < 13*24 {
				t.Errorf("%s: round %d ends at %s", place, r.Number, ends)
			}
		}
		for _, in := range []*time.Location{zone, amsterdam(t)} { // also while it was planned for another zone
			if n := len(Weeks(s.StartsAt, s.EndsAt, in)); n != SeasonWeeks {
				t.Errorf("%s, seen from %s: %d weeks", place, in, n)
			}
		}
		if next, _ := plan(runtime(start), s.EndsAt, zone, 3, 1); next.EndsAt.Sub(s.EndsAt).Round(24*time.Hour) != SeasonWeeks*7*24*time.Hour {
			t.Errorf("%s: the season after it is %s long", place, next.EndsAt.Sub(s.EndsAt))
		}
	}
}

func TestASeasonIsSixRoundsAndTheLastTakesTheOddWeek(t *testing.T) {
	t.Parallel()
	zone := amsterdam(t)
	start := WeekStart(time.Date(2026, 9, 1, 12, 0, 0, 0, time.UTC), zone)
	s, rounds := plan(runtime(start), start, zone, 1, 1)

	weeks := Weeks(s.StartsAt, s.EndsAt, zone)
	if len(rounds) != 6 || len(weeks) != SeasonWeeks || !rounds[0].StartsAt.Equal(s.StartsAt) || !rounds[5].EndsAt.Equal(s.EndsAt) {
		t.Fatalf("%d rounds, %d weeks, %+v", len(rounds), len(weeks), rounds)
	}
	for i, r := range rounds {
		want := 2
		if i == 5 {
			want = 3
		}
		if got := len(Weeks(r.StartsAt, r.EndsAt, zone)); got != want {
			t.Errorf("round %d has %d weeks", r.Number, got)
		}
		if i > 0 && !r.StartsAt.Equal(rounds[i-1].EndsAt) {
			t.Errorf("round %d starts at %s, the one before ends at %s", r.Number, r.StartsAt, rounds[i-1].EndsAt)
		}
	}
	// The clocks change on 25 October; Monday at four stays Monday at four.
	if local := s.EndsAt.In(zone); local.Hour() != 4 || local.Weekday() != time.Monday {
		t.Errorf("the season ends at %s", local)
	}
	if n := s.WeekNumber(s.EndsAt.Add(-time.Second), zone); n != 13 {
		t.Errorf("the last second is in week %d", n)
	}
}

func TestScore(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		weeks         []week
		mean, quality float64
		want          int64
	}{
		"nothing done":                    {[]week{{}, {}}, 14, 4.5, 0},
		"one conversation":                {[]week{{14, 1}}, 14, 4.5, 14},
		"fifteen of them":                 {[]week{{210, 15}}, 14, 4.5, 133},
		"thirty are not twice as much":    {[]week{{420, 30}}, 14, 4.5, 182},
		"a hundred barely more":           {[]week{{1400, 100}}, 14, 4.5, 210},
		"weeks add up":                    {[]week{{210, 15}, {210, 15}}, 14, 4.5, 265},
		"halfway up the ramp":             {[]week{{210, 15}}, 14, 4.1, 66},
		"below the ramp":                  {[]week{{210, 15}}, 14, 3.8, 0},
		"one lucky hit is shrunk":         {[]week{{22, 1}}, 10, 4.5, 12},
		"better ones are worth more":      {[]week{{255, 15}}, 14, 4.5, 154},
		"quality beyond full adds nought": {[]week{{210, 15}}, 14, 5, 133},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := score(tt.weeks, tt.mean, tt.quality); got != tt.want {
				t.Fatalf("got %d, want %d", got, tt.want)
			}
		})
	}
}

var monday = time.Date(2026, 11, 16, 3, 0, 0, 0, time.UTC)

func field(players ...Player) Field {
	return Field{
		Season:  Season{ID: "ssn_1", StartsAt: monday, EndsAt: monday.AddDate(0, 0, 91), State: Running},
		Round:   Round{ID: "rnd_1", Season: "ssn_1", Number: 1, StartsAt: monday, EndsAt: monday.AddDate(0, 0, 14), State: Running},
		Zone:    time.UTC,
		At:      monday.Add(80 * time.Hour),
		Players: players,
	}
}

func player(id string, quality float64, at ...time.Duration) Player {
	p := Player{Expert: domain.ExpertID(id), Alias: id, Quality: roster.Quality{Mean: quality}}
	for _, d := range at {
		p.Earned = append(p.Earned, Earned{At: monday.Add(d), Points: 10, Settled: true})
	}
	return p
}

func TestTies(t *testing.T) {
	t.Parallel()
	const h = time.Hour
	tests := map[string]struct {
		players []Player
		want    string
	}{
		"the higher score first":       {[]Player{player("a", 4.5, h), player("b", 4.5, h, 2*h)}, "b1 a2"},
		"then the higher quality":      {[]Player{player("a", 4.5, h), player("b", 4.6, h)}, "b1 a2"},
		"then who reached it earlier":  {[]Player{player("a", 4.5, 2*h), player("b", 4.5, h)}, "b1 a2"},
		"who is still equal shares it": {[]Player{player("b", 4.5, h), player("a", 4.5, h), player("c", 4.5)}, "a1 b1 c3"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var places []string
			for _, s := range field(tt.players...).Standings() {
				places = append(places, fmt.Sprintf("%s%d", s.Expert, s.Rank))
			}
			if got := strings.Join(places, " "); got != tt.want {
				t.Fatalf("got %s, want %s", got, tt.want)
			}
		})
	}
	// The same score with fewer conversations.
	few := Standing{Player: player("a", 4.5), Score: 50, Conversations: 3}
	many := Standing{Player: player("b", 4.5), Score: 50, Conversations: 4}
	if better(few, many) >= 0 {
		t.Error("more conversations for the same score came first")
	}
}

func TestStandingsTellSettledFromPending(t *testing.T) {
	t.Parallel()
	a := player("a", 4.5, time.Hour, 50*time.Hour)
	a.Earned[1].Settled = false
	b := player("b", 4.5, 60*time.Hour, 76*time.Hour, 77*time.Hour)
	s := field(a, b).Standings()
	if s[0].Expert != "b" || s[0].Moved != 1 || s[1].Moved != -1 {
		t.Errorf("the day's moves: %s %d, %s %d", s[0].Expert, s[0].Moved, s[1].Expert, s[1].Moved)
	}
	if s[1].SettledScore <= 0 || s[1].SettledScore >= s[1].Score || s[0].SettledScore != s[0].Score {
		t.Errorf("a: %d of %d settled, b: %d of %d", s[1].SettledScore, s[1].Score, s[0].SettledScore, s[0].Score)
	}
}

func TestWhatIsEarnedBesideRaisesTheMeanAndIsNoConversation(t *testing.T) {
	t.Parallel()
	beside := func(p Player, at time.Duration, points domain.Points) Player {
		p.Earned = append(p.Earned, Earned{At: monday.Add(at), Points: points, Settled: true, Beside: true})
		return p
	}
	plain := player("plain", 4.5, time.Hour, 2*time.Hour)
	right := beside(player("right", 4.5, time.Hour, 2*time.Hour), 3*time.Hour, 5)
	missed := beside(player("missed", 4.5, time.Hour, 2*time.Hour), 3*time.Hour, -10)
	idle := beside(player("idle", 4.5), time.Hour, 20)
	score, talks := map[domain.ExpertID]int64{}, map[domain.ExpertID]int{}
	for _, s := range field(plain, right, missed, idle).Standings() {
		score[s.Expert], talks[s.Expert] = s.Score, s.Conversations
	}
	if score["right"] <= score["plain"] || score["missed"] >= score["plain"] || score["idle"] != 0 {
		t.Errorf("scores: %v", score)
	}
	if talks["right"] != 2 || talks["missed"] != 2 || talks["idle"] != 0 {
		t.Errorf("conversations: %v", talks)
	}
	// Two conversations of 10 and a bonus of 5, everyone's mean 12.5: (25 + 62.5) / 7 × 15 (1 − e^(−2/15)).
	if s := field(beside(player("ruined", 4.5, time.Hour), 3*time.Hour, -500)).Standings(); s[0].Score != 0 {
		t.Errorf("below nothing: %d", s[0].Score)
	}
	if s := field(right).Standings(); s[0].Score != 23 {
		t.Errorf("got %d", s[0].Score)
	}
}

// Section 4 of the programme: who grinds does not beat who answers well. The
// mean place of forty rounds with 63 experts, three of them planted.
func TestTheGrinderDoesNotBeatTheCraftsman(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	var grinder, craftsman float64
	const runs = 40
	for range runs {
		players := []Player{simulated(r, "grinder", 70, 0.55), simulated(r, "craftsman", 25, 0.95), simulated(r, "small", 8, 0.95)}
		for i := range 60 {
			perWeek := int(math.Exp(math.Log(15) + 0.8*r.NormFloat64()))
			players = append(players, simulated(r, fmt.Sprintf("other%02d", i), perWeek, min(0.80+0.10*r.NormFloat64(), 1)))
		}
		for _, s := range field(players...).Standings() {
			switch s.Expert {
			case "grinder":
				grinder += float64(s.Rank) / runs
			case "craftsman":
				craftsman += float64(s.Rank) / runs
			}
		}
	}
	if craftsman > 15 || grinder < 30 {
		t.Fatalf("of 63, the craftsman came %.1f and the grinder %.1f on average", craftsman, grinder)
	}
}

// simulated plays two weeks: a good outcome is rated four or five stars, a bad
// one one to three, and one in three is rated.
func simulated(r *rand.Rand, name string, perWeek int, skill float64) Player {
	p := Player{Expert: domain.ExpertID(name), Alias: name}
	var ratings []roster.Rated
	for i := range 2 * perWeek {
		at := monday.Add(time.Duration(i) * 14 * 24 * time.Hour / time.Duration(2*perWeek))
		good, points := r.Float64() < skill, 10
		if r.Float64() < 0.35 {
			stars := 1 + r.IntN(3)
			if good {
				stars = 4 + r.IntN(2)
			}
			points = []int{0, 0, 0, 6, 13, 17}[stars]
			ratings = append(ratings, roster.Rated{Stars: stars, Difficulty: 2, At: at})
		}
		p.Earned = append(p.Earned, Earned{At: at, Points: domain.Points(points), Settled: true})
	}
	p.Quality = roster.QualityOf(ratings, roster.Means{2: 4.2}, monday.AddDate(0, 0, 14))
	return p
}
