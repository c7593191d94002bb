package problems

import "math"

// Tail is how probable it is that a count with a mean and a variance is as high as
// n, or higher: of the Poisson distribution where the variance is not beyond the
// mean, else of the negative binomial one with that variance.
func Tail(n int, mean, variance float64) float64 {
	if n <= 0 {
		return 1
	}
	if mean <= 0 {
		return 0
	}
	below := 0.0
	if variance <= mean*(1+1e-9) {
		term := -mean
		for k := range n {
			if k > 0 {
				term += math.Log(mean) - math.Log(float64(k))
			}
			below += math.Exp(term)
		}
		return max(0, 1-below)
	}
	size := mean * mean / (variance - mean)
	miss := math.Log(mean) - math.Log(mean+size)
	term := size * (math.Log(size) - math.Log(mean+size))
	for k := range n {
		if k > 0 {
			term += miss + math.Log(float64(k)-1+size) - math.Log(float64(k))
		}
		below += math.Exp(term)
	}
	return max(0, 1-below)
}

// quantiles are those of Student's t for 95 percent on both sides, by degrees of
// freedom from 1; beyond them the last one counts, which is on the safe side.
var quantiles = [...]float64{
	12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131,
	2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060, 2.056, 2.052, 2.048, 2.045, 2.042,
}

func quantile(degrees int) float64 {
	return quantiles[min(max(degrees, 1), len(quantiles))-1]
}
