package problems

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Care is who sees to a problem, and what is known of it; nil leaves it.
type Care struct {
	Title      *string
	Cause      *Cause
	Department *DepartmentID
	Owner      *domain.PersonID
	DueOn      *string
	Version    int
}

// Add opens a candidate that one of the staff names. It refuses ErrLiving, ErrTitle
// and desk.ErrUnknownReason. The race: the database has one living problem for each
// reason and product.
func (x *Problems) Add(ctx context.Context, k Key, title string) (Problem, error) {
	p := x.candidate(k, FromStaff)
	var ok bool
	if p.Title, ok = domain.Line(title, maxTitle); !ok || len([]rune(p.Title)) < 3 {
		return p, ErrTitle
	}
	return p, x.tx(ctx, func(tx Store) error {
		if err := known(tx, k); err != nil {
			return err
		}
		return x.add(tx, &p)
	})
}

func (x *Problems) candidate(k Key, o Origin) Problem {
	now := x.rt.Now()
	return Problem{ID: ProblemID(x.rt.NewID("prb")), Key: k, State: Candidate, Origin: o, FoundAt: now, MovedAt: now, Version: 1}
}

// add stores a candidate, named after its reason where nobody gave it a title.
func (x *Problems) add(tx Store, p *Problem) error {
	if p.Title == "" {
		name, err := tx.ReasonName(p.Reason)
		if err != nil {
			return err
		}
		p.Title = name
	}
	added, err := tx.AddProblem(*p)
	switch {
	case err != nil:
		return err
	case !added:
		return ErrLiving
	}
	return tx.Emit(Found{p.ID})
}

// known refuses a reason or a product that is not in use.
func known(tx Store, k Key) error {
	r, err := tx.Reason(k.Reason)
	switch {
	case err != nil:
		return err
	case r.Archived:
		return ErrSignalReason
	case k.Product == "":
		return nil
	}
	used, err := tx.ProductInUse(k.Product)
	if err == nil && !used {
		err = ErrSignalReason.At("/productId")
	}
	return err
}

// Change says who sees to a problem, and what is known of it. It refuses
// ErrNoProblem, ErrStaleProblem, ErrState for a closed one, and what is wrong with
// a value. The race: the row is locked, and its version compared.
func (x *Problems) Change(ctx context.Context, id ProblemID, c Care) error {
	return x.edit(ctx, id, c.Version, func(tx Store, p *Problem) error {
		if p.State == Closed {
			return ErrState
		}
		p.MovedAt = x.rt.Now()
		return x.care(tx, p, c)
	})
}

func (x *Problems) care(tx Store, p *Problem, c Care) error {
	if c.Title != nil {
		title, ok := domain.Line(*c.Title, maxTitle)
		if !ok || len([]rune(title)) < 3 {
			return ErrTitle
		}
		p.Title = title
	}
	if c.Cause != nil {
		switch *c.Cause {
		case CauseIT, CauseProcess, CauseProduct, CauseCommunication, CauseKnowledge:
			p.Cause = *c.Cause
		default:
			return ErrCause
		}
	}
	if c.Department != nil && *c.Department != p.Department {
		if *c.Department != "" {
			d, err := tx.LockDepartment(*c.Department)
			if err != nil || !d.ArchivedAt.IsZero() {
				return orRefuse(err, ErrNoDepartment.At("/departmentId"))
			}
		}
		p.Department = *c.Department
	}
	if c.Owner != nil && *c.Owner != p.Owner {
		if *c.Owner != "" {
			is, err := tx.IsManager(*c.Owner)
			if err != nil || !is {
				return orRefuse(err, ErrOwner)
			}
		}
		p.Owner = *c.Owner
	}
	if c.DueOn != nil && *c.DueOn != p.DueOn {
		if *c.DueOn != "" {
			zone, err := tx.BrandZone()
			if err != nil {
				return err
			}
			if _, err := day(*c.DueOn, x.rt.Now(), zone); err != nil {
				return ErrDate.At("/dueOn")
			}
		}
		p.DueOn = *c.DueOn
	}
	return nil
}

// Open takes a candidate up: the brand sees to it from now on. Who reported it is
// told by the event problem.adopted, once in a problem's life. It refuses
// ErrNoProblem, ErrStaleProblem, ErrState, ErrCause without a root cause, and what
// Change refuses.
func (x *Problems) Open(ctx context.Context, id ProblemID, c Care) error {
	return x.move(ctx, id, c.Version, Open, []State{Candidate}, func(tx Store, p *Problem) error {
		if err := x.care(tx, p, c); err != nil {
			return err
		}
		if p.Cause == "" {
			return ErrCause
		}
		now := x.rt.Now()
		if p.DecidedAt.IsZero() {
			p.DecidedAt = now
		}
		if !p.AdoptedAt.IsZero() {
			return nil
		}
		p.AdoptedAt = now
		return tx.Emit(Adopted{p.ID})
	})
}

// Dismiss ends a candidate that is no problem, with a reason. It refuses
// ErrNoProblem, ErrStaleProblem, ErrState and ErrWhy.
func (x *Problems) Dismiss(ctx context.Context, id ProblemID, why string, version int) error {
	return x.end(ctx, id, version, Dismissed, why, []State{Candidate})
}

// GiveUp closes a problem whose contacts did not fall, with a reason. It refuses
// ErrNoProblem, ErrStaleProblem, ErrState and ErrWhy.
func (x *Problems) GiveUp(ctx context.Context, id ProblemID, why string, version int) error {
	return x.end(ctx, id, version, NoFall, why, []State{Open, Changing, Measuring})
}

func (x *Problems) end(ctx context.Context, id ProblemID, version int, o Outcome, why string, from []State) error {
	why, ok := text(why, maxText)
	if !ok {
		return ErrWhy
	}
	return x.move(ctx, id, version, Closed, from, func(_ Store, p *Problem) error {
		p.Outcome, p.Why, p.ClosedAt = o, why, p.MovedAt
		if p.DecidedAt.IsZero() {
			p.DecidedAt = p.MovedAt
		}
		return nil
	})
}

// Reopen takes a closed problem up again, with a reason: a candidate that was
// dismissed is one again. It refuses ErrNoProblem, ErrStaleProblem, ErrState,
// ErrWhy, and ErrLiving where another one has taken its place.
func (x *Problems) Reopen(ctx context.Context, id ProblemID, why string, version int) error {
	why, ok := text(why, maxText)
	if !ok {
		return ErrWhy
	}
	return x.edit(ctx, id, version, func(tx Store, p *Problem) error { return x.reopen(tx, p, why) })
}

func (x *Problems) reopen(tx Store, p *Problem, why string) error {
	if p.State != Closed {
		return ErrState
	}
	if _, lives, err := tx.LivingProblem(p.Key); err != nil || lives {
		return orRefuse(err, ErrLiving)
	}
	p.State = Open
	if p.AdoptedAt.IsZero() {
		p.State = Candidate
	}
	p.Outcome, p.Why, p.ClosedAt, p.MovedAt = "", why, time.Time{}, x.rt.Now()
	return tx.Emit(Moved{p.ID, p.State, ""})
}

// Plan says what is changed for a problem, and from which day on: until then it is
// changing, then measured. A further change may be made while one is measured. It
// refuses ErrNoProblem, ErrStaleProblem, ErrState, ErrWhat, ErrHypothesis and ErrDate.
func (x *Problems) Plan(ctx context.Context, by domain.Actor, id ProblemID, i Improvement, version int) error {
	var ok bool
	if i.What, ok = text(i.What, maxText); !ok {
		return ErrWhat
	}
	if i.Hypothesis, ok = text(i.Hypothesis, maxText); !ok {
		return ErrHypothesis
	}
	return x.move(ctx, id, version, Changing, []State{Open, Changing, Measuring}, func(tx Store, p *Problem) error {
		zone, err := tx.BrandZone()
		if err != nil {
			return err
		}
		on, err := day(i.On, x.rt.Now(), zone)
		if err != nil {
			return ErrDate.At("/on")
		}
		if !on.After(x.rt.Now()) {
			p.State = Measuring
		}
		before, err := tx.Improvements(id)
		if err != nil {
			return err
		}
		i.No, i.By, i.At = len(before)+1, domain.PersonID(by.ID), x.rt.Now()
		return tx.AddImprovement(id, i)
	})
}

func orRefuse(err error, refusal *domain.Error) error {
	if err != nil {
		return err
	}
	return refusal
}
