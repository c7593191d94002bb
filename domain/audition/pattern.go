package audition

import (
	"errors"
	"fmt"
	"strings"

	"github.com/kennerhq/kenner/domain"
)

// The bounds of a pattern.
const (
	maxPattern = 1200 // bytes, macros filled in
	maxGap     = 9
	maxDepth   = 4
)

// node is one step of a pattern: a word, a number, a gap, or a choice.
type node struct {
	word     string
	prefix   bool // word* : anything that begins so
	number   bool // # : any number, but not one of not
	not      []string
	gap      int // ~n : up to n words
	choice   [][]node
	optional bool
}

// part is a run of nodes that must stand in a sentence, or must not.
type part struct {
	run   []node
	not   bool
	start bool // ^ : at the beginning of a sentence
	alone bool // $ at the end: nothing follows in the sentence
}

// pattern recognises a way of saying something.
type pattern struct {
	parts []part
	wide  bool // && : the parts may stand in different sentences
}

// patternReader reads a pattern.
type patternReader struct {
	tokens   []string
	at       int
	language domain.Language
	words    map[string]bool // every word of every pattern, for the typos
}

// readPattern reads the notation of patterns: words, (a|b) choices, an optional
// step with ?, word* beginnings, ~3 for up to three words between, # for a
// number and #!30 for another number, ^ for the beginning and a final $ for the
// end of the sentence, & for "also in this sentence", && for "also in this text", and
// ! before a part that must not be there.
func readPattern(source string, l domain.Language, words map[string]bool) (pattern, error) {
	if len(source) > maxPattern {
		return pattern{}, fmt.Errorf("a pattern has at most %d letters", maxPattern)
	}
	var p pattern
	joint := "&"
	if strings.Contains(source, "&&") {
		joint, p.wide = "&&", true
	}
	for each := range strings.SplitSeq(source, joint) {
		each = strings.TrimSpace(each)
		var t part
		each, t.not = strings.CutPrefix(each, "!")
		each, t.start = strings.CutPrefix(strings.TrimSpace(each), "^")
		each, t.alone = strings.CutSuffix(strings.TrimSpace(each), "$")
		r := &patternReader{tokens: tokens(each), language: l, words: words}
		run, err := r.run(0)
		if err == nil && r.at < len(r.tokens) {
			err = fmt.Errorf("%q stands where nothing can", r.tokens[r.at])
		}
		if err != nil {
			return pattern{}, err
		}
		if len(run) == 0 || run[0].gap > 0 || run[0].optional {
			return pattern{}, fmt.Errorf("%q must begin with a word", each)
		}
		t.run = run
		p.parts = append(p.parts, t)
	}
	if p.parts[0].not {
		return pattern{}, fmt.Errorf("%q says only what must not be there", source)
	}
	return p, nil
}

// tokens cuts the notation.
func tokens(s string) []string {
	for _, mark := range []string{"(", ")", "|"} {
		s = strings.ReplaceAll(s, mark, " "+mark+" ")
	}
	return strings.Fields(strings.ReplaceAll(s, ") ?", ")?"))
}

// run reads nodes up to the end of a choice.
func (r *patternReader) run(depth int) ([]node, error) {
	var run []node
	for r.at < len(r.tokens) {
		t := r.tokens[r.at]
		if t == "|" || t == ")" || t == ")?" {
			return run, nil
		}
		r.at++
		if t == "(" {
			n, err := r.choice(depth + 1)
			if err != nil {
				return nil, err
			}
			run = append(run, n)
			continue
		}
		more, err := r.step(t)
		if err != nil {
			return nil, err
		}
		run = append(run, more...)
	}
	return run, nil
}

// choice reads up to the closing bracket.
func (r *patternReader) choice(depth int) (node, error) {
	if depth > maxDepth {
		return node{}, fmt.Errorf("brackets stand at most %d deep", maxDepth)
	}
	var n node
	for {
		run, err := r.run(depth)
		if err != nil {
			return node{}, err
		}
		if len(run) == 0 {
			return node{}, errors.New("a choice is empty")
		}
		n.choice = append(n.choice, run)
		if r.at >= len(r.tokens) {
			return node{}, errors.New("a bracket is not closed")
		}
		t := r.tokens[r.at]
		r.at++
		if t != "|" {
			n.optional = t == ")?"
			return n, nil
		}
	}
}

// step reads one word of the notation; "don't" is two steps.
func (r *patternReader) step(t string) ([]node, error) {
	if gap, ok := strings.CutPrefix(t, "~"); ok {
		n := 0
		if _, err := fmt.Sscanf(gap, "%d", &n); err != nil || n < 1 || n > maxGap {
			return nil, fmt.Errorf("%q is not a gap of 1 to %d words", t, maxGap)
		}
		return []node{{gap: n}}, nil
	}
	if rest, ok := strings.CutPrefix(t, "#"); ok {
		n := node{number: true}
		if rest != "" {
			list, but := strings.CutPrefix(rest, "!")
			if !but || list == "" {
				return nil, fmt.Errorf("%q is no number: # or #!30", t)
			}
			n.not = strings.Split(list, ",")
		}
		return []node{n}, nil
	}
	t, optional := strings.CutSuffix(t, "?")
	t, prefix := strings.CutSuffix(t, "*")
	cutUp := cut(t, r.language)
	if len(cutUp.words) == 0 {
		return nil, fmt.Errorf("%q is no word", t)
	}
	run := make([]node, 0, len(cutUp.words))
	for i, w := range cutUp.words {
		last := i == len(cutUp.words)-1
		run = append(run, node{word: w.norm, prefix: prefix && last, optional: optional})
		if !prefix || !last {
			r.words[w.norm] = true
		}
	}
	if optional && len(run) > 1 {
		for i := range run {
			run[i].optional = false
		}
		return []node{{choice: [][]node{run}, optional: true}}, nil
	}
	return run, nil
}
