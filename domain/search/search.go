// Package search finds documents by their words: an index in memory, the same
// on every node and over either database, because it is made from documents
// alone. It may import package domain and nothing else.
//
// Why no index of a database: SQLite's FTS5 and PostgreSQL's tsvector know other
// forms of words, rank differently and forgive no typing error, and both are
// slower (S10 in cmd/loadgen/README.md). Articles are few and change seldom.
package search

import (
	"cmp"
	"math"
	"slices"
	"sync"

	"github.com/kennerhq/kenner/domain"
)

// Limits, so that no document and no query makes the index or a search large.
const (
	MostDocuments = 50_000 // in all languages together; more are not taken in
	MostWords     = 5_000  // of one document; what comes later is not found
	MostAsked     = 12     // words of a query; what comes later is not asked
	MostLetters   = 200    // of a query
	MostFound     = 100    // results of a search
	longestWord   = 40     // letters of a word; what follows is cut off
)

// What a word is worth. BM25 as Robertson and Zaragoza give it ("The
// Probabilistic Relevance Framework: BM25 and Beyond", Foundations and Trends in
// Information Retrieval 3(4), 2009), over two fields whose counts are put
// together before they saturate (BM25F, there in 3.6):
//
//	score = Σ over words of idf · tf·(k1+1) / (tf + k1·(1 − b + b·length/average))
//	tf    = titleWeight · in the title + in the body
//	idf   = ln(1 + (documents − holding + ½) / (holding + ½))
//
// The 1 inside the logarithm keeps the worth of a word that most documents hold
// above nothing.
const (
	k1          = 1.2
	b           = 0.75
	titleWeight = 3
	ownProduct  = 1.5 // a document of the product that is asked about
)

// Document is what can be found. Version tells one text of it from another.
type Document[ID cmp.Ordered] struct {
	ID          ID
	Version     int
	Language    domain.Language
	Product     domain.ProductID // empty: of no product
	Title, Body string
}

// Hit is a document that was found.
type Hit[ID cmp.Ordered] struct {
	ID    ID
	Score float64
}

// Index holds documents by language. What it finds depends on the documents
// that are in it and on nothing else: not on the order in which they came, nor
// on those that have gone. It is safe for concurrent use; the zero value is empty.
type Index[ID cmp.Ordered] struct {
	mu      sync.RWMutex
	shelves map[domain.Language]*shelf[ID]
	where   map[ID]place[ID]
}

// place is where a document stands.
type place[ID cmp.Ordered] struct {
	shelf   *shelf[ID]
	number  uint32
	version int
}

// shelf is the index of one language.
type shelf[ID cmp.Ordered] struct {
	language domain.Language
	tongue   tongue
	docs     []entry[ID]
	length   []int32
	gone     int   // entries that are no longer there
	lengths  int64 // of all that are there
	terms    []term
	termAt   map[string]uint32 // by stem
	words    []word
	wordAt   map[string]uint32 // as written, folded
	sorted   []uint32          // words by spelling
	free     sync.Pool         // *work
}

// entry is a document on its shelf.
type entry[ID cmp.Ordered] struct {
	id      ID
	product domain.ProductID
	gone    bool
	words   []uint32
	terms   []uint32
}

// term is a stem and the documents that hold it, in the order of their numbers.
type term struct {
	holding  int // documents that are there
	postings []posting
}

type posting struct {
	doc uint32
	tf  uint32
}

// word is a spelling, which people begin or miss; its term is what is counted.
type word struct {
	text    string
	letters int
	marks   uint64 // which letters it has
	term    uint32
	holding int // documents that are there
}

// Change takes documents in, in place of those with their identities, and
// puts gone ones out. Beyond MostDocuments nothing more is taken in.
func (x *Index[ID]) Change(put []Document[ID], gone []ID) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.shelves == nil {
		x.shelves, x.where = map[domain.Language]*shelf[ID]{}, map[ID]place[ID]{}
	}
	for _, id := range gone {
		x.remove(id)
	}
	for _, d := range put {
		x.remove(d.ID)
		if len(x.where) >= MostDocuments {
			continue
		}
		s := x.shelves[d.Language]
		if s == nil {
			s = newShelf[ID](d.Language)
			x.shelves[d.Language] = s
		}
		x.where[d.ID] = place[ID]{s, s.add(d), d.Version}
	}
	for l, s := range x.shelves {
		if s.gone > len(s.docs)/2 {
			s = s.compacted(x.where)
			x.shelves[l] = s
		}
		s.sort()
	}
}

// Versions returns which documents are there, and in which version.
func (x *Index[ID]) Versions() map[ID]int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	all := make(map[ID]int, len(x.where))
	for id, p := range x.where {
		all[id] = p.version
	}
	return all
}

func (x *Index[ID]) remove(id ID) {
	p, is := x.where[id]
	if !is {
		return
	}
	delete(x.where, id)
	e := &p.shelf.docs[p.number]
	e.gone = true
	p.shelf.gone++
	p.shelf.lengths -= int64(p.shelf.length[p.number])
	for _, t := range e.terms {
		p.shelf.terms[t].holding--
	}
	for _, w := range e.words {
		p.shelf.words[w].holding--
	}
}

func newShelf[ID cmp.Ordered](l domain.Language) *shelf[ID] {
	return &shelf[ID]{language: l, tongue: tongueOf(l), termAt: map[string]uint32{}, wordAt: map[string]uint32{}}
}

// add puts a document at the end of the shelf.
func (s *shelf[ID]) add(d Document[ID]) uint32 {
	n := uint32(len(s.docs)) //nolint:gosec // at most twice MostDocuments
	e := entry[ID]{id: d.ID, product: d.Product}
	counts := map[uint32]uint32{} // by word
	left, length := MostWords, int32(0)
	for _, part := range []struct {
		text   string
		weight uint32
	}{{d.Title, titleWeight}, {d.Body, 1}} {
		for w := range Words(part.text) {
			if left--; left < 0 {
				break
			}
			counts[s.known(w)] += part.weight
			length += int32(part.weight) //nolint:gosec // 3 at most
		}
	}
	tf := map[uint32]uint32{}
	for w, c := range counts {
		e.words = append(e.words, w)
		s.words[w].holding++
		tf[s.words[w].term] += c
	}
	for t, c := range tf {
		e.terms = append(e.terms, t)
		s.terms[t].holding++
		s.terms[t].postings = append(s.terms[t].postings, posting{n, c})
	}
	s.lengths += int64(length)
	s.length = append(s.length, length)
	s.docs = append(s.docs, e)
	return n
}

// known returns the number of a word, which it gets when it is new.
func (s *shelf[ID]) known(text string) uint32 {
	if n, is := s.wordAt[text]; is {
		return n
	}
	stem := s.tongue.stem(text)
	t, is := s.termAt[stem]
	if !is {
		t = uint32(len(s.terms)) //nolint:gosec // bounded by the words of the documents
		s.terms = append(s.terms, term{})
		s.termAt[stem] = t
	}
	n := uint32(len(s.words)) //nolint:gosec // as above
	s.words = append(s.words, word{text: text, letters: letters(text), marks: marks(text), term: t})
	s.wordAt[text] = n
	return n
}

// compacted is the shelf without what has gone; where says where the others went.
func (s *shelf[ID]) compacted(where map[ID]place[ID]) *shelf[ID] {
	c := newShelf[ID](s.language)
	numbers := make([]uint32, len(s.docs))
	for n, e := range s.docs {
		if e.gone {
			continue
		}
		numbers[n] = uint32(len(c.docs)) //nolint:gosec // fewer than before
		for i, w := range e.words {
			e.words[i] = c.known(s.words[w].text)
			c.words[e.words[i]].holding++
		}
		e.terms = e.terms[:0]
		c.docs = append(c.docs, e)
		c.length = append(c.length, s.length[n])
		c.lengths += int64(s.length[n])
		where[e.id] = place[ID]{c, numbers[n], where[e.id].version}
	}
	for _, w := range s.words {
		n, is := c.wordAt[w.text]
		if !is || len(c.terms[c.words[n].term].postings) > 0 {
			continue
		}
		t := &c.terms[c.words[n].term]
		for _, p := range s.terms[w.term].postings {
			if s.docs[p.doc].gone {
				continue
			}
			t.postings = append(t.postings, posting{numbers[p.doc], p.tf})
			t.holding++
			e := &c.docs[numbers[p.doc]]
			e.terms = append(e.terms, c.words[n].term)
		}
	}
	return c
}

// sort puts the words that have come since into their order.
func (s *shelf[ID]) sort() {
	if len(s.sorted) == len(s.words) {
		return
	}
	for n := len(s.sorted); n < len(s.words); n++ {
		s.sorted = append(s.sorted, uint32(n)) //nolint:gosec // as in known
	}
	slices.SortFunc(s.sorted, func(a, b uint32) int { return cmp.Compare(s.words[a].text, s.words[b].text) })
}

// rarity is what a word says about a document that holds it.
func (s *shelf[ID]) rarity(holding int) float64 {
	n, all := float64(holding), float64(len(s.docs)-s.gone)
	return math.Log(1 + (all-n+0.5)/(n+0.5))
}
