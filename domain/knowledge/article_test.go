package knowledge

import (
	"strings"
	"testing"

	"github.com/kennerhq/kenner/domain"
)

func TestMarkupIsReadAsText(t *testing.T) {
	t.Parallel()
	all := Parse("## Start *now*\n\nPress **On**,\nthen [look](https://noorder.example/a?b=1).\n\n- one\n- `two`\n  goes on\n\n1. first\n2) second\n\n> A tip\n\n" +
		"```\n<b>code</b>\n```\n## Start now\n<script>alert(1)</script> [bad](javascript:alert(1)) [worse](//evil.example) see https://noorder.example/x.")
	var kinds []string
	for _, b := range all {
		kinds = append(kinds, string(b.Kind))
	}
	if got := strings.Join(kinds, " "); got != "heading paragraph list steps tip code heading paragraph" {
		t.Fatalf("read %s", got)
	}
	if all[0].ID != "start-now" || all[6].ID != "start-now-2" || all[0].Phrases[1] != (Phrase{Text: "now", Em: true}) {
		t.Errorf("headings %+v %+v", all[0], all[6])
	}
	if p := all[1].Phrases; len(p) != 5 || p[1] != (Phrase{Text: "On", Strong: true}) || p[3].Href != "https://noorder.example/a?b=1" {
		t.Errorf("paragraph %+v", p)
	}
	if plain(all[2].Items[1]) != "two goes on" || len(all[3].Items) != 2 || all[5].Phrases[0].Text != "<b>code</b>" {
		t.Errorf("%+v", all[2:6])
	}
	links := 0
	for _, p := range all[7].Phrases {
		if p.Href != "" && p.Href != "https://noorder.example/x" {
			t.Errorf("leads to %s", p.Href)
		} else if p.Href != "" {
			links++
		}
	}
	if links != 1 || !strings.Contains(plain(all[7].Phrases), "<script>") {
		t.Errorf("%+v", all[7])
	}
}

func TestEaseOfReading(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		language domain.Language
		body     string
		low      int
		high     int
	}{
		"short English words":   {"en", strings.Repeat("Put the lid on the box. ", 6), 95, 100},
		"long English words":    {"en", strings.Repeat("Organisational responsibilities necessitate considerable administrative documentation. ", 6), 0, 10},
		"short Dutch words":     {"nl", strings.Repeat("Doe de kap op de bak. ", 6), 95, 100},
		"long Dutch words":      {"nl", strings.Repeat("Verantwoordelijkheidsgevoel bevordert organisatorische besluitvorming aanzienlijk. ", 8), 0, 10},
		"too little":            {"en", "Put the lid on the box.", -1, -1},
		"a language without it": {"de", strings.Repeat("Der Deckel ist zu. ", 10), -1, -1},
	} {
		if e := Readability(tt.language, tt.body); e.Score < tt.low || e.Score > tt.high {
			t.Errorf("%s: %+v", name, e)
		}
	}
	// Ten words, thirteen syllables, two sentences, three times: 206.835 − 1.015 × 5 − 84.6 × 1.3 = 91.78.
	if e := Readability("en", strings.Repeat("The water runs over it. Open the lid and pour. ", 3)); e.Words != 30 || e.Sentences != 6 || e.Score != 92 {
		t.Errorf("%+v", e)
	}
	long := strings.Repeat("word ", 26) + "end. Short one."
	if e := Readability("en", long); len(e.Long) != 1 || !strings.HasSuffix(e.Long[0], "end.") {
		t.Errorf("long sentences %q", e.Long)
	}
}

func TestDifferences(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ before, after, want string }{
		"nothing":   {"a b", "a b", "=a b"},
		"a word":    {"a b c", "a x c", "=a |-b|+x|= c"},
		"at first":  {"", "new words", "+new words"},
		"cut":       {"a b c", "a c", "=a |-b |=c"},
		"a line":    {"a\nb", "a\nb\nc", "=a\nb|+\nc"},
		"too large": {strings.Repeat("a ", 2100), strings.Repeat("b ", 2100) + "c", "-" + strings.Repeat("a ", 2100) + "|+" + strings.Repeat("b ", 2100) + "c"},
	} {
		var got []string
		for _, p := range Difference(tt.before, tt.after) {
			got = append(got, map[string]string{"same": "=", "added": "+", "removed": "-"}[p.Kind]+p.Text)
		}
		if joined := strings.Join(got, "|"); joined != tt.want {
			t.Errorf("%s: %.80q", name, joined)
		}
	}
}

func FuzzArticle(f *testing.F) {
	f.Add("## A\n- b **c**\n> d\n```\ne", "1. [x](https://y)")
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, block := range Parse(a) {
			for _, p := range block.Phrases {
				if strings.HasPrefix(strings.ToLower(p.Href), "javascript:") || strings.HasPrefix(p.Href, "//") {
					t.Errorf("leads to %q", p.Href)
				}
			}
		}
		_ = Readability("nl", a)
		var before, after strings.Builder
		for _, p := range Difference(a, b) {
			if p.Kind != "added" {
				before.WriteString(p.Text)
			}
			if p.Kind != "removed" {
				after.WriteString(p.Text)
			}
		}
		if before.String() != a || after.String() != b {
			t.Errorf("%q and %q became %q and %q", a, b, before.String(), after.String())
		}
		if s := Slug(a); s != "" && !goodSlug(s) {
			t.Errorf("address %q", s)
		}
	})
}
