package themes

import (
	"cmp"
	"slices"

	"github.com/kennerhq/kenner/domain"
)

// How alike is alike. The figures are the best of a search on Banking77, see
// TestThemesOfBanking77.
const (
	near    = 0.25 // two questions say much of the same
	joins   = 0.25 // a question belongs to a centre
	same    = 0.40 // two centres are one
	rounds  = 8
	atLeast = 3 // questions that make a new theme
)

// Known is a theme of before.
type Known struct {
	ID    ThemeID
	Terms Terms
}

// Group is some questions that say the same.
type Group struct {
	Known   ThemeID // the theme of before that it goes on; empty: a new one
	Terms   Terms
	Members []int // numbers of the questions, the nearest to the middle first
}

// Find groups questions of one language that say the same, the largest group
// first; those that are like no others are in none. It knows no labels and rolls
// no dice: the same questions in the same order give the same groups.
//
// It is spherical k-means (Dhillon and Modha, "Concept decompositions for large
// sparse text data using clustering", 2001) that finds its own k: questions open
// a group in the order of how many others are near them, unless they belong to
// one that is open; centres move for some rounds, a question that is near none
// leaves, and centres that are nearly one are joined. Themes of before are open
// from the start, so that a question keeps its name from week to week.
func Find(l domain.Language, questions []string, before []Known) []Group {
	s := newSpace(l, questions)
	g := &grouping{space: s}
	for _, k := range before {
		g.open(s.known(k.Terms), k.ID)
	}
	for _, i := range s.dense() {
		if at, alike := g.nearest(s.vectors[i]); alike >= joins {
			g.members[at] = append(g.members[at], i)
		} else if len(s.vectors[i]) > 0 {
			g.members[g.open(s.vectors[i], "")] = []int{i}
		}
	}
	for range rounds {
		g.settle()
	}
	g.join()
	g.settle()
	return g.groups()
}

// dense is every question, those with many others near them first.
func (s *space) dense() []int {
	postings := make([][]posting, len(s.terms))
	for i, v := range s.vectors {
		for _, w := range v {
			postings[w.term] = append(postings[w.term], posting{i, w.weight})
		}
	}
	density := make([]float64, len(s.vectors))
	sums := make([]float64, len(s.vectors))
	var touched []int
	for i, v := range s.vectors {
		touched = touched[:0]
		for _, w := range v {
			for _, p := range postings[w.term] {
				if sums[p.of] == 0 {
					touched = append(touched, p.of)
				}
				sums[p.of] += w.weight * p.weight
			}
		}
		for _, j := range touched {
			if sums[j] >= near {
				density[i] += sums[j]
			}
			sums[j] = 0
		}
	}
	order := make([]int, len(s.vectors))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(density[b], density[a]) })
	return order
}

// grouping is groups under way. A centre's terms are listed, so that a question
// meets only those that say one of its words.
type grouping struct {
	*space

	centres  []vector
	known    []ThemeID
	members  [][]int
	postings map[int32][]posting
	sums     []float64
}

// posting is that a centre, or a question, says a term.
type posting struct {
	of     int
	weight float64
}

func (g *grouping) open(v vector, known ThemeID) int {
	g.centres, g.known, g.members = append(g.centres, v), append(g.known, known), append(g.members, nil)
	g.list(len(g.centres)-1, v)
	return len(g.centres) - 1
}

func (g *grouping) list(centre int, v vector) {
	if g.postings == nil {
		g.postings = map[int32][]posting{}
	}
	for _, w := range v {
		g.postings[w.term] = append(g.postings[w.term], posting{centre, w.weight})
	}
	for len(g.sums) < len(g.centres) {
		g.sums = append(g.sums, 0)
	}
}

// nearest is the centre that a vector is most alike, the first of several.
func (g *grouping) nearest(v vector) (at int, alike float64) {
	var touched []int
	for _, w := range v {
		for _, p := range g.postings[w.term] {
			if g.sums[p.of] == 0 {
				touched = append(touched, p.of)
			}
			g.sums[p.of] += w.weight * p.weight
		}
	}
	at = -1
	for _, c := range touched {
		if sum := g.sums[c]; sum > alike || sum == alike && c < at {
			at, alike = c, sum
		}
		g.sums[c] = 0
	}
	return at, alike
}

// settle moves each centre to the middle of its questions, and each question to
// its nearest centre.
func (g *grouping) settle() {
	g.postings = nil
	for c, m := range g.members {
		if len(m) > 0 {
			g.centres[c] = g.centre(m)
		}
		g.list(c, g.centres[c])
		g.members[c] = nil
	}
	for i, v := range g.vectors {
		if at, alike := g.nearest(v); at >= 0 && alike >= joins {
			g.members[at] = append(g.members[at], i)
		}
	}
}

// join makes one of centres that are nearly the same; the larger keeps its place,
// and a theme of before goes before a new one.
func (g *grouping) join() {
	order := make([]int, 0, len(g.centres))
	for c := range g.centres {
		if len(g.members[c]) > 0 {
			order = append(order, c)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if old := (g.known[a] != ""); old != (g.known[b] != "") {
			if old {
				return -1
			}
			return 1
		}
		return cmp.Compare(len(g.members[b]), len(g.members[a]))
	})
	for n, into := range order {
		for _, c := range order[n+1:] {
			if g.one(into, c) {
				g.members[into] = append(g.members[into], g.members[c]...)
				g.members[c] = nil
				g.centres[into] = g.centre(g.members[into])
			}
		}
	}
	for c := range g.centres { // what is empty is no place to go
		if len(g.members[c]) == 0 {
			g.centres[c] = nil
		}
	}
}

// one reports whether two centres are the same; two themes of before are not,
// because somebody may have decided about each.
func (g *grouping) one(a, b int) bool {
	return len(g.members[a]) > 0 && len(g.members[b]) > 0 && (g.known[a] == "" || g.known[b] == "") &&
		dot(g.centres[a], g.centres[b]) >= same
}

func (g *grouping) groups() []Group {
	var all []Group
	for c, m := range g.members {
		if len(m) == 0 || len(m) < atLeast && g.known[c] == "" { // what is known is counted to the last one
			continue
		}
		centre := g.centre(m)
		slices.SortStableFunc(m, func(a, b int) int {
			return cmp.Compare(dot(g.vectors[b], centre), dot(g.vectors[a], centre))
		})
		all = append(all, Group{Known: g.known[c], Terms: g.words(centre), Members: m})
	}
	slices.SortStableFunc(all, func(a, b Group) int { return cmp.Compare(len(b.Members), len(a.Members)) })
	return all
}
