package search

import "github.com/kennerhq/kenner/domain"

// Stem is a word without its ending. A little one is what a language has too
// often to say anything by itself.
type Stem struct {
	Text   string
	Little bool
}

// Stems are the words of a text as the index knows them, in their order. A
// language that is not known keeps its words whole, and has no little ones.
func Stems(l domain.Language, text string) (all []Stem) {
	t := tongueOf(l)
	for w := range Words(text) {
		all = append(all, Stem{t.stem(w), t.stop[w] || letters(w) < 2})
	}
	return all
}
