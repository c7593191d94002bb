package roster

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/access"
)

// Store is what the roster needs from one transaction.
type Store interface {
	access.EnrolStore
	access.RenameStore
	// OpenAccounts makes the three accounts of an expert's points.
	OpenAccounts(domain.ExpertID) error
	AddExpert(Expert) error                     // with topics; ErrAliasTaken
	LockExpert(domain.ExpertID) (Expert, error) // with topics; ErrUnknownExpert
	SaveExpert(Expert) error                    // with topics; ErrAliasTaken, domain.ErrStale
	SaveDuty(Expert) error                      // presence and lapses
	ExpertIDs() ([]domain.ExpertID, error)
	ReasonsInUse([]domain.ReasonID) (bool, error) // whether all of them are
	MaxSeats() (int, error)                       // of the brand, for one expert
	AddSeats([]Seat) error
	Seats(domain.ExpertID) ([]Seat, error) // locked, by number
	SaveSeat(Seat) error
	AddLevelChange(LevelChange) error
	// EndPause ends the pause that the expert chose, if there is one.
	EndPause(domain.ExpertID, time.Time) error
	// EndWarning ends an open warning of the expert as recovered, if there is one.
	EndWarning(id domain.ExpertID, note string, at time.Time) error
	// ReleaseShifts takes an expert who is away from now on, and is held, out of the
	// plan; chosen: because they said so.
	ReleaseShifts(e domain.ExpertID, chosen bool, now time.Time) error
}

// InTx runs fn in one transaction: all of it is stored, or none.
type InTx func(ctx context.Context, fn func(Store) error) error

// Roster is the use cases of managing experts.
type Roster struct {
	inTx    InTx
	rt      domain.Runtime
	secrets access.Secrets
}

// New makes the use cases.
func New(inTx InTx, rt domain.Runtime, secrets access.Secrets) *Roster {
	return &Roster{inTx, rt, secrets}
}

// NewExpert is what a manager says of somebody who is to answer.
type NewExpert struct {
	Email       string
	Name        string          // the real one
	Language    domain.Language // of the workbench; empty: the first they answer in
	DisplayName string
	Alias       string // empty: made from the id
	Bird        *int   // nil: made from the id
	Level       Level
	Languages   []domain.Language
	Topics      []Topic
}

// Enrolled is a new expert, with the link by which they choose a password.
type Enrolled struct {
	Expert Expert
	Person access.Person
	Link   access.Link
}

// Enrol adds an expert: the person with an invitation, three seats of which
// level and brand open some, and the accounts of their points. The expert is
// away until they say otherwise. It refuses what access.Enrol and Expert.Check
// refuse, ErrBadTopic and ErrAliasTaken.
func (r *Roster) Enrol(ctx context.Context, by domain.Actor, n NewExpert) (out Enrolled, err error) {
	err = r.inTx(ctx, func(tx Store) error {
		out, err = r.enrol(tx, by, n)
		return err
	})
	return out, err
}

func (r *Roster) add(tx Store, by domain.Actor, e Expert) error {
	if err := e.Check(); err != nil {
		return err
	}
	if err := topicsInUse(tx, e.Topics, nil); err != nil {
		return err
	}
	if err := tx.AddExpert(e); err != nil {
		return err
	}
	limit, err := tx.MaxSeats()
	if err != nil {
		return err
	}
	if err := tx.AddSeats(NewSeats(e.ID, e.Level.Limit(limit))); err != nil {
		return err
	}
	if err := tx.OpenAccounts(e.ID); err != nil {
		return err
	}
	if err := tx.AddLevelChange(LevelChange{Expert: e.ID, To: e.Level, Cause: ByEnrolment, At: e.LevelAt, By: by}); err != nil {
		return err
	}
	return tx.Emit(Changed{e.ID})
}

func (n NewExpert) expert(rt domain.Runtime, id domain.ExpertID) Expert {
	now, sum := rt.Now(), 0
	for _, b := range []byte(id) {
		sum += int(b)
	}
	if n.Bird == nil {
		bird := sum % 13
		n.Bird = &bird
	}
	if n.Alias == "" {
		n.Alias = "Wader " + string(id)[max(0, len(id)-6):]
	}
	return Expert{
		ID: id, DisplayName: strings.TrimSpace(n.DisplayName), Alias: strings.TrimSpace(n.Alias), Bird: *n.Bird,
		Level: n.Level, State: Active, Languages: n.Languages, Topics: n.Topics,
		Presence: Away, PresenceAt: now, Version: 1, CreatedAt: now, LevelAt: now,
	}
}

// topicsInUse refuses topics whose reason is unknown or archived; those the
// expert had before may stay.
func topicsInUse(tx Store, topics, before []Topic) error {
	var added []domain.ReasonID
	for _, t := range topics {
		if !slices.ContainsFunc(before, func(b Topic) bool { return b.Reason == t.Reason }) {
			added = append(added, t.Reason)
		}
	}
	if len(added) == 0 {
		return nil
	}
	ok, err := tx.ReasonsInUse(added)
	if err == nil && !ok {
		err = ErrBadTopic
	}
	return err
}

// Change is what a manager changes about an expert; nil leaves it as it is.
type Change struct {
	Name        *string // the real one
	DisplayName *string
	Alias       *string
	Bird        *int
	Level       *Level
	Languages   []domain.Language
	Topics      *[]Topic
	State       *State
	BoardName   *bool // the expert's own consent: managers never set it
	// BrandCustomer is the expert's number as a customer: experts never set it.
	BrandCustomer *string
	// Version is the one the caller saw; 0 changes whatever is there.
	Version int
	// By is who changes it: it is written down with a new level.
	By domain.Actor
}

// ErrStaleVersion refuses a change of something that changed meanwhile.
var ErrStaleVersion = domain.Refuse(domain.Stale, "stale_version", "Somebody changed this meanwhile. Look at it again.")

// ErrByCase refuses to put somebody out, or to let them back in, alone.
var ErrByCase = domain.Refuse(domain.Conflict, "state_by_case",
	"Two people decide who is out and who comes back: open a case about this expert.").At("/state")

// PutOut reports whether people put the expert out: it was not their own wish.
func (e Expert) PutOut() bool {
	return e.State == Suspended || e.State == Retired && e.AlumniAt.IsZero()
}

// Change applies a manager's change, or the expert's own to their profile. A
// new level opens or closes seats at once; a taken seat stays until it is
// freed. An expert who is not active any more is away. It refuses
// ErrUnknownExpert, ErrStaleVersion, ErrByCase, ErrBadTopic, ErrAliasTaken, ErrCustomerTaken and what
// Expert.Check and access.Rename refuse.
func (r *Roster) Change(ctx context.Context, id domain.ExpertID, c Change) (e Expert, err error) {
	err = r.inTx(ctx, func(tx Store) error {
		before, err := tx.LockExpert(id)
		if err != nil {
			return err
		}
		if c.Version != 0 && c.Version != before.Version {
			return ErrStaleVersion
		}
		e = c.apply(before)
		e.moved(before, r.rt.Now())
		if err := e.Check(); err != nil {
			return err
		}
		if e.State != before.State && (before.PutOut() || e.State == Suspended || e.State == Retired) {
			return ErrByCase
		}
		if err := topicsInUse(tx, e.Topics, before.Topics); err != nil {
			return err
		}
		if c.Name != nil {
			if err := access.Rename(tx, domain.PersonID(id), *c.Name); err != nil {
				return err
			}
		}
		if err := tx.SaveExpert(e); err != nil {
			return err
		}
		e.Version++
		if err := moved(tx, c.By, before, e, r.rt.Now()); err != nil {
			return err
		}
		if err := leave(tx, &e, false, r.rt.Now()); err != nil {
			return err
		}
		if _, err := reseat(tx, e); err != nil {
			return err
		}
		return tx.Emit(Changed{e.ID})
	})
	return e, err
}

func (c Change) apply(e Expert) Expert {
	domain.Set(&e.DisplayName, c.DisplayName)
	domain.Set(&e.Alias, c.Alias)
	domain.Set(&e.Bird, c.Bird)
	domain.Set(&e.Level, c.Level)
	domain.Set(&e.State, c.State)
	domain.Set(&e.BoardName, c.BoardName)
	domain.Set(&e.BrandCustomer, c.BrandCustomer)
	domain.Set(&e.Topics, c.Topics)
	if c.Languages != nil {
		e.Languages = c.Languages
	}
	e.DisplayName, e.Alias = strings.TrimSpace(e.DisplayName), strings.TrimSpace(e.Alias)
	e.BrandCustomer = strings.TrimSpace(e.BrandCustomer)
	return e
}

// leave takes an expert who is not active any more off duty and out of the plan;
// chosen: because they said so.
func leave(tx Store, e *Expert, chosen bool, now time.Time) error {
	if e.State == Active {
		return nil
	}
	if err := tx.ReleaseShifts(e.ID, chosen, now); err != nil || e.Presence == Away {
		return err
	}
	if err := e.SetPresence(Away, now); err != nil {
		return err
	}
	if err := tx.SaveDuty(*e); err != nil {
		return err
	}
	return tx.Emit(PresenceChanged{ExpertID: e.ID, Presence: Away, Reason: string(e.State)})
}

// reseat brings the open seats of an expert to the limit.
// It reports whether one opened or closed.
func reseat(tx Store, e Expert) (changed bool, err error) {
	limit, err := tx.MaxSeats()
	if err != nil {
		return false, err
	}
	seats, err := tx.Seats(e.ID)
	if err != nil {
		return false, err
	}
	before := slices.Clone(seats)
	SetOpen(seats, e.Limit(limit))
	for i := range seats {
		if seats[i].Open == before[i].Open {
			continue
		}
		if err := tx.SaveSeat(seats[i]); err != nil {
			return false, err
		}
		changed = true
	}
	return changed, nil
}

// Reseat brings everybody's open seats to the limits; it is for the moment
// after the brand changed its maximum. Whose seats change hears of it. It may be
// called at any time.
func (r *Roster) Reseat(ctx context.Context) error {
	var ids []domain.ExpertID
	err := r.inTx(ctx, func(tx Store) (err error) {
		ids, err = tx.ExpertIDs()
		return err
	})
	if err != nil {
		return err
	}
	for _, id := range ids {
		err := r.inTx(ctx, func(tx Store) error {
			e, err := tx.LockExpert(id)
			if err != nil {
				return err
			}
			changed, err := reseat(tx, e)
			if err != nil || !changed {
				return err
			}
			return tx.Emit(Changed{id})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
