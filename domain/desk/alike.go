package desk

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The measures of a text that was sent before.
const (
	// AlikeLetters is the length from which a text can be alike: below it
	// everybody says the same.
	AlikeLetters = 40
	// AlikeFor is how far back one looks.
	AlikeFor = 30 * 24 * time.Hour
	// AlikeTexts bounds how many texts one look compares.
	AlikeTexts = 1500

	alikeShare = 0.90
	shingle    = 3
)

// Shingles are the runs of three letters of a text, normalised: how it is
// compared with another.
type Shingles struct {
	runs    map[[shingle]rune]struct{}
	letters int
}

// ShinglesOf normalises a text (lower case, letters and digits, one space) and
// cuts it into shingles.
func ShinglesOf(text string) Shingles {
	s := Shingles{runs: make(map[[shingle]rune]struct{}, len(text))}
	var run [shingle]rune
	for r := range normal(text) {
		run = [shingle]rune{run[1], run[2], r}
		s.letters++
		if s.letters >= shingle {
			s.runs[run] = struct{}{}
		}
	}
	return s
}

// normal yields the letters that count: case, marks and spacing do not.
func normal(text string) func(func(rune) bool) {
	return func(yield func(rune) bool) {
		gap, begun := false, false
		for _, r := range text {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				gap = begun
				continue
			}
			if gap && !yield(' ') {
				return
			}
			gap, begun = false, true
			if !yield(unicode.ToLower(r)) {
				return
			}
		}
	}
}

// Like reports whether two texts are nearly the same: both have at least
// AlikeLetters letters and share at least 0.90 of their shingles (Dice).
func (s Shingles) Like(o Shingles) bool {
	if s.letters < AlikeLetters || o.letters < AlikeLetters {
		return false
	}
	few, many := s.runs, o.runs
	if len(few) > len(many) {
		few, many = many, few
	}
	total := float64(len(few) + len(many))
	if 2*float64(len(few)) < alikeShare*total {
		return false // too different in length to share enough
	}
	shared := 0
	for run := range few {
		if _, both := many[run]; both {
			shared++
		}
	}
	return 2*float64(shared) >= alikeShare*total
}

// Alike reports whether two texts are nearly the same.
func Alike(a, b string) bool { return ShinglesOf(a).Like(ShinglesOf(b)) }

// Told is a text and who it was for.
type Told struct {
	To   string // the customer
	Text string
}

// AlikeTo counts the people to whom nearly the same was said as text.
func AlikeTo(text string, told []Told) int {
	mine := ShinglesOf(text)
	if mine.letters < AlikeLetters {
		return 0
	}
	people := map[string]bool{}
	for _, s := range told {
		if n := utf8.RuneCountInString(strings.TrimSpace(s.Text)); people[s.To] || n < AlikeLetters {
			continue
		}
		if mine.Like(ShinglesOf(s.Text)) {
			people[s.To] = true
		}
	}
	return len(people)
}
