package storage_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// connected notes that experts have a connection now.
func (f *floor) connected(experts ...domain.ExpertID) {
	f.Helper()
	f.must(f.desk.Attend(f.Context(), experts, nil))
}

func (f *floor) presence(e domain.ExpertID) (x roster.Expert) {
	f.Helper()
	f.must(f.db.Desk(f.Context(), func(tx desk.Store) (err error) {
		x, err = tx.LockExpert(e)
		return err
	}))
	return x
}

func TestAVanishedExpertGivesBackWithThePlace(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		e := f.expert(roster.Senior)
		f.connected(e)
		began := f.clock.Now()
		talking := f.assigned(desk.Question{}) // waits for its customer
		f.says(talking.expert, talking.id, "It floats.")
		f.clock.Add(10 * time.Second)
		asking := f.ask(f.customer(), desk.Question{})
		place := f.conversation(asking).QueuedAt
		f.clock.Add(5 * time.Second)
		f.allocate()
		f.accept(asking) // waits for the expert
		f.clock.Add(5 * time.Second)
		offered := f.asked()
		f.allocate()
		f.offer(offered)
		later := f.asked() // came after all of them

		f.clock.Add(desk.Grace - f.clock.Now().Sub(began) - time.Millisecond)
		f.tick()
		if p := f.presence(e); p.Presence != roster.Available {
			t.Errorf("gone before the grace was over: %+v", p)
		}
		f.clock.Add(time.Millisecond)
		f.tick()
		p := f.presence(e)
		if p.Presence != roster.Away || p.VanishedAt.IsZero() || !p.SeenAt.IsZero() {
			t.Errorf("the expert is %s, vanished %v, seen %v", p.Presence, p.VanishedAt, p.SeenAt)
		}
		c := f.conversation(asking)
		if c.Status != desk.Queued || c.Class != desk.ClassFront || !c.QueuedAt.Equal(place) || c.Expert != "" {
			t.Errorf("what waited for the expert is %s in class %d at %v, want its place %v", c.Status, c.Class, c.QueuedAt, place)
		}
		if c := f.conversation(talking.id); c.Status != desk.Waiting || c.Expert != "" || c.Preferred != e {
			t.Errorf("what waited for the customer is %s, held by %q, wants %q", c.Status, c.Expert, c.Preferred)
		}
		if c := f.conversation(offered); c.Status != desk.Queued {
			t.Errorf("what was on offer is %s", c.Status)
		}
		if n := f.count("SELECT COUNT(*) FROM assignments WHERE end_reason = 'vanished'"); n != 2 {
			t.Errorf("%d assignments ended by it", n)
		}
		if n := f.count(`SELECT COUNT(*) FROM outbox WHERE name = 'expert.vanished' AND payload LIKE '%"returned":1,"released":1%'`); n != 1 {
			t.Errorf("told %d times", n)
		}
		f.whole()
		helper := f.expert(roster.Senior)
		f.allocate()
		if o := f.offer(asking); o.Expert != helper {
			t.Errorf("offered to %s", o.Expert)
		}
		if _, open := f.openOffer(later); open {
			t.Error("who came later was before it")
		}
		f.tick()
		if n := f.count("SELECT COUNT(*) FROM outbox WHERE name = 'expert.vanished'"); n != 1 {
			t.Errorf("vanished %d times", n)
		}
	})
}

func TestWhoDoesNotVanish(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		never, breaks, stays, restarts := f.expert(roster.Senior), f.expert(roster.Senior), f.expert(roster.Senior), f.expert(roster.Senior)
		f.connected(breaks, stays, restarts)
		f.must(f.desk.SetPresence(t.Context(), breaks, roster.Break))
		f.clock.Add(50 * time.Second)
		f.connected(stays)
		f.must(f.desk.Attend(t.Context(), nil, map[domain.ExpertID]time.Duration{stays: 40 * time.Second})) // an older time changes nothing
		f.must(f.desk.Reopen(t.Context()))
		f.clock.Add(desk.Grace - time.Millisecond)
		f.tick()
		for _, e := range []domain.ExpertID{never, stays, restarts} {
			if p := f.presence(e); p.Presence != roster.Available {
				t.Errorf("%s is %s after a restart", e, p.Presence)
			}
		}
		f.clock.Add(time.Millisecond)
		f.tick()
		if p := f.presence(never); p.Presence != roster.Available {
			t.Errorf("an expert without any connection is %s", p.Presence)
		}
		if p := f.presence(breaks); p.Presence != roster.Break || !p.VanishedAt.IsZero() {
			t.Errorf("a break became %s, vanished %v", p.Presence, p.VanishedAt)
		}
		if p := f.presence(stays); p.Presence != roster.Away {
			t.Errorf("the one who is gone is %s", p.Presence)
		}
		f.must(f.desk.SetPresence(t.Context(), stays, roster.Available))
		if p := f.presence(stays); !p.VanishedAt.IsZero() {
			t.Error("who is back is told for ever")
		}
		f.clock.Add(time.Hour)
		f.tick()
		if p := f.presence(stays); p.Presence != roster.Available {
			t.Errorf("without a new connection nobody is missed: %s", p.Presence)
		}
	})
}

// TestComingBackInTheVeryMoment: whoever is noted before the desk looks keeps
// everything, whoever comes after finds themselves away; never half of it. Two
// processes look at once.
func TestComingBackInTheVeryMoment(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		other, _ := f.process()
		for range 12 {
			e := f.expert(roster.Senior)
			f.connected(e)
			h := f.assigned(desk.Question{})
			f.clock.Add(desk.Grace)
			var wg sync.WaitGroup
			for _, do := range []func(context.Context) error{
				func(ctx context.Context) error { return f.desk.Attend(ctx, []domain.ExpertID{e}, nil) },
				func(ctx context.Context) error { _, err := f.desk.Tick(ctx); return err },
				func(ctx context.Context) error { _, err := other.Tick(ctx); return err },
				func(ctx context.Context) error {
					_, err := f.desk.Post(ctx, h.customer, h.id, "again", "Are you there?")
					return err
				},
			} {
				wg.Go(func() {
					if err := do(t.Context()); err != nil {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			p, c := f.presence(e), f.conversation(h.id)
			stayed := p.Presence == roster.Available && c.Expert == e && p.VanishedAt.IsZero()
			left := p.Presence == roster.Away && c.Expert == "" && c.Status == desk.Queued && !p.VanishedAt.IsZero()
			if !stayed && !left {
				t.Errorf("the expert is %s, the conversation %s of %q", p.Presence, c.Status, c.Expert)
			}
			f.must(f.desk.SetPresence(t.Context(), e, roster.Break))
			f.whole()
			if t.Failed() {
				return
			}
			f.must(f.desk.Close(t.Context(), h.customer, h.id, desk.Closure{}))
		}
	})
}

// hasty looked before somebody came back, and acts now.
type hasty struct {
	desk.Store
	gone domain.ExpertID
}

func (h hasty) Unseen(time.Time, int) ([]domain.ExpertID, error) {
	return []domain.ExpertID{h.gone}, nil
}

func TestAnOldLookMakesNobodyVanish(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		e := f.expert(roster.Senior)
		h := f.assigned(desk.Question{})
		f.connected(e)
		slow := desk.New(func(ctx context.Context, fn func(desk.Store) error) error {
			return db.Desk(ctx, func(tx desk.Store) error { return fn(hasty{tx, e}) })
		}, db.Views(), f.runtime())
		_, err := slow.Tick(t.Context())
		f.must(err)
		if p, c := f.presence(e), f.conversation(h.id); p.Presence != roster.Available || c.Expert != e {
			t.Errorf("the expert is %s, the conversation of %q", p.Presence, c.Expert)
		}
	})
}
