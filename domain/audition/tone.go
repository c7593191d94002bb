package audition

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/kennerhq/kenner/domain"
)

// lean is what a mark says about its writer, in hundredths of a log-odds: whether
// they are kind and help, and whether they are rude. Who is neither is idle:
// polite and of no use.
type lean struct{ helps, rude int }

// tones is the second opinion of a language: what a word says, or two in a row.
// The tables are learned from the texts in testdata (tone_test.go) and can be
// read: a line is "helps rude mark".
type tones map[string]lean

//go:embed reading/*.tone
var toneFiles embed.FS

// bias is the entry of a table that every text has.
const bias = "@all"

var toneTables = sync.OnceValue(func() map[domain.Language]tones {
	all := map[domain.Language]tones{}
	for _, l := range []domain.Language{"en", "nl"} {
		raw, err := toneFiles.ReadFile("reading/" + string(l) + ".tone")
		if err != nil {
			panic(fmt.Sprintf("audition: %v", err)) // it is part of the program
		}
		all[l] = tones{}
		for line := range strings.Lines(string(raw)) {
			row := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 3)
			helps, err := strconv.Atoi(row[0])
			if err != nil {
				panic("audition: " + string(l) + ".tone: " + line)
			}
			rude, err := strconv.Atoi(row[1])
			if err != nil {
				panic("audition: " + string(l) + ".tone: " + line)
			}
			all[l][row[2]] = lean{helps, rude}
		}
	}
	return all
})

// stemLetters is how much of a word is looked at.
const stemLetters = 6

// mark is something that the tables know, and the word it stands at, or -1.
type mark struct {
	name string
	at   int
}

// marks are what a text is judged by: each stem, two in a row, and its shape, once.
func (w written) marks() []mark {
	all := make([]mark, 0, 2*len(w.words)+5)
	seen := map[string]bool{}
	add := func(name string, at int) {
		if !seen[name] {
			seen[name] = true
			all = append(all, mark{name, at})
		}
	}
	add(bias, -1)
	last, mine, yours := "", 0, 0
	for i := range w.words {
		s := w.words[i].stem()
		if i == 0 || w.words[i].sentence != w.words[i-1].sentence {
			last = "^"
		}
		add(s, i)
		add(last+" "+s, i)
		last = s
		switch w.words[i].norm {
		case "i", "me", "my", "we", "ik", "mij", "mijn":
			mine++
		case "you", "your", "je", "u", "uw", "jouw":
			yours++
		}
	}
	if mine > yours {
		add("@me", -1)
	}
	if yours > mine {
		add("@you", -1)
	}
	if mine == 0 {
		add("@nobody", -1)
	}
	if strings.Contains(w.raw, "?") {
		add("@asks", -1)
	}
	switch n := w.count(); {
	case n < 10:
		add("@short", -1)
	case n < 18:
		add("@medium", -1)
	case n > 35:
		add("@long", -1)
	}
	return all
}

// stem is the beginning of a word, as it was meant.
func (w *word) stem() string {
	switch {
	case w.number:
		return "#"
	case w.fixed != "":
		return head(w.fixed)
	default:
		return head(w.norm)
	}
}

func head(s string) string {
	n := 0
	for i := range s {
		if n == stemLetters {
			return s[:i]
		}
		n++
	}
	return s
}

// tone is what a text sounds like, and the sentences that say so most: the
// kindest, and the rudest.
func (w written) tone(l domain.Language) (all lean, kindest, rudest int) {
	table := toneTables()[l]
	by := make([]lean, len(w.sentences))
	for _, m := range w.marks() {
		t := table[m.name]
		all.helps += t.helps
		all.rude += t.rude
		if m.at >= 0 {
			in := &by[w.words[m.at].sentence]
			in.helps += t.helps
			in.rude += t.rude
		}
	}
	for i := range by {
		if by[i].helps > by[kindest].helps {
			kindest = i
		}
		if by[i].rude > by[rudest].rude {
			rudest = i
		}
	}
	return all, kindest, rudest
}
