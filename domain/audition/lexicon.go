package audition

import (
	"embed"
	"errors"
	"fmt"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// rule is one thing that is read, by any of its patterns.
type rule struct {
	name     string
	kind     CueKind
	patterns []pattern
	// keep says that a negation beside it does not turn it around.
	keep bool
	// firm says that a word such as "maybe" in the sentence makes it none.
	firm bool
	// asking says that it counts only in a question; telling, that it counts only outside of one.
	asking, telling bool
}

// lexicon is the rules of a language, and the words that it knows.
type lexicon struct {
	language domain.Language
	macros   map[string]string
	rules    []rule
	words    map[string]bool
	byLength map[int][]string
}

// RulesVersion grows with every change of the rules, the voices or the play. What
// was played under another version may not play the same again: keep its lines.
const RulesVersion = 3

//go:embed reading/*.rules
var ruleFiles embed.FS

var lexicons = sync.OnceValue(func() map[domain.Language]*lexicon {
	all := map[domain.Language]*lexicon{}
	for _, l := range []domain.Language{"en", "nl"} {
		x := &lexicon{language: l, macros: map[string]string{}, words: map[string]bool{}}
		for _, part := range []string{"for", "against"} {
			name := "reading/" + string(l) + "." + part + ".rules"
			raw, err := ruleFiles.ReadFile(name)
			if err == nil {
				err = x.read(string(raw))
			}
			if err != nil {
				panic(fmt.Sprintf("audition: %s: %v", name, err)) // it is part of the program
			}
		}
		x.index()
		all[l] = x
	}
	return all
})

// lexiconOf is the lexicon of a language; one that is not spoken here has an empty one.
func lexiconOf(l domain.Language) *lexicon {
	if x := lexicons()[l]; x != nil {
		return x
	}
	return &lexicon{language: l, words: map[string]bool{}}
}

// read adds a file of rules: "$name = choices" is a macro, a line
// "rule.name kind flags" opens a rule, and what is indented under it are its
// patterns, one a line. # opens a remark.
func (x *lexicon) read(source string) error {
	for i, line := range strings.Split(source, "\n") {
		bare := strings.TrimSpace(line)
		if bare == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := x.line(line, bare); err != nil {
			return fmt.Errorf("line %d: %w", i+1, err)
		}
	}
	return nil
}

// index sorts the known words by their length, for the typos.
func (x *lexicon) index() {
	x.byLength = map[int][]string{}
	for w := range x.words {
		n := utf8.RuneCountInString(w)
		x.byLength[n] = append(x.byLength[n], w)
	}
}

func (x *lexicon) line(line, bare string) error {
	if name, choices, ok := strings.Cut(bare, " = "); ok && strings.HasPrefix(name, "$") {
		filled, err := x.fill(strings.TrimSpace(choices))
		x.macros[name] = "(" + filled + ")"
		return err
	}
	if line == bare {
		return x.open(strings.Fields(bare))
	}
	if len(x.rules) == 0 {
		return errors.New("a pattern stands before the first rule")
	}
	p, err := x.pattern(bare, x.words)
	if err != nil {
		return fmt.Errorf("%s: %w", bare, err)
	}
	last := &x.rules[len(x.rules)-1]
	last.patterns = append(last.patterns, p)
	return nil
}

func (x *lexicon) open(head []string) error {
	if len(head) < 2 {
		return errors.New("a rule has a name and a kind")
	}
	r := rule{name: head[0], kind: CueKind(head[1])}
	if !r.kind.known() && r.kind != cueMask {
		return fmt.Errorf("%s is no kind of cue", r.kind)
	}
	for _, flag := range head[2:] {
		switch flag {
		case "keep":
			r.keep = true
		case "firm":
			r.firm = true
		case "asking":
			r.asking = true
		case "telling":
			r.telling = true
		default:
			return fmt.Errorf("%s is no flag", flag)
		}
	}
	x.rules = append(x.rules, r)
	return nil
}

// pattern reads one pattern with the macros of the language, and notes its words.
func (x *lexicon) pattern(source string, words map[string]bool) (pattern, error) {
	filled, err := x.fill(source)
	if err != nil {
		return pattern{}, err
	}
	return readPattern(filled, x.language, words)
}

// fill puts the macros into a pattern.
func (x *lexicon) fill(source string) (string, error) {
	if !strings.Contains(source, "$") {
		return source, nil
	}
	steps := strings.Fields(strings.NewReplacer("(", "( ", ")", " )", "|", " | ").Replace(source))
	for i, step := range steps {
		if !strings.HasPrefix(step, "$") || step == "$" {
			continue
		}
		name, optional := strings.CutSuffix(step, "?")
		to, ok := x.macros[name]
		if !ok {
			return "", fmt.Errorf("%s is not known here", name)
		}
		if optional {
			to += "?"
		}
		steps[i] = to
	}
	filled := strings.Join(steps, " ")
	if len(filled) > maxPattern {
		return "", fmt.Errorf("a pattern has at most %d letters", maxPattern)
	}
	return strings.ReplaceAll(filled, ") ?", ")?"), nil
}
