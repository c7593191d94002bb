package storage_test

import (
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// TestADecisionHasOneMoment: with a clock that moves on whenever it is read, a case, what
// it takes back and what comes back bear the moment of the decision.
func TestADecisionHasOneMoment(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e, id := c.caught()
		restless := c.rt
		restless.Now = func() time.Time {
			c.clock.Add(time.Minute)
			return c.clock.Now()
		}
		cases := fairness.New(db.Fairness, db.Views(), restless)
		c.must(cases.Decide(t.Context(), c.staff[0], id, fairness.Decision{Step: fairness.Coaching, Voids: true, Reason: "One household."}))
		if c.stateOf(id).State == fairness.Proposed {
			c.must(cases.Second(t.Context(), c.staff[1], id, true))
		}
		if n := c.count("SELECT COUNT(*) FROM holds h JOIN cases k ON k.id = h.case_id WHERE k.id = ? AND h.ended_at = k.decided_at", string(id)); n == 0 {
			t.Fatal("nothing ended with the decision")
		}
		if n := c.count("SELECT COUNT(*) FROM holds h JOIN cases k ON k.id = h.case_id WHERE k.id = ? AND h.ended_at <> k.decided_at", string(id)); n != 0 {
			t.Fatalf("%d ended at another moment", n)
		}
		c.must(cases.Appeal(t.Context(), e, id, "No."))
		if n := c.count("SELECT COUNT(*) FROM cases WHERE id = ? AND answer_by - appealed_at = ?", string(id), fairness.AnswerWithin.Milliseconds()); n != 1 {
			t.Fatal("the answer is due from another moment on")
		}
		c.must(cases.Answer(t.Context(), c.staff[2], id, true, "You are right."))
		if n := c.count("SELECT COUNT(*) FROM holds h JOIN cases k ON k.id = h.case_id WHERE k.id = ? AND h.restored_at <> k.answered_at", string(id)); n != 0 {
			t.Fatalf("%d came back at another moment", n)
		}
	})
}
