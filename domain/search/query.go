package search

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// Mode is how much of a query a document has to hold.
type Mode int

const (
	Every Mode = iota // all of its words
	Most              // words of half the worth of all
	Any               // one of its words
)

// Query is what is asked for.
type Query struct {
	Text     string // its first MostLetters letters
	Language domain.Language
	Product  domain.ProductID // whose documents come before equals; empty: none
	Mode     Mode
	Typing   bool // the last word may go on
	Limit    int  // at most MostFound
}

// asked is one word of a query.
type asked struct {
	text  string
	begun bool // it may go on
}

// read takes a query apart. Words that say nothing count when there are no others.
func (t tongue) read(q Query) []asked {
	text, n := q.Text, 0
	for i := range text {
		if n++; n > MostLetters {
			text = text[:i]
			break
		}
	}
	var telling, idle []asked
	last := ""
	for last = range Words(text) {
		if t.stop[last] {
			idle = once(idle, last)
		} else {
			telling = once(telling, last)
		}
	}
	if telling == nil {
		telling = idle
	}
	end, _ := utf8.DecodeLastRuneInString(text)
	for i := range telling {
		telling[i].begun = q.Typing && telling[i].text == last && !parts(end)
	}
	return telling
}

func once(all []asked, w string) []asked {
	if len(all) == MostAsked || slices.ContainsFunc(all, func(a asked) bool { return a.text == w }) {
		return all
	}
	return append(all, asked{text: w})
}

// reading is a term that a word may mean, and how surely.
type reading struct {
	term  uint32
	worth float64
}

// How sure it is that somebody means what they did not write.
const (
	sureBegun    = 0.8
	sureOne      = 0.6 // one letter is different
	sureTwo      = 0.4
	mostBegun    = 32
	mostMissed   = 8
	leastBegun   = 2 // letters
	leastMissed  = 4
	leastTwice   = 7 // letters of a word of which two may be different
	wordsOfWorth = 0.5
)

// readings are the terms that a word may mean, surest first: the word itself,
// what goes on from it, and only when there is neither what looks like it.
func (s *shelf[ID]) readings(a asked) (all []reading) {
	if t, is := s.termAt[s.tongue.stem(a.text)]; is && s.terms[t].holding > 0 {
		all = append(all, reading{t, 1})
	}
	if a.begun && letters(a.text) >= leastBegun {
		all = s.goingOn(all, a.text)
	}
	if all == nil {
		all = s.alike(a.text)
	}
	return all
}

// goingOn adds what the most used words that begin with a text mean.
func (s *shelf[ID]) goingOn(all []reading, text string) []reading {
	from, _ := slices.BinarySearchFunc(s.sorted, text, func(w uint32, text string) int { return cmp.Compare(s.words[w].text, text) })
	var found []uint32
	for _, w := range s.sorted[from:] {
		if !strings.HasPrefix(s.words[w].text, text) {
			break
		}
		if s.words[w].holding > 0 {
			found = append(found, w)
		}
	}
	if len(found) > mostBegun {
		slices.SortStableFunc(found, func(a, b uint32) int { return cmp.Compare(s.words[b].holding, s.words[a].holding) })
		found = found[:mostBegun]
	}
	for _, w := range found {
		all = with(all, s.words[w].term, sureBegun)
	}
	return all
}

func with(all []reading, term uint32, worth float64) []reading {
	if slices.ContainsFunc(all, func(r reading) bool { return r.term == term }) {
		return all
	}
	return append(all, reading{term, worth})
}

// alike are the meanings of the words that look most like a text: one letter
// is different, or two of seven and more.
func (s *shelf[ID]) alike(text string) (all []reading) {
	n := letters(text)
	if n < leastMissed {
		return nil
	}
	most := 1
	if n >= leastTwice {
		most = 2
	}
	type candidate struct {
		word uint32
		far  int
	}
	var found []candidate
	m := marks(text)
	d := newDistance(text)
	for i := range s.words {
		w := &s.words[i]
		if w.holding == 0 || max(w.letters-n, n-w.letters) > most || bits.OnesCount64(w.marks^m) > 2*most {
			continue
		}
		if far := d.to(w.text, most); far <= most {
			found = append(found, candidate{uint32(i), far})
		}
	}
	slices.SortFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(s.words[b.word].holding, s.words[a.word].holding), cmp.Compare(s.words[a.word].text, s.words[b.word].text))
	})
	for _, c := range found[:min(len(found), mostMissed)] {
		worth := sureOne
		if c.far == 2 {
			worth = sureTwo
		}
		all = with(all, s.words[c.word].term, worth)
	}
	return all
}

// slot is what is known of a document while a search goes on.
type slot struct {
	before float64 // the score of the words before this one
	best   float64 // of this one's readings
	worth  float64 // of the words that it holds
	held   int32
	last   int32 // the word that found it last, from 1
}

// work is what a search needs; it is kept for the next one.
type work struct {
	slots []slot
	found []uint32
}

// Search returns what a query finds, best first; equals in the order of their
// identities. Nothing is found by a query without a word.
func (x *Index[ID]) Search(q Query) []Hit[ID] {
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := x.shelves[q.Language]
	if s == nil || q.Limit <= 0 {
		return nil
	}
	words := s.tongue.read(q)
	if len(words) == 0 {
		return nil
	}
	w, _ := s.free.Get().(*work)
	if w == nil || len(w.slots) < len(s.docs) {
		w = &work{slots: make([]slot, len(s.docs)+len(s.docs)/4)}
	}
	defer func() {
		for _, d := range w.found {
			w.slots[d] = slot{}
		}
		w.found = w.found[:0]
		s.free.Put(w)
	}()
	all := 0.0
	for i, a := range words {
		readings := s.readings(a)
		if len(readings) == 0 && q.Mode == Every {
			return nil
		}
		all += s.collect(w, int32(i), readings, q.Mode == Every)
	}
	return s.best(w, q, int32(len(words)), all) //nolint:gosec // as above
}

// collect adds what one word of the query is worth to the documents that hold
// it, and returns what it is worth to know: a word that nobody wrote as much as
// one that stands in one document. The rarest reading does not decide, because a
// misspelling in one document would be worth most.
func (s *shelf[ID]) collect(w *work, i int32, readings []reading, every bool) float64 {
	holding := 1
	for _, r := range readings {
		holding = max(holding, s.terms[r.term].holding)
	}
	rarity := s.rarity(holding)
	average := float64(s.lengths) / float64(len(s.docs)-s.gone)
	for _, r := range readings {
		worth := r.worth * rarity * (k1 + 1)
		for _, p := range s.terms[r.term].postings {
			d := &w.slots[p.doc]
			if d.last == 0 {
				if every && i > 0 {
					continue
				}
				w.found = append(w.found, p.doc)
			}
			tf := float64(p.tf)
			score := worth * tf / (tf + k1*(1-b+b*float64(s.length[p.doc])/average))
			switch {
			case d.last == i+1:
				d.best = max(d.best, score)
			case !every || d.held == i:
				*d = slot{d.before + d.best, score, d.worth + rarity, d.held + 1, i + 1}
			}
		}
	}
	return rarity
}

// best are the best of the documents that hold enough of a query.
func (s *shelf[ID]) best(w *work, q Query, words int32, all float64) []Hit[ID] {
	limit := min(q.Limit, MostFound)
	hits := make([]Hit[ID], 0, limit+1)
	for _, n := range w.found {
		d, e := &w.slots[n], &s.docs[n]
		if e.gone || q.Mode == Every && d.held < words || q.Mode == Most && d.worth < wordsOfWorth*all {
			continue
		}
		h := Hit[ID]{e.id, d.before + d.best}
		if q.Product != "" && e.product == q.Product {
			h.Score *= ownProduct
		}
		if len(hits) == limit && !ahead(h, hits[limit-1]) {
			continue
		}
		at, _ := slices.BinarySearchFunc(hits, h, func(a, b Hit[ID]) int {
			if ahead(a, b) {
				return -1
			}
			return 1
		})
		hits = slices.Insert(hits, at, h)
		hits = hits[:min(len(hits), limit)]
	}
	return hits
}

func ahead[ID cmp.Ordered](a, b Hit[ID]) bool {
	if a.Score != b.Score {
		return a.Score > b.Score
	}
	return a.ID < b.ID
}
