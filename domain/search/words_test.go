package search

import (
	"math/rand/v2"
	"slices"
	"testing"
)

func TestStems(t *testing.T) {
	t.Parallel()
	for language, same := range map[string][][]string{
		"en": {
			{"battery", "batteries"},
			{"clean", "cleans", "cleaned", "cleaning"},
			{"charge", "charges", "charged", "charging"},
			{"plan", "plans", "planned", "planning"},
			{"glass", "glasses"},
			{"use", "uses", "used", "using"},
			{"return", "returns", "returned"},
			{"need"},
			{"feed", "feeds"},
			{"sing", "sings"},
			{"bus"},
		},
		"nl": {
			{"batterij", "batterijen"},
			{"filter", "filters"},
			{"bon", "bonnen"},
			{"maak", "maken"},
			{"brief", "brieven"},
			{"huis", "huizen"},
			{"fles", "flessen"},
			{"mogelijkheid", "mogelijkheden"},
			{"kleur", "kleuren"},
			{"rode", "rood"},
			{"zee"},
			{"gemeente"},
		},
	} {
		of := map[string]string{}
		for _, words := range same {
			stem := tongueOf("en").stem
			if language == "nl" {
				stem = tongueOf("nl").stem
			}
			for _, w := range words {
				if got := stem(w); got != stem(words[0]) {
					t.Errorf("%s: %s is of %q, %s of %q", language, w, got, words[0], stem(words[0]))
				}
			}
			if other := of[stem(words[0])]; other != "" {
				t.Errorf("%s: %s and %s are one", language, other, words[0])
			}
			of[stem(words[0])] = words[0]
		}
	}
}

func TestSpelling(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"Crème brûlée":         {"creme", "brulee"},
		"Straße, Ærø; Łódź!":   {"strasse", "aero", "lodz"},
		"één bij IJ en ĳs":     {"een", "bij", "ij", "en", "ijs"},
		"don't DON’T":          {"dont", "dont"},
		"A4 of 3,5-inch":       {"a4", "of", "3", "5", "inch"},
		"привет Мир":           {"привет", "мир"},
		"\u0301\u0301":         nil,
		"\xff\xfe":             nil,
		"e\u0301e\u0301n İnci": {"een", "inci"},
	} {
		if got := slices.Collect(Words(text)); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestDistances compares with the whole table, which nothing cuts short.
func TestDistances(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(1, 2))
	word := func() string {
		w := make([]rune, r.IntN(7))
		for i := range w {
			w[i] = []rune("abcé")[r.IntN(4)]
		}
		return string(w)
	}
	for range 20_000 {
		a, b, most := word(), word(), 1+r.IntN(2)
		want, got := plainDistance([]rune(a), []rune(b)), newDistance(a).to(b, most)
		if got != want && (got <= most || want <= most) {
			t.Fatalf("%q and %q are %d apart, want %d (at most %d)", a, b, got, want, most)
		}
	}
}

func plainDistance(a, b []rune) int {
	if len(a) == 0 || len(b) == 0 {
		return len(a) + len(b)
	}
	m, n := len(a)-1, len(b)-1
	cost := 1
	if a[m] == b[n] {
		cost = 0
	}
	d := min(plainDistance(a[:m], b)+1, plainDistance(a, b[:n])+1, plainDistance(a[:m], b[:n])+cost)
	if m > 0 && n > 0 && a[m] == b[n-1] && a[m-1] == b[n] {
		d = min(d, plainDistance(a[:m-1], b[:n-1])+1)
	}
	return d
}
