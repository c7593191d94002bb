package domain_test

import (
	"strings"
	"testing"

	"github.com/kennerhq/kenner/domain"
)

func TestANameIsOneLine(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		given, line string
		ok          bool
	}{
		"spaces around it go":     {"  Ada ", "Ada", true},
		"letters, not bytes":      {"ĳĳĳĳĳ", "ĳĳĳĳĳ", true},
		"nothing":                 {" \t ", "", false},
		"too long":                {"Adeline", "Adeline", false},
		"two lines":               {"A\nda", "A\nda", false},
		"what cannot be shown":    {"A\x00da", "A\x00da", false},
		"a control of the second": {"A\u0085da", "A\u0085da", false},
	} {
		if line, ok := domain.Line(tt.given, 5); line != tt.line || ok != tt.ok {
			t.Errorf("%s: %q, %v", name, line, ok)
		}
	}
}

func TestALanguageIsATag(t *testing.T) {
	t.Parallel()
	for l, want := range map[domain.Language]bool{
		"en": true, "nds": true, "": false, "e": false, "EN": false, "en-GB": false, "n1": false,
		domain.Language(strings.Repeat("e", 4)): false,
	} {
		if l.Good() != want {
			t.Errorf("%q: %v", l, !want)
		}
	}
}
