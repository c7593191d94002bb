package audition

import (
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/kennerhq/kenner/domain"
)

// folds are letters with marks and what they are without.
var folds = strings.NewReplacer(
	"à", "a", "á", "a", "â", "a", "ä", "a", "ã", "a", "å", "a", "ç", "c", "è", "e", "é", "e", "ê", "e", "ë", "e",
	"ì", "i", "í", "i", "î", "i", "ï", "i", "ñ", "n", "ò", "o", "ó", "o", "ô", "o", "ö", "o", "õ", "o", "ù", "u",
	"ú", "u", "û", "u", "ü", "u", "ý", "y", "ÿ", "y", "ĳ", "ij", "ß", "ss", "’", "'", "‘", "'", "`", "'", "´", "'",
)

// fold makes a word comparable: lower case, no marks, no letter three times in a row.
func fold(s string) string {
	s = strings.ToLower(s)
	if s == "één" {
		return "1"
	}
	s = folds.Replace(s)
	var b strings.Builder
	var last rune
	run := 0
	for _, r := range s {
		if r != last {
			run = 0
		}
		last = r
		if run++; run <= 2 && !unicode.IsMark(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

//go:embed reading/*.spelling
var spellingFiles embed.FS

// spelled are words that people write in several ways, per language: a line of
// the file is "cant = can not".
var spelled = sync.OnceValue(func() map[domain.Language]map[string]string {
	all := map[domain.Language]map[string]string{}
	for _, l := range []domain.Language{"en", "nl"} {
		raw, err := spellingFiles.ReadFile("reading/" + string(l) + ".spelling")
		if err != nil {
			panic(fmt.Sprintf("audition: %v", err)) // it is part of the program
		}
		all[l] = map[string]string{}
		for line := range strings.Lines(string(raw)) {
			if from, to, ok := strings.Cut(strings.TrimSpace(line), " = "); ok {
				all[l][from] = to
			}
		}
	}
	return all
})

// normalForms are the words that a folded word stands for.
func normalForms(folded string, l domain.Language) []string {
	if to, ok := spelled()[l][folded]; ok {
		return strings.Fields(to)
	}
	if strings.ContainsRune(folded, '-') {
		var all []string
		for part := range strings.SplitSeq(folded, "-") {
			if part != "" {
				all = append(all, normalForms(part, l)...)
			}
		}
		if len(all) > 0 {
			return all
		}
	}
	if l == "en" {
		for _, ending := range []string{"'s", "'d", "'re", "'ve"} {
			if base, ok := strings.CutSuffix(folded, ending); ok && base != "" {
				return []string{base}
			}
		}
		if base, ok := strings.CutSuffix(folded, "'ll"); ok && base != "" {
			return []string{base, "will"}
		}
	}
	if bare := strings.ReplaceAll(folded, "'", ""); bare != "" {
		return []string{bare}
	}
	return []string{folded}
}

// turnsClause reports whether a new thought begins with a word.
func turnsClause(norm string) bool {
	switch norm {
	case "but", "because", "although", "however", "though", "maar", "want", "omdat", "hoewel", "echter", "toch", "so", "dus":
		return true
	default:
		return false
	}
}

// negates reports whether a word turns what stands beside it into its opposite;
// after is the next word, so that "no problem" does not.
func negates(norm, after string) bool {
	switch norm {
	case "not", "no", "never", "nothing", "nobody", "without", "hardly", "neither", "nor", "none",
		"niet", "geen", "nooit", "niks", "niemand", "zonder", "nauwelijks", "noch", "evenmin":
	default:
		return false
	}
	switch after {
	case "only", "problem", "problems", "worries", "doubt", "just", "matter",
		"alleen", "probleem", "zorgen", "twijfel": //nolint:misspell // Dutch
		return false
	default:
		return true
	}
}

// hedging are the words that make a promise less than one, per language.
var hedging = map[domain.Language][]string{
	"en": strings.Fields(`whether if maybe perhaps might may would could try hope ask asks
		possibly probably unless decide decides check request propose suggest depends wish want
		until`),
	"nl": strings.Fields(`misschien wellicht proberen probeer hoop vraag vragen mogelijk zou zouden eventueel mits
		tenzij als of beslist beslissen beslissing beoordelen beoordeelt bekijken bekijkt hopelijk navragen
		overleggen overleg voorleggen wil wilt willen graag pas voordat`),
}

// hedges reports whether a word makes a promise less than one.
func hedges(norm string, l domain.Language) bool {
	return slices.Contains(hedging[l], norm)
}
