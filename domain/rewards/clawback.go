package rewards

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
)

// OverdraftStore is what going below zero, and coming back, needs from one
// transaction. Whoever asks holds the purse.
type OverdraftStore interface {
	Overdrawn(domain.ExpertID) (domain.Points, error) // how far below zero they are
	AddOverdraft(id domain.AwardID, e domain.ExpertID, amount domain.Points, at time.Time) error
	Overdraft(domain.AwardID) (domain.Points, error) // of one award; 0: none
	PardonOverdraft(id domain.AwardID, pardoned domain.Points, at time.Time) error
	AddRepayment(Repayment) error
}

// Repayment is what new points of an award pay back.
type Repayment struct {
	Award    domain.AwardID
	Occasion string        // "settle" or "amend"
	New      domain.Points // of which this is half at most
	Amount   domain.Points
	At       time.Time
}

// claw takes back what a settled award is worth: from what is pending, in the
// order in which it will be settled, then from what can be spent; of what is set
// aside the rest is owed, and proven fraud goes below zero with what is missing,
// as far as anybody does. It tells what it took.
func (r *Rewards) claw(tx Store, a Award, worth domain.Points, fraud bool) (taken domain.Points, err error) {
	pending, err := tx.LockPending(a.Expert)
	if err != nil {
		return 0, err
	}
	there, err := tx.LockAvailable(a.Expert)
	if err != nil {
		return 0, err
	}
	left := worth
	for _, p := range pending {
		amount := min(left, p.Points)
		if amount == 0 {
			continue
		}
		if err := tx.AddTaking(a.ID, p.Award, amount); err != nil {
			return 0, err
		}
		left -= amount
	}
	if err := r.post(tx, a, "clawback", worth-left, ledger.AdjustDown); err != nil {
		return 0, err
	}
	spendable := min(left, there)
	if err := r.post(tx, a, "void", spendable, ledger.Forfeit); err != nil {
		return 0, err
	}
	left -= spendable
	owed, err := r.owe(tx, a, left)
	if err != nil || !fraud {
		return worth - left, err
	}
	return worth - left, r.overdraw(tx, a, left-owed)
}

// overdraw takes what is missing of an award that was fraud.
func (r *Rewards) overdraw(tx Store, a Award, missing domain.Points) error {
	below, err := tx.Overdrawn(a.Expert)
	if err != nil {
		return err
	}
	amount := min(missing, -ledger.OwedFloor-below)
	if amount <= 0 {
		return nil
	}
	if err := tx.AddOverdraft(a.ID, a.Expert, amount, r.rt.Now()); err != nil {
		return err
	}
	return r.post(tx, a, "fraud", amount, ledger.Overdraw)
}

// repay pays what an expert owes with half of points that are new. They became
// spendable in this transaction, so the purse is held.
func (r *Rewards) repay(tx Store, a Award, occasion, fact string, fresh domain.Points) error {
	half := fresh / 2
	if half <= 0 {
		return nil
	}
	below, err := tx.Overdrawn(a.Expert)
	if err != nil || below == 0 {
		return err
	}
	p := Repayment{Award: a.ID, Occasion: occasion, New: fresh, Amount: min(half, below), At: r.rt.Now()}
	if err := tx.AddRepayment(p); err != nil {
		return err
	}
	return r.post(tx, a, fact, p.Amount, ledger.Repay)
}

// pardon ends what is still owed of an award, and tells what was paid of it.
func (r *Rewards) pardon(tx Store, a Award) (repaid domain.Points, err error) {
	drawn, err := tx.Overdraft(a.ID)
	if err != nil || drawn == 0 {
		return 0, err
	}
	below, err := tx.Overdrawn(a.Expert)
	if err != nil {
		return 0, err
	}
	left := min(drawn, below)
	if err := tx.PardonOverdraft(a.ID, left, r.rt.Now()); err != nil {
		return 0, err
	}
	return drawn - left, r.post(tx, a, "pardon", left, ledger.Pardon)
}
