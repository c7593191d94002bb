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

// ClaimStore is what points need that were taken of awards which were pending.
type ClaimStore interface {
	// Claims are what taking awards back took of this one; it is held.
	Claims(on domain.AwardID) ([]Claim, error)
	FallShort(by, on domain.AwardID, missing, madeGood domain.Points) error
	// ClaimsWaiting are the claims of an award on others that are still pending; these are held.
	ClaimsWaiting(by domain.AwardID) ([]Pending, error)
	ReturnTaking(by, on domain.AwardID) error
	// Lost is what the claims of an award fell short by, and nothing made good.
	Lost(by domain.AwardID) (domain.Points, error)
}

// Claim is what taking an award back took of another.
type Claim struct {
	By     Award // its fact, expert and rule set alone
	Amount domain.Points
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

// fallShort looks what of the points that clawbacks took of a turns out never to
// have been: a is worth less than was taken of it. It is taken of what can be
// spent instead, as far as that goes, and what it all comes to is told. What
// penalties took comes first, and is not taken twice.
func (r *Rewards) fallShort(tx Store, a Award) (missing domain.Points, err error) {
	short := a.Taken - min(max(a.Settled, 0), a.Pending)
	if short <= 0 {
		return 0, nil
	}
	claims, err := tx.Claims(a.ID)
	if err != nil || len(claims) == 0 {
		return 0, err
	}
	there, err := tx.LockAvailable(a.Expert)
	if err != nil {
		return 0, err
	}
	for _, c := range claims {
		gone := min(short-missing, c.Amount)
		if gone == 0 {
			break
		}
		good := min(gone, there)
		if err := tx.FallShort(c.By.ID, a.ID, gone, good); err != nil {
			return 0, err
		}
		if err := r.post(tx, c.By, "again:"+string(a.ID), good, ledger.Forfeit); err != nil {
			return 0, err
		}
		missing, there = missing+gone, there-good
	}
	return missing, nil
}

// unclaim gives what was taken of awards that are still pending back to them, and
// tells how much that is, with what the others fell short by.
func (r *Rewards) unclaim(tx Store, a Award) (notHad domain.Points, err error) {
	if notHad, err = tx.Lost(a.ID); err != nil {
		return 0, err
	}
	waiting, err := tx.ClaimsWaiting(a.ID)
	if err != nil {
		return 0, err
	}
	for _, p := range waiting {
		if err := tx.ReturnTaking(a.ID, p.Award); err != nil {
			return 0, err
		}
		if err := r.post(tx, a, "return:"+string(p.Award), p.Points, ledger.Reinstate); err != nil {
			return 0, err
		}
		notHad += p.Points
	}
	return notHad, nil
}
