package storage_test

import (
	"testing"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestAnUpheldAppealUndoesItsOwnDecisionAlone: whom another decision keeps out,
// or who left, stays out.
func TestAnUpheldAppealUndoesItsOwnDecisionAlone(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e := c.expert(2)
		is := func(want string) {
			t.Helper()
			if got := storagetest.Text(t, db, "SELECT state FROM experts WHERE id = ?", e); got != want {
				t.Fatalf("%s, want %s", got, want)
			}
		}
		decided := func(step fairness.Step) fairness.CaseID {
			id, err := c.cases.Open(t.Context(), c.staff[0], e, "A customer wrote to us.")
			c.must(err)
			c.must(c.cases.Decide(t.Context(), c.staff[0], id, fairness.Decision{Step: step, Reason: "Rude words."}))
			if step == fairness.Suspension || step == fairness.Exclusion {
				c.must(c.cases.Second(t.Context(), c.staff[1], id, true))
			}
			return id
		}
		upheld := func(id fairness.CaseID) {
			c.must(c.cases.Appeal(t.Context(), e, id, "That was a quotation."))
			c.must(c.cases.Answer(t.Context(), c.staff[2], id, true, "It was."))
		}
		decided(fairness.Coaching)
		decided(fairness.Warning)
		first := decided(fairness.Suspension)
		second := decided(fairness.Suspension)
		is("suspended")
		upheld(second)
		is("suspended")
		out := decided(fairness.Exclusion)
		is("retired")
		upheld(first)
		is("retired")
		decided(fairness.Suspension)
		is("retired")
		upheld(out)
		is("suspended")
		c.reconciled()
	})
}

// TestNobodyLeavesADecision: who is an alumnus by the time that the second person
// agrees has no way back of their own.
func TestNobodyLeavesADecision(t *testing.T) {
	t.Parallel()
	for _, step := range []fairness.Step{fairness.Suspension, fairness.Exclusion} {
		storagetest.Each(t, func(t *testing.T, db *storage.DB) {
			c := newCourt(t, db)
			e := c.expert(2)
			for _, done := range []fairness.Step{fairness.Coaching, fairness.Warning, fairness.Suspension, step} {
				if done == step {
					storagetest.Exec(t, db, "UPDATE experts SET state = 'active' WHERE id = ?", e)
				}
				id, err := c.cases.Open(t.Context(), c.staff[0], e, "A customer wrote to us.")
				c.must(err)
				c.must(c.cases.Decide(t.Context(), c.staff[0], id, fairness.Decision{Step: done, Reason: "Rude words."}))
				if done == step {
					storagetest.Exec(t, db, "UPDATE experts SET state = 'retired', alumni_at = 1 WHERE id = ?", e)
				}
				if done == fairness.Suspension || done == fairness.Exclusion {
					c.must(c.cases.Second(t.Context(), c.staff[1], id, true))
				}
			}
			want := map[fairness.Step]string{fairness.Suspension: "suspended", fairness.Exclusion: "retired"}[step]
			if got := storagetest.Text(t, db, "SELECT state FROM experts WHERE id = ?", e); got != want {
				t.Fatalf("%s, want %s", got, want)
			}
			if n := c.count("SELECT COUNT(*) FROM experts WHERE id = ? AND alumni_at IS NOT NULL", e); n != 0 {
				t.Fatal("an alumnus still")
			}
		})
	}
}

// TestAnEntryIsDecidedOnce: what lapsed and waits for another case by now is that
// case's, and what people let go waits for none.
func TestAnEntryIsDecidedOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e, id := c.caught()
		for _, step := range []fairness.Step{fairness.Coaching, fairness.Warning} {
			other, err := c.cases.Open(t.Context(), c.staff[0], e, "A customer wrote to us.")
			c.must(err)
			c.must(c.cases.Decide(t.Context(), c.staff[0], other, fairness.Decision{Step: step, Reason: "Rude words."}))
		}
		c.must(c.cases.Decide(t.Context(), c.staff[0], id, fairness.Decision{Step: fairness.Suspension, Voids: true, Reason: "Friends."}))
		c.clock.Add(fairness.HoldMost)
		_, err := c.cases.EndHolds(t.Context())
		c.must(err)
		later, err := c.cases.Open(t.Context(), c.staff[0], e, "They are at it again.")
		c.must(err)
		award := storagetest.Text(t, db, "SELECT award_id FROM holds WHERE case_id = ? ORDER BY award_id LIMIT 1", id)
		hold := func(name string) (added bool) {
			c.must(db.InTx(t.Context(), func(tx storage.Tx) (err error) {
				added, err = tx.AddHold(fairness.Hold{
					ID: name, Case: later, Award: domain.AwardID(award), State: fairness.Held,
					BeganAt: c.clock.Now(), Until: c.clock.Now().Add(fairness.HoldMost), Version: 1,
				})
				return err
			}))
			return added
		}
		if !hold("hld_later") {
			t.Fatal("what lapsed cannot wait again")
		}
		c.must(c.cases.Second(t.Context(), c.staff[1], id, true))
		if n := c.count("SELECT COUNT(*) FROM holds WHERE case_id = ? AND state = 'voided'", id); n != 2 {
			t.Fatalf("%d of three entries were taken back, and one waits for another case", n)
		}
		c.must(c.cases.Decide(t.Context(), c.staff[0], later, fairness.Decision{Step: fairness.NoStep, Reason: "It was a fair."}))
		later, err = c.cases.Open(t.Context(), c.staff[0], e, "Once more.")
		c.must(err)
		if hold("hld_again") {
			t.Fatal("people let it go, and it waits again")
		}
		c.reconciled()
	})
}

// TestWhatIsEarnedWhileACaseIsOpenWaitsWithIt: one early hit is no pass for a week.
func TestWhatIsEarnedWhileACaseIsOpenWaitsWithIt(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		_, id := c.caught()
		// As if one of the three had been earned after the first look.
		storagetest.Exec(t, db, "DELETE FROM holds WHERE id = (SELECT MAX(id) FROM holds)")
		if n := c.watch(); n != 0 {
			t.Fatalf("%d hits more for the same week", n)
		}
		if n := c.count("SELECT COUNT(*) FROM holds WHERE case_id = ? AND state = 'held'", id); n != 3 {
			t.Fatalf("%d entries wait", n)
		}
		c.reconciled()
	})
}
