package knowledge

import (
	"runtime"
	"strings"
	"testing"
	"unicode/utf8"
)

// largest are the longest bodies there can be, in the shapes that cost most.
func largest() map[string]string {
	all := map[string]string{}
	for name, part := range map[string]string{
		"one item that goes on":       "a\n",
		"items":                       "- a\n",
		"one paragraph":               "a\n",
		"stressed":                    "*a*",
		"openers without an end":      "[a](b",
		"brackets":                    "[",
		"backticks":                   "`",
		"stars":                       "**a",
		"addresses":                   "http://a ",
		"headings of one name":        "## a\n",
		"headings that look numbered": "## a-1\n## a\n",
		"lines of words":              "*a* [b](/c) `d` http://e.f g\n",
	} {
		body := strings.Repeat(part, MaxManualBody/utf8.RuneCountInString(part))
		if name == "one item that goes on" {
			body = "- " + body[2:]
		}
		all[name] = body
	}
	return all
}

// TestTheLargestBodyIsReadInProportion: what is read of the largest body that there
// can be costs some times its length, whatever it is made of. Joining lines one
// by one took 3.8 GB for the first of these.
func TestTheLargestBodyIsReadInProportion(t *testing.T) { //nolint:paralleltest // it measures what this process allocates
	for name, body := range largest() {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		Parse(body)
		runtime.ReadMemStats(&after)
		if times := int(after.TotalAlloc-before.TotalAlloc) / len(body); times > 10_000 {
			t.Errorf("%s: %d bytes for each", name, times)
		}
	}
}

// TestAnItemGoesOn: what follows an item without a line between belongs to it.
func TestAnItemGoesOn(t *testing.T) {
	t.Parallel()
	b := Parse("- one\n  two\nthree\n- **four**\n\nfive")
	if len(b) != 2 || len(b[0].Items) != 2 || plain(b[0].Items[0]) != "one two three" || !b[0].Items[1][0].Strong || plain(b[1].Phrases) != "five" {
		t.Fatalf("%+v", b)
	}
}

// BenchmarkLargest reads the largest bodies.
func BenchmarkLargest(b *testing.B) {
	for name, body := range largest() {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(body)))
			for b.Loop() {
				Parse(body)
			}
		})
	}
}
