package search_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/kennerhq/kenner/domain/search"
)

type doc = search.Document[string]

func indexOf(docs ...doc) *search.Index[string] {
	var x search.Index[string]
	x.Change(docs, nil)
	return &x
}

var household = []doc{
	{ID: "filter", Language: "en", Product: "prd_vacuum", Title: "Clean the filter", Body: "Rinse the filter of your vacuum cleaner every month with cold water."},
	{ID: "battery", Language: "en", Product: "prd_vacuum", Title: "Charging batteries", Body: "The battery charges in three hours. A cold battery charges more slowly."},
	{ID: "noise", Language: "en", Product: "prd_kettle", Title: "The kettle makes a noise", Body: "Limescale makes a kettle loud. Clean it with vinegar."},
	{ID: "kettle", Language: "en", Product: "prd_kettle", Title: "Descale a kettle", Body: "Boil vinegar, wait, rinse twice with cold water."},
	{ID: "zoë", Language: "en", Title: "Café Zoë", Body: "Our cafe is open on Sunday."},
	{ID: "brieven", Language: "nl", Title: "Brieven en batterijen", Body: "Lege batterijen mogen niet in de brievenbus. Maak het filter schoon."},
}

func TestWhatPeopleTypeIsFound(t *testing.T) {
	t.Parallel()
	x := indexOf(household...)
	tests := map[string]struct {
		query search.Query
		want  string
	}{
		"every word":                                  {search.Query{Text: "clean filter"}, "filter"},
		"words that say nothing do not count":         {search.Query{Text: "How do I clean my filter?"}, "filter"},
		"alone they do":                               {search.Query{Text: "our"}, "zoë"},
		"every word is more than one of them":         {search.Query{Text: "vinegar sunday"}, ""},
		"any word is enough":                          {search.Query{Text: "sunday descale", Mode: search.Any}, "kettle zoë"},
		"most is half of what the words say":          {search.Query{Text: "vinegar rinse warranty", Mode: search.Most}, "kettle"},
		"a form of the word":                          {search.Query{Text: "battery charged"}, "battery"},
		"accents are left out":                        {search.Query{Text: "cafe zoe"}, "zoë"},
		"accents are put in":                          {search.Query{Text: "kéttle descalé"}, "kettle"},
		"a composed and a decomposed letter are one":  {search.Query{Text: "Zoe\u0308"}, "zoë"},
		"the last word goes on":                       {search.Query{Text: "vinegar desc", Typing: true}, "kettle"},
		"a last word that is ended does not":          {search.Query{Text: "vinegar desc ", Typing: true}, ""},
		"only the last word goes on":                  {search.Query{Text: "desc vinegar", Typing: true}, ""},
		"one letter does not go on":                   {search.Query{Text: "d", Typing: true}, ""},
		"a letter is missing":                         {search.Query{Text: "vinegr descale"}, "kettle"},
		"a letter is too much":                        {search.Query{Text: "vinegar descalle"}, "kettle"},
		"two are swapped":                             {search.Query{Text: "fitler"}, "filter"},
		"one is another":                              {search.Query{Text: "vilter"}, "filter"},
		"two of seven":                                {search.Query{Text: "batreris"}, "battery"},
		"three are too many":                          {search.Query{Text: "batrerxs"}, ""},
		"two of a long word":                          {search.Query{Text: "limscalle"}, "noise"},
		"two of six are too many":                     {search.Query{Text: "fltr"}, ""},
		"three letters are as they are":               {search.Query{Text: "boy"}, ""},
		"what is Words rightly is meant":              {search.Query{Text: "rinse boil"}, "kettle"},
		"a title says more than a body":               {search.Query{Text: "kettle clean", Mode: search.Any, Limit: 1}, "noise"},
		"the product that is asked about comes first": {search.Query{Text: "cold water", Product: "prd_kettle"}, "kettle filter"},
		"and another where that is asked about":       {search.Query{Text: "cold water", Product: "prd_vacuum"}, "filter kettle"},
		"Dutch in Dutch":                              {search.Query{Text: "lege batterij", Language: "nl"}, "brieven"},
		"a brief is of brieven":                       {search.Query{Text: "brief", Language: "nl"}, "brieven"},
		"English is not found in Dutch":               {search.Query{Text: "vinegar", Language: "nl"}, ""},
		"of a language without documents nothing":     {search.Query{Text: "filter", Language: "de"}, ""},
		"nothing": {search.Query{Text: " ?! "}, ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			q := tt.query
			if q.Language == "" {
				q.Language = "en"
			}
			if q.Limit == 0 {
				q.Limit = 10
			}
			if got := strings.Join(ids(x.Search(q)), " "); got != tt.want {
				t.Errorf("%q finds %q, want %q", q.Text, got, tt.want)
			}
		})
	}
}

func ids(hits []search.Hit[string]) (all []string) {
	for _, h := range hits {
		all = append(all, h.ID)
	}
	return all
}

func TestLimits(t *testing.T) {
	t.Parallel()
	var docs []doc
	for i := range 2 * search.MostFound {
		docs = append(docs, doc{ID: fmt.Sprintf("%03d", i), Language: "en", Body: "filter"})
	}
	docs = append(docs, doc{ID: "long", Language: "en", Body: strings.Repeat("filler ", search.MostWords) + "filter"})
	x := indexOf(docs...)
	all := x.Search(search.Query{Text: "filter", Language: "en", Limit: 1000})
	if len(all) != search.MostFound || all[0].ID != "000" || all[len(all)-1].ID != "099" {
		t.Errorf("found %d, from %v", len(all), all[:1])
	}
	late := strings.Repeat("a", search.MostLetters) + " filter"
	if got := x.Search(search.Query{Text: late, Language: "en", Mode: search.Any, Limit: 1}); len(got) > 0 {
		t.Errorf("what comes behind the last letter was asked: %v", got)
	}
	if got := x.Search(search.Query{Text: "filter", Language: "en", Limit: -1}); got != nil {
		t.Errorf("a limit below nothing found %v", got)
	}
}

// vocabulary for documents by chance, with forms that share a stem.
var vocabulary = strings.Fields("filter filters clean cleaning cleaned water kettle kettles boil descale noise battery batteries charge charging open closed spare part warranty repair the of with")

func randomDoc(r *rand.Rand, id int) doc {
	words := func(n int) string {
		var all []string
		for range 1 + r.IntN(n) {
			all = append(all, vocabulary[r.IntN(len(vocabulary))])
		}
		return strings.Join(all, " ")
	}
	d := doc{ID: fmt.Sprintf("%02d", id), Version: r.IntN(1000), Language: "en", Title: words(4), Body: words(30)}
	if r.IntN(3) == 0 {
		d.Product = "prd_a"
	}
	return d
}

func randomQuery(r *rand.Rand) search.Query {
	q := search.Query{Language: "en", Limit: 1 + r.IntN(20), Mode: search.Mode(r.IntN(3)), Typing: r.IntN(2) == 0}
	for range 1 + r.IntN(4) {
		w := []byte(vocabulary[r.IntN(len(vocabulary))])
		switch r.IntN(3) {
		case 0:
			w[r.IntN(len(w))] = 'x'
		case 1:
			w = w[:1+r.IntN(len(w))]
		}
		q.Text += " " + string(w)
	}
	if r.IntN(2) == 0 {
		q.Product = "prd_a"
	}
	return q
}

// TestTheWayThereDoesNotMatter: an index that took in, changed and put out
// documents finds what one finds that got those that are left at once.
func TestTheWayThereDoesNotMatter(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 7))
		var x search.Index[string]
		left := map[string]doc{}
		for range 30 {
			var put []doc
			var gone []string
			for range r.IntN(10) {
				d := randomDoc(r, r.IntN(40))
				put = append(put, d)
			}
			for range r.IntN(12) {
				gone = append(gone, fmt.Sprintf("%02d", r.IntN(40)))
			}
			x.Change(put, gone)
			for _, id := range gone {
				delete(left, id)
			}
			for _, d := range put {
				left[d.ID] = d
			}
			var rest []doc
			versions := x.Versions()
			for id, d := range left {
				rest = append(rest, d)
				if versions[id] != d.Version {
					t.Fatalf("seed %d: %s is there in version %d, want %d", seed, id, versions[id], d.Version)
				}
			}
			if len(versions) != len(left) {
				t.Fatalf("seed %d: %d are there, want %d", seed, len(versions), len(left))
			}
			fresh := indexOf(rest...)
			for range 5 {
				q := randomQuery(r)
				if got, want := x.Search(q), fresh.Search(q); !slices.Equal(got, want) {
					t.Fatalf("seed %d: %+v finds\n%v, a fresh index\n%v", seed, q, got, want)
				}
			}
		}
	}
}

// TestScoresAreBM25 works the formula out by hand over every document.
func TestScoresAreBM25(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 7))
	var docs []doc
	for i := range 50 {
		docs = append(docs, randomDoc(r, i))
	}
	x := indexOf(docs...)
	// Words whose stems no other word here has, written as they stand in the documents.
	for _, text := range []string{"water", "kettle water", "noise", "repair warranty water", "part boil"} {
		want := byHand(docs, strings.Fields(text))
		got := x.Search(search.Query{Text: text, Language: "en", Mode: search.Any, Limit: 100})
		if len(got) != len(want) {
			t.Errorf("%q finds %d, by hand %d", text, len(got), len(want))
		}
		for _, h := range got {
			if math.Abs(h.Score-want[h.ID]) > 1e-9 {
				t.Errorf("%q: %s scores %v, by hand %v", text, h.ID, h.Score, want[h.ID])
			}
		}
		if !slices.IsSortedFunc(got, func(a, b search.Hit[string]) int {
			if a.Score != b.Score {
				return int(math.Copysign(1, b.Score-a.Score))
			}
			return strings.Compare(a.ID, b.ID)
		}) {
			t.Errorf("%q: %v are not best first", text, got)
		}
	}
}

func byHand(docs []doc, words []string) map[string]float64 {
	count := func(text, w string) (n float64) {
		for x := range strings.FieldsSeq(text) {
			if strings.TrimSuffix(x, "s") == w {
				n++
			}
		}
		return n
	}
	length := func(d doc) float64 { return float64(3*len(strings.Fields(d.Title)) + len(strings.Fields(d.Body))) }
	average := 0.0
	for _, d := range docs {
		average += length(d) / float64(len(docs))
	}
	scores := map[string]float64{}
	for _, w := range words {
		holding := 0.0
		for _, d := range docs {
			if count(d.Title+" "+d.Body, w) > 0 {
				holding++
			}
		}
		idf := math.Log(1 + (float64(len(docs))-holding+0.5)/(holding+0.5))
		for _, d := range docs {
			if tf := 3*count(d.Title, w) + count(d.Body, w); tf > 0 {
				scores[d.ID] += idf * tf * 2.2 / (tf + 1.2*(0.25+0.75*length(d)/average))
			}
		}
	}
	return scores
}

func TestSearchesAndChangesAtOnce(t *testing.T) {
	t.Parallel()
	x := indexOf(household...)
	var all sync.WaitGroup
	for g := range uint64(4) {
		all.Go(func() {
			r := rand.New(rand.NewPCG(g, 1))
			for range 200 {
				if g == 0 {
					x.Change([]doc{randomDoc(r, r.IntN(40))}, []string{fmt.Sprintf("%02d", r.IntN(40))})
					continue
				}
				got := x.Search(search.Query{Text: "zoë cafe", Language: "en", Limit: 3})
				if len(got) != 1 || got[0].ID != "zoë" {
					t.Errorf("found %v", got)
				}
			}
		})
	}
	all.Wait()
}
