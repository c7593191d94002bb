package learner

import (
	"cmp"
	"slices"
	"strings"
)

// Collection is texts by what they say: it finds those that are alike, and holds
// none of them. When it is full, the oldest goes. Near may be called by many at
// once, Add by one alone.
type Collection struct {
	space *space
	most  int
	keys  []string
	texts []vector
}

// Near is a text of a collection; Likeness is the cosine of the angle between
// both, from 0 for nothing in common to 1 for the same words.
type Near struct {
	Key      string
	Likeness float64
}

// Collection is an empty one that weighs words as the model does, for so many
// texts, one at least.
func (m *Model) Collection(most int) *Collection {
	return &Collection{space: m.space, most: max(most, 1)}
}

// Size is how many texts it has.
func (c *Collection) Size() int { return len(c.keys) }

// Add puts a text in under a key of the caller's. A text without a word is left out.
func (c *Collection) Add(key, text string) {
	if len(words(text)) > 0 {
		if len(c.keys) == c.most {
			c.keys, c.texts = slices.Delete(c.keys, 0, 1), slices.Delete(c.texts, 0, 1)
		}
		c.keys, c.texts = append(c.keys, key), append(c.texts, c.space.all(count(text)))
	}
}

// Near returns the n texts that are most alike and at least so much, the most
// alike first, and of equal ones the first by key.
func (c *Collection) Near(text string, n int, least float64) []Near {
	if len(words(text)) == 0 {
		return nil
	}
	asked := c.space.all(count(text))
	var all []Near
	for i, t := range c.texts {
		if likeness := cosine(asked, t); likeness >= least {
			all = append(all, Near{c.keys[i], likeness})
		}
	}
	slices.SortFunc(all, func(a, b Near) int {
		return cmp.Or(cmp.Compare(b.Likeness, a.Likeness), strings.Compare(a.Key, b.Key))
	})
	return all[:min(n, len(all))]
}
