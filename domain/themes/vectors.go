package themes

import (
	"cmp"
	"maps"
	"math"
	"slices"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/search"
)

// A text is read as its stems, without the little words, and the pairs of all that
// stand beside each other, because "where is" and "how do" ask for other things; a
// pair counts half.
const (
	mostStems  = 60
	pairWeight = 0.5
	mostTerms  = 40 // of a centre
)

// Terms are a direction in the space of words: weights by term, of length 1. A
// term is a stem, or two with a space between them.
type Terms map[string]float64

// vector is a text in that space, by number of its terms, in their order.
type vector []weighted

type weighted struct {
	term   int32
	weight float64
}

// space numbers the terms of some texts and knows how rare each is.
type space struct {
	terms   []string
	number  map[string]int32
	rarity  []float64 // ln((1 + texts) / (1 + texts with it)) + 1
	vectors []vector
}

// termsOf counts what a text says.
func termsOf(l domain.Language, text string) map[string]float64 {
	stems := search.Stems(l, text)
	stems = stems[:min(len(stems), mostStems)]
	counts := make(map[string]float64, 2*len(stems))
	for i, s := range stems {
		if !s.Little {
			counts[s.Text]++
		}
		if i > 0 {
			counts[stems[i-1].Text+" "+s.Text] += pairWeight
		}
	}
	return counts
}

func newSpace(l domain.Language, texts []string) *space {
	s := &space{number: map[string]int32{}, vectors: make([]vector, len(texts))}
	counts := make([]map[string]float64, len(texts))
	var holding []int
	for i, text := range texts {
		counts[i] = termsOf(l, text)
		for _, t := range slices.Sorted(maps.Keys(counts[i])) {
			n, known := s.number[t]
			if !known {
				n = int32(len(s.terms)) //nolint:gosec // far fewer terms than that
				s.number[t] = n
				s.terms, holding = append(s.terms, t), append(holding, 0)
			}
			holding[n]++
		}
	}
	s.rarity = make([]float64, len(holding))
	for n, with := range holding {
		s.rarity[n] = math.Log(float64(1+len(texts))/float64(1+with)) + 1
	}
	for i, c := range counts {
		v := make(vector, 0, len(c))
		for t, times := range c {
			n := s.number[t]
			v = append(v, weighted{n, (1 + math.Log(math.Max(times, 1))) * math.Min(times, 1) * s.rarity[n]})
		}
		s.vectors[i] = v.unit()
	}
	return s
}

// unit brings a vector to length 1, its terms in order. An empty one stays so.
func (v vector) unit() vector {
	slices.SortFunc(v, func(a, b weighted) int { return cmp.Compare(a.term, b.term) })
	sum := 0.0
	for _, w := range v {
		sum += w.weight * w.weight
	}
	if sum == 0 {
		return v
	}
	for i := range v {
		v[i].weight /= math.Sqrt(sum)
	}
	return v
}

// centre is the middle of some texts, cut to its heaviest terms.
func (s *space) centre(members []int) vector {
	sum := map[int32]float64{}
	for _, m := range members {
		for _, w := range s.vectors[m] {
			sum[w.term] += w.weight
		}
	}
	all := make(vector, 0, len(sum))
	for t, w := range sum {
		all = append(all, weighted{t, w})
	}
	slices.SortFunc(all, func(a, b weighted) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.term, b.term))
	})
	return all[:min(len(all), mostTerms)].unit()
}

// known brings a direction of before into this space; what nobody says now is
// left out, and the rest keeps its weight, so that it is the less alike.
func (s *space) known(t Terms) vector {
	v := make(vector, 0, len(t))
	for term, w := range t {
		if n, found := s.number[term]; found {
			v = append(v, weighted{n, w})
		}
	}
	slices.SortFunc(v, func(a, b weighted) int { return cmp.Compare(a.term, b.term) })
	return v
}

// words writes a direction of this space down.
func (s *space) words(v vector) Terms {
	t := make(Terms, len(v))
	for _, w := range v {
		t[s.terms[w.term]] = w.weight
	}
	return t
}

// dot is how alike two vectors are, 0 to 1.
func dot(a, b vector) (sum float64) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].term < b[j].term:
			i++
		case a[i].term > b[j].term:
			j++
		default:
			sum += a[i].weight * b[j].weight
			i++
			j++
		}
	}
	return sum
}
