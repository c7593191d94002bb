package rewards

import (
	"encoding/json"
	"math"
	"testing"
)

// FuzzExact: a decimal that is taken is read back as itself, to the last place.
func FuzzExact(f *testing.F) {
	for _, s := range []string{
		"1.3", "0", "-0.01", "-0", "+1", "1e3", "1e400", "9223372036854775807", "92233720368547758.07", "92233720368547758.08", "-92233720368547758.08",
		"1.", ".5", "1.-5", "1.+5", "0x1", "1_0", "NaN", "Infinity", "null", `"1"`, "", " 1", "1.300", "00000000000000000000000001", "٣",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var x Exact
		if err := json.Unmarshal([]byte(s), &x); err == nil && s != "null" {
			back(t, s, x)
		}
		var factor Factor
		if err := json.Unmarshal([]byte(s), &factor); err == nil && s != "null" {
			back(t, s, factor)
		}
	})
}

func back[T Exact | Factor](t *testing.T, s string, x T) {
	t.Helper()
	if int64(x) == math.MinInt64 {
		t.Fatalf("%s has no counterpart", s)
	}
	b, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	var again T
	if err := json.Unmarshal(b, &again); err != nil || again != x {
		t.Errorf("%s is written %s, which is %d and not %d: %v", s, b, again, x, err)
	}
}

// FuzzRules: rules that pass their check pay nothing below zero and no more
// than they can, whatever day and stars.
func FuzzRules(f *testing.F) {
	for _, r := range []Rules{FirstRules(), SecondRules(), {}} {
		b, err := json.Marshal(r)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(b), 1)
	}
	for _, s := range []string{
		`null`, `[]`, `{"conversation":null}`, `{"conversation":{"base":1e400}}`, `{"conversation":{"base":1,"difficulty":[1,2,3,4,5]}}`,
		`{"conversation":{"base":1,"dailyCurve":[{"share":99999999}]}}`, `{"conversation":{"base":9223372036854775807}}`, `{"followUp":{}}`,
		`{"conversation":{"base":1,"dailyCurve":[{"share":null}],"qualified":null}}`,
	} {
		f.Add(s, math.MaxInt)
	}
	f.Fuzz(func(t *testing.T, text string, day int) {
		var r Rules
		if json.Unmarshal([]byte(text), &r) != nil || r.Check() != nil {
			return
		}
		c := r.Conversation
		for _, d := range c.Difficulty {
			for _, stars := range append([]Factor{c.Quality.Uncontrollable, c.Quality.Unrated}, c.Quality.Stars[:]...) {
				x := exact(c.Base).times(d).times(stars).times(maxFactor).times(c.share(day))
				if x < 0 || x.round() < 0 || x > Exact(maxBase)*10_000*one {
					t.Errorf("%s pays %s", text, x)
				}
			}
		}
	})
}
