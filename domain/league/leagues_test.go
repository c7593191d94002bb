package league

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

func entrants(n int, edit func(i int, e *Entrant)) []Entrant {
	all := make([]Entrant, n)
	for i := range all {
		all[i] = Entrant{
			Expert: domain.ExpertID(fmt.Sprintf("e%03d", i)), Joined: monday.AddDate(-1, 0, 0), Score: int64(1000 - i),
			OnShift: time.Duration(i%7) * time.Hour,
		}
		if edit != nil {
			edit(i, &all[i])
		}
	}
	return all
}

func shape(groups []Group) string {
	said := make([]string, len(groups))
	for i, g := range groups {
		said[i] = fmt.Sprintf("%s%d/%d:%d", g.Kind[:1], g.Division, g.Number, len(g.Members))
	}
	return strings.Join(said, " ")
}

func TestLeaguesAreFilled(t *testing.T) {
	t.Parallel()
	rookie := func(from int) func(int, *Entrant) {
		return func(i int, e *Entrant) {
			if i >= from {
				e.Joined = monday.Add(-RookieTime + time.Second)
			}
		}
	}
	tests := map[string]struct {
		n    int
		edit func(int, *Entrant)
		want string
	}{
		"thirty-nine share one board":                  {39, nil, ""},
		"forty are two leagues":                        {40, nil, "l1/1:20 l2/1:20"},
		"never more than thirty":                       {61, nil, "l1/1:20 l2/1:20 l3/1:21"},
		"about twenty-five":                            {150, nil, "l1/1:25 l2/1:25 l3/1:25 l4/1:25 l5/1:25 l6/1:25"},
		"seven divisions, the rest at the bottom":      {225, nil, "l1/1:25 l2/1:25 l3/1:25 l4/1:25 l5/1:25 l6/1:25 l6/2:25 l7/1:25 l7/2:25"},
		"newcomers play among themselves":              {65, rookie(50), "l1/1:25 l2/1:25 r0/1:15"},
		"after four weeks to the second they are none": {40, func(_ int, e *Entrant) { e.Joined = monday.Add(-RookieTime) }, "l1/1:20 l2/1:20"},
		"all may be newcomers":                         {40, rookie(0), "r0/1:20 r0/2:20"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := shape(Fill(entrants(tt.n, tt.edit), monday, true)); got != tt.want {
				t.Fatalf("got %s, want %s", got, tt.want)
			}
		})
	}
	for _, g := range Fill(entrants(50, nil), monday, true) {
		for _, m := range g.Members {
			if upper := m.Score > 975; upper != (g.Division == 1) || m.Moved != Fresh {
				t.Errorf("%s with %d came %s to division %d", m.Expert, m.Score, m.Moved, g.Division)
			}
		}
	}
}

func TestLeaguesOfADivisionHaveSimilarHours(t *testing.T) {
	t.Parallel()
	all := entrants(200, func(i int, e *Entrant) { e.OnShift = time.Duration(i*37%101) * time.Hour })
	groups := Fill(all, monday, true)
	for i, g := range groups[1:] {
		before := groups[i]
		if before.Division != g.Division {
			continue
		}
		for _, a := range before.Members {
			for _, b := range g.Members {
				if a.OnShift < b.OnShift {
					t.Fatalf("%s is in the busier league with %s, %s in the other with %s", a.Expert, a.OnShift, b.Expert, b.OnShift)
				}
			}
		}
	}
}

// played gives everybody the place that they have in their league by id.
func played(groups []Group) []Entrant {
	var all []Entrant
	for _, g := range groups {
		for i, m := range g.Members {
			e := m.Entrant
			e.Division, e.Place, e.Of = g.Division, i+1, len(g.Members)
			all = append(all, e)
		}
	}
	return all
}

func TestFiveGoUpAndFiveDown(t *testing.T) {
	t.Parallel()
	before := played(Fill(entrants(75, nil), monday, true))
	moves := func(falls bool) (up, down map[int]int) {
		up, down = map[int]int{}, map[int]int{}
		for _, g := range Fill(before, monday.AddDate(0, 0, 14), falls) {
			for _, m := range g.Members {
				if m.Moved == Up {
					up[m.Division]++
					if m.Place > UpPlaces && falls {
						t.Errorf("place %d went up", m.Place)
					}
				}
				if m.Moved == Down {
					down[m.Division]++
					if m.Place <= m.Of-DownPlaces {
						t.Errorf("place %d of %d went down", m.Place, m.Of)
					}
				}
			}
		}
		return up, down
	}
	if up, down := moves(true); fmt.Sprint(up, down) != "map[2:5 3:5] map[1:5 2:5]" {
		t.Errorf("up %v, down %v", up, down)
	}
	if up, down := moves(false); len(down) != 0 || up[2] != 5 || up[3] < 5 {
		t.Errorf("without falls: up %v, down %v", up, down)
	}
}

func TestNobodyEverMovesMoreThanOneDivision(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 7))
	for range 60 {
		known, start := entrants(40+r.IntN(240), func(_ int, e *Entrant) { e.Score = int64(r.IntN(400)) }), monday
		for round := range 8 {
			start = start.AddDate(0, 0, 14)
			falls := round%6 > 1
			groups := Fill(known, start, falls)
			lowest, seen := 1, map[domain.ExpertID]bool{}
			for _, g := range groups {
				lowest = max(lowest, g.Division)
			}
			for _, g := range groups {
				if g.Kind == Regular && (len(g.Members) < leagueThin || len(g.Members) > leagueMost+5) {
					t.Errorf("a league of %d: %s", len(g.Members), shape(groups))
				}
				for _, m := range g.Members {
					if seen[m.Expert] {
						t.Fatalf("%s plays twice", m.Expert)
					}
					seen[m.Expert] = true
					if was := min(m.Division, lowest); g.Kind == Regular && was > 0 &&
						(g.Division < was-1 || g.Division > was+1 || !falls && g.Division > was) {
						t.Fatalf("%s went from division %d to %d", m.Expert, was, g.Division)
					}
				}
			}
			if len(groups) > 0 && len(seen) != len(known) {
				t.Fatalf("%d of %d play", len(seen), len(known))
			}
			if known = played(groups); len(known) == 0 {
				break
			}
			for i := range known {
				known[i].Score = int64(r.IntN(400))
			}
			for range r.IntN(12) { // some leave, some come
				known = append(known[:0:0], known[1:]...)
				known = append(known, Entrant{Expert: domain.ExpertID(strconv.FormatUint(r.Uint64(), 10)), Joined: start.AddDate(0, 0, -r.IntN(56))})
			}
		}
	}
}

func TestZones(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		kind                               Kind
		division, lowest, round, place, of int
		want                               Zone
	}{
		"the fifth goes up":                {Regular, 2, 3, 3, 5, 25, ZoneUp},
		"the sixth stays":                  {Regular, 2, 3, 3, 6, 25, ZoneNone},
		"the twentieth stays":              {Regular, 2, 3, 3, 20, 25, ZoneNone},
		"the twenty-first goes down":       {Regular, 2, 3, 3, 21, 25, ZoneDown},
		"not in the first two rounds":      {Regular, 2, 3, 2, 25, 25, ZoneNone},
		"nobody goes up from the highest":  {Regular, 1, 3, 3, 1, 25, ZoneNone},
		"nobody goes down from the lowest": {Regular, 3, 3, 3, 25, 25, ZoneNone},
		"newcomers go nowhere":             {Rookie, 0, 3, 3, 1, 25, ZoneNone},
		"in a league of eight five go up":  {Regular, 2, 3, 3, 5, 8, ZoneUp},
		"and the rest goes down":           {Regular, 2, 3, 3, 6, 8, ZoneDown},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := ZoneOf(tt.kind, tt.division, tt.lowest, tt.round, tt.place, tt.of); got != tt.want {
				t.Fatalf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestPrizes(t *testing.T) {
	t.Parallel()
	good := roster.Quality{Mean: 4.5, Ratings: 12}
	standing := func(id string, score int64, edit ...func(*Standing)) Standing {
		s := Standing{Player: Player{Expert: domain.ExpertID(id), Quality: good}, Score: score}
		for _, e := range edit {
			e(&s)
		}
		return s
	}
	quality := func(m float64) func(*Standing) { return func(s *Standing) { s.Quality.Mean = m } }
	first, both, top := Prize{ID: "first", From: 1, To: 1}, Prize{ID: "both", From: 1, To: 2}, Prize{ID: "top", From: 1, To: 3}
	tests := map[string]struct {
		prizes []Prize
		field  []Standing
		want   string
	}{
		"one for each place": {[]Prize{both}, []Standing{standing("a", 9), standing("b", 8), standing("c", 7)}, "both:a:1:1/1 both:b:2:1/1"},
		"the next moves up for who is not in the zone": {
			[]Prize{first}, []Standing{standing("a", 9, quality(4.2994)), standing("b", 8, quality(4.2995))}, "first:b:1:1/1",
		},
		"nine ratings are too few":    {[]Prize{first}, []Standing{standing("a", 9, func(s *Standing) { s.Quality.Ratings = 9 })}, ""},
		"not while points are held":   {[]Prize{first}, []Standing{standing("a", 9, func(s *Standing) { s.Held = true })}, ""},
		"nothing is won with nothing": {[]Prize{first}, []Standing{standing("a", 0)}, ""},
		"who shares a place shares what it wins": {
			[]Prize{first}, []Standing{standing("a", 9), standing("b", 9), standing("c", 7)}, "first:a:1:1/2 first:b:1:1/2",
		},
		"where there is one for each, each has one": {[]Prize{both}, []Standing{standing("a", 9), standing("b", 9)}, "both:a:1:1/1 both:b:1:1/1"},
		"two among three": {[]Prize{both}, []Standing{standing("a", 9), standing("b", 9), standing("c", 9)}, "both:a:1:2/3 both:b:1:2/3 both:c:1:2/3"},
		"places of several prizes": {
			[]Prize{first, top},
			[]Standing{standing("a", 9), standing("b", 8), standing("c", 8), standing("d", 7)},
			"first:a:1:1/1 top:a:1:1/1 top:b:2:1/1 top:c:2:1/1",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var said []string
			for _, w := range Deal(tt.prizes, tt.field) {
				said = append(said, fmt.Sprintf("%s:%s:%d:%d/%d", w.Prize, w.Expert, w.Place, w.Pieces, w.Among))
			}
			if got := strings.Join(said, " "); got != tt.want {
				t.Fatalf("got %s, want %s", got, tt.want)
			}
		})
	}
}

func TestAMoreCertainFirstTimeRightComesFirst(t *testing.T) {
	t.Parallel()
	right := func(id string, yes, of int) Standing {
		return Standing{Player: player(id, 4.5), Score: 50, Conversations: 3, Right: roster.Share{Yes: yes, Of: of}}
	}
	few, many := right("few", 3, 3), right("many", 18, 19)
	many.Conversations = 20
	if better(many, few) >= 0 {
		t.Error("three of three came before eighteen of nineteen")
	}
	many.Quality.Mean = 4.4
	if better(many, few) <= 0 {
		t.Error("quality does not come before it")
	}
}

// Section 4 of the programme over a whole season with its leagues: 63 experts
// are filled into three divisions, six times. The grinder falls far behind the
// craftsman, and the small one, who wins nothing on one board, leads a league.
func TestASeasonOfLeaguesLetsTheGrinderFallBehind(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	const runs = 12
	place, division, small := map[domain.ExpertID]float64{}, map[domain.ExpertID]float64{}, 0.0
	for range runs {
		skill, volume := map[domain.ExpertID]float64{"grinder": 0.55, "craftsman": 0.95, "small": 0.95},
			map[domain.ExpertID]int{"grinder": 70, "craftsman": 25, "small": 8}
		ids := []domain.ExpertID{"grinder", "craftsman", "small"}
		for i := range 60 {
			id := domain.ExpertID(fmt.Sprintf("other%02d", i))
			ids, skill[id], volume[id] = append(ids, id), min(0.80+0.10*r.NormFloat64(), 1), int(math.Exp(math.Log(15)+0.8*r.NormFloat64()))
		}
		known, total := make([]Entrant, len(ids)), map[domain.ExpertID]int64{}
		for i, id := range ids {
			known[i] = Entrant{Expert: id, Joined: monday.AddDate(-1, 0, 0)}
		}
		led := false
		for round := 1; round <= 6; round++ {
			groups := Fill(known, monday, round-1 > RoundsWithoutFall)
			players := make([]Player, len(ids))
			for i, id := range ids {
				players[i] = simulated(r, string(id), volume[id], skill[id])
			}
			standings := field(players...).Standings()
			rank := map[domain.ExpertID]int{}
			for i, s := range standings {
				rank[s.Expert] = i
				total[s.Expert] += s.Score
			}
			known = known[:0]
			for _, g := range groups {
				for _, m := range g.Members {
					e, at := m.Entrant, 1
					for _, other := range g.Members {
						if rank[other.Expert] < rank[m.Expert] {
							at++
						}
					}
					e.Score, e.Division, e.Place, e.Of = standings[rank[e.Expert]].Score, g.Division, at, len(g.Members)
					known = append(known, e)
					if round == 6 {
						division[e.Expert] += float64(g.Division) / runs
					}
					led = led || e.Expert == "small" && at <= UpPlaces
				}
			}
		}
		for _, id := range ids[:3] {
			for _, other := range ids {
				if total[other] >= total[id] {
					place[id] += 1.0 / runs
				}
			}
		}
		if led {
			small += 1.0 / runs
		}
	}
	t.Logf("places %.1f %.1f, divisions %.1f %.1f, the small one was among the first five of a league in %.0f %% of the seasons",
		place["grinder"], place["craftsman"], division["grinder"], division["craftsman"], 100*small)
	if place["craftsman"] > 15 || place["grinder"] < 30 || division["craftsman"] >= division["grinder"]-0.5 || small < 0.5 {
		t.Errorf("places: grinder %.1f, craftsman %.1f; divisions %.1f and %.1f; small %.2f", place["grinder"], place["craftsman"],
			division["grinder"], division["craftsman"], small)
	}
}
