package indicators

import (
	"math"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Number is what was measured, and on how much. Which of its parts it has is said
// by the kind: a share has Yes, Share, Low and High; a spread has Share, Low, High,
// Median and Chance; the others have Mean, Median and P90.
type Number struct {
	N      int // episodes, days or, of a spread, experts
	Yes    int
	Mean   float64
	Median float64
	P90    float64
	Share  float64
	Low    float64
	High   float64
	Chance float64 // how far experts would be apart by chance alone
}

// NearestRank is a percentile of numbers in order: the smallest of them that at
// least so many percent do not exceed. It is always one that was measured. Of
// nothing it is zero.
func NearestRank(sorted []int64, percent int) int64 {
	if len(sorted) == 0 {
		return 0
	}
	rank := (len(sorted)*percent + 99) / 100
	return sorted[max(rank, 1)-1]
}

// durations measures milliseconds, in seconds.
func durations(ms []int64) Number { return measured(ms, 1000) }

// measured gives the mean, the median and the ninetieth percentile of whole
// numbers, in units of so many.
func measured(all []int64, unit float64) Number {
	if len(all) == 0 {
		return Number{}
	}
	slices.Sort(all)
	sum := int64(0)
	for _, v := range all {
		sum += v
	}
	return Number{
		N: len(all), Mean: float64(sum) / float64(len(all)) / unit,
		Median: float64(NearestRank(all, 50)) / unit, P90: float64(NearestRank(all, 90)) / unit,
	}
}

// share is a part of a whole with Wilson's interval of 95 %.
func share(yes, of int) Number {
	if of == 0 {
		return Number{}
	}
	low, high := wilson(yes, of)
	return Number{N: of, Yes: yes, Share: float64(yes) / float64(of), Low: low, High: high}
}

// z95 leaves 2.5 % of a normal distribution on either side. The bounds of levels in
// package roster are wider on purpose: they ask what somebody surely reaches.
const z95 = 1.959963984540054

// wilson is the score interval of a share: where it truly lies, 19 times of 20.
func wilson(yes, of int) (low, high float64) {
	const z = z95
	n, p := float64(of), float64(yes)/float64(of)
	middle := (p + z*z/(2*n)) / (1 + z*z/n)
	half := z * math.Sqrt(p*(1-p)/n+z*z/(4*n*n)) / (1 + z*z/n)
	return max(middle-half, 0), min(middle+half, 1)
}

// Sample is how many episodes of an expert make a share that is compared.
const Sample = 10

// tenToNinety is how far the tenth and the ninetieth percentile of a normal
// distribution are apart, in standard deviations.
const tenToNinety = 2 * 1.2815515655446004

// spread is how far experts are apart: the ninetieth percentile of their shares
// less the tenth, among those with enough of a sample. It knows no names. Chance is
// how far they would be apart if all were the same: the spread of a normal
// distribution with the deviation that a sample of their mean size has.
func spread(yes, of map[domain.ExpertID]int) Number {
	var shares []int64 // in millionths: whole numbers have one order on every machine
	all, good, inverse := 0, 0, 0.0
	for _, e := range sortedKeys(of) {
		n := of[e]
		if n < Sample {
			continue
		}
		shares = append(shares, int64(math.Round(float64(yes[e])/float64(n)*1e6)))
		all, good, inverse = all+n, good+yes[e], inverse+1/float64(n)
	}
	if len(shares) < 2 {
		return Number{N: len(shares)}
	}
	slices.Sort(shares)
	p := float64(good) / float64(all)
	low, high := float64(NearestRank(shares, 10))/1e6, float64(NearestRank(shares, 90))/1e6
	return Number{
		N: len(shares), Low: low, High: high, Share: high - low, Median: float64(NearestRank(shares, 50)) / 1e6,
		Chance: tenToNinety * math.Sqrt(p*(1-p)*inverse/float64(len(shares))),
	}
}

func sortedKeys[V any](m map[domain.ExpertID]V) []domain.ExpertID {
	keys := make([]domain.ExpertID, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// since is how long after a the moment b was, in milliseconds; false when one of
// them did not happen.
func since(a, b time.Time) (int64, bool) {
	if a.IsZero() || b.IsZero() || b.Before(a) {
		return 0, false
	}
	return b.Sub(a).Milliseconds(), true
}
