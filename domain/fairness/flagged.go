package fairness

import (
	"github.com/kennerhq/kenner/domain"
)

// Flagged is what a moderator saw in a conversation.
type Flagged struct {
	Words  string           // what was seen; the expert reads it
	Reason string           // of the step
	Awards []domain.AwardID // that wait meanwhile
	Step   Step             // that is decided at once; empty: the case stays open
}

// OpenFlagged opens a case about it, and decides it at once where a step is
// named; a step of two people is proposed. It refuses ErrCaseWords, ErrStep and
// ErrLadder. It locks the expert.
func OpenFlagged(tx Store, rt domain.Runtime, by domain.Actor, e domain.ExpertID, f Flagged) (CaseID, error) {
	words, ok := said(f.Words)
	if !ok {
		return "", ErrCaseWords.At("/reason")
	}
	if err := tx.LockEarner(e); err != nil {
		return "", err
	}
	rt = rt.Still() // after the lock: the case, its decision and what follows have one moment
	c, now := &Cases{rt: rt}, rt.Now()
	one := Case{
		ID: c.newID(), Expert: e, Origin: FromStaff, Opener: domain.PersonID(by.ID), Words: words, State: Open, OpenedAt: now, Version: 1,
	}
	if err := tx.AddCase(one); err != nil {
		return "", err
	}
	if err := c.hold(tx, one.ID, f.Awards, now); err != nil {
		return "", err
	}
	if f.Step == "" {
		return one.ID, c.tell(tx, one)
	}
	strikes, err := tx.Strikes(e, now.Add(-StrikesCount))
	if err != nil {
		return "", err
	}
	if err := one.decide(domain.PersonID(by.ID), Decision{Step: f.Step, Reason: f.Reason}, Stake{Furthest: NextStep(strikes)}, now); err != nil {
		return "", err
	}
	if err := c.carryOut(tx, by, one); err != nil {
		return "", err
	}
	if err := tx.SaveCase(one); err != nil {
		return "", err
	}
	return one.ID, c.tell(tx, one)
}
