package marking

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
)

// Anchor is what a dimension asks, and what each mark from 1 to 5 looks like.
type Anchor struct {
	Name  string    `json:"name"`
	Asks  string    `json:"asks"`
	Marks [5]string `json:"marks"`
	Next  string    `json:"next"` // what a candidate could do better
}

//go:embed anchors/*.json
var anchorFiles embed.FS

var anchors = sync.OnceValue(func() map[domain.Language]map[audition.Dimension]Anchor {
	all := map[domain.Language]map[audition.Dimension]Anchor{}
	for _, l := range []domain.Language{"en", "nl"} {
		var some map[audition.Dimension]Anchor
		raw, err := anchorFiles.ReadFile("anchors/" + string(l) + ".json")
		if err == nil {
			err = json.Unmarshal(raw, &some)
		}
		if err != nil {
			panic(fmt.Sprintf("marking: the anchors in %s: %v", l, err)) // they are part of the program
		}
		all[l] = some
	}
	return all
})

// AnchorOf is the anchor of a dimension, in English where a language has none.
func AnchorOf(l domain.Language, d audition.Dimension) Anchor {
	if some, ok := anchors()[l]; ok {
		return some[d]
	}
	return anchors()["en"][d]
}

// How long an anchor's words may be.
const (
	maxAnchorName = 40
	maxAnchor     = 400
)

// AnchorOf is the anchor of a dimension in the words of this rubric.
func (s Settings) AnchorOf(l domain.Language, d audition.Dimension) Anchor {
	if own, ok := s.Anchors[l][d]; ok {
		return own
	}
	return AnchorOf(l, d)
}

// anchored reports whether the rubric's own anchors have their words.
func (s Settings) anchored() bool {
	for l, some := range s.Anchors {
		if _, known := anchors()[l]; !known {
			return false
		}
		for d, a := range some {
			if !slices.Contains(audition.Dimensions, d) || !worded(a.Name, maxAnchorName) || !worded(a.Asks, maxAnchor) || !worded(a.Next, maxAnchor) ||
				slices.ContainsFunc(a.Marks[:], func(m string) bool { return !worded(m, maxAnchor) }) {
				return false
			}
		}
	}
	return true
}

func worded(s string, most int) bool {
	return strings.TrimSpace(s) == s && s != "" && utf8.RuneCountInString(s) <= most
}

// sameWords reports whether two rubrics have the same anchors.
func (s Settings) sameWords(o Settings) bool {
	for l := range anchors() {
		for _, d := range audition.Dimensions {
			if s.AnchorOf(l, d) != o.AnchorOf(l, d) {
				return false
			}
		}
	}
	return true
}

// Nearest is the mark from 1 to 5 whose anchor describes a mean best: a mean is
// never described by a better anchor than it has reached.
func (h Hundredths) Nearest() int { return max(1, min(5, int(h)/100)) }
