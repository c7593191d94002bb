package audition

import (
	"maps"
	"slices"
)

// FaultCode says what is wrong, for programs that put it into another language.
type FaultCode string

const (
	FaultShape        FaultCode = "shape"        // no scenario at all
	FaultEmpty        FaultCode = "empty"        // nothing stands here
	FaultLong         FaultCode = "long"         // more than Most letters
	FaultLetters      FaultCode = "letters"      // that cannot be shown
	FaultPlaceholder  FaultCode = "placeholder"  // none but {brand} and {product}
	FaultCount        FaultCode = "count"        // Least to Most of them
	FaultTwice        FaultCode = "twice"        // the same again
	FaultNumber       FaultCode = "number"       // Least to Most
	FaultKey          FaultCode = "key"          // not shaped like one
	FaultChoice       FaultCode = "choice"       // none of those there are
	FaultPattern      FaultCode = "pattern"      // cannot be read: Word
	FaultProvocations FaultCode = "provocations" // at least Least
	FaultHonest       FaultCode = "honest"       // exactly one
	FaultTurns        FaultCode = "turns"        // at least Least for so many beats
	FaultEither       FaultCode = "either"       // choices, or a text: one of the two
	FaultRight        FaultCode = "right"        // some choices are right and some are not
)

// FaultCodes are all of them.
var FaultCodes = []FaultCode{
	FaultShape, FaultEmpty, FaultLong, FaultLetters, FaultPlaceholder, FaultCount, FaultTwice, FaultNumber, FaultKey,
	FaultChoice, FaultPattern, FaultProvocations, FaultHonest, FaultTurns, FaultEither, FaultRight,
}

// Fault is one thing that keeps a scenario or a question from being used, and where.
type Fault struct {
	Pointer  string // into the document
	Code     FaultCode
	Sentence string // for people, in English
	// Least, Most and Found are the bounds, and what is there, where the code has any.
	Least, Most, Found int
	Word               string
}

// Faults are everything that Validate would refuse, one after the other.
func (s Scenario) Faults() []Fault {
	c := s.checks()
	if Speaks(s.Language) {
		c.faults = append(c.faults, s.compiled().faults...)
	}
	return c.faults
}

// Named refuses a scenario that cannot even be kept as a draft: without an id, a
// kind or a language that there is.
func (s Scenario) Named() error {
	for _, f := range s.checks().faults {
		if f.Pointer == "/id" || f.Pointer == "/kind" || f.Pointer == "/language" {
			return refuse(f.Pointer, "%s", f.Sentence)
		}
	}
	return nil
}

// Faults are everything that keeps a question from being asked.
func (q Question) Faults() []Fault {
	c := &checker{}
	q.check(c, "")
	return c.faults
}

// Need is something that the customer must have before they can be content.
type Need struct {
	Key string // of the fact or promise; empty for the others
	Met bool
}

// Standing is how far a play is: what the customer has and what is missing.
type Standing struct {
	Facts    []Need // those with needed, and those that are told wrong
	HandOver *Need  // nil: not needed
	Promises []Need // that stand and may not be made: never met
	Beats    []Need // in order: came
	Honest   string // not_asked, asked, answered or bluffed
	Calm     bool   // the temper is low enough to be content
}

// Standing tells how far the play is.
func (p *Play) Standing() Standing {
	s := Standing{Honest: [...]string{"not_asked", "asked", "answered", "bluffed"}[p.honest], Calm: p.temper <= p.scenario.Temper.Calm}
	for _, f := range p.scenario.Facts {
		if f.Needed || p.wrong[f.Key] {
			s.Facts = append(s.Facts, Need{f.Key, p.given[f.Key] > 0 && !p.wrong[f.Key]})
		}
	}
	if p.scenario.HandOver.Needed {
		s.HandOver = &Need{Met: p.handed}
	}
	for _, key := range slices.Sorted(maps.Keys(p.promised)) {
		s.Promises = append(s.Promises, Need{Key: key})
	}
	for i, b := range p.scenario.Beats {
		s.Beats = append(s.Beats, Need{b.Key, p.came[i]})
	}
	return s
}
