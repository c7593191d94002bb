package audition

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// The bounds of a scenario.
const (
	maxName     = 80
	maxLine     = 600
	maxStory    = 2000
	maxPool     = 40
	maxEntries  = 20
	maxPatterns = 60
	minTurns    = 8
	maxTurns    = 20
	minMinutes  = 8
	maxMinutes  = 12
	minTried    = 3 // provocations
)

var keyShape = regexp.MustCompile(`^[a-z][a-z0-9_-]{0,39}$`)

// checker finds everything that is wrong, the first thing as a refusal.
type checker struct {
	err    *domain.Error
	faults []Fault
}

func (c *checker) fail(f Fault, format string, args ...any) {
	f.Sentence = fmt.Sprintf(format, args...)
	c.faults = append(c.faults, f)
	if c.err == nil {
		c.err = refuse(f.Pointer, "%s", f.Sentence)
	}
}

// text wants 1 to most letters, and no placeholder but {brand} and {product}.
func (c *checker) text(pointer, s string, most int) {
	n := utf8.RuneCountInString(s)
	switch {
	case strings.TrimSpace(s) == "":
		c.fail(Fault{Pointer: pointer, Code: FaultEmpty}, "This must not be empty.")
	case n > most:
		c.fail(Fault{Pointer: pointer, Code: FaultLong, Most: most, Found: n}, "This has at most %d letters, here are %d.", most, n)
	case strings.ContainsFunc(s, unicode.IsControl) || !utf8.ValidString(s):
		c.fail(Fault{Pointer: pointer, Code: FaultLetters}, "This has letters that cannot be shown.")
	case strings.ContainsAny(strings.NewReplacer("{brand}", "", "{product}", "").Replace(s), "{}"):
		c.fail(Fault{Pointer: pointer, Code: FaultPlaceholder}, "Only {brand} and {product} can be filled in.")
	}
}

// texts wants least to most of them, each once.
func (c *checker) texts(pointer string, all []string, least, most, letters int) {
	if len(all) < least || len(all) > most {
		c.fail(Fault{Pointer: pointer, Code: FaultCount, Least: least, Most: most, Found: len(all)}, "Here stand %d to %d, not %d.", least, most, len(all))
		return
	}
	for i, s := range all {
		c.text(fmt.Sprintf("%s/%d", pointer, i), s, letters)
		if slices.Contains(all[:i], s) {
			c.fail(Fault{Pointer: fmt.Sprintf("%s/%d", pointer, i), Code: FaultTwice}, "This stands here twice.")
		}
	}
}

func (c *checker) patterns(pointer string, all []string, least int) {
	if len(all) < least || len(all) > maxPatterns {
		c.fail(Fault{Pointer: pointer, Code: FaultCount, Least: least, Most: maxPatterns, Found: len(all)}, "Here stand %d to %d patterns, not %d.", least, maxPatterns, len(all))
	}
}

func (c *checker) between(pointer string, n, least, most int) {
	if n < least || n > most {
		c.fail(Fault{Pointer: pointer, Code: FaultNumber, Least: least, Most: most, Found: n}, "This is a number from %d to %d.", least, most)
	}
}

// keys wants every key once, and shaped like one.
func (c *checker) keys(pointer string, n int, key func(int) string) {
	seen := map[string]bool{"": true}
	for i := range n {
		at := fmt.Sprintf("%s/%d/key", pointer, i)
		if !keyShape.MatchString(key(i)) {
			c.fail(Fault{Pointer: at, Code: FaultKey}, "A key is a small letter and up to 39 small letters, digits, - or _.")
		}
		if seen[key(i)] {
			c.fail(Fault{Pointer: at, Code: FaultTwice}, "This key stands here twice.")
		}
		seen[key(i)] = true
	}
	if n > maxEntries {
		c.fail(Fault{Pointer: pointer, Code: FaultCount, Most: maxEntries, Found: n}, "Here stand at most %d.", maxEntries)
	}
}

// Validate refuses, with scenario_invalid and a JSON pointer, whatever cannot be
// played or would not test: a bound that is not kept, a pattern that cannot be
// read, fewer than three provocations, not exactly one honest question.
func (s Scenario) Validate() error {
	_, err := s.checked()
	return err
}

// checked is what reads texts about a scenario that is valid.
func (s Scenario) checked() (*reader, error) {
	c := s.checks()
	if c.err != nil {
		return nil, c.err
	}
	return s.reader()
}

// checks looks at everything but the patterns.
func (s Scenario) checks() *checker {
	c := &checker{}
	s.checkHead(c)
	s.checkCase(c)
	s.checkBeats(c)
	c.texts("/ends/solved", s.Ends.Solved, 1, maxPool, maxLine)
	c.texts("/ends/walkedOff", s.Ends.WalkedOff, 1, maxPool, maxLine)
	c.texts("/ends/timeUp", s.Ends.TimeUp, 1, maxPool, maxLine)
	for _, side := range slices.Sorted(maps.Keys(s.Side)) {
		at, lines := "/side/"+string(side), s.Side[side]
		if !slices.Contains(Sides, side) {
			c.fail(Fault{Pointer: at, Code: FaultChoice}, "%q is no occasion for a line.", side)
		}
		c.texts(at, lines, 1, maxPool, maxLine)
	}
	return c
}

func (s Scenario) checkHead(c *checker) {
	if !keyShape.MatchString(string(s.ID)) {
		c.fail(Fault{Pointer: "/id", Code: FaultKey}, "An id is a small letter and up to 39 small letters, digits, - or _.")
	}
	c.between("/version", s.Version, 1, 1_000_000)
	if !slices.Contains(Kinds, s.Kind) {
		c.fail(Fault{Pointer: "/kind", Code: FaultChoice}, "A scenario is rude_refund, unreasonable_exchange or hard_question.")
	}
	if !Speaks(s.Language) {
		c.fail(Fault{Pointer: "/language", Code: FaultChoice}, "Customers speak en or nl so far.")
	}
	c.text("/title", s.Title, maxName)
	c.text("/names/brand", s.Names.Brand, maxName)
	c.text("/names/product", s.Names.Product, maxName)
	c.between("/minutes", s.Minutes, minMinutes, maxMinutes)
	c.between("/maxTurns", s.MaxTurns, minTurns, maxTurns)
	c.text("/briefing/situation", s.Briefing.Situation, maxStory)
	c.texts("/briefing/facts", s.Briefing.Facts, 1, maxEntries, maxLine)
	c.texts("/briefing/may", s.Briefing.May, 1, maxEntries, maxLine)
	c.texts("/briefing/mayNot", s.Briefing.MayNot, 1, maxEntries, maxLine)
	c.text("/customer/name", s.Customer.Name, maxName)
	c.texts("/customer/calledAs", s.Customer.CalledAs, 1, maxEntries, maxName)
	c.text("/customer/story", s.Customer.Story, maxStory)
	if !slices.Contains([]Voice{Blunt, Grand, Anxious}, s.Customer.Voice) {
		c.fail(Fault{Pointer: "/customer/voice", Code: FaultChoice}, "A voice is blunt, grand or anxious.")
	}
	c.between("/temper/start", s.Temper.Start, 1, Boiling-1)
	c.between("/temper/calm", s.Temper.Calm, Serene, Boiling-3)
	c.texts("/opening", s.Opening, 1, maxPool, maxLine)
}

func (s Scenario) checkCase(c *checker) {
	c.keys("/facts", len(s.Facts), func(i int) string { return s.Facts[i].Key })
	for i, f := range s.Facts {
		at := fmt.Sprintf("/facts/%d", i)
		c.text(at+"/about", f.About, maxLine)
		c.patterns(at+"/right", f.Right, 1)
		c.patterns(at+"/wrong", f.Wrong, 0)
		least := 0
		if f.Needed {
			least = 1
		}
		c.texts(at+"/again", f.Again, least, maxPool, maxLine)
		c.texts(at+"/doubts", f.Doubts, min(len(f.Wrong), 1), maxPool, maxLine)
	}
	least := 0
	if s.HandOver.Needed {
		least = 1
	}
	c.texts("/handOver/again", s.HandOver.Again, least, maxPool, maxLine)
	c.keys("/limits", len(s.Limits), func(i int) string { return s.Limits[i].Key })
	for i, l := range s.Limits {
		at := fmt.Sprintf("/limits/%d", i)
		c.text(at+"/about", l.About, maxLine)
		c.patterns(at+"/patterns", l.Patterns, 1)
		c.texts(at+"/caught", l.Caught, 1, maxPool, maxLine)
	}
	c.keys("/knows", len(s.Knows), func(i int) string { return s.Knows[i].Key })
	for i, k := range s.Knows {
		at := fmt.Sprintf("/knows/%d", i)
		c.patterns(at+"/asked", k.Asked, 1)
		c.texts(at+"/says", k.Says, 1, maxPool, maxLine)
	}
}

func (s Scenario) checkBeats(c *checker) {
	c.keys("/beats", len(s.Beats), func(i int) string { return s.Beats[i].Key })
	tried, honest := 0, 0
	for i, b := range s.Beats {
		at := fmt.Sprintf("/beats/%d", i)
		least := 0
		switch b.Kind {
		case Provocation:
			tried++
		case HonestQuestion:
			honest, least = honest+1, 1
		default:
			c.fail(Fault{Pointer: at + "/kind", Code: FaultChoice}, "A beat is a provocation or the honest_question.")
		}
		c.between(at+"/heat", b.Heat, 0, 3)
		c.texts(at+"/lines/calm", b.Lines.Calm, 1, maxPool, maxLine)
		c.texts(at+"/lines/warm", b.Lines.Warm, 1, maxPool, maxLine)
		c.texts(at+"/lines/hot", b.Lines.Hot, 1, maxPool, maxLine)
		for _, cue := range slices.Sorted(maps.Keys(b.Lines.After)) {
			lines := b.Lines.After[cue]
			if !cue.known() {
				c.fail(Fault{Pointer: at + "/lines/after/" + string(cue), Code: FaultChoice}, "%q is nothing that can be read.", cue)
			}
			c.texts(at+"/lines/after/"+string(cue), lines, 1, maxPool, maxLine)
		}
		c.texts(at+"/again", b.Again, least, maxPool, maxLine)
		c.patterns(at+"/bluff", b.Bluff, least)
		c.texts(at+"/caught", b.Caught, least, maxPool, maxLine)
	}
	if tried < minTried {
		c.fail(Fault{Pointer: "/beats", Code: FaultProvocations, Least: minTried, Found: tried}, "A scenario tries the patience at least %d times, this %d.", minTried, tried)
	}
	if honest != 1 {
		c.fail(Fault{Pointer: "/beats", Code: FaultHonest, Least: 1, Most: 1, Found: honest}, "A scenario asks one question whose honest answer is \"I don't know\", this %d.", honest)
	}
	if len(s.Beats) > s.MaxTurns-3 {
		c.fail(Fault{Pointer: "/maxTurns", Code: FaultTurns, Least: len(s.Beats) + 3, Found: s.MaxTurns}, "%d beats need at least %d turns.", len(s.Beats), len(s.Beats)+3)
	}
}
