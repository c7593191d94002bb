package storage_test

import (
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// Three episodes end in the time: one that takes four minutes and two messages and is
// solved, one that is handed over, takes two minutes and six messages, and of
// which the customer says that it is not solved; and one that nobody held.
func TestEffortStandsBesideSatisfaction(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		f := newFloor(t, db)
		f.expert(roster.Mentor)
		from := f.clock.Now()
		look := func(until time.Time) storage.EffortView {
			t.Helper()
			v, err := db.Views().Effort(t.Context(), from, until)
			f.must(err)
			return v
		}
		if v := look(from.Add(time.Hour)); v.Episodes != 0 || v.PerSolved != nil || v.Stars != nil {
			t.Fatalf("nothing happened: %+v", v)
		}
		reason := f.reason("rsn_1", 1, false)
		end := func(h held, o desk.Opinion) {
			t.Helper()
			f.must(f.desk.Close(t.Context(), h.expert, h.id, desk.Closure{Outcome: desk.Solved, Reason: reason}))
			_, err := f.desk.Rate(t.Context(), h.customer.Customer(), h.id, o)
			f.must(err)
		}
		quick := f.assigned(desk.Question{})
		f.says(quick.expert, quick.id, "Yes.")
		f.clock.Add(4 * time.Minute)
		f.says(quick.expert, quick.id, "It floats.")
		end(quick, desk.Opinion{Stars: 5, Solved: desk.SolvedYes})

		long := f.assigned(desk.Question{})
		f.says(long.expert, long.id, "One moment.")
		f.clock.Add(time.Minute)
		f.handOver(long.expert, long.id, toExperts)
		f.expert(roster.Mentor)
		f.allocate()
		long.expert = f.accept(long.id)
		for range 5 {
			f.says(long.expert, long.id, "Let me look.")
		}
		f.clock.Add(time.Minute)
		end(long, desk.Opinion{Stars: 2, Solved: desk.SolvedNo, Cause: desk.CauseExpert})

		alone := f.customer()
		id := f.ask(alone, desk.Question{})
		f.must(f.desk.Close(t.Context(), f.manager("Els"), id, desk.Closure{Outcome: desk.Solved}))
		f.must(f.desk.Confirm(t.Context(), alone, id))

		until := f.clock.Now().Add(time.Second)
		v := look(until)
		if v.Episodes != 2 || v.Solved != 1 || v.Ratings != 2 || v.Stars == nil || *v.Stars != 3.5 {
			t.Errorf("%+v", v)
		}
		if want := (storage.EffortPerSolved{Messages: 8, Minutes: 6, HandOvers: 1, Episodes: 2}); v.PerSolved == nil || *v.PerSolved != want {
			t.Errorf("got %+v, want %+v", v.PerSolved, want)
		}
		from = until
		if v := look(until.Add(time.Hour)); v.Episodes != 0 {
			t.Errorf("what ended before counts: %+v", v)
		}
	})
}
