package storage_test

import (
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/fairness"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/domain/shop"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// owed is how far below zero an expert is.
func (c *court) owed(e domain.ExpertID) int64 {
	c.t.Helper()
	return c.count("SELECT -COALESCE(SUM(balance), 0) FROM accounts WHERE id = ?", ledger.Owed(e))
}

// earns books another conversation of an expert and returns what is pending of it.
func (c *court) earns(e domain.ExpertID) int64 {
	c.t.Helper()
	before := c.purse(e)[0]
	c.book(c.answer(e, nil))
	c.clock.Add(time.Hour)
	return c.purse(e)[0] - before
}

// spent is an expert whose praised entries are settled, all but four of their
// points gone for good.
func (c *court) spent() (e domain.ExpertID, worth int64) {
	c.t.Helper()
	e, m := c.parked()
	worth = c.purse(e)[1] + c.purse(e)[2]
	if m.State == shop.Requested {
		_, err := c.shop.Approve(c.t.Context(), c.staff[0], m.ID)
		c.must(err)
	}
	return e, worth
}

// proves takes the entries of an expert back as fraud.
func (c *court) proves(e domain.ExpertID) fairness.CaseID {
	c.t.Helper()
	c.watch()
	id := c.caseOf(e)
	c.must(c.cases.Decide(c.t.Context(), c.staff[0], id, fairness.Decision{
		Step: fairness.NoStep, Voids: true, Fraud: true, Reason: "You wrote these yourself.",
	}))
	if got := c.stateOf(id).State; got != fairness.Proposed {
		c.t.Fatalf("one person alone calls it fraud: %s", got)
	}
	if got := c.owed(e); got != 0 {
		c.t.Fatalf("%d below zero before two people agreed", got)
	}
	c.must(c.cases.Second(c.t.Context(), c.staff[1], id, true))
	return id
}

func (c *court) upheld(e domain.ExpertID, id fairness.CaseID) {
	c.t.Helper()
	c.must(c.cases.Appeal(c.t.Context(), e, id, "No."))
	c.must(c.cases.Answer(c.t.Context(), c.staff[2], id, true, "You are right."))
}

// TestClawbackTakesWhatIsPendingFirst, then what can be spent, and an appeal brings both.
func TestClawbackTakesWhatIsPendingFirst(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e := c.expert(2)
		c.praised(e)
		c.clock.Add(8 * 24 * time.Hour)
		c.settle()
		worth := c.purse(e)[1]
		c.give(e, 100)
		fresh := c.earns(e)
		if fresh == 0 || fresh >= worth {
			t.Fatalf("%d of %d", fresh, worth)
		}
		id := c.takeBack(e)
		if got := c.purse(e); got != [3]int64{0, 100 + fresh, 0} {
			t.Fatalf("%v after %d of which %d were pending", got, worth, fresh)
		}
		c.clock.Add(8 * 24 * time.Hour)
		c.settle()
		if got := c.purse(e); got != [3]int64{0, 100 + fresh, 0} {
			t.Fatalf("what was taken of the pending points came back: %v", got)
		}
		c.upheld(e, id)
		if got := c.purse(e); got != [3]int64{0, 100 + fresh + worth, 0} {
			t.Fatalf("%v after the appeal", got)
		}
		c.balanced()
	})
}

// TestWhatIsTakenBackPaysForNothingElse: of one case what is pending goes first.
func TestWhatIsTakenBackPaysForNothingElse(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e := c.expert(2)
		c.praised(e)
		if n := c.settle(); n == 0 || c.purse(e)[0] == 0 {
			t.Fatalf("%d settled, %v", n, c.purse(e))
		}
		c.takeBack(e)
		if got := c.purse(e); got != [3]int64{} {
			t.Fatalf("%v", got)
		}
		if n := c.count("SELECT COUNT(*) FROM takings"); n != 0 {
			t.Fatalf("%d takings of what was taken back itself", n)
		}
		c.reconciled()
	})
}

// TestOnlyProvenFraudGoesBelowZero, and half of new points pays it back.
func TestOnlyProvenFraudGoesBelowZero(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		honest, _ := c.spent()
		c.takeBack(honest)
		if got := c.owed(honest); got != 0 {
			t.Fatalf("%d below zero without fraud", got)
		}
		e, worth := c.spent()
		id := c.proves(e)
		below := worth - 4
		if got := c.owed(e); got != below || c.purse(e) != [3]int64{} {
			t.Fatalf("%d below zero of %d, %v", got, worth, c.purse(e))
		}
		c.reconciled()
		fresh := c.earns(e)
		c.clock.Add(8 * 24 * time.Hour)
		c.settle()
		paid := below - c.owed(e)
		if got := c.purse(e)[1]; paid == 0 || paid > got || got+paid < fresh {
			t.Fatalf("%d were new, %d paid it back, %d are there", fresh, paid, got)
		}
		c.reconciled()
		before := c.purse(e)[1]
		c.upheld(e, id)
		if got := c.purse(e)[1]; c.owed(e) != 0 || got != before+4+paid {
			t.Fatalf("%d below zero, %d there of %d after the appeal", c.owed(e), got, before+4+paid)
		}
		c.reconciled()
	})
}

// TestTwoEntriesPayBackOneAfterTheOther: the race of settlements that both find somebody below zero.
func TestTwoEntriesPayBackOneAfterTheOther(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e, _ := c.spent()
		c.proves(e)
		for range 6 {
			c.earns(e)
		}
		c.clock.Add(8 * 24 * time.Hour)
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := c.rewards.SettleDue(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		c.settle()
		paid, half := c.count("SELECT COALESCE(SUM(amount), 0) FROM repayments"), c.count("SELECT SUM(points / 2) FROM repayments")
		drawn := c.count("SELECT SUM(amount) FROM overdrafts")
		if paid != min(half, drawn) || c.owed(e) != drawn-paid {
			t.Fatalf("%d paid of %d, half of what is new is %d, %d below zero", paid, drawn, half, c.owed(e))
		}
		c.reconciled()
	})
}

// TestNobodyGoesFurtherBelowZero: neither by many entries nor by hand.
func TestNobodyGoesFurtherBelowZero(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e, _ := c.spent()
		storagetest.Exec(t, db, "UPDATE awards SET settled = 150 WHERE expert_id = ?", e) // as if each had earned so many
		id := c.proves(e)
		if got := c.owed(e); got != 200 {
			t.Fatalf("%d below zero", got)
		}
		for what, query := range map[string]string{
			"further below zero":    "UPDATE accounts SET balance = balance - 1 WHERE id = '" + string(ledger.Owed(e)) + "'",
			"above zero":            "UPDATE accounts SET balance = 1 WHERE id = '" + string(ledger.Owed(e)) + "'",
			"another purse":         "UPDATE accounts SET floor = -200 WHERE id = '" + string(ledger.Available(e)) + "'",
			"alone":                 "UPDATE cases SET second_id = NULL WHERE id = '" + string(id) + "'",
			"without taking back":   "UPDATE cases SET voids = FALSE WHERE id = '" + string(id) + "'",
			"more than half of new": "INSERT INTO repayments (award_id, occasion, points, amount, paid_at) SELECT MIN(id), 'settle', 9, 5, 0 FROM awards",
		} {
			if err := db.InTx(t.Context(), func(tx storage.Tx) error { return tx.Exec(query).Error }); err == nil {
				t.Errorf("%s: the database takes it", what)
			}
		}
	})
}

// TestFraudIsSaidOfPointsThatAreTakenBack alone.
func TestFraudIsSaidOfPointsThatAreTakenBack(t *testing.T) {
	t.Parallel()
	c := newCourt(t, storagetest.Open(t))
	_, id := c.caught()
	c.refused(c.cases.Decide(t.Context(), c.staff[0], id, fairness.Decision{Step: fairness.NoStep, Fraud: true, Reason: "x"}), fairness.ErrFraud)
	question, err := c.cases.Open(t.Context(), c.staff[0], c.expert(2), "A customer wrote to us.")
	c.must(err)
	c.must(c.cases.Decide(t.Context(), c.staff[0], question, fairness.Decision{Step: fairness.NoStep, Voids: true, Fraud: true, Reason: "x"}))
	c.must(c.cases.Second(t.Context(), c.staff[1], question, false))
	if one := c.stateOf(question); one.Fraud || one.State != fairness.Open {
		t.Fatalf("%+v", one)
	}
}

// TestTheSecondAgreesWithWhatWasProposed: what the case grew by since is found again.
func TestTheSecondAgreesWithWhatWasProposed(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e, id := c.caught()
		c.must(c.cases.Decide(t.Context(), c.staff[0], id, fairness.Decision{
			Step: fairness.NoStep, Voids: true, Fraud: true, Reason: "One household.",
		}))
		c.clock.Add(time.Hour)
		c.earns(e)
		grown := domain.AwardID(storagetest.Text(t, db, "SELECT MAX(id) FROM awards WHERE expert_id = ?", e))
		c.must(db.Fairness(t.Context(), func(tx fairness.Store) error { // as a signal does that finds more of the same
			_, err := tx.AddHold(fairness.Hold{
				ID: "hld_grown", Case: id, Award: grown, State: fairness.Held, BeganAt: c.clock.Now(), Until: c.clock.Now().Add(time.Hour), Version: 1,
			})
			return err
		}))
		fresh := func() (found []domain.AwardID) {
			c.must(db.Fairness(t.Context(), func(tx fairness.Store) (err error) {
				found, err = tx.NeverHeld([]domain.AwardID{grown})
				return err
			}))
			return found
		}
		if got := fresh(); len(got) != 0 {
			t.Fatalf("%v wait, and are found anew", got)
		}
		c.must(c.cases.Second(t.Context(), c.staff[1], id, true))
		if got := storagetest.Text(t, db, "SELECT state FROM holds WHERE id = 'hld_grown'"); got != "lapsed" {
			t.Fatalf("what nobody proposed is %s", got)
		}
		if n := c.count("SELECT COUNT(*) FROM holds WHERE case_id = ? AND state = 'voided'", id); n != 3 {
			t.Fatalf("%d were taken back", n)
		}
		if got := fresh(); len(got) != 1 {
			t.Fatal("what nobody decided about is not found again")
		}
		c.reconciled()
	})
}

// TestWhatWasSpentShieldsNothing: a debt that nothing can pay any more keeps no
// later claim from what is set aside now.
func TestWhatWasSpentShieldsNothing(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e, m := c.parked()
		c.takeBack(e)
		_, err := c.shop.Approve(t.Context(), c.staff[0], m.ID)
		c.must(err)
		_, err = c.shop.Ship(t.Context(), m.ID, "")
		c.must(err)
		old := c.count("SELECT SUM(owed) FROM debts")
		storagetest.Exec(t, db, "UPDATE experts SET level = 1 WHERE id = ?", e) // a person decides about what they ask for
		c.clock.Add(9 * 24 * time.Hour)
		c.praisedBy(e, "cus_another")
		c.clock.Add(8 * 24 * time.Hour)
		c.settle()
		there := c.purse(e)[1]
		r, err := c.shop.AddReward(t.Context(), shop.Reward{Name: "Pin", Picture: "pin", Price: domain.Points(there), Stock: 1, PerPerson: 1})
		c.must(err)
		next, err := c.shop.Redeem(t.Context(), e, r.ID, shop.Terms{})
		c.must(err)
		c.clock.Add(time.Second)
		c.takeBack(e)
		if owed := c.count("SELECT SUM(owed) FROM debts") - old; owed != there {
			t.Fatalf("%d owed of %d that are set aside; %d were spent", owed, there, old)
		}
		_, err = c.shop.Cancel(t.Context(), c.staff[0], next.ID, "Broken.")
		c.must(err)
		if got := c.purse(e); got != [3]int64{} {
			t.Fatalf("%v came back", got)
		}
		c.reconciled()
	})
}

// TestWhoIsAccusedAsksAPerson: from the proposal on somebody decides about what they request.
func TestWhoIsAccusedAsksAPerson(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e := c.trusted(2, 100)
		c.praised(e)
		c.watch()
		r, err := c.shop.AddReward(t.Context(), shop.Reward{Name: "Pin", Picture: "pin", Price: 20, Stock: 9, PerPerson: 9})
		c.must(err)
		c.must(c.cases.Decide(t.Context(), c.staff[0], c.caseOf(e), fairness.Decision{
			Step: fairness.NoStep, Voids: true, Fraud: true, Reason: "One household.",
		}))
		c.clock.Add(fairness.HoldMost)
		_, err = c.cases.EndHolds(t.Context())
		c.must(err)
		m, err := c.shop.Redeem(t.Context(), e, r.ID, shop.Terms{})
		c.must(err)
		if m.State != shop.Requested || len(m.Asks) != 1 || m.Asks[0] != shop.AskCase {
			t.Fatalf("%s for %v", m.State, m.Asks)
		}
		c.must(c.cases.Second(t.Context(), c.staff[1], fairness.CaseID(storagetest.Text(t, db, "SELECT MAX(id) FROM cases")), false))
		if m, err = c.shop.Redeem(t.Context(), e, r.ID, shop.Terms{}); err != nil || m.State != shop.Approved {
			t.Fatalf("%s, %v", m.State, err)
		}
	})
}

// TestAClockBehindEndsADebt: another node began it later than it ends here.
func TestAClockBehindEndsADebt(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		c := newCourt(t, db)
		e, _ := c.parked()
		id := c.takeBack(e)
		c.must(c.cases.Appeal(t.Context(), e, id, "No."))
		storagetest.Exec(t, db, "UPDATE debts SET began_at = began_at + 5000")
		c.must(c.cases.Answer(t.Context(), c.staff[1], id, true, "You are right."))
	})
}
