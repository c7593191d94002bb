package problems

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// How long detection leaves alone what people have decided.
const (
	quietSpike  = 28 * 24 * time.Hour
	quietVolume = 180 * 24 * time.Hour
	mostAtOnce  = 200
)

func midnight(y int, m time.Month, d int, zone *time.Location) time.Time {
	return time.Date(y, m, d, 0, 0, 0, 0, zone)
}

// Watch is the job of this package: it moves what is due, finds what stands out and
// opens again what has come back. It tells how many problems it moved or found.
// Twice on a day is as once: a finding has one row a day, and a state one next step.
func (x *Problems) Watch(ctx context.Context) (int, error) {
	x = &Problems{x.tx, x.facts, x.rt.Still()}
	due, err := x.startMeasuring(ctx)
	found, failed := x.detect(ctx)
	back, late := x.reopenReturned(ctx)
	return due + found + back, errors.Join(err, failed, late)
}

// startMeasuring moves problems whose change counts from today on.
func (x *Problems) startMeasuring(ctx context.Context) (moved int, err error) {
	zone, err := x.facts.BrandZone(ctx)
	if err != nil {
		return 0, err
	}
	ids, err := x.facts.InState(ctx, Changing, "", mostAtOnce)
	if err != nil {
		return 0, err
	}
	today := x.rt.Now().In(zone).Format(dateForm)
	for _, id := range ids {
		_, all, err := x.facts.ProblemNow(ctx, id)
		if err != nil {
			return moved, err
		}
		if len(all) == 0 || all[len(all)-1].On > today {
			continue
		}
		err = x.move(ctx, id, 0, Measuring, []State{Changing}, func(tx Store, _ *Problem) error {
			now, err := tx.Improvements(id)
			if err == nil && now[len(now)-1].On > today {
				err = ErrState // somebody put it off meanwhile
			}
			return err
		})
		if errors.Is(err, ErrState) {
			continue
		}
		if err != nil {
			return moved, err
		}
		moved++
	}
	return moved, nil
}

func (x *Problems) detect(ctx context.Context) (found int, err error) {
	zone, err := x.facts.BrandZone(ctx)
	if err != nil {
		return 0, err
	}
	now := x.rt.Now()
	var h History
	if h.First, err = x.facts.FirstContact(ctx); err != nil || h.First.IsZero() {
		return 0, err
	}
	if h.Contacts, err = x.facts.ContactsSince(ctx, Since(now, zone)); err != nil {
		return 0, err
	}
	if h.Low, err = x.facts.LowRatings(ctx, back(now, zone, VolumeDays)); err != nil {
		return 0, err
	}
	living, err := x.facts.LivingKeys(ctx)
	if err != nil {
		return 0, err
	}
	s, err := x.facts.CurrentSettings(ctx)
	if err != nil {
		return 0, err
	}
	today := now.In(zone).Format(dateForm)
	for _, f := range Detect(h, now, zone, func(k Key) bool { return living[k] }, s) {
		is, err := x.found(ctx, f, today)
		if err != nil {
			return found, err
		}
		if is {
			found++
		}
	}
	return found, nil
}

// found opens a candidate for a finding, unless people have decided about the same
// not long ago. A spike of what was solved opens it again.
func (x *Problems) found(ctx context.Context, f Finding, today string) (is bool, err error) {
	err = x.tx(ctx, func(tx Store) error {
		is = false
		if _, lives, err := tx.LivingProblem(f.Key); err != nil || lives {
			return err
		}
		now := x.rt.Now()
		quiet := quietVolume
		if f.Kind == FromSpike {
			quiet = quietSpike
		}
		old, was, err := tx.EndedProblem(f.Key)
		switch {
		case err != nil:
			return err
		case was && old.Outcome == Solved && f.Kind == FromSpike && old.ClosedAt.Add(quietVolume).After(now):
			is = true
			return x.again(tx, old, f, today)
		case was && old.ClosedAt.Add(quiet).After(now):
			return nil
		}
		p := x.candidate(f.Key, f.Kind)
		if err := x.add(tx, &p); errors.Is(err, ErrLiving) || errors.Is(err, desk.ErrUnknownReason) {
			return nil // somebody else was first
		} else if err != nil {
			return err
		}
		is = true
		_, err = tx.AddFinding(p.ID, today, f, now)
		return err
	})
	return is, err
}

// Reasons that the system gives, which screens put into words.
const (
	whyBack  = "contacts_came_back"
	whySpike = "spike_after_solved"
)

func (x *Problems) again(tx Store, old Problem, f Finding, today string) error {
	p, err := tx.LockProblem(old.ID)
	if err != nil {
		return err
	}
	if err := x.reopen(tx, &p, whySpike); err != nil {
		return err
	}
	if err := tx.SaveProblem(p); err != nil {
		return err
	}
	_, err = tx.AddFinding(p.ID, today, f, x.rt.Now())
	return err
}

// reopenReturned opens solved problems again whose contacts have come back.
func (x *Problems) reopenReturned(ctx context.Context) (n int, err error) {
	zone, err := x.facts.BrandZone(ctx)
	if err != nil {
		return 0, err
	}
	ids, err := x.facts.InState(ctx, Closed, Solved, mostAtOnce)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		p, all, err := x.facts.ProblemNow(ctx, id)
		if err != nil {
			return n, err
		}
		if len(all) == 0 {
			continue
		}
		if back, err := x.comeBack(ctx, p, all[len(all)-1], zone); err != nil || !back {
			if err != nil {
				return n, err
			}
			continue
		}
		err = x.edit(ctx, id, p.Version, func(tx Store, p *Problem) error { return x.reopen(tx, p, whyBack) })
		switch {
		case errors.Is(err, ErrLiving), errors.Is(err, ErrStaleProblem):
			continue // another one has its place, or somebody was first
		case err != nil:
			return n, err
		}
		n++
	}
	return n, nil
}

// Telling is a customer who is to be told that what they asked about is solved.
type Telling struct {
	Problem      ProblemID
	Customer     domain.CustomerID
	Conversation domain.ConversationID
	Text         string
	By           domain.Actor // who wrote it
}

const (
	maxNews = 2000 // characters
	tellFor = 30 * 24 * time.Hour
)

// Write says what customers who asked are told, in their languages. It begins to be
// told at once and never changes then; another language may follow. It refuses ErrNoProblem, ErrStaleProblem,
// ErrNothingToTell, ErrTold and ErrMessages.
func (x *Problems) Write(ctx context.Context, by domain.Actor, id ProblemID, texts map[domain.Language]string, version int) error {
	clean := map[domain.Language]string{}
	for l, s := range texts {
		s, ok := text(s, maxNews)
		if !ok || !l.Good() {
			return ErrMessages
		}
		clean[l] = s
	}
	if len(clean) == 0 {
		return ErrMessages
	}
	return x.edit(ctx, id, version, func(tx Store, p *Problem) error {
		if p.State != Closed || p.Outcome != Solved {
			return ErrNothingToTell
		}
		if has, err := tx.HasMessages(id, slices.Collect(maps.Keys(clean))); err != nil || has {
			return orRefuse(err, ErrTold)
		}
		return tx.SaveMessages(id, by, clean, x.rt.Now())
	})
}

// Tell tells customers who asked, two hundred in a run at most, and how many it told.
// Each hears it once for each problem, in the last conversation that they had about
// it: as a message of whoever wrote it, which moves nothing and asks for nothing. The
// race: a customer has one row for each problem, and the conversation is locked.
func (x *Problems) Tell(ctx context.Context) (told int, err error) {
	var due []Telling
	err = x.tx(ctx, func(tx Store) (err error) {
		due, err = tx.ToTell(x.rt.Now().Add(-tellFor), mostAtOnce)
		return err
	})
	if err != nil {
		return 0, err
	}
	for _, t := range due {
		first := false
		err := x.tx(ctx, func(tx Store) (err error) {
			c, err := tx.LockConversation(t.Conversation)
			if err != nil {
				return err
			}
			t.Customer = c.Customer // who may have become another meanwhile
			if first, err = tx.AddTold(t, x.rt.Now()); err != nil || !first {
				return err
			}
			return desk.Inform(tx, &c, t.By, desk.Message{
				ID: domain.MessageID(x.rt.NewID("msg")), ClientID: string(t.Problem), Text: t.Text,
			}, x.rt.Now())
		})
		if err != nil {
			return told, err
		}
		if first {
			told++
		}
	}
	return told, nil
}

// Attach counts a search in vain among what shows a problem, or no longer. It
// refuses ErrNoProblem and ErrTerm.
func (x *Problems) Attach(ctx context.Context, id ProblemID, l domain.Language, term string, on bool) error {
	term, ok := domain.Line(term, 80)
	if !ok || !l.Good() {
		return ErrTerm
	}
	const most = 20
	return x.tx(ctx, func(tx Store) error {
		if _, err := tx.LockProblem(id); err != nil {
			return err
		}
		if n, err := tx.SearchesOf(id); err != nil || on && n >= most {
			return orRefuse(err, ErrTerm)
		}
		return tx.AttachSearch(id, l, term, on)
	})
}
