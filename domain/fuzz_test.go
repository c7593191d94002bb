package domain_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// FuzzLine: what is taken as a name is one line, clean, and itself.
func FuzzLine(f *testing.F) {
	for _, s := range []string{"Sanne", " Sanne ", "", "\x00", "a\nb", "a\u2028b", "\u202egnp.exe", "\xff\xfe", "\u0085", "\ufeff", strings.Repeat("é", 81), "a\x1fb", "👩‍👩‍👧"} {
		f.Add(s, 80)
	}
	f.Fuzz(func(t *testing.T, s string, most int) {
		line, ok := domain.Line(s, most)
		if !ok {
			return
		}
		if again, ok := domain.Line(line, most); !ok || again != line {
			t.Errorf("%q becomes %q, and that %q", s, line, again)
		}
		if n := utf8.RuneCountInString(line); n < 1 || n > most || strings.ContainsFunc(line, unicode.IsControl) {
			t.Errorf("%q is taken for a line", line)
		}
	})
}

func FuzzLanguage(f *testing.F) {
	for _, s := range []string{"en", "nl", "EN", "e", "dutch", "n\x00", "п", "nl-NL", "..", "'--"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if domain.Language(s).Good() && (len(s) > 3 || strings.ToLower(s) != s || strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })) {
			t.Errorf("%q is taken for a language", s)
		}
	})
}
