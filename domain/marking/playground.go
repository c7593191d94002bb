package marking

import (
	"errors"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/audition"
)

// MostTried is how many texts a try has at most.
const MostTried = 25

// ErrTooManyTexts refuses a try that is longer than any play.
var ErrTooManyTexts = domain.Refuse(domain.Invalid, "too_many_texts", "A try has at most 25 texts.").At("/texts")

// Tried is a scenario that was tried: what is wrong with it, or how it played.
type Tried struct {
	Scenario audition.Scenario
	Faults   []audition.Fault
	Play     *audition.Play // nil: it has faults
}

// Try plays a scenario that may not be stored anywhere, for who writes it. A text
// comes so many seconds after the start. Nothing of it is kept.
func Try(document string, seed uint64, texts []audition.Said, until time.Duration) (Tried, error) {
	if len(texts) > MostTried {
		return Tried{}, ErrTooManyTexts
	}
	s, err := audition.ParseDraft([]byte(document))
	if refusal, ok := errors.AsType[*domain.Error](err); ok {
		return Tried{Faults: []audition.Fault{{Pointer: refusal.Field, Code: audition.FaultShape, Sentence: refusal.Detail}}}, nil
	}
	if err != nil {
		return Tried{}, err
	}
	if faults := s.Faults(); len(faults) > 0 {
		return Tried{Scenario: s, Faults: faults}, nil
	}
	p, err := audition.Replay(s, seed, texts)
	if err != nil {
		return Tried{}, err
	}
	p.Wait(until)
	return Tried{Scenario: s, Play: p}, nil
}
