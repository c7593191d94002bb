package desk

import (
	"fmt"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

const never = 0.99 // a chance at which nothing is spread

func candidate(id domain.ExpertID, change ...func(*Candidate)) Candidate {
	c := Candidate{
		Expert: roster.Expert{
			ID: id, Level: roster.Senior, State: roster.Active, Presence: roster.Available, PresenceAt: monday.Add(-time.Hour),
			Languages: []domain.Language{"en"},
		},
		SeatNo: 1, Free: 3, Open: 3, skill: skillOf(nil, nil, monday),
	}
	for _, ch := range change {
		ch(&c)
	}
	return c
}

func rated(n, stars int, reason domain.ReasonID) func(*Candidate) {
	return func(c *Candidate) {
		all := make([]roster.Rated, n)
		for i := range all {
			all[i] = roster.Rated{Stars: stars, Difficulty: 2, At: monday, Reason: reason}
		}
		c.skill = skillOf(all, nil, monday)
	}
}

func topic(reason domain.ReasonID, kind roster.TopicKind) func(*Candidate) {
	return func(c *Candidate) {
		c.Expert.Topics = append(c.Expert.Topics, roster.Topic{Reason: reason, Kind: kind})
	}
}

func TestRank(t *testing.T) {
	t.Parallel()
	english := InQueue{Language: "en"}
	about := func(difficulty int) InQueue {
		return InQueue{Language: "en", Reason: "rsn_1", Parent: "rsn_0", Difficulty: difficulty}
	}
	wish := func(again bool, at time.Time) InQueue {
		return InQueue{Language: "en", Customer: "cus_1", Wishes: map[domain.ExpertID]Wish{"exp_1": {again, at}}}
	}
	offered := func(ago time.Duration, n int) func(*Candidate) {
		return func(c *Candidate) { c.Expert.LastOfferAt, c.Expert.Offers = monday.Add(-ago), n }
	}
	tests := map[string]struct {
		q      InQueue
		who    []Candidate
		chance float64
		want   domain.ExpertID // empty: nobody
	}{
		"nobody is there":                {english, nil, never, ""},
		"they speak something else":      {InQueue{Language: "nl"}, []Candidate{candidate("exp_1")}, never, ""},
		"they are on a break":            {english, []Candidate{candidate("exp_1", func(c *Candidate) { c.Expert.Presence = roster.Break })}, never, ""},
		"they are paused":                {english, []Candidate{candidate("exp_1", func(c *Candidate) { c.Expert.State = roster.Paused })}, never, ""},
		"their hands are full":           {english, []Candidate{candidate("exp_1", func(c *Candidate) { c.Free = 0 })}, never, ""},
		"too hard for a rookie":          {about(3), []Candidate{candidate("exp_1", func(c *Candidate) { c.Expert.Level = roster.Rookie })}, never, ""},
		"not their topic":                {about(1), []Candidate{candidate("exp_1", topic("rsn_9", roster.Qualified))}, never, ""},
		"a topic being learnt, simple":   {about(1), []Candidate{candidate("exp_1", topic("rsn_1", roster.Learning))}, never, "exp_1"},
		"a topic being learnt, not so":   {about(2), []Candidate{candidate("exp_1", topic("rsn_1", roster.Learning))}, never, ""},
		"the group is their topic":       {about(2), []Candidate{candidate("exp_1", topic("rsn_0", roster.Qualified))}, never, "exp_1"},
		"not with this customer again":   {wish(false, monday), []Candidate{candidate("exp_1")}, never, ""},
		"with this customer again":       {wish(true, monday), []Candidate{candidate("exp_0"), candidate("exp_1")}, never, "exp_1"},
		"the wish is a year old":         {wish(true, monday.AddDate(-1, 0, 0)), []Candidate{candidate("exp_0"), candidate("exp_1")}, never, "exp_0"},
		"the better one":                 {english, []Candidate{candidate("exp_1", rated(20, 3, "")), candidate("exp_2", rated(20, 5, ""))}, never, "exp_2"},
		"the one who knows the topic":    {about(2), []Candidate{candidate("exp_1", rated(9, 5, "rsn_7")), candidate("exp_2", rated(9, 5, "rsn_1"))}, never, "exp_2"},
		"who waited longest":             {english, []Candidate{candidate("exp_1", offered(time.Minute, 1)), candidate("exp_2", offered(50*time.Minute, 9))}, never, "exp_2"},
		"who has more room":              {english, []Candidate{candidate("exp_1", func(c *Candidate) { c.Free = 1 }), candidate("exp_2")}, never, "exp_2"},
		"equal: who was never asked":     {english, []Candidate{candidate("exp_1", offered(2*time.Hour, 1)), candidate("exp_2")}, never, "exp_2"},
		"equal in all: the first id":     {english, []Candidate{candidate("exp_2"), candidate("exp_1")}, never, "exp_1"},
		"one in ten goes to the fewest":  {about(1), []Candidate{candidate("exp_1", rated(20, 5, ""), offered(0, 8)), candidate("exp_2", offered(0, 3))}, 0.09, "exp_2"},
		"but not of the harder ones":     {about(2), []Candidate{candidate("exp_1", rated(20, 5, ""), offered(0, 8)), candidate("exp_2", offered(0, 3))}, 0.09, "exp_1"},
		"nine in ten do not":             {about(1), []Candidate{candidate("exp_1", rated(20, 5, ""), offered(0, 8)), candidate("exp_2", offered(0, 3))}, 0.10, "exp_1"},
		"who had it before has it again": {InQueue{Language: "en", Preferred: "exp_2"}, []Candidate{candidate("exp_1", rated(20, 5, "")), candidate("exp_2", rated(20, 3, ""))}, never, "exp_2"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, ok := Rank(tt.q, tt.who, monday, tt.chance)
			if ok != (tt.want != "") || m.Candidate.Expert.ID != tt.want {
				t.Fatalf("got %q", m.Candidate.Expert.ID)
			}
			if ok {
				checkWhy(t, m.Why)
			}
		})
	}
}

// checkWhy is what an expert is promised: six factors that add up, and every
// filter but a waived one passed.
func checkWhy(t *testing.T, w Why) {
	t.Helper()
	sum, weight := 0, 0
	for _, f := range w.Factors {
		if f.Points < 0 || f.Points > f.Weight || f.Detail == "" {
			t.Errorf("%+v", f)
		}
		sum, weight = sum+f.Points, weight+f.Weight
	}
	if len(w.Factors) != 6 || sum != w.Score || weight != 10_000 {
		t.Errorf("%d factors of weight %d add up to %d, not %d", len(w.Factors), weight, sum, w.Score)
	}
	for _, f := range w.Filters {
		if !f.Passed && f.Key != "asked" {
			t.Errorf("%+v", f)
		}
	}
}

func TestWhoLetItPassComesLast(t *testing.T) {
	t.Parallel()
	q := InQueue{Language: "en", Refused: map[domain.ExpertID]time.Time{"exp_1": monday.Add(-askAgainAfter + 1)}}
	best := candidate("exp_1", rated(20, 5, ""))
	if m, ok := Rank(q, []Candidate{best, candidate("exp_2", rated(20, 2, ""))}, monday, never); !ok || m.Candidate.Expert.ID != "exp_2" {
		t.Fatalf("%q", m.Candidate.Expert.ID)
	}
	if _, ok := Rank(q, []Candidate{best}, monday, never); ok {
		t.Fatal("asked again within a minute")
	}
	m, ok := Rank(q, []Candidate{best}, monday.Add(1), never)
	if !ok || m.Why.Filters[7].Passed {
		t.Fatalf("%+v", m.Why.Filters)
	}
}

func TestTheSameQuestionFindsTheSameExpert(t *testing.T) {
	t.Parallel()
	var who []Candidate
	for i := range 50 {
		who = append(who, candidate(domain.ExpertID(fmt.Sprintf("exp_%02d", i)), rated(i%7, 1+i%5, "rsn_1")))
	}
	q := InQueue{Language: "en", Reason: "rsn_1", Difficulty: 2}
	first, _ := Rank(q, who, monday, never)
	for range 20 {
		who = append(who[7:], who[:7]...)
		if m, _ := Rank(q, who, monday, never); m.Candidate.Expert.ID != first.Candidate.Expert.ID || m.Why.Score != first.Why.Score {
			t.Fatalf("%s instead of %s", m.Candidate.Expert.ID, first.Candidate.Expert.ID)
		}
	}
}
