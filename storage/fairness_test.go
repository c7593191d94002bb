package storage_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// court is a programme with three of the staff who look at cases.
type court struct {
	*programme

	cases *fairness.Cases
	staff [3]domain.Actor
}

func newCourt(t *testing.T, db *storage.DB) *court {
	t.Helper()
	c := &court{programme: newProgramme(t, db)}
	c.cases = fairness.New(db.Fairness, db.Views(), c.rt)
	for i := range c.staff {
		id := fmt.Sprintf("mgr_case_%d", i)
		storagetest.Exec(t, db, "INSERT INTO people (id, role, email, name, language, version, created_at) VALUES (?, 'manager', ?, ?, 'en', 1, 0)",
			id, id+"@example.org", id)
		c.staff[i] = domain.Actor{Role: domain.RoleManager, ID: id}
	}
	return c
}

// praised makes three conversations with one customer who rated nobody else, a
// day and an hour apart, and books them.
func (c *court) praised(e domain.ExpertID) {
	c.t.Helper()
	c.praisedBy(e, fmt.Sprintf("cus_fan_%s", e))
}

func (c *court) praisedBy(e domain.ExpertID, customer string) {
	c.t.Helper()
	storagetest.Exec(c.t, c.db, "INSERT INTO customers (id, language, created_at) VALUES (?, 'en', 0)", customer)
	for range 3 {
		id := c.answer(e, func(a *answered) { a.customer = customer })
		c.rate(id, e, 5, true)
		storagetest.Exec(c.t, c.db, "UPDATE ratings SET customer_id = ? WHERE conversation_id = ?", customer, id)
		c.book(id)
		c.clock.Add(25 * time.Hour)
	}
}

func (c *court) watch() int {
	c.t.Helper()
	n, err := c.cases.Watch(c.t.Context())
	c.must(err)
	return n
}

// caught makes three held awards of a new expert, and the case about them.
func (c *court) caught() (domain.ExpertID, fairness.CaseID) {
	c.t.Helper()
	e := c.expert(2)
	c.praised(e)
	if n := c.watch(); n != 1 {
		c.t.Fatalf("%d hits", n)
	}
	return e, c.caseOf(e)
}

func (c *court) caseOf(e domain.ExpertID) (id fairness.CaseID) {
	c.t.Helper()
	c.must(c.db.InTx(c.t.Context(), func(tx storage.Tx) error {
		one, _, err := tx.OpenCase(e)
		id = one.ID
		return err
	}))
	return id
}

func (c *court) stateOf(id fairness.CaseID) (one fairness.Case) {
	c.t.Helper()
	c.must(c.db.InTx(c.t.Context(), func(tx storage.Tx) (err error) {
		one, err = tx.Case(id)
		return err
	}))
	return one
}

func (c *court) refused(err, want error) {
	c.t.Helper()
	if !errors.Is(err, want) {
		c.t.Fatalf("got %v, want %v", err, want)
	}
}

func TestWhatASignalFindsWaitsForAHuman(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e, _ := c.caught()
		if n := c.watch(); n != 0 {
			t.Fatalf("the same facts hit %d times more", n)
		}
		if n := c.settle(); n != 0 || c.purse(e)[1] != 0 {
			t.Fatalf("%d held awards were settled: %v", n, c.purse(e))
		}
		c.plays(e, true)
		c.reconciled()
		c.clock.Add(fairness.HoldMost - time.Minute)
		n, err := c.cases.EndHolds(t.Context())
		c.must(err)
		if n != 0 || c.settle() != 0 {
			t.Fatal("a hold ended early")
		}
		c.clock.Add(time.Minute)
		n, err = c.cases.EndHolds(t.Context())
		c.must(err)
		if n != 3 || c.settle() != 3 {
			t.Fatalf("%d holds ended after 72 hours", n)
		}
		c.plays(e, false)
		if got := c.purse(e); got[0] != 0 || got[1] == 0 {
			t.Fatalf("nobody decided, and the expert has %v", got)
		}
		c.reconciled()
	})
}

func TestTakenBackAndGivenBack(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		for name, settled := range map[string]bool{"pending": false, "confirmed": true} {
			e := c.expert(2)
			c.praised(e)
			if settled {
				c.settle()
			}
			before := c.purse(e)
			c.watch()
			id := c.caseOf(e)
			c.refused(c.cases.Decide(t.Context(), c.staff[0], id, fairness.Decision{Step: fairness.Warning, Reason: "Too soon."}), fairness.ErrLadder)
			c.must(c.cases.Decide(t.Context(), c.staff[0], id, fairness.Decision{Step: fairness.Coaching, Voids: true, Reason: "They are one household."}))
			c.settle()
			if got := c.purse(e); got != [3]int64{} {
				t.Fatalf("%s: %v of %v are left", name, got, before)
			}
			c.reconciled()
			c.refused(c.cases.Appeal(t.Context(), "exp_none", id, "Not me."), fairness.ErrUnknownCase)
			c.must(c.cases.Appeal(t.Context(), e, id, "She is my neighbour's customer, and I never met her."))
			c.refused(c.cases.Answer(t.Context(), c.staff[0], id, true, "I was right."), fairness.ErrSamePerson)
			c.must(c.cases.Answer(t.Context(), c.staff[1], id, true, "You are right: we were wrong."))
			if got := c.purse(e); got != [3]int64{0, before[0] + before[1], 0} {
				t.Fatalf("%s: %v came back of %v", name, got, before)
			}
			c.reconciled()
		}
	})
}

func TestNoMoreIsTakenThanThereIs(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e := c.expert(2)
		c.praised(e)
		c.settle()
		r, err := c.shop.AddReward(t.Context(), shop.Reward{Name: "Sticker", Picture: "sticker", Price: 20, Stock: 1, PerPerson: 1})
		c.must(err)
		_, err = c.shop.Redeem(t.Context(), e, r.ID, shop.Terms{})
		c.must(err)
		left := c.purse(e)[1]
		c.watch()
		c.must(c.cases.Decide(t.Context(), c.staff[0], c.caseOf(e), fairness.Decision{Step: fairness.NoStep, Voids: true, Reason: "One household."}))
		if got := c.purse(e); got[1] != 0 || left == 0 {
			t.Fatalf("of %d, %v are left", left, got)
		}
		c.reconciled()
	})
}

func TestTwoPeopleSuspend(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e := c.expert(2)
		state := func() (s string) {
			c.must(db.InTx(t.Context(), func(tx storage.Tx) error {
				x, err := tx.LockExpert(e)
				s = string(x.State)
				return err
			}))
			return s
		}
		open := func() fairness.CaseID {
			id, err := c.cases.Open(t.Context(), c.staff[0], e, "A customer wrote to us.")
			c.must(err)
			return id
		}
		for _, step := range []fairness.Step{fairness.Coaching, fairness.Warning} {
			c.must(c.cases.Decide(t.Context(), c.staff[0], open(), fairness.Decision{Step: step, Reason: "Rude words."}))
		}
		id := open()
		c.must(c.cases.Decide(t.Context(), c.staff[0], id, fairness.Decision{Step: fairness.Suspension, Reason: "Rude words again."}))
		if state() != "active" {
			t.Fatal("one person suspended somebody")
		}
		c.refused(c.cases.Second(t.Context(), c.staff[0], id, true), fairness.ErrSamePerson)
		c.must(c.cases.Second(t.Context(), c.staff[1], id, false))
		c.must(c.cases.Decide(t.Context(), c.staff[1], id, fairness.Decision{Step: fairness.Suspension, Reason: "Rude words again."}))
		c.must(c.cases.Second(t.Context(), c.staff[0], id, true))
		if state() != "suspended" {
			t.Fatal("two people decided, and nothing happened")
		}
		c.must(c.cases.Appeal(t.Context(), e, id, "That was a quotation."))
		c.clock.Add(fairness.AnswerWithin)
		for _, want := range []int{1, 0} {
			if n, err := c.cases.MindAppeals(t.Context()); err != nil || n != want {
				t.Fatalf("%d told of a late answer: %v", n, err)
			}
		}
		for _, by := range c.staff[:2] {
			c.refused(c.cases.Answer(t.Context(), by, id, true, "So it is."), fairness.ErrSamePerson)
		}
		c.must(c.cases.Answer(t.Context(), c.staff[2], id, true, "It was."))
		if state() != "active" {
			t.Fatal("the appeal was upheld, and nothing happened")
		}
		// What did not stand is no step towards the next.
		c.refused(c.cases.Decide(t.Context(), c.staff[0], open(), fairness.Decision{Step: fairness.Exclusion, Reason: "Again."}), fairness.ErrLadder)
		c.reconciled()
	})
}

func TestAppealsAndQuestionsHaveTheirTime(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e, id := c.caught()
		c.must(c.cases.Decide(t.Context(), c.staff[0], id, fairness.Decision{Step: fairness.Coaching, Reason: "Look at this example."}))
		c.clock.Add(fairness.AppealWithin + time.Second)
		c.refused(c.cases.Appeal(t.Context(), e, id, "Too late."), fairness.ErrAppealLate)

		award := storagetest.Text(t, db, "SELECT id FROM awards WHERE expert_id = ? ORDER BY id LIMIT 1", e)
		question, err := c.cases.Ask(t.Context(), e, "award:"+award, "Why so few?")
		c.must(err)
		_, err = c.cases.Ask(t.Context(), e, "award:"+award, "Why so few?")
		c.refused(err, fairness.ErrAsked)
		for _, about := range []string{"award:awd_none", "award:", "case:" + string(id), "award"} {
			_, err = c.cases.Ask(t.Context(), e, about, "Why?")
			c.refused(err, fairness.ErrAbout)
		}
		_, err = c.cases.Ask(t.Context(), c.expert(1), "award:"+award, "Why so few?")
		c.refused(err, fairness.ErrAbout)
		hold := storagetest.Text(t, db, "SELECT MIN(id) FROM holds WHERE case_id = ?", id)
		_, err = c.cases.Ask(t.Context(), c.expert(1), "hold:"+hold, "Why does it wait?")
		c.refused(err, fairness.ErrAbout)
		_, err = c.cases.Ask(t.Context(), e, "hold:"+hold, "Why does it wait?")
		c.must(err)
		c.refused(c.cases.Decide(t.Context(), c.staff[0], question, fairness.Decision{Step: fairness.Coaching, Reason: "No."}), fairness.ErrQuestion)
		c.must(c.cases.Decide(t.Context(), c.staff[0], question, fairness.Decision{Step: fairness.NoStep, Reason: "The day was full."}))
		c.refused(c.cases.Appeal(t.Context(), e, question, "Still."), fairness.ErrNoAppeal)
	})
}

// plays is whether an expert plays with points that are held: then for no prize.
func (c *court) plays(e domain.ExpertID, held bool) {
	c.t.Helper()
	field, _, err := c.db.Views().LoadBoard(c.t.Context(), c.clock.Now())
	c.must(err)
	i := slices.IndexFunc(field.Players, func(p league.Player) bool { return p.Expert == e })
	if i < 0 || field.Players[i].Held != held {
		c.t.Fatalf("held %v: %+v", held, field.Players)
	}
}

// TestCasesRace lets signals, settling, the end of holds and two deciders go at
// once: one hit, one case, one decision, and no award that waits is settled.
func TestCasesRace(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		var people []domain.ExpertID
		for range 4 {
			e := c.expert(2)
			c.praised(e)
			people = append(people, e)
		}
		var hits atomic.Int64
		atOnce(t, 6, func(ctx context.Context, i int) error {
			if i%2 == 0 {
				_, err := c.rewards.SettleDue(ctx)
				return err
			}
			n, err := c.cases.Watch(ctx)
			hits.Add(int64(n))
			return err
		})
		if hits.Load() != 4 || c.count("SELECT COUNT(*) FROM cases") != 4 {
			t.Fatalf("%d hits, %d cases", hits.Load(), c.count("SELECT COUNT(*) FROM cases"))
		}
		if n := c.count(`SELECT COUNT(*) FROM holds h JOIN awards a ON a.id = h.award_id WHERE h.state = 'held' AND a.settled_at > h.began_at`); n != 0 {
			t.Fatalf("%d awards were settled while they waited", n)
		}
		c.clock.Add(fairness.HoldMost)
		var won atomic.Int64
		for _, e := range people {
			id := c.caseOf(e)
			won.Store(0)
			atOnce(t, 6, func(ctx context.Context, i int) error {
				if i == 5 {
					_, err := c.cases.EndHolds(ctx)
					return err
				}
				if i == 4 {
					_, err := c.rewards.SettleDue(ctx)
					return err
				}
				err := c.cases.Decide(ctx, c.staff[i%3], id, fairness.Decision{Step: fairness.NoStep, Voids: true, Reason: "One household."})
				if err == nil {
					won.Add(1)
				} else if !errors.Is(err, fairness.ErrCaseState) {
					return err
				}
				return nil
			})
			if won.Load() != 1 || c.stateOf(id).State != fairness.Decided {
				t.Fatalf("%d decided", won.Load())
			}
		}
		c.settle()
		for _, e := range people {
			if got := c.purse(e); got != [3]int64{} {
				t.Errorf("%s keeps %v", e, got)
			}
		}
		c.reconciled()
	})
}

// atOnce runs n at the same moment and fails on any error.
func atOnce(t *testing.T, n int, do func(context.Context, int) error) {
	t.Helper()
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() {
			if err := do(context.WithoutCancel(t.Context()), i); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
