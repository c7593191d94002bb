package storage_test

import (
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestTwoPeopleLetSomebodyBackIn: alone nobody does, and nobody who is in comes back.
func TestTwoPeopleLetSomebodyBackIn(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e := c.expert(2)
		open := func() fairness.CaseID {
			id, err := c.cases.Open(t.Context(), c.staff[0], e, "A customer wrote to us.")
			c.must(err)
			return id
		}
		decide := func(id fairness.CaseID, d fairness.Decision) error {
			d.Reason = "We spoke with each other."
			return c.cases.Decide(t.Context(), c.staff[0], id, d)
		}
		state := func(want string) {
			t.Helper()
			if got := storagetest.Text(t, db, "SELECT state FROM experts WHERE id = ?", e); got != want {
				t.Fatalf("%s, want %s", got, want)
			}
		}
		back := fairness.Decision{Step: fairness.NoStep, Readmits: true}
		c.refused(decide(open(), back), fairness.ErrNotOut)
		var first fairness.CaseID
		for _, step := range []fairness.Step{fairness.Coaching, fairness.Warning, fairness.Suspension} {
			first = open()
			c.must(decide(first, fairness.Decision{Step: step}))
		}
		c.must(c.cases.Second(t.Context(), c.staff[1], first, true))
		state("suspended")
		c.clock.Add(time.Hour)
		id := open()
		c.refused(decide(id, fairness.Decision{Step: fairness.Coaching, Readmits: true}), fairness.ErrReadmit)
		c.refused(decide(id, fairness.Decision{Step: fairness.NoStep, Voids: true, Readmits: true}), fairness.ErrReadmit)
		c.must(decide(id, back))
		state("suspended")
		c.refused(c.cases.Second(t.Context(), c.staff[0], id, true), fairness.ErrSamePerson)
		c.must(c.cases.Second(t.Context(), c.staff[1], id, true))
		state("active")

		// What was forgiven keeps nobody out when a later suspension turns out to be wrong.
		again := open()
		c.must(decide(again, fairness.Decision{Step: fairness.Suspension}))
		c.must(c.cases.Second(t.Context(), c.staff[1], again, true))
		c.must(c.cases.Appeal(t.Context(), e, again, "That was a quotation."))
		c.must(c.cases.Answer(t.Context(), c.staff[2], again, true, "It was."))
		state("active")
		c.reconciled()
	})
}

// TestManyPointsTakeTwoPeople: 500 one person takes back alone, more not.
func TestManyPointsTakeTwoPeople(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		for points, want := range map[int]fairness.State{500: fairness.Decided, 501: fairness.Proposed} {
			e, id := c.caught()
			c.clock.Add(fairness.HoldMost)
			_, err := c.cases.EndHolds(t.Context())
			c.must(err)
			// As if the first of the three had earned the rest of so many points.
			storagetest.Exec(t, db, `UPDATE awards SET pending = ? - (SELECT SUM(pending) FROM awards WHERE expert_id = ? AND id <> (
				SELECT MIN(id) FROM awards WHERE expert_id = ?)) WHERE id = (SELECT MIN(id) FROM awards WHERE expert_id = ?)`, points, e, e, e)
			storagetest.Exec(t, db, "UPDATE accounts SET balance = ? WHERE id = ?", points, "expert:"+string(e)+":pending")
			c.must(c.cases.Decide(t.Context(), c.staff[0], id, fairness.Decision{Step: fairness.NoStep, Voids: true, Reason: "One household."}))
			if got := c.stateOf(id).State; got != want {
				t.Fatalf("%d points: %s", points, got)
			}
		}
	})
}

// TestADecisionIsNoPassForTheWeek: what goes on after it waits for another case,
// unless people found nothing wrong.
func TestADecisionIsNoPassForTheWeek(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		for _, voids := range []bool{true, false} {
			e, id := c.caught()
			want := 0
			if voids {
				want = 1
			}
			// As if one of the three had been earned after the decision.
			storagetest.Exec(t, db, "DELETE FROM holds WHERE id = (SELECT MAX(id) FROM holds WHERE case_id = ?)", id)
			c.must(c.cases.Decide(t.Context(), c.staff[0], id, fairness.Decision{Step: fairness.NoStep, Voids: voids, Reason: "We looked at it."}))
			for range 2 {
				if n := c.watch(); n != want {
					t.Fatalf("taken back: %v, and %d hits after it", voids, n)
				}
				want = 0
			}
			if n := c.count("SELECT COUNT(*) FROM holds h JOIN awards a ON a.id = h.award_id WHERE a.expert_id = ? AND h.state = 'held'", e); n == 1 != voids {
				t.Fatalf("taken back: %v, and %d entries wait", voids, n)
			}
		}
	})
}
