package rewards

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
)

// whyVoided is the detail of an award that people took back.
const whyVoided = "not_paid:voided"

// voided reports whether people took the award back before it was settled. That
// depends on no rule.
func (a Award) voided() bool { return !a.SettledAt.IsZero() && a.Arithmetic.Why() == whyVoided }

// DebtStore is what debts need from one transaction.
type DebtStore interface {
	// Aside is what an expert has set aside for rewards. What they can spend is
	// held, so nothing of it comes back meanwhile.
	Aside(domain.ExpertID) ([]Aside, error)
	AddDebt(Debt) error
	// Debts are what an expert still owes of what they had set aside then.
	Debts(e domain.ExpertID, then time.Time) ([]Debt, error)
	PayDebt(d Debt, returned string, amount domain.Points, at time.Time) error
	// WaiveDebt ends what is owed of an award and returns what was paid of it.
	WaiveDebt(domain.AwardID, time.Time) (paid domain.Points, err error)
	Post(ledger.Transfer) (first bool, err error)
	Emit(domain.Event) error
}

// Debt is what was taken back of an award while its expert had the points set
// aside for a reward. It is paid first when these come back, and never from
// anything else.
type Debt struct {
	Award   domain.AwardID
	Expert  domain.ExpertID
	RuleSet int
	Owed    domain.Points // that is not paid
	At      time.Time
}

// Hold holds awards of one expert that are to be taken back or given back, what
// else is pending of theirs, and the conversations of those that are not settled,
// before any account is. It returns the awards in the order in which they are
// taken back: what is pending first, so that it pays for nothing else. The expert
// is held.
func Hold(tx Store, ids []domain.AwardID) (order []domain.AwardID, err error) {
	var pending []Award
	var settled []domain.AwardID
	for _, id := range slices.Sorted(slices.Values(ids)) {
		a, err := tx.LockAward(id)
		if err != nil {
			return nil, err
		}
		if !a.SettledAt.IsZero() {
			if len(settled) == 0 {
				if _, err := tx.LockPending(a.Expert); err != nil {
					return nil, err
				}
			}
			settled = append(settled, id)
			continue
		}
		order = append(order, id)
		if a.Kind == ForConversation {
			pending = append(pending, a)
		}
	}
	slices.SortFunc(pending, func(a, b Award) int { return cmp.Compare(a.Conversation, b.Conversation) })
	for _, a := range pending {
		if err := tx.HoldConversation(a.Conversation); err != nil {
			return nil, err
		}
	}
	return append(order, settled...), nil
}

// Void takes back what an award is worth, after people decided so, and tells how
// much it took and whether it could be spent already. What is pending is settled
// at nothing. What could be spent is clawed back: no more than is there, and of
// what is set aside for a reward the rest is owed; of proven fraud what is still
// missing goes below zero. A penalty, and what was earned before since, stay as
// they are. Hold has held the award.
func Void(tx Store, rt domain.Runtime, id domain.AwardID, since time.Time, fraud bool) (taken domain.Points, confirmed bool, err error) {
	r := &Rewards{rt: rt}
	a, err := tx.LockAward(id)
	if err != nil || a.EarnedAt.Before(since) {
		return 0, false, err
	}
	if a.SettledAt.IsZero() {
		if a.Kind == ForConversation {
			if err := tx.SettleRating(a.Conversation, a.Episode, rt.Now()); err != nil {
				return 0, false, err
			}
		}
		a.fix(nothing(whyVoided), rt.Now())
		if err := tx.SaveAward(a); err != nil {
			return 0, false, err
		}
		missing, err := r.fallShort(tx, a)
		if err != nil {
			return 0, false, err
		}
		if err := r.move(tx, a); err != nil {
			return 0, false, err
		}
		return a.Pending - a.Taken + missing, false, tx.Emit(Settled{a.Expert, a.ID})
	}
	if taken, err = r.claw(tx, a, max(a.Settled, 0), fraud); err != nil {
		return 0, true, err
	}
	return taken, true, tx.Emit(Settled{a.Expert, a.ID})
}

// owe writes down what could not be taken because it is set aside, and tells how much that is.
func (r *Rewards) owe(tx DebtStore, a Award, missing domain.Points) (owed domain.Points, err error) {
	if missing == 0 {
		return 0, nil
	}
	aside, err := tx.Aside(a.Expert)
	if err != nil {
		return 0, err
	}
	debts, err := tx.Debts(a.Expert, time.Time{})
	if err != nil {
		return 0, err
	}
	if owed = min(missing, Unclaimed(aside, debts)); owed == 0 {
		return 0, nil
	}
	return owed, tx.AddDebt(Debt{Award: a.ID, Expert: a.Expert, RuleSet: a.RuleSet, Owed: owed, At: r.rt.Now()})
}

// Aside is what was set aside for one reward.
type Aside struct {
	Points domain.Points
	Since  time.Time
}

// Claimed is what debts, oldest first, can still be paid of what is set aside: a
// debt is paid by what was set aside before it alone, and by what was spent since not at all.
func Claimed(aside []Aside, debts []Debt) (claimed domain.Points) {
	for _, d := range debts {
		var there domain.Points
		for _, a := range aside {
			if !a.Since.After(d.At) {
				there += a.Points
			}
		}
		claimed = max(claimed, min(claimed+d.Owed, there))
	}
	return claimed
}

// Unclaimed is what is set aside and owed to nobody.
func Unclaimed(aside []Aside, debts []Debt) (free domain.Points) {
	for _, a := range aside {
		free += a.Points
	}
	return free - Claimed(aside, debts)
}

// PayDebts takes what an expert owes out of points that came back by a transfer,
// which holds what they can spend; they had set these aside at a time.
func PayDebts(tx DebtStore, rt domain.Runtime, back ledger.Transfer, then time.Time) error {
	e := domain.ExpertID(back.Credit().Owner())
	debts, err := tx.Debts(e, then)
	if err != nil {
		return err
	}
	left := back.Amount()
	for _, d := range debts {
		amount := min(left, d.Owed)
		if amount == 0 {
			break
		}
		left -= amount
		t, err := ledger.Forfeit(ledger.Fact{
			ID: domain.TransferID(rt.NewID("tfr")), Key: "owed:" + string(d.Award) + ":" + back.Key(),
			Source: ledger.Source{Type: "award", ID: string(d.Award)}, At: rt.Now(), By: domain.System,
		}, e, amount, d.RuleSet)
		if err != nil {
			return err
		}
		first, err := tx.Post(t)
		if err == nil && !first {
			err = fmt.Errorf("rewards: %s is in the ledger, but its debt says otherwise", t.Key())
		}
		if err != nil {
			return err
		}
		if err := tx.PayDebt(d, back.Key(), amount, rt.Now()); err != nil {
			return err
		}
		if err := tx.Emit(Settled{e, d.Award}); err != nil {
			return err
		}
	}
	return nil
}

// Restore gives back what Void took, and what was paid of it since: what it took
// of awards that are still pending to these, and nothing for what turned out never
// to have been. The expert is held, and Hold has held the awards.
func Restore(tx Store, rt domain.Runtime, id domain.AwardID, taken domain.Points) error {
	a, err := tx.LockAward(id)
	if err != nil {
		return err
	}
	if _, err := tx.LockAvailable(a.Expert); err != nil {
		return err
	}
	paid, err := tx.WaiveDebt(id, rt.Now())
	if err != nil {
		return err
	}
	r := &Rewards{rt: rt}
	repaid, err := r.pardon(tx, a)
	if err != nil {
		return err
	}
	notHad, err := r.unclaim(tx, a)
	if err != nil {
		return err
	}
	if err := r.post(tx, a, "restore", taken-notHad+paid+repaid, ledger.AdjustUp); err != nil {
		return err
	}
	return tx.Emit(Settled{a.Expert, a.ID})
}
