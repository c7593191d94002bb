package search

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Words are the words of a text: letters, digits and what stands on them, in
// small letters without accents. An apostrophe joins.
func Words(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		var w strings.Builder
		length := 0
		for _, r := range text {
			switch {
			case unicode.IsLetter(r) || unicode.IsDigit(r):
				if length++; length <= longestWord {
					fold(&w, r)
				}
				continue
			case !parts(r):
				continue
			}
			if w.Len() > 0 && !yield(w.String()) {
				return
			}
			w.Reset()
			length = 0
		}
		if w.Len() > 0 {
			yield(w.String())
		}
	}
}

// parts reports whether a rune stands between two words.
func parts(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\'' && r != '’'
}

// plain are the letters of Latin-1 and of Latin Extended-A, from À on, as they
// are typed on a keyboard that lacks them; two places each.
const plain = "A A A A A A AEC E E E E I I I I D N O O O O O * O U U U U Y THss" +
	"a a a a a a aec e e e e i i i i d n o o o o o / o u u u u y thy " +
	"a a a a a a c c c c c c c c d d d d e e e e e e e e e e g g g g g g g g " +
	"h h h h i i i i i i i i i i ijijj j k k k l l l l l l l l l l n n n n n n n ngng" +
	"o o o o o o oeoer r r r r r s s s s s s s s t t t t t t u u u u u u u u u u u u " +
	"w w y y y z z z z z z s "

// fold writes a letter small and without its accent.
func fold(w *strings.Builder, r rune) {
	switch {
	case r < 'À':
		w.WriteRune(unicode.ToLower(r))
	case r <= 'ſ':
		at := 2 * int(r-'À')
		w.WriteString(strings.ToLower(strings.TrimRight(plain[at:at+2], " ")))
	default:
		w.WriteRune(unicode.ToLower(r))
	}
}

func letters(w string) int { return utf8.RuneCountInString(w) }

// marks is which letters a word has, as bits: one letter that is different changes
// two of them at most.
func marks(w string) (m uint64) {
	for _, r := range w {
		m |= 1 << (uint32(r) % 64) //nolint:gosec // a rune of a string is no negative number
	}
	return m
}
