package roster

import "math"

// WilsonZ is how sure the bounds of a yes/no measure are: about nine times of ten.
const WilsonZ = 1.28

// WilsonLower is the lower bound of the share behind yes answers among n: what
// the share is at least, as far as so few can tell. It is 0 when nothing was asked.
func WilsonLower(yes, n int) float64 { return wilson(yes, n, -1) }

// WilsonUpper is the upper bound: what the share may be at most. It is 1 when
// nothing was asked.
func WilsonUpper(yes, n int) float64 {
	if n <= 0 {
		return 1
	}
	return wilson(yes, n, 1)
}

func wilson(yes, n int, side float64) float64 {
	if n <= 0 {
		return 0
	}
	const z = WilsonZ
	size, share := float64(n), float64(yes)/float64(n)
	middle := share + z*z/(2*size)
	spread := z * math.Sqrt(share*(1-share)/size+z*z/(4*size*size))
	return min(max((middle+side*spread)/(1+z*z/size), 0), 1)
}

// hundredths rounds half up to what people are shown: what is compared is what
// they see, so that "4.30 of 4.3" is never a miss.
func hundredths(x float64) float64 { return math.Floor(x*100+0.5+1e-9) / 100 }
