package knowledge

import (
	"strings"
	"testing"
)

// TestATermSaysNothingOfWhoTypedIt: addresses and long numbers are left out,
// also those that are written in groups; a model or a year stays.
func TestATermSaysNothingOfWhoTypedIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"My Kwélder 2 is silent":                     "my kwelder 2 is silent",
		"bought in 2024, model 3":                    "bought in 2024 model 3",
		"card 4111 1111 1111 1111 refused":           "card refused",
		"call 06 12 34 56 78 please":                 "call please",
		"NL91 ABNA 0417 1643 00":                     "nl91 abna",
		"order 123456":                               "order",
		"mail amina@example.org or https://x.nl/a/b": "mail or",
	} {
		if got := Term(text); got != want {
			t.Errorf("%q is kept as %q instead of %q", text, got, want)
		}
	}
	if got := Term(strings.Repeat("wet ", 500)); len(got) > maxTerm {
		t.Errorf("%d letters are kept", len(got))
	}
}

// TestEveryHeadingHasANameOfItsOwn: also when a heading is called like the name
// that another one would get.
func TestEveryHeadingHasANameOfItsOwn(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, b := range Parse(strings.Repeat("# Start\n\n# Start 2\n\n# …\n\n", 1000)) {
		if seen[b.ID] || len(b.ID) > 20 {
			t.Fatalf("%q comes twice, or is long", b.ID)
		}
		seen[b.ID] = true
	}
	if len(seen) != 3000 {
		t.Errorf("%d names", len(seen))
	}
}
