package fairness

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/domain/roster"
)

// Store is what cases need from one transaction. The order of locks is that of
// rewards, the case behind its expert.
type Store interface {
	rewards.Store
	LockExpert(domain.ExpertID) (roster.Expert, error)
	roster.Store

	Case(CaseID) (Case, error)                               // ErrUnknownCase
	LockCase(CaseID) (Case, error)                           // ErrUnknownCase
	OpenCase(domain.ExpertID) (Case, bool, error)            // of signals; the expert is held
	AddCase(Case) error                                      // ErrAsked
	SaveCase(Case) error                                     // domain.ErrStale
	Strikes(domain.ExpertID, time.Time) ([]Step, error)      // that stood, decided since
	LateAppeals(now time.Time, limit int) ([]CaseID, error)  // that staff were not told of
	CaseOfHit(Hit) (Case, bool, error)                       // that the same facts led to; the expert is held
	NeverHeld([]domain.AwardID) ([]domain.AwardID, error)    // of these, those that no decision was about
	AtStake(CaseID) (domain.Points, error)                   // what taking its entries back would take
	ReadmittedAt(domain.ExpertID) (time.Time, error)         // when people last let them back in; zero: never
	AddHit(id string, c CaseID, h Hit, at time.Time) error   //
	BesideAwards([]domain.AwardID) ([]domain.AwardID, error) // these, and those for the same episodes, of the same expert
	AddHold(Hold) (bool, error)                              // false: the entry waits already
	LockHolds(CaseID) ([]Hold, error)                        // by award
	SaveHold(Hold) error                                     // domain.ErrStale
	EndedHolds(now time.Time, limit int) ([]CaseID, error)   // cases with holds whose time is over
	Owns(e domain.ExpertID, kind, id string) (bool, error)   // whether something is about the expert
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Reader reads the facts of the signals.
type Reader interface {
	FairnessFacts(ctx context.Context, since time.Time) (Facts, error)
}

// Cases is the use cases of this package.
type Cases struct {
	inTx InTx
	read Reader
	rt   domain.Runtime
}

// New makes the use cases.
func New(inTx InTx, read Reader, rt domain.Runtime) *Cases { return &Cases{inTx, read, rt} }

// window is how far back the nightly look goes.
const window = 31 * 24 * time.Hour

// batch is how many rows of work are looked up at a time.
const batch = 200

// Watch asks the signals about the last month and tells how many hit. A hit is
// written down once, puts the entries concerned on hold and opens a case, or
// joins the one that is open; what is earned while that is so waits with it. It
// may be called at any time.
func (c *Cases) Watch(ctx context.Context) (n int, err error) {
	facts, err := c.read.FairnessFacts(ctx, c.rt.Now().Add(-window))
	if err != nil {
		return 0, err
	}
	for _, h := range Look(facts) {
		fresh, failed := c.record(ctx, h)
		if fresh {
			n++
		}
		err = errors.Join(err, failed)
		if ctx.Err() != nil {
			break
		}
	}
	return n, err
}

func (c *Cases) record(ctx context.Context, h Hit) (fresh bool, err error) {
	err = c.inTx(ctx, func(tx Store) error {
		fresh = false
		if err := tx.LockEarner(h.Expert); err != nil {
			return err
		}
		now := c.rt.Now()
		h, earlier, known, err := c.sinceDecided(tx, h)
		if err != nil {
			return err
		}
		one, found, err := tx.OpenCase(h.Expert)
		if err != nil {
			return err
		}
		if known { // what was earned since waits with the rest
			if !found && earlier.State == Proposed {
				one, found = earlier, true
			}
			if found {
				return c.hold(tx, one.ID, h.Awards, now)
			}
			return nil
		}
		if !found {
			one = Case{ID: c.newID(), Expert: h.Expert, Origin: FromSignal, State: Open, OpenedAt: now, Version: 1}
			if err := tx.AddCase(one); err != nil {
				return err
			}
		}
		if err := tx.AddHit(c.rt.NewID("hit"), one.ID, h, now); err != nil {
			return err
		}
		if err := c.hold(tx, one.ID, h.Awards, now); err != nil {
			return err
		}
		fresh = true
		return c.tell(tx, one)
	})
	return fresh, err
}

// sinceDecided looks whether the same facts hit before. What people decided
// against the expert, and what goes on after it, is another hit, of what is new:
// no decision is a pass for the rest of its week.
func (c *Cases) sinceDecided(tx Store, h Hit) (again Hit, of Case, known bool, err error) {
	of, known, err = tx.CaseOfHit(h)
	again = h
	for n := 2; err == nil && known && of.against(); n++ {
		if again.Awards, err = tx.NeverHeld(h.Awards); err != nil || len(again.Awards) == 0 {
			return again, of, true, err
		}
		again.Period = fmt.Sprintf("%s/%d", h.Period, n)
		of, known, err = tx.CaseOfHit(again)
	}
	return again, of, known, err
}

func (c *Cases) newID() CaseID { return CaseID(c.rt.NewID("cas")) }

func (c *Cases) tell(tx Store, one Case) error {
	return tx.Emit(Changed{Case: one.ID, Expert: one.Expert, State: one.State})
}

// change locks a case, after its expert, changes and stores it. The clock stands still
// from then on: a decision and all that follows from it have one moment.
func (c *Cases) change(ctx context.Context, id CaseID, do func(*Cases, Store, *Case) error) error {
	return c.inTx(ctx, func(tx Store) error {
		seen, err := tx.Case(id)
		if err != nil {
			return err
		}
		if err := tx.LockEarner(seen.Expert); err != nil {
			return err
		}
		one, err := tx.LockCase(id)
		if err != nil {
			return err
		}
		before, still := one, &Cases{c.inTx, c.read, c.rt.Still()}
		if err := do(still, tx, &one); err != nil || one == before {
			return err
		}
		if err := tx.SaveCase(one); err != nil {
			return err
		}
		return c.tell(tx, one)
	})
}

// Open is for staff who saw something themselves.
func (c *Cases) Open(ctx context.Context, by domain.Actor, e domain.ExpertID, words string) (id CaseID, err error) {
	words, ok := said(words)
	if !ok {
		return "", ErrCaseWords.At("/words")
	}
	return c.add(ctx, Case{Expert: e, Origin: FromStaff, Opener: domain.PersonID(by.ID), Words: words})
}

// Ask takes something that was decided about an expert to a person: an award, an
// offer, a look at their level, a hold. Once about each.
func (c *Cases) Ask(ctx context.Context, e domain.ExpertID, about, words string) (id CaseID, err error) {
	words, ok := said(words)
	if !ok {
		return "", ErrCaseWords.At("/words")
	}
	return c.add(ctx, Case{Expert: e, Origin: FromQuestion, Opener: domain.PersonID(e), About: about, Words: words})
}

func (c *Cases) add(ctx context.Context, one Case) (CaseID, error) {
	err := c.inTx(ctx, func(tx Store) error {
		if _, err := tx.LockExpert(one.Expert); err != nil {
			return err
		}
		if one.About != "" {
			kind, id, _ := strings.Cut(one.About, ":")
			if mine, err := tx.Owns(one.Expert, kind, id); err != nil || !mine {
				return errors.Join(err, refuse(!mine, ErrAbout))
			}
		}
		one.ID, one.State, one.OpenedAt, one.Version = c.newID(), Open, c.rt.Now(), 1
		if err := tx.AddCase(one); err != nil {
			return err
		}
		return c.tell(tx, one)
	})
	return one.ID, err
}

// Decide takes a decision about an open case; what two people decide is proposed.
// The entries concerned are taken back, or let go.
func (c *Cases) Decide(ctx context.Context, by domain.Actor, id CaseID, d Decision) error {
	return c.change(ctx, id, func(c *Cases, tx Store, one *Case) error {
		strikes, err := tx.Strikes(one.Expert, c.rt.Now().Add(-StrikesCount))
		if err != nil {
			return err
		}
		e, err := tx.LockExpert(one.Expert)
		if err != nil {
			return err
		}
		points, err := tx.AtStake(one.ID)
		if err != nil {
			return err
		}
		stake := Stake{Furthest: NextStep(strikes), Points: points, Out: e.PutOut()}
		if err := one.decide(domain.PersonID(by.ID), d, stake, c.rt.Now()); err != nil {
			return err
		}
		return c.carryOut(tx, by, *one)
	})
}

// Second agrees with a proposal, or opens the case again.
func (c *Cases) Second(ctx context.Context, by domain.Actor, id CaseID, agrees bool) error {
	return c.change(ctx, id, func(c *Cases, tx Store, one *Case) error {
		if err := one.second(domain.PersonID(by.ID), agrees, c.rt.Now()); err != nil {
			return err
		}
		return c.carryOut(tx, by, *one)
	})
}

// carryOut does what was decided, once it is.
func (c *Cases) carryOut(tx Store, by domain.Actor, one Case) error {
	if one.State != Decided {
		return nil
	}
	holds, err := tx.LockHolds(one.ID)
	if err != nil {
		return err
	}
	if one.Voids {
		order, err := rewards.Hold(tx, awardsOf(holds))
		if err != nil {
			return err
		}
		slices.SortFunc(holds, func(a, b Hold) int { return slices.Index(order, a.Award) - slices.Index(order, b.Award) })
	}
	now := c.rt.Now()
	for _, h := range holds {
		switch {
		case one.Voids && h.BeganAt.After(one.ProposedAt): // nobody proposed that: the next look finds it again
			if h.State != Held {
				continue
			}
			h.State, h.EndedAt = Lapsed, now
		case one.Voids && (h.State == Held || h.State == Lapsed):
			if h.Taken, h.Confirmed, err = rewards.Void(tx, c.rt, h.Award, now.Add(-VoidWithin), one.Fraud); err != nil {
				return err
			}
			h.State, h.EndedAt = Voided, now
		case h.State == Held:
			h.State, h.EndedAt = Released, now
		default:
			continue
		}
		if err := tx.SaveHold(h); err != nil {
			return err
		}
	}
	switch {
	case one.Readmits:
		return roster.SetState(tx, one.Expert, roster.Active, by, now)
	case one.Step.needsSecond():
		return putOut(tx, by, one, now)
	}
	return nil
}

// Appeal is the expert's word that a decision is wrong.
func (c *Cases) Appeal(ctx context.Context, e domain.ExpertID, id CaseID, words string) error {
	return c.change(ctx, id, func(c *Cases, _ Store, one *Case) error {
		if one.Expert != e {
			return ErrUnknownCase
		}
		return one.appeal(words, c.rt.Now())
	})
}

// Answer decides an appeal. Whose appeal is upheld gets everything back.
func (c *Cases) Answer(ctx context.Context, by domain.Actor, id CaseID, upheld bool, words string) error {
	return c.change(ctx, id, func(c *Cases, tx Store, one *Case) error {
		if err := one.answer(domain.PersonID(by.ID), upheld, words, c.rt.Now()); err != nil || !upheld {
			return err
		}
		return c.undo(tx, by, *one)
	})
}

// MindAppeals tells staff, once, of an appeal that nobody answered in seven days.
func (c *Cases) MindAppeals(ctx context.Context) (n int, err error) {
	var ids []CaseID
	if err := c.inTx(ctx, func(tx Store) (err error) {
		ids, err = tx.LateAppeals(c.rt.Now(), batch)
		return err
	}); err != nil {
		return 0, err
	}
	for _, id := range ids {
		told := 0
		if err := c.change(ctx, id, func(c *Cases, tx Store, one *Case) error {
			told = 0
			if !one.late(c.rt.Now()) {
				return nil
			}
			told = 1
			return tx.Emit(Changed{Case: one.ID, Expert: one.Expert, State: one.State, Late: true})
		}); err != nil {
			return n, err
		}
		n += told
	}
	return n, nil
}

func refuse(is bool, err error) error {
	if is {
		return err
	}
	return nil
}
