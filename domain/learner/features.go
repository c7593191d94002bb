package learner

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

const (
	mostWords   = 120     // of a text; what comes later says little
	pairWords   = 40      // words among which any two make a pair
	longestWord = 24      // letters of a word that are cut into pieces
	buckets     = 1 << 18 // features are known by a hash, never by their text
	pieceLeast  = 2
	pieceMost   = 5
)

// The blocks of features. Each is normalised alone, so that the many pieces do
// not drown the few words, and then weighted.
const (
	single = iota // a word
	beside        // two words beside or nearly beside each other
	pieces        // 2 to 5 letters of a word
	pairs         // any two words of the text
	blocks
)

// weights of the blocks, the best of a search on parts of Banking77's training.
var weights = [blocks]float64{1, 1, 1, 0.5}

// least is in how many texts a feature must be to count.
var least = [blocks]int{2, 2, 2, 3}

// short forms that hide a word. A word of two languages would hide another.
var shortForms = strings.NewReplacer("’", "'", "can't", "can not", "cannot", "can not", "won't", "will not", "n't", " not", "'m", " am",
	"'ve", " have", "'re", " are", "'ll", " will", "'s", "", "'t ", "het ", "m'n", "mijn", "z'n", "zijn")

// words are the words of a text in small letters, the first hundred or so.
func words(text string) []string {
	all := strings.FieldsFunc(shortForms.Replace(strings.ToLower(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	return all[:min(len(all), mostWords)]
}

// counts are how often each feature of a text occurs, by block and bucket.
type counts [blocks]map[uint32]float64

// hashed is FNV-1a of parts: the same on every machine and in every process,
// because a stored model knows its features by it.
func hashed(kind byte, parts ...string) uint32 {
	h := uint32(2166136261)
	h = (h ^ uint32(kind)) * 16777619
	for _, p := range parts {
		for i := range len(p) {
			h = (h ^ uint32(p[i])) * 16777619
		}
		h = (h ^ ' ') * 16777619
	}
	h ^= h >> 15
	return (h * 2246822519 >> 7) % buckets
}

// count reads a text.
func count(text string) (c counts) {
	for b := range c {
		c[b] = map[uint32]float64{}
	}
	ws := words(text)
	for i, w := range ws {
		c[single][hashed('w', w)]++
		before := "^"
		if i > 0 {
			before = ws[i-1]
		}
		c[beside][hashed('b', before, w)]++
		if i > 1 {
			c[beside][hashed('s', ws[i-2], w)]++
		}
		if i+1 == len(ws) {
			c[beside][hashed('b', w, "$")]++
		}
		for _, other := range ws[:min(i, pairWords)] {
			if i < pairWords {
				c[pairs][hashed('p', min(other, w), max(other, w))] = 1
			}
		}
		c.cut(w)
	}
	return c
}

// cut counts the pieces of a word, whose ends are told from its middle.
func (c counts) cut(word string) {
	letters := []rune(" " + word + " ")
	letters = letters[:min(len(letters), longestWord)]
	for n := pieceLeast; n <= pieceMost; n++ {
		for k := 0; k+n <= len(letters); k++ {
			c[pieces][hashed('c', string(letters[k:k+n]))]++
		}
	}
}

// term is a feature with its weight in a text.
type term struct {
	at     uint32 // a row of the networks, or a bucket
	weight float32
}

// vector is a text: its terms in the order of their places, of length 1.
type vector []term

// space knows which features count and how rare each is.
type space struct {
	rows   int
	row    []int32   // of a bucket in the networks; -1: too rare
	rarity []float32 // of a bucket: ln((1+texts)/(1+texts with it)) + 1
}

func newSpace(texts []counts) *space {
	in := make([]int32, buckets)
	needs := make([]uint8, buckets)
	for _, t := range texts {
		for b, block := range t {
			for bucket := range block {
				in[bucket]++
				needs[bucket] = max(needs[bucket], uint8(least[b])) //nolint:gosec // 2 or 3
			}
		}
	}
	s := &space{row: make([]int32, buckets), rarity: make([]float32, buckets)}
	for i, n := range in {
		s.rarity[i] = float32(math.Log(float64(1+len(texts))/float64(1+n)) + 1)
		s.row[i] = -1
		if n > 0 && n >= int32(needs[i]) {
			s.row[i] = int32(s.rows) //nolint:gosec // at most buckets
			s.rows++
		}
	}
	return s
}

// known is a text for the networks: features of their rows only.
func (s *space) known(c counts) vector {
	return s.vector(c, func(bucket uint32) (uint32, bool) { return uint32(max(s.row[bucket], 0)), s.row[bucket] >= 0 })
}

// all is a text for the memory: every feature, by bucket.
func (s *space) all(c counts) vector {
	return s.vector(c, func(bucket uint32) (uint32, bool) { return bucket, true })
}

func (s *space) vector(c counts, place func(bucket uint32) (at uint32, counts bool)) vector {
	var v vector
	for b, block := range c {
		from := len(v)
		for bucket, n := range block {
			if at, ok := place(bucket); ok {
				v = append(v, term{at, float32((1 + math.Log(n)) * float64(s.rarity[bucket]))})
			}
		}
		slices.SortFunc(v[from:], func(a, b term) int { return cmp.Compare(a.at, b.at) })
		scale(v[from:], weights[b])
	}
	slices.SortStableFunc(v, func(a, b term) int { return cmp.Compare(a.at, b.at) })
	scale(v, 1)
	return v
}

// scale gives a vector a length.
func scale(v vector, length float64) {
	var sum float64
	for _, t := range v {
		sum += float64(t.weight) * float64(t.weight)
	}
	if sum == 0 {
		return
	}
	factor := float32(length / math.Sqrt(sum))
	for i := range v {
		v[i].weight *= factor
	}
}
