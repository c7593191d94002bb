package learner

import (
	"math/rand/v2"
	"slices"
)

// Report is how well a model suggests what people decided. Top1 to Top5 are the
// shares of texts whose reason is among the first suggestions; MacroF1 is the
// mean over reasons of 2·precision·recall/(precision+recall) of the first.
type Report struct {
	Texts   int     `json:"texts"`
	Top1    float64 `json:"top1"`
	Top3    float64 `json:"top3"`
	Top5    float64 `json:"top5"`
	MacroF1 float64 `json:"macroF1"`
}

// Evaluate asks a model for examples that it has not seen.
func Evaluate(m *Model, examples []Example) Report {
	r := Report{Texts: len(examples)}
	if len(examples) == 0 {
		return r
	}
	type tally struct{ right, said, is int }
	tallies := map[string]*tally{}
	of := func(label string) *tally {
		if tallies[label] == nil {
			tallies[label] = &tally{}
		}
		return tallies[label]
	}
	for _, e := range examples {
		of(e.Label).is++
		for i, s := range m.Suggest(e.Text, 5) {
			right := s.Label == e.Label
			if i == 0 {
				of(s.Label).said++
			}
			if !right {
				continue
			}
			if i == 0 {
				of(s.Label).right++
				r.Top1++
			}
			if i < 3 {
				r.Top3++
			}
			r.Top5++
		}
	}
	n := float64(len(examples))
	r.Top1, r.Top3, r.Top5 = r.Top1/n, r.Top3/n, r.Top5/n
	reasons := 0
	for _, t := range tallies {
		if t.is > 0 {
			reasons++
			r.MacroF1 += 2 * float64(t.right) / float64(t.said+t.is)
		}
	}
	r.MacroF1 /= float64(reasons)
	return r
}

// Split takes one in n of the examples of each label for a test, by chance.
func Split(examples []Example, n int, seed uint64) (train, test []Example) {
	rng := rand.New(rand.NewPCG(seed, 0)) //nolint:gosec // repeatable on purpose
	by := map[string][]Example{}
	var labels []string
	for _, e := range examples {
		if by[e.Label] == nil {
			labels = append(labels, e.Label)
		}
		by[e.Label] = append(by[e.Label], e)
	}
	slices.Sort(labels)
	for _, l := range labels {
		all := by[l]
		rng.Shuffle(len(all), func(a, b int) { all[a], all[b] = all[b], all[a] })
		test, train = append(test, all[:len(all)/n]...), append(train, all[len(all)/n:]...)
	}
	return train, test
}
