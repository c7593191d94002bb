package growth

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// SecondFor is how long after the first card a second one may be given.
const SecondFor = 28 * 24 * time.Hour

// SecondLook is what a colleague thinks of a conversation that somebody has
// looked at already, without having seen the first card. It changes nothing for
// the expert: it shows how well reviewers agree.
type SecondLook struct {
	Sample   SampleID
	Reviewer domain.PersonID
	Card     Card
	Agrees   bool
	MarkedAt time.Time
}

// Refusals of second looks.
var (
	ErrOnlyPeers  = domain.Refuse(domain.Forbidden, "peers_only", "Seniors, mentors and managers do this.")
	ErrLookedOver = domain.Refuse(domain.Conflict, "second_look_given", "Somebody has looked at this conversation a second time already.")
)

// SecondStore keeps second looks.
type SecondStore interface {
	AddSecondLook(SecondLook) (bool, error) // false: there is one
}

// Agrees reports whether two cards are the same within one mark on every line,
// and about courtesy.
func (c Card) Agrees(other Card) bool {
	for _, d := range Dimensions {
		if diff := c.of(d) - other.of(d); diff < -1 || diff > 1 {
			return false
		}
	}
	return c.Breach == other.Breach
}

// peer refuses whoever is neither staff nor an active senior or mentor.
func peer(tx Store, by domain.Actor) error {
	if by.Staff() {
		return nil
	}
	if by.Role != domain.RoleExpert {
		return ErrOnlyPeers
	}
	level, active, err := tx.Standing(by.Expert())
	if err == nil && (!active || level < roster.Senior) {
		err = ErrOnlyPeers
	}
	return err
}

// LookAgain stores a second card of a sample, once. It refuses ErrOnlyPeers,
// ErrMark, ErrLookedOver, and ErrUnknownSample of what is not to be looked at a
// second time: what is open, decided something, is the actor's own, was marked
// by the actor or more than 28 days ago. Two at once: the sample is locked, and
// the database has one second look per sample.
func (g *Growth) LookAgain(ctx context.Context, by domain.Actor, id SampleID, c Card) (l SecondLook, err error) {
	for _, d := range Dimensions {
		if m := c.of(d); m < 1 || m > 5 {
			return l, ErrMark.At("/" + field(d))
		}
	}
	c.Praise, c.Advice = "", ""
	err = g.tx(ctx, func(tx Store) error {
		if err := peer(tx, by); err != nil {
			return err
		}
		s, err := tx.LockSample(id)
		if err != nil {
			return err
		}
		now := g.rt.Now()
		if !s.seconded(by, now) {
			return ErrUnknownSample
		}
		l = SecondLook{Sample: id, Reviewer: domain.PersonID(by.ID), Card: c, Agrees: c.Agrees(s.Card), MarkedAt: now}
		if added, err := tx.AddSecondLook(l); err != nil || !added {
			return orRefuse(err, ErrLookedOver)
		}
		return tx.Emit(LookedAgain{id, l.Agrees})
	})
	return l, err
}

// seconded reports whether somebody may look at the sample a second time.
func (s Sample) seconded(by domain.Actor, now time.Time) bool {
	drawn := s.Purpose == AtRandom || s.Purpose == AfterLowRating
	return drawn && s.State == SampleMarked && by.ID != string(s.Expert) && by.ID != string(s.Reviewer) && now.Sub(s.MarkedAt) <= SecondFor
}
