package learner

import "slices"

const (
	remembered = 4096 // examples since the training; then the oldest goes
	neighbours = 8    // that vote
	surest     = 0.8  // of the certainty goes to the memory at most, for a text that was seen word by word
)

// memory is what was learned since the training.
type memory struct {
	seen []memo
}

type memo struct {
	text  vector // by bucket
	label string
}

func (m *memory) add(text vector, label string) {
	if len(m.seen) == remembered {
		m.seen = slices.Delete(m.seen, 0, 1)
	}
	m.seen = append(m.seen, memo{text, label})
}

// votes are the shares of the nearest examples by the third power of their
// cosine, and how far the memory is to be trusted: by the square of the nearest.
func (m *memory) votes(text vector) (shares map[string]float64, trust float64) {
	type near struct {
		cosine float64
		at     int
	}
	shares = map[string]float64{}
	all := make([]near, 0, len(m.seen))
	for i, seen := range m.seen {
		if c := cosine(text, seen.text); c > 0.1 {
			all = append(all, near{c, i})
		}
	}
	slices.SortFunc(all, func(a, b near) int {
		if a.cosine != b.cosine {
			if a.cosine > b.cosine {
				return -1
			}
			return 1
		}
		return b.at - a.at
	})
	all = all[:min(len(all), neighbours)]
	if len(all) == 0 {
		return shares, 0
	}
	var sum float64
	for _, n := range all {
		vote := n.cosine * n.cosine * n.cosine
		shares[m.seen[n.at].label] += vote
		sum += vote
	}
	for label := range shares {
		shares[label] /= sum
	}
	return shares, surest * all[0].cosine * all[0].cosine
}

// cosine of two vectors of length 1.
func cosine(a, b vector) (sum float64) {
	for len(a) > 0 && len(b) > 0 {
		switch x, y := a[0], b[0]; {
		case x.at < y.at:
			a = a[1:]
		case x.at > y.at:
			b = b[1:]
		default:
			sum += float64(x.weight) * float64(y.weight)
			a, b = a[1:], b[1:]
		}
	}
	return sum
}
