package audition

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/kennerhq/kenner/domain"
)

// Read returns what can be read in a text by the rules of its language, in the
// order in which it stands there. The same text reads the same every time. A
// language that is not spoken here reads as nothing but its shape.
func Read(text string, l domain.Language) []Cue {
	r := &reader{x: lexiconOf(l), words: map[string]bool{}, names: map[string]bool{}}
	_, cues := r.read(text, false)
	return cues
}

// keyed are the patterns of one fact, limit or thing known.
type keyed struct {
	key      string
	patterns []pattern
}

// reader reads texts about one case.
type reader struct {
	x      *lexicon
	words  map[string]bool // of the case, for the typos
	names  map[string]bool // the customer's
	brand  map[string]bool // the words of its name
	about  map[string]bool // what the customer speaks of
	right  []keyed
	wrong  []keyed
	limits []keyed
	knows  []keyed
	bluff  []pattern
}

// read reads a text; honest says that the question nobody can answer was asked.
func (r *reader) read(text string, honest bool) (written, []Cue) {
	w := cut(text, r.x.language)
	w.mend(r.x, r.words, r.brand)
	var cues []Cue
	for i := range r.x.rules {
		if r.x.rules[i].kind != CueBluff || honest {
			cues = append(cues, w.apply(&r.x.rules[i], r.x.language)...)
		}
	}
	cues = append(cues, w.named(r.names)...)
	cues = append(cues, r.ofCase(w, honest)...)
	cues = append(cues, w.shape(cues)...)
	cues = suppress(cues)
	cues = dropVague(cues)
	cues = append(cues, w.sum(cues, r.takesUp(w, cues))...)
	slices.SortStableFunc(cues, func(a, b Cue) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To), strings.Compare(a.Rule, b.Rule))
	})
	return w, cues
}

// apply looks for one rule, once a sentence.
func (w written) apply(r *rule, l domain.Language) []Cue {
	var cues []Cue
	seen := map[int]bool{}
	for i := range r.patterns {
		for _, f := range w.matches(r.patterns[i], r.keep, func(f found) bool { return w.counts(r, f, l) }) {
			if s := w.words[f.first].sentence; !seen[s] {
				seen[s] = true
				cues = append(cues, w.span(r.kind, r.name, f.first, f.end))
			}
		}
	}
	return cues
}

// counts reports whether what was found means what it says.
func (w written) counts(r *rule, f found, l domain.Language) bool {
	s := w.sentences[w.words[f.first].sentence]
	asks := s.asks && !tells(w.words[s.first].norm)
	switch {
	case r.asking && !asks, r.telling && asks:
		return false
	case r.kind.sign() < 0 && w.isQuoted(f):
		return false
	case !r.keep && !f.denies && w.denied(f, 4, l == "nl"):
		return false
	case r.firm && w.hedged(f, l):
		return false
	default:
		return true
	}
}

// tells reports whether a sentence that begins with a word tells something,
// even with a question mark at its end: "yes, otherwise they would not sell it, would they?"
func tells(norm string) bool {
	return slices.Contains([]string{"yes", "no", "sure", "certainly", "ja", "nee", "jawel", "zeker"}, norm)
}

// ofReply reports whether what was found is about when somebody writes back.
func (w written) ofReply(f found) bool {
	s := w.sentences[w.words[f.first].sentence]
	for i := s.first; i+1 < s.end; i++ {
		if w.words[i].norm == "hoor" && (w.words[i+1].norm == "je" || w.words[i+1].norm == "u") {
			return true
		}
	}
	return slices.ContainsFunc(w.words[s.first:s.end], func(each word) bool {
		switch each.norm {
		case "reply", "replies", "answer", "answers", "respond", "responds", "hear", "contact", "write",
			"reageren", "reageert", "antwoorden", "antwoordt", "hoort", "bericht", "schrijf", "schrijven":
			return true
		default:
			return false
		}
	})
}

// hedged reports whether a word such as "whether" stands in the sentence.
func (w written) hedged(f found, l domain.Language) bool {
	s := w.sentences[w.words[f.first].sentence]
	for i := max(s.first, f.first-9); i < min(s.end, f.end+5); i++ {
		if hedges(w.words[i].norm, l) {
			return true
		}
	}
	return false
}

// named are the places where the customer's name is used.
func (w written) named(names map[string]bool) []Cue {
	for i := range w.words {
		if names[w.words[i].norm] || names[w.words[i].fixed] {
			return []Cue{w.span(CueName, "name.used", i, i+1)}
		}
	}
	return nil
}

// ofCase reads what belongs to the case: facts, limits, and a bluff.
func (r *reader) ofCase(w written, honest bool) []Cue {
	var cues []Cue
	told := map[string]map[int]bool{} // key and sentence of what is right
	for _, k := range r.right {
		told[k.key] = map[int]bool{}
		for _, f := range w.all(k.patterns, true, func(f found) bool { return f.denies || !w.denied(f, 1, false) }) {
			c := w.span(CueFact, "fact."+k.key, f.first, f.end)
			c.Key = k.key
			if len(told[k.key]) == 0 {
				cues = append(cues, c)
			}
			told[k.key][w.words[f.first].sentence] = true
		}
	}
	for _, k := range r.wrong {
		for _, f := range w.all(k.patterns, false, func(f found) bool {
			return !w.sentences[w.words[f.first].sentence].asks && (f.denies || !w.denied(f, 2, false))
		}) {
			if c := w.span(CueWrong, "wrong."+k.key, f.first, f.end); !told[k.key][w.words[f.first].sentence] {
				c.Key = k.key
				cues = append(cues, c)
				break
			}
		}
	}
	for _, k := range r.limits {
		limit := rule{kind: CueOverpromise, firm: true, telling: true}
		for _, f := range w.all(k.patterns, false, func(f found) bool { return w.counts(&limit, f, r.x.language) }) {
			c := w.span(CueOverpromise, "limit."+k.key, f.first, f.end)
			c.Key = k.key
			cues = append(cues, c)
			break
		}
	}
	if !honest {
		return cues
	}
	sure := rule{kind: CueBluff, telling: true}
	for _, f := range w.all(r.bluff, false, func(f found) bool {
		return w.counts(&sure, f, r.x.language) && !w.ofReply(f)
	}) {
		cues = append(cues, w.span(CueBluff, "bluff.case", f.first, f.end))
		break
	}
	return cues
}

// all are the places of any of the patterns.
func (w written) all(patterns []pattern, loose bool, counts func(found) bool) []found {
	var all []found
	for i := range patterns {
		all = append(all, w.matches(patterns[i], loose, counts)...)
	}
	return all
}

// asked returns the key of the first thing known that a text asks about.
func (r *reader) asked(w written) string {
	for _, k := range r.knows {
		for _, f := range w.all(k.patterns, true, nil) {
			s := w.sentences[w.words[f.first].sentence]
			if s.asks || w.words[f.first].norm == "tell" || w.words[f.first].norm == "describe" ||
				strings.HasPrefix(w.words[f.first].norm, "vertel") || strings.HasPrefix(w.words[f.first].norm, "omschrijf") {
				return k.key
			}
		}
	}
	return ""
}

// wonders reports whether a text asks openly: what, when, which, where or how.
func (w written) wonders() bool {
	for _, s := range w.sentences {
		for i := s.first; s.asks && i < min(s.end, s.first+4); i++ {
			switch w.words[i].norm {
			case "what", "when", "which", "where", "how", "since", "wat", "wanneer", "welk", "welke", "hoe", "waar", "sinds":
				return true
			}
		}
	}
	return false
}

// shape is what the form of a text says: questions, and shouting.
func (w written) shape(cues []Cue) []Cue {
	var more []Cue
	for i, s := range w.sentences {
		harsh := slices.ContainsFunc(cues, func(c Cue) bool {
			return c.Kind.Harsh() && c.From < s.to && c.To > s.from
		})
		if s.asks && s.end-s.first >= 3 && !harsh && !w.words[s.first].quoted {
			more = append(more, w.span(CueQuestion, "question.asked", w.sentences[i].first, w.sentences[i].end))
		}
	}
	if first, end := w.loud(); end > first {
		more = append(more, w.span(CueShouting, "shouting.capitals", first, end))
	}
	return more
}

// loud is the longest run of words in capitals, when it is long enough to be shouting.
func (w written) loud() (first, end int) {
	from, words, letters, last := 0, 0, 0, -1
	for i := range w.words {
		each := &w.words[i]
		if each.from == last || each.number {
			continue // the second half of "don't"
		}
		last = each.from
		raw := w.raw[each.from:each.to]
		n := 0
		for _, r := range raw {
			if unicode.IsUpper(r) {
				n++
			}
		}
		if n == 0 || strings.ToUpper(raw) != raw || (n == 1 && words == 0) {
			words, letters = 0, 0
			continue
		}
		if words == 0 {
			from = i
		}
		words, letters = words+1, letters+n
		if (words >= 3 && letters >= 8) || (words == 2 && letters >= 9) {
			first, end = from, i+1
		}
	}
	return first, end
}
