package marking_test

import (
	"testing"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
	"github.com/kennerhq/kenner/domain/marking"
)

func TestEveryMarkHasItsWords(t *testing.T) {
	t.Parallel()
	for _, l := range []domain.Language{"en", "nl"} {
		seen := map[string]bool{}
		for _, d := range audition.Dimensions {
			a := marking.AnchorOf(l, d)
			for _, s := range append(a.Marks[:], a.Name, a.Asks, a.Next) {
				if utf8.RuneCountInString(s) < 4 || seen[s] {
					t.Errorf("%s, %s: %q", l, d, s)
				}
				seen[s] = true
			}
			if l == "nl" && a == marking.AnchorOf("en", d) {
				t.Errorf("%s is not in Dutch", d)
			}
		}
	}
	if marking.AnchorOf("fr", audition.Patience) != marking.AnchorOf("en", audition.Patience) {
		t.Error("a language without anchors has those in English")
	}
}

func TestAMeanIsDescribedByWhatItHasReached(t *testing.T) {
	t.Parallel()
	for mean, want := range map[marking.Hundredths]int{100: 1, 199: 1, 350: 3, 399: 3, 400: 4, 500: 5} {
		if got := mean.Nearest(); got != want {
			t.Errorf("%d is described by %d, want %d", mean, got, want)
		}
	}
}
