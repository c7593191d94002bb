package storage

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// FuzzCursor: a cursor is refused or gives as many keys as its list has, which
// make the same cursor again; never a fault.
func FuzzCursor(f *testing.F) {
	for _, s := range []string{"", "YQ", "!", "YQ==", "YR9i", "YR", "Y\nQ", "AA", "_w", "YQ\n", "Hx8f", strings.Repeat("A", 4000), "YWFhYR8wHzE"} {
		f.Add(s, 1)
		f.Add(s, 2)
	}
	f.Fuzz(func(t *testing.T, cursor string, n int) {
		keys, err := Page{Cursor: cursor}.after(n)
		switch {
		case err != nil:
			if refused, ok := errors.AsType[*domain.Error](err); !ok || refused.Code != "cursor_invalid" {
				t.Errorf("%q: %v", cursor, err)
			}
			return
		case cursor == "" && keys == nil:
			return
		case len(keys) != n:
			t.Fatalf("%q gives %d keys, not %d", cursor, len(keys), n)
		}
		text := strings.Join(keys, "\x1f")
		if !utf8.ValidString(text) || strings.ContainsRune(text, 0) || base64.RawURLEncoding.EncodeToString([]byte(text)) != cursor {
			t.Errorf("%q gives %q", cursor, keys)
		}
	})
}

// FuzzNext: what a page gives as next asks for what follows its last row.
func FuzzNext(f *testing.F) {
	f.Add("a", "b")
	f.Add("", "")
	f.Add("Žofie \u2028", "exp_0190")
	f.Add("%", "'--")
	f.Add("\xc9", "\x80")
	f.Fuzz(func(t *testing.T, a, b string) {
		if !utf8.ValidString(a) || !utf8.ValidString(b) || strings.ContainsAny(a+b, "\x00\x1f") { // no key has them: names and ids are clean lines
			return
		}
		page := list(Page{Limit: 1}, []string{"first", "second"}, func(string) []string { return []string{a, b} })
		keys, err := Page{Cursor: page.Next}.after(2)
		if err != nil || !slices.Equal(keys, []string{a, b}) {
			t.Errorf("%q, %q come back as %q: %v", a, b, keys, err)
		}
	})
}

// FuzzTime: a time that is taken is written so that it is read as itself.
func FuzzTime(f *testing.F) {
	for _, s := range []string{
		`"2026-11-22T02:00:00Z"`, `"2026-11-22T02:00:00.999999999+01:00"`, `null`, `""`, `"0000-01-01T00:00:00Z"`, `"9999-12-31T23:59:59.999Z"`,
		`"9999-12-31T23:59:59-23:59"`, `"0000-01-01T00:00:00+23:59"`, `"+10000-01-01T00:00:00Z"`, `1`, `"2026-02-30T00:00:00Z"`, `"2026-11-22T24:00:00Z"`,
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		var at Time
		if json.Unmarshal([]byte(s), &at) != nil || s == "null" {
			return
		}
		b, err := json.Marshal(at)
		if err != nil {
			t.Fatalf("%s: %v", s, err)
		}
		var again Time
		if err := json.Unmarshal(b, &again); err != nil || !again.Equal(at.Time) {
			t.Errorf("%s is written %s: %v", s, b, err)
		}
		ms, err := at.Value()
		if err != nil || again.Scan(ms) != nil || !again.Equal(at.Time) {
			t.Errorf("%s is kept as %v: %v", s, ms, err)
		}
	})
}

// FuzzColumns: JSON that somebody else put into a column is an error, not a panic.
func FuzzColumns(f *testing.F) {
	for _, s := range []string{`[]`, `["en"]`, `null`, `{}`, `[1]`, `[null]`, ``, `{"conversation":{"base":"x"}}`, strings.Repeat(`[`, 20_000), "[\"\xff\"]"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		_, _ = brandRow{Languages: s, Domains: s}.settings()
		if set, err := (ruleSetRow{Version: 1, EffectiveAt: At(time.UnixMilli(0)), Body: s}).domain(); err == nil {
			_ = set.Rules.Check()
		}
	})
}

// FuzzWords: the words of a search are patterns that match themselves and no
// more: nothing in them is a sign of LIKE.
func FuzzWords(f *testing.F) {
	for _, s := range []string{"battery", "100%", "a_b", `\`, `\%`, "  ", "a b c d e f g h", "\x00", "\xff", "İ", "'; DROP TABLE facts --"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		words := wordsOf(s)
		if len(words) > maxWords {
			t.Fatalf("%d words", len(words))
		}
		for _, w := range words {
			inner, ok := strings.CutPrefix(w, "%")
			inner, ok2 := strings.CutSuffix(inner, "%")
			plain := strings.NewReplacer(`\\`, "", `\%`, "", `\_`, "").Replace(inner)
			if !ok || !ok2 || inner == "" || strings.ContainsAny(plain, `\%_`) {
				t.Errorf("%q becomes the pattern %q", s, w)
			}
		}
	})
}
