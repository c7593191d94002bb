package audition

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/kennerhq/kenner/domain"
)

// refuse is a refusal of a scenario that says where.
func refuse(pointer, format string, args ...any) *domain.Error {
	return domain.Refuse(domain.Invalid, "scenario_invalid", fmt.Sprintf(format, args...)).At(pointer)
}

// compiler makes the reader of a scenario.
type compiler struct {
	s *Scenario
	r *reader
	checker
}

// reader is what reads texts about this case. It is refused when a pattern cannot be read.
func (s *Scenario) reader() (*reader, error) {
	c := s.compiled()
	if c.err != nil {
		return c.r, c.err
	}
	return c.r, nil
}

// compiled reads all patterns.
func (s *Scenario) compiled() *compiler {
	x := lexiconOf(s.Language)
	c := &compiler{s: s, r: &reader{x: x, words: map[string]bool{}, names: map[string]bool{}, brand: map[string]bool{}, about: s.topics()}}
	for i, f := range s.Facts {
		at := fmt.Sprintf("/facts/%d", i)
		c.r.right = append(c.r.right, keyed{f.Key, c.patterns(at+"/right", f.Right)})
		c.r.wrong = append(c.r.wrong, keyed{f.Key, c.patterns(at+"/wrong", f.Wrong)})
	}
	for i, l := range s.Limits {
		c.r.limits = append(c.r.limits, keyed{l.Key, c.patterns(fmt.Sprintf("/limits/%d/patterns", i), l.Patterns)})
	}
	for i, k := range s.Knows {
		c.r.knows = append(c.r.knows, keyed{k.Key, c.patterns(fmt.Sprintf("/knows/%d/asked", i), k.Asked)})
	}
	for _, k := range spoken()[s.Language].Knows {
		c.r.knows = append(c.r.knows, keyed{k.Key, c.patterns("", k.Asked)})
	}
	if i := s.honest(); i >= 0 {
		c.r.bluff = c.patterns(fmt.Sprintf("/beats/%d/bluff", i), s.Beats[i].Bluff)
	}
	for _, name := range s.Customer.CalledAs {
		for _, w := range cut(name, s.Language).words {
			c.r.names[w.norm], c.r.words[w.norm] = true, true
		}
	}
	for _, w := range cut(s.Names.Brand, s.Language).words {
		if len(w.norm) >= 4 && w.norm != "audio" {
			c.r.brand[w.norm] = true
		}
	}
	return c
}

func (c *compiler) patterns(pointer string, sources []string) []pattern {
	all := make([]pattern, 0, len(sources))
	for i, source := range sources {
		p, err := c.r.x.pattern(c.s.plain(source), c.r.words)
		if err != nil {
			c.fail(Fault{Pointer: fmt.Sprintf("%s/%d", pointer, i), Code: FaultPattern, Word: err.Error()}, "This pattern cannot be read: %v.", err)
			continue
		}
		all = append(all, p)
	}
	return all
}

// plain fills a pattern's placeholders with the words of the names.
func (s *Scenario) plain(source string) string {
	words := func(name string) string {
		bare := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsDigit(r) {
				return r
			}
			return ' '
		}, name)
		if strings.TrimSpace(bare) == "" {
			return "x"
		}
		return strings.TrimSpace(bare)
	}
	return strings.NewReplacer("{brand}", words(s.Names.Brand), "{product}", words(s.Names.Product)).Replace(source)
}
