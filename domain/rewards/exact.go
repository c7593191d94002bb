package rewards

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/kennerhq/kenner/domain"
)

// Factor is a decimal with two places, kept as hundredths: 130 is 1.3. Points
// are never computed with floating numbers.
type Factor int64

// Exact is a number of points with eight places, which is what four factors
// can need, kept as hundred-millionths.
type Exact int64

const (
	hundred Factor = 100
	one     Exact  = 100_000_000
)

func exact(p domain.Points) Exact { return Exact(p) * one }

// times is exact for the first four factors after whole points.
func (x Exact) times(f Factor) Exact { return x * Exact(f) / Exact(hundred) }

// round is half up, to whole points.
func (x Exact) round() domain.Points { return domain.Points((x + one/2) / one) }

func (f Factor) String() string { return decimal(int64(f), int64(hundred), 2) }
func (x Exact) String() string  { return decimal(int64(x), int64(one), 8) }

func (f Factor) MarshalJSON() ([]byte, error) { return []byte(f.String()), nil }
func (x Exact) MarshalJSON() ([]byte, error)  { return []byte(x.String()), nil }

func (f *Factor) UnmarshalJSON(b []byte) error {
	n, err := parse(string(b), 2)
	*f = Factor(n)
	return err
}

func (x *Exact) UnmarshalJSON(b []byte) error {
	n, err := parse(string(b), 8)
	*x = Exact(n)
	return err
}

// decimal writes n/unit without superfluous zeros.
func decimal(n, unit int64, places int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	fraction := strings.TrimRight(fmt.Sprintf("%0*d", places, n%unit), "0")
	if fraction == "" {
		return sign + strconv.FormatInt(n/unit, 10)
	}
	return sign + strconv.FormatInt(n/unit, 10) + "." + fraction
}

// parse reads a decimal with at most places behind the point; a finer one is
// refused, not rounded.
func parse(s string, places int) (int64, error) {
	whole, fraction, _ := strings.Cut(s, ".")
	if len(fraction) > places {
		return 0, fmt.Errorf("rewards: %s has more than %d places", s, places)
	}
	n, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", places-len(fraction)), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("rewards: not a decimal: %w", err)
	}
	if n == math.MinInt64 { // which has no counterpart above zero
		return 0, fmt.Errorf("rewards: %s is too small", s)
	}
	return n, nil
}
