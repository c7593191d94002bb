package growth

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
)

// ShadowedChats is how many live conversations a candidate has with a mentor there.
const ShadowedChats = 5

// ShadowStore is what the step to Rookie needs besides.
type ShadowStore interface {
	// EndShadowOf ends the live shadowing of an expert, if any, and tells who the mentor was.
	EndShadowOf(e domain.ExpertID, why string, at time.Time) (ShadowingID, domain.PersonID, error)
}

// Progress is how far a candidate is.
type Progress struct {
	Marked int // of the newest five
	Sum    int // of their marks
	Breach bool
}

// Mean is the mean of the newest five score cards; 0 before the first.
func (p Progress) Mean() float64 {
	if p.Marked == 0 {
		return 0
	}
	return float64(p.Sum) / float64(p.Marked*len(Dimensions))
}

// facts are what the step to Rookie is judged by.
func (p Progress) facts() (f roster.Facts) {
	f.Supervised, f.SupervisedMean = p.Marked, p.Mean()
	if p.Breach {
		f.Breaches = 1
	}
	return f
}

// ProgressOf counts the newest five of a candidate's shadowed conversations.
func ProgressOf(cards []Card) (p Progress) {
	for _, c := range cards[:min(len(cards), ShadowedChats)] {
		p.Marked++
		p.Sum += c.sum()
		p.Breach = p.Breach || c.Breach
	}
	return p
}

// decide makes a candidate who is held a Rookie when the newest five conversations say so.
func (g *Growth) decide(tx Store, e *roster.Expert) error {
	if e.Level != roster.Candidate {
		return nil
	}
	samples, err := tx.MarkedSamples(e.ID, InShadow, ShadowedChats)
	if err != nil {
		return err
	}
	cards := make([]Card, len(samples))
	for i, s := range samples {
		cards[i] = s.Card
	}
	rookie, err := roster.BecomeRookie(tx, e, ProgressOf(cards).facts(), g.rt.Now())
	if err != nil || !rookie {
		return err
	}
	id, by, err := tx.EndShadowOf(e.ID, "rookie", g.rt.Now())
	if err != nil || id == "" {
		return err
	}
	return tx.Emit(Shadowed{ShadowingID: id, ExpertID: e.ID, MentorID: by})
}
