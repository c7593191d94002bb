package league

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// The numbers of leagues.
const (
	LeaguesFrom  = 40 // active experts; fewer share one board
	leagueTarget = 25
	leagueMost   = 30
	leagueLeast  = 20
	leagueThin   = 15 // so few are rather none
	Divisions    = 7  // at most; 1 is the highest
	UpPlaces     = 5  // go up a division after a round
	DownPlaces   = 5  // go down
	// RoundsWithoutFall are the first rounds of a season, after which nobody goes down.
	RoundsWithoutFall = 2
	// RookieTime is how long newcomers play among themselves.
	RookieTime = 4 * 7 * 24 * time.Hour
)

// Kind tells the leagues of newcomers from all others.
type Kind string

const (
	Regular Kind = "league"
	Rookie  Kind = "rookie" // of the first four weeks; it has no division
)

// Moved is how somebody came into their league.
type Moved string

const (
	Up    Moved = "up"
	Down  Moved = "down"
	Stays Moved = "stays"
	Fresh Moved = "new" // in no division before
)

// Entrant is an active expert for whom a league is looked for.
type Entrant struct {
	Expert   domain.ExpertID
	Joined   time.Time
	Score    int64         // of the last two rounds together
	OnShift  time.Duration // in that time
	Division int           // the last one they played in; 0: none
	Place    int           // in their league of the round before; 0: they were in none
	Of       int           // how many were in it
}

// Member is an expert in a league.
type Member struct {
	Entrant

	Moved Moved
}

// Group is one league of a round, with who plays in it.
type Group struct {
	ID       string
	Kind     Kind
	Division int // 0 for rookies
	Number   int // from 1, among those of its kind and division
	Members  []Member
}

// Fill makes the leagues of a round that starts at the given time: none for
// fewer than 40 experts. Who joined in the last four weeks plays among rookies.
// The first five of a league go up a division, the last five down when falls is
// true, and nobody moves more than one; who is new comes to those with the most
// similar score. The leagues of one division are of similar hours on shift.
func Fill(entrants []Entrant, start time.Time, falls bool) []Group {
	if len(entrants) < LeaguesFrom {
		return nil
	}
	var rookies, others []Member
	for _, e := range entrants {
		if start.Sub(e.Joined) < RookieTime {
			rookies = append(rookies, Member{e, Fresh})
		} else {
			others = append(others, Member{e, Fresh})
		}
	}
	var groups []Group
	for n := leaguesFor(len(others)); n > 0; n-- {
		divisions, per := split(others, perDivision(n), falls), perDivision(n)
		if n > 1 && thin(divisions, per) { // nobody may move there yet
			continue
		}
		for d, members := range divisions {
			groups = append(groups, cut(members, per[d], Regular, d+1)...)
		}
		break
	}
	if len(rookies) > 0 {
		groups = append(groups, cut(rookies, leaguesFor(len(rookies)), Rookie, 0)...)
	}
	return groups
}

// thin reports whether a league would have far too few people.
func thin(divisions [][]Member, per []int) bool {
	for d, members := range divisions {
		if len(members) < leagueThin*per[d] {
			return true
		}
	}
	return false
}

// leaguesFor is how many leagues n experts make: of about 25, and never of more
// than 30.
func leaguesFor(n int) int {
	return max(int(math.Round(float64(n)/leagueTarget)), (n+leagueMost-1)/leagueMost)
}

// perDivision spreads n leagues over the divisions, the odd ones at the bottom.
func perDivision(n int) []int {
	per := make([]int, min(n, Divisions))
	for i := range per {
		per[i] = n / len(per)
		if i >= len(per)-n%len(per) {
			per[i]++
		}
	}
	return per
}

// split decides who plays in which division.
func split(all []Member, per []int, falls bool) [][]Member {
	divisions := make([][]Member, len(per))
	slices.SortFunc(all, byScore)
	var fresh []Member
	for _, m := range all {
		if m.Division == 0 {
			fresh = append(fresh, m)
			continue
		}
		d := m.next(len(per), falls)
		divisions[d-1] = append(divisions[d-1], m)
	}
	if len(fresh) == len(all) {
		return portion(all, per)
	}
	bars := means(divisions)
	for _, m := range fresh {
		d := nearest(bars, m.Score)
		divisions[d] = append(divisions[d], m)
	}
	balance(divisions, per, falls)
	for d := range divisions {
		for i := range divisions[d] {
			divisions[d][i].Moved = divisions[d][i].move(d+1, len(per))
		}
	}
	return divisions
}

// next is the division that the places of the last round lead to.
func (e Entrant) next(lowest int, falls bool) int {
	d := min(e.Division, lowest)
	switch {
	case e.Place == 0:
	case e.Place <= UpPlaces:
		d--
	case falls && e.Place > e.Of-DownPlaces:
		d++
	}
	return min(max(d, 1), lowest)
}

func (e Entrant) move(to, lowest int) Moved {
	was := min(e.Division, lowest)
	switch {
	case e.Division == 0:
		return Fresh
	case to < was:
		return Up
	case to > was:
		return Down
	default:
		return Stays
	}
}

// byScore is the order of similar scores. The ids part who is equal in both, which
// decides nothing but in which of two leagues they meet.
func byScore(a, b Member) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(b.OnShift, a.OnShift), cmp.Compare(a.Expert, b.Expert))
}

// portion cuts an ordered field into divisions as large as their leagues.
func portion(all []Member, per []int) [][]Member {
	total := 0
	for _, n := range per {
		total += n
	}
	divisions, leagues, from := make([][]Member, len(per)), 0, 0
	for d, n := range per {
		leagues += n
		to := len(all) * leagues / total
		divisions[d], from = slices.Clone(all[from:to]), to
	}
	return divisions
}

func means(divisions [][]Member) []float64 {
	all := make([]float64, len(divisions))
	for d, members := range divisions {
		for _, m := range members {
			all[d] += float64(m.Score) / float64(len(members))
		}
	}
	return all
}

// nearest is the division whose mean is most like a score, the lower one of two.
func nearest(means []float64, score int64) int {
	best := len(means) - 1
	for d, mean := range slices.Backward(means) {
		if math.Abs(mean-float64(score)) < math.Abs(means[best]-float64(score)) {
			best = d
		}
	}
	return best
}

// balance moves people across the borders of divisions when one has no room for
// its leagues or not enough people for them, as far as somebody may move there:
// up from the top on, then down from the bottom on, so that nobody moves twice.
func balance(divisions [][]Member, per []int, falls bool) {
	fits := true
	for d, members := range divisions {
		fits = fits && len(members) >= leagueLeast*per[d] && len(members) <= leagueMost*per[d]
	}
	if fits {
		return
	}
	missing := make([]int, len(divisions)) // above the border below each
	have, want, all, leagues := 0, 0, 0, 0
	for d := range divisions {
		all, leagues = all+len(divisions[d]), leagues+per[d]
	}
	for d := range divisions {
		have, want = have+len(divisions[d]), want+per[d]
		missing[d] = all*want/leagues - have
	}
	for d := range len(divisions) - 1 {
		for missing[d] > 0 && shift(divisions, d+1, d, falls) {
			missing[d]--
		}
	}
	for d := len(divisions) - 2; d >= 0; d-- {
		for missing[d] < 0 && shift(divisions, d, d+1, falls) {
			missing[d]++
		}
	}
}

// shift moves the one with the most fitting score who may go from one division
// to its neighbour: one step from where they were, and down only when there are falls.
func shift(divisions [][]Member, from, to int, falls bool) bool {
	may := func(m Member) bool {
		was := min(m.Division, len(divisions))
		step := to + 1 - was
		return m.Division == 0 || step == 0 || step == -1 || step == 1 && falls
	}
	slices.SortFunc(divisions[from], byScore)
	pick := -1
	for i, m := range divisions[from] {
		if may(m) && (pick < 0 || to > from) { // the last going down, the first going up
			pick = i
		}
	}
	if pick < 0 {
		return false
	}
	divisions[to] = append(divisions[to], divisions[from][pick])
	divisions[from] = slices.Delete(divisions[from], pick, pick+1)
	return true
}

// cut makes n leagues of the members of one division, by hours on shift.
func cut(members []Member, n int, kind Kind, division int) []Group {
	slices.SortFunc(members, func(a, b Member) int {
		return cmp.Or(cmp.Compare(b.OnShift, a.OnShift), byScore(a, b))
	})
	groups := make([]Group, n)
	for i := range groups {
		part := slices.Clone(members[len(members)*i/n : len(members)*(i+1)/n])
		slices.SortFunc(part, byScore)
		groups[i] = Group{Kind: kind, Division: division, Number: i + 1, Members: part}
	}
	return groups
}

// Zone is what a place in a league leads to.
type Zone string

const (
	ZoneUp   Zone = "up"
	ZoneDown Zone = "down"
	ZoneNone Zone = "none"
)

// ZoneOf is the zone of a place among so many in a league of a round.
func ZoneOf(kind Kind, division, lowest, round, place, of int) Zone {
	if kind == Rookie {
		return ZoneNone
	}
	e := Entrant{Division: division, Place: place, Of: of}
	switch e.move(e.next(lowest, round > RoundsWithoutFall), lowest) {
	case Up:
		return ZoneUp
	case Down:
		return ZoneDown
	default:
		return ZoneNone
	}
}
