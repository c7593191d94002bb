package search_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/search"
)

// FuzzQuery: whatever somebody types, what holds every word holds one of them,
// nothing is found twice, and asking again finds the same.
func FuzzQuery(f *testing.F) {
	x := indexOf(household...)
	for _, s := range []string{"clean filter", "", "how do i", "vinegr ", "'’'", "\x00\xff", "İI\u0307ı", "ĳsje", strings.Repeat("wa ", 90), "\"a\" OR -b*", "\u0301"} {
		f.Add(s, true, uint8(0))
		f.Add(s, false, uint8(1))
	}
	f.Fuzz(func(t *testing.T, text string, typing bool, mode uint8) {
		q := search.Query{Text: text, Language: "en", Mode: search.Mode(mode % 3), Typing: typing, Limit: 10}
		got := ids(x.Search(q))
		if again := ids(x.Search(q)); !slices.Equal(got, again) {
			t.Errorf("%q finds %v, then %v", text, got, again)
		}
		q.Mode = search.Any
		wide := ids(x.Search(q))
		for i, id := range got {
			if !slices.Contains(wide, id) || slices.Contains(got[:i], id) {
				t.Errorf("%q finds %v, of which one word finds %v", text, got, wide)
			}
		}
	})
}

// FuzzDocument: a document is found by its own title, when that has a word.
func FuzzDocument(f *testing.F) {
	f.Add("Clean the filter", "en")
	f.Add("Ærø’s ĳsjes", "nl")
	f.Add("éé́é", "de")
	f.Add("ys", "en")
	f.Add("heden", "nl")
	f.Fuzz(func(t *testing.T, title, language string) {
		if utf8.RuneCountInString(title) > search.MostLetters {
			return
		}
		var x search.Index[string]
		d := doc{ID: "it", Title: title, Language: domain.Language(language)}
		x.Change([]doc{d}, nil)
		got := x.Search(search.Query{Text: title, Language: d.Language, Limit: 1})
		blank := x.Search(search.Query{Text: title, Language: d.Language, Limit: 1, Mode: search.Any})
		if len(got) != len(blank) {
			t.Errorf("%q finds itself by one word and not by all", title)
		}
	})
}
