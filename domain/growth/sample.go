package growth

import (
	"context"
	"hash/fnv"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// Dimension is one line of the score card.
type Dimension string

// The dimensions of the score card, in their order.
const (
	Helpful  Dimension = "helpful"   // the customer is better off
	Correct  Dimension = "correct"   // what was said is true
	Tone     Dimension = "tone"      // patient and courteous
	OwnWords Dimension = "own_words" // nobody else could have written it
)

// Dimensions are all of them.
var Dimensions = []Dimension{Helpful, Correct, Tone, OwnWords}

// Purpose is why somebody looks at a conversation.
type Purpose string

// The purposes of a sample.
const (
	AtRandom       Purpose = "random"      // one of twenty
	AfterLowRating Purpose = "low_rating"  // two stars or less, whatever held it back
	ForCertificate Purpose = "certificate" // handed in
	InShadow       Purpose = "shadowing"   // a mentor was there
)

// SampleState is where a sample stands.
type SampleState string

// The states of a sample.
const (
	SampleOpen   SampleState = "open"
	SampleMarked SampleState = "marked"
)

// Card is the score card of one conversation.
type Card struct {
	Helpful  int
	Correct  int
	Tone     int
	OwnWords int
	Breach   bool   // of courtesy
	Praise   string // what was good
	Advice   string // what would make it better
}

// PassingMean is the mean of the marks that a certificate and a Rookie need,
// and below which a dimension becomes a goal.
const PassingMean = 4.0

const maxRemark = 600

// Refusals of samples.
var (
	ErrUnknownSample = domain.Refuse(domain.NotFound, "sample_not_found", "There is no such conversation to look at.")
	ErrMarked        = domain.Refuse(domain.Conflict, "sample_marked", "Somebody has looked at this conversation already.")
	ErrStillOpen     = domain.Refuse(domain.Conflict, "sample_open", "This conversation is not over yet.")
	ErrMark          = domain.Refuse(domain.Invalid, "mark_invalid", "A mark is 1 to 5.")
	ErrRemark        = domain.Refuse(domain.Invalid, "remark_invalid", "Say what was good in 1 to 600 letters: the expert reads it.").At("/praise")
	ErrAdvice        = domain.Refuse(domain.Invalid, "advice_required", "Where a mark is below 4, say what would make it better, in 1 to 600 letters.").At("/advice")
	ErrNotYours      = domain.Refuse(domain.Invalid, "conversation_not_yours", "Choose a closed conversation of the last 90 days that you held to its end.").At("/conversationId")
	ErrOtherTopic    = domain.Refuse(domain.Invalid, "conversation_other_topic", "This conversation was about another topic.").At("/conversationId")
	ErrSeenBefore    = domain.Refuse(domain.Conflict, "conversation_seen", "This conversation was shown before. Choose another one.").At("/conversationId")
)

// of is the mark of one dimension.
func (c Card) of(d Dimension) int {
	switch d {
	case Helpful:
		return c.Helpful
	case Correct:
		return c.Correct
	case Tone:
		return c.Tone
	default:
		return c.OwnWords
	}
}

func (c Card) sum() int { return c.Helpful + c.Correct + c.Tone + c.OwnWords }

// Mean is the mean of the four marks.
func (c Card) Mean() float64 { return float64(c.sum()) / float64(len(Dimensions)) }

// Certifies reports whether a conversation shows that somebody knows the topic:
// a mean of 4, what was said is true, and no breach of courtesy.
func (c Card) Certifies() bool {
	return c.Mean() >= PassingMean && c.Correct >= PassingMean && !c.Breach
}

func (c Card) clean() (Card, error) {
	low := false
	for _, d := range Dimensions {
		if m := c.of(d); m < 1 || m > 5 {
			return c, ErrMark.At("/" + field(d))
		}
		low = low || c.of(d) < PassingMean
	}
	var ok bool
	if c.Praise, ok = paragraph(c.Praise, maxRemark); !ok {
		return c, ErrRemark
	}
	if c.Advice, ok = paragraph(c.Advice, maxRemark); !ok && (low || c.Breach || c.Advice != "") {
		return c, ErrAdvice
	}
	return c, nil
}

func field(d Dimension) string {
	if d == OwnWords {
		return "ownWords"
	}
	return string(d)
}

// Part is one episode of a conversation.
type Part struct {
	Conversation domain.ConversationID
	Episode      int
}

// Held is who answered a part, and about what.
type Held struct {
	Part

	Expert   domain.ExpertID
	ClosedAt time.Time       // zero: it is not over
	Reason   domain.ReasonID // of the close, else what the customer chose
	Group    domain.ReasonID // of the reason
}

// Sample is a part that somebody looks at.
type Sample struct {
	Part

	ID       SampleID
	Expert   domain.ExpertID
	Purpose  Purpose
	State    SampleState
	Mentor   domain.PersonID // who was there; empty unless it is in shadow
	Reviewer domain.PersonID
	Card     Card
	DrawnAt  time.Time
	MarkedAt time.Time
}

// SampleStore keeps samples.
type SampleStore interface {
	Sample(SampleID) (Sample, error)     // without a lock; ErrUnknownSample
	LockSample(SampleID) (Sample, error) // ErrUnknownSample
	AddSample(Sample) (bool, error)      // false: the part is one of this purpose already
	MarkSample(Sample) (bool, error)     // false: marked meanwhile
	HeldPart(Part) (h Held, found bool, err error)
	// MarkedSamples are an expert's, the newest first; of one purpose when it is given.
	MarkedSamples(e domain.ExpertID, p Purpose, limit int) ([]Sample, error)
	// LowRatings are the parts whose rating of two stars or less no sample knows.
	LowRatings(since time.Time, limit int) ([]Held, error)
	// Confirmed are the parts that were confirmed since a time and are no random sample.
	Confirmed(since time.Time, limit int) ([]Held, error)
	// Standing is an expert's level, and whether they are active.
	Standing(domain.ExpertID) (l roster.Level, active bool, err error)
}

// shareOf is one of so many conversations that is looked at.
const shareOf = 20

// atRandom decides by the id alone, so that nobody can choose: one of twenty.
func (p Part) atRandom() bool {
	h := fnv.New32a()
	_, _ = h.Write([]byte(p.Conversation))
	_, _ = h.Write([]byte{byte(p.Episode)}) //nolint:gosec // which of few
	return h.Sum32()%shareOf == 0
}

// drawWindow is how far back the job looks for what to sample.
const drawWindow = 14 * 24 * time.Hour

// DrawSamples makes samples of every low rating, and of one in twenty of the
// rest. It may run twice: a part is a sample of one purpose once. It returns how
// many are new.
func (g *Growth) DrawSamples(ctx context.Context) (n int, err error) {
	now := g.rt.Now()
	err = g.tx(ctx, func(tx Store) error {
		n = 0
		low, err := tx.LowRatings(now.Add(-drawWindow), batch)
		if err != nil {
			return err
		}
		if err := g.take(tx, low, AfterLowRating, func(Part) bool { return true }, &n); err != nil {
			return err
		}
		all, err := tx.Confirmed(now.Add(-drawWindow), 20*batch)
		if err != nil {
			return err
		}
		return g.take(tx, all, AtRandom, Part.atRandom, &n)
	})
	return n, err
}

func (g *Growth) take(tx Store, all []Held, why Purpose, chosen func(Part) bool, n *int) error {
	for _, h := range all {
		if !chosen(h.Part) {
			continue
		}
		added, err := tx.AddSample(Sample{
			Part: h.Part, ID: SampleID(g.rt.NewID("smp")), Expert: h.Expert, Purpose: why, State: SampleOpen, DrawnAt: g.rt.Now(),
		})
		if err != nil {
			return err
		}
		if added {
			*n++
		}
	}
	return nil
}

// Mark stores the score card of a sample, once. What it leads to happens in the
// same transaction: the certificate it was handed in for, goals of the plan, and
// for a candidate the step to Rookie. It refuses ErrOnlyMentors, ErrUnknownSample
// (also what another mentor shadowed), ErrOneself, ErrStillOpen, ErrMarked and
// what the card refuses. Two at once: the expert and the sample are locked.
func (g *Growth) Mark(ctx context.Context, by domain.Actor, id SampleID, c Card) (s Sample, err error) {
	if c, err = c.clean(); err != nil {
		return s, err
	}
	err = g.tx(ctx, func(tx Store) error {
		if err := mentor(tx, by); err != nil {
			return err
		}
		seen, err := tx.Sample(id)
		if err != nil {
			return err
		}
		e, err := tx.LockExpert(seen.Expert)
		if err != nil {
			return err
		}
		if s, err = tx.LockSample(id); err != nil {
			return err
		}
		if err := mayMark(tx, s, by); err != nil {
			return err
		}
		s.State, s.Reviewer, s.Card, s.MarkedAt = SampleMarked, domain.PersonID(by.ID), c, g.rt.Now()
		if first, err := tx.MarkSample(s); err != nil || !first {
			return orRefuse(err, ErrMarked)
		}
		if err := tx.Emit(MarkedNow{s.ID, s.Expert, s.Purpose}); err != nil {
			return err
		}
		return g.follow(tx, &e, s)
	})
	return s, err
}

func mayMark(tx Store, s Sample, by domain.Actor) error {
	switch {
	case by.ID == string(s.Expert):
		return ErrOneself
	case s.Purpose == InShadow && !by.Staff() && string(s.Mentor) != by.ID:
		return ErrUnknownSample
	case s.State == SampleMarked:
		return ErrMarked
	}
	h, found, err := tx.HeldPart(s.Part)
	if err == nil && (!found || h.ClosedAt.IsZero()) {
		err = ErrStillOpen
	}
	return err
}

// follow draws what follows from a card: certificate, Rookie, plan.
func (g *Growth) follow(tx Store, e *roster.Expert, s Sample) error {
	switch s.Purpose {
	case ForCertificate:
		a, found, err := tx.AttemptFor(s.ID)
		if err != nil || !found {
			return err
		}
		passed := a.marked(s.Card, g.rt.Now())
		if err := tx.SaveAttempt(a); err != nil {
			return err
		}
		if passed {
			if err := g.issue(tx, e, a); err != nil {
				return err
			}
		}
	case InShadow:
		if err := g.decide(tx, e); err != nil {
			return err
		}
	case AtRandom, AfterLowRating:
	}
	return g.plan(tx, e.ID)
}
