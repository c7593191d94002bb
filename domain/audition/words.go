package audition

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// MaxText is how much of a text is read, in bytes; what follows is not looked at.
const MaxText = 6000

// word is one word of a text in its normal form, with where it stands.
type word struct {
	norm     string
	fixed    string // what it was meant to be, if it reads like a slip of the pen
	from, to int    // bytes
	sentence int
	clause   int
	quoted   bool // somebody else's words
	number   bool
}

// sentence is a run of words, and whether it asks.
type sentence struct {
	first, end int // words
	from, to   int // bytes
	asks       bool
}

// written is a text cut into words and sentences.
type written struct {
	raw       string
	words     []word
	sentences []sentence
}

// cutter cuts a text.
type cutter struct {
	written
	language domain.Language
	clause   int
	first    int  // word of the sentence that is being cut
	quoted   bool // inside quotation marks
}

// cut makes words of a text: lower case, no marks, "don't" as "do not", "thirty" as "30".
func cut(text string, l domain.Language) written {
	if len(text) > MaxText {
		n := MaxText
		for n > 0 && !utf8.RuneStart(text[n]) {
			n--
		}
		text = text[:n]
	}
	c := &cutter{written: written{raw: text}, language: l}
	for i := 0; i < len(text); {
		i = c.next(i)
	}
	c.endSentence(len(text), false)
	return c.written
}

// next takes what begins at byte i and returns where the rest begins.
func (c *cutter) next(i int) int {
	r, size := utf8.DecodeRuneInString(c.raw[i:])
	switch {
	case unicode.IsDigit(r):
		return c.number(i)
	case unicode.IsLetter(r) || (isApostrophe(r) && c.letterAt(i+size)):
		return c.letters(i)
	case r == '"' || r == '“' || r == '”' || r == '„' || r == '«' || r == '»':
		c.quoted = !c.quoted && strings.ContainsAny(c.raw[i+size:], `"”“»«`)
		c.clause++
	case r == '.' || r == '!' || r == '?' || r == '…' || r == '\n' || r == ';':
		end := i + size
		asks := r == '?'
		for end < len(c.raw) && strings.IndexByte(".!? ", c.raw[end]) >= 0 {
			asks = asks || c.raw[end] == '?'
			end++
		}
		c.endSentence(end, asks)
		return end
	case r == ',' || r == ':' || r == '(' || r == ')' || r == '–' || r == '—':
		c.clause++
	case r == '-' && strings.HasPrefix(c.raw[i+size:], " "):
		c.clause++
	case r == '%':
		c.add("percent", i, i+size)
	case r == '€':
		c.add("euro", i, i+size)
	case r > unicode.MaxLatin1 && unicode.Is(unicode.So, r):
		c.add(string(r), i, i+size)
	}
	return i + size
}

func (c *cutter) letterAt(i int) bool {
	r, _ := utf8.DecodeRuneInString(c.raw[i:])
	return unicode.IsLetter(r)
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' || r == '‘' || r == '`' || r == '´' }

// number takes "30", "2.4.1", "12,50" and "14:00".
func (c *cutter) number(i int) int {
	j := i
	for j < len(c.raw) {
		b := c.raw[j]
		inside := (b == '.' || b == ',' || b == ':') && j+1 < len(c.raw) && c.raw[j+1] >= '0' && c.raw[j+1] <= '9'
		if (b < '0' || b > '9') && !inside {
			break
		}
		j++
	}
	if j == i { // a digit of another script
		_, size := utf8.DecodeRuneInString(c.raw[i:])
		return i + size
	}
	c.add(strings.ReplaceAll(c.raw[i:j], ",", "."), i, j)
	c.words[len(c.words)-1].number = true
	return j
}

// letters takes a word with its apostrophes and inner hyphens.
func (c *cutter) letters(i int) int {
	j := i
	for j < len(c.raw) {
		r, size := utf8.DecodeRuneInString(c.raw[j:])
		joint := (isApostrophe(r) || r == '-') && c.letterAt(j+size)
		if !unicode.IsLetter(r) && !unicode.IsMark(r) && !joint {
			break
		}
		j += size
	}
	folded := fold(c.raw[i:j])
	for _, norm := range normalForms(folded, c.language) {
		c.add(norm, i, j)
		last := &c.words[len(c.words)-1]
		last.number = norm[0] >= '0' && norm[0] <= '9'
	}
	return j
}

func (c *cutter) add(norm string, from, to int) {
	if turnsClause(norm) {
		c.clause++
	}
	c.words = append(c.words, word{
		norm: norm, from: from, to: to, sentence: len(c.sentences), clause: c.clause, quoted: c.quoted,
	})
}

func (c *cutter) endSentence(end int, asks bool) {
	c.clause++
	if c.first == len(c.words) {
		return
	}
	from := c.words[c.first].from
	c.sentences = append(c.sentences, sentence{c.first, len(c.words), from, min(end, len(c.raw)), asks})
	c.first = len(c.words)
}

// span is the cue that words first to end-1 make.
func (w written) span(kind CueKind, rule string, first, end int) Cue {
	from, to := w.words[first].from, w.words[first].to
	for _, each := range w.words[first:end] {
		from, to = min(from, each.from), max(to, each.to)
	}
	return Cue{Kind: kind, Rule: rule, From: from, To: to, Quote: w.raw[from:to]}
}

// whole is the cue that the text is as a whole.
func (w written) whole(kind CueKind, rule string) Cue {
	trimmed := strings.TrimSpace(w.raw)
	from := strings.Index(w.raw, trimmed)
	return Cue{Kind: kind, Rule: rule, From: from, To: from + len(trimmed), Quote: trimmed}
}
