package marking

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Blind takes a candidate's name and address out of what they wrote, so that
// raters learn neither: people sign their messages.
type Blind struct{ words map[string]bool }

// blank stands for what was taken out.
const blank = "▇▇▇"

// particles are the parts of names that are words of their own.
var particles = map[string]bool{
	"van": true, "von": true, "der": true, "den": true, "the": true, "and": true, "het": true, "ter": true, "ten": true,
	"de": true, "te": true, "in": true, "op": true,
}

// NewBlind hides an applicant: each part of the name of two letters or more that is
// no particle, and the parts of the e-mail address before the @.
func NewBlind(who Applicant) Blind {
	b := Blind{map[string]bool{}}
	local, _, _ := strings.Cut(who.Email, "@")
	for _, w := range append(words(who.Name), words(local)...) {
		if utf8.RuneCountInString(w) >= 2 && !particles[w] {
			b.words[w] = true
		}
	}
	return b
}

func letter(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)
}

func words(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !letter(r) })
}

// Of returns a text without the name.
func (b Blind) Of(text string) string {
	var out strings.Builder
	for len(text) > 0 {
		n := strings.IndexFunc(text, letter)
		if n < 0 {
			out.WriteString(text)
			break
		}
		out.WriteString(text[:n])
		text = text[n:]
		end := strings.IndexFunc(text, func(r rune) bool { return !letter(r) })
		if end < 0 {
			end = len(text)
		}
		if b.words[strings.ToLower(text[:end])] {
			out.WriteString(blank)
		} else {
			out.WriteString(text[:end])
		}
		text = text[end:]
	}
	return out.String()
}
