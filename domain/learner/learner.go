// Package learner suggests why a customer writes. It learns from closed
// conversations, in process and from nothing else: a text becomes words, pairs
// of words and pieces of words, a few small networks that were trained apart
// vote on them, and what was learned since the training is remembered beside
// them. A model holds no text of any customer.
//
// It is pure and deterministic: the same examples and options give the same
// model. It imports the standard library only.
package learner

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Example is a text and the reason that it was closed with.
type Example struct {
	Text  string
	Label string
}

// Suggestion is a reason with its share of certainty: all shares sum to 1.
type Suggestion struct {
	Label string
	Share float64
}

// Options of a training. The zero value is what the bar was measured with.
type Options struct {
	Seed   uint64
	Nets   int // networks that vote (default 3)
	Hidden int // units of each (default 64)
	Epochs int // times that each reads all examples (default 12)
}

func (o Options) withDefaults() Options {
	for field, usual := range map[*int]int{&o.Nets: 3, &o.Hidden: 64, &o.Epochs: 12} {
		if *field <= 0 {
			*field = usual
		}
	}
	return o
}

// ErrTooLittle refuses a training that could not tell one reason from another.
var ErrTooLittle = errors.New("learner: two labels with a text each are the least to learn from")

// Model is what a training made, and what was learned since. Suggest may be
// called by many at once, Learn by one alone.
type Model struct {
	labels []string
	space  *space
	nets   []*net
	recent memory
}

// Train makes a model of examples, which are ordered first: their order is of
// no consequence. Texts without a word or a label are left out.
func Train(examples []Example, o Options) (*Model, error) {
	o = o.withDefaults()
	all := make([]Example, 0, len(examples))
	for _, e := range examples {
		if e.Label != "" && len(words(e.Text)) > 0 {
			all = append(all, e)
		}
	}
	slices.SortFunc(all, func(a, b Example) int {
		return 2*strings.Compare(a.Label, b.Label) + strings.Compare(a.Text, b.Text)
	})
	m := &Model{}
	answers := make([]int, len(all))
	for i, e := range all {
		if len(m.labels) == 0 || m.labels[len(m.labels)-1] != e.Label {
			m.labels = append(m.labels, e.Label)
		}
		answers[i] = len(m.labels) - 1
	}
	if len(m.labels) < 2 {
		return nil, ErrTooLittle
	}
	texts := make([]counts, len(all))
	for i, e := range all {
		texts[i] = count(e.Text)
	}
	m.space = newSpace(texts)
	inputs := make([]vector, len(all))
	for i, t := range texts {
		inputs[i] = m.space.known(t)
	}
	m.nets = trainNets(lesson{inputs, answers, m.space.rows, len(m.labels)}, o)
	return m, nil
}

// Suggest returns the n likeliest reasons of a text, the likeliest first; none
// when it has no word.
func (m *Model) Suggest(text string, n int) []Suggestion {
	if len(words(text)) == 0 {
		return nil
	}
	c := count(text)
	shares := make(map[string]float64, len(m.labels))
	input := m.space.known(c)
	for _, t := range m.nets {
		for i, p := range t.predict(input) {
			shares[m.labels[i]] += math.Log(p+1e-9) / float64(len(m.nets))
		}
	}
	var sum float64
	for label, s := range shares { //nolint:detrange // a sum, and each entry alone
		shares[label] = math.Exp(s)
	}
	for _, label := range m.labels {
		sum += shares[label]
	}
	votes, trust := m.recent.votes(m.space.all(c))
	all := make([]Suggestion, 0, len(m.labels)+len(votes))
	for _, label := range m.labels {
		all = append(all, Suggestion{label, (1-trust)*shares[label]/sum + trust*votes[label]})
		delete(votes, label)
	}
	for label, v := range votes {
		all = append(all, Suggestion{label, trust * v})
	}
	slices.SortFunc(all, func(a, b Suggestion) int {
		if a.Share != b.Share {
			if a.Share > b.Share {
				return -1
			}
			return 1
		}
		return strings.Compare(a.Label, b.Label)
	})
	return all[:min(n, len(all))]
}

// Learn remembers an example until the next training: the same question is
// known at once, and a reason that no training has seen can be suggested.
func (m *Model) Learn(e Example) {
	if e.Label != "" && len(words(e.Text)) > 0 {
		m.recent.add(m.space.all(count(e.Text)), e.Label)
	}
}

// Labels are the reasons that the training knew, in order.
func (m *Model) Labels() []string { return slices.Clone(m.labels) }

// String says what the model is made of.
func (m *Model) String() string {
	return fmt.Sprintf("%d reasons, %d networks over %d features, %d learned since", len(m.labels), len(m.nets), m.space.rows, len(m.recent.seen))
}
