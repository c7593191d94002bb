package ledger

import (
	"errors"
	"fmt"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// Kind says what a transfer is for.
type Kind string

const (
	KindAward    Kind = "award"    // earned, waiting for the rating
	KindSettle   Kind = "settle"   // the waiting is over: now it can be spent
	KindAdjust   Kind = "adjust"   // what the rating added or took away, or a penalty took
	KindReserve  Kind = "reserve"  // offered for a reward
	KindSpend    Kind = "spend"    // the reward was approved
	KindReturn   Kind = "return"   // the reward was refused or cancelled
	KindReversal Kind = "reversal" // undoes one earlier transfer
	KindExpire   Kind = "expire"   // nobody spent it in time
)

// ErrInsufficient is the refusal when an account holds less than a transfer
// would take from it.
var ErrInsufficient = domain.Refuse(domain.Conflict, "insufficient_points", "There are not enough points for this.")

// Source is what a transfer is about.
type Source struct {
	Type string // "award", "redemption"
	ID   string
}

// Fact is what every transfer must tell about itself: the key names the fact
// that it books ("award:cnv_…:1"), and one fact is booked at most once.
type Fact struct {
	ID     domain.TransferID
	Key    string
	Source Source
	At     time.Time
	By     domain.Actor
}

// Transfer moves a whole, positive amount from its debit to its credit
// account. Its fields are closed and only this package makes one, so that
// unbalanced books cannot exist.
type Transfer struct {
	fact          Fact
	kind          Kind
	debit, credit Account
	amount        domain.Points
	ruleSet       int
	reverses      domain.TransferID
}

func (t Transfer) ID() domain.TransferID       { return t.fact.ID }
func (t Transfer) Key() string                 { return t.fact.Key }
func (t Transfer) Source() Source              { return t.fact.Source }
func (t Transfer) At() time.Time               { return t.fact.At }
func (t Transfer) By() domain.Actor            { return t.fact.By }
func (t Transfer) Kind() Kind                  { return t.kind }
func (t Transfer) Debit() Account              { return t.debit }
func (t Transfer) Credit() Account             { return t.credit }
func (t Transfer) Amount() domain.Points       { return t.amount }
func (t Transfer) RuleSet() int                { return t.ruleSet }
func (t Transfer) Reverses() domain.TransferID { return t.reverses }

// Award books points that e earned by rule set ruleSet and may not spend yet.
func Award(f Fact, e domain.ExpertID, amount domain.Points, ruleSet int) (Transfer, error) {
	return ruled(f, KindAward, Issued, Pending(e), amount, ruleSet)
}

// Settle makes pending points of e spendable.
func Settle(f Fact, e domain.ExpertID, amount domain.Points, ruleSet int) (Transfer, error) {
	return ruled(f, KindSettle, Pending(e), Available(e), amount, ruleSet)
}

// AdjustUp gives e what the rating added to what was pending.
func AdjustUp(f Fact, e domain.ExpertID, amount domain.Points, ruleSet int) (Transfer, error) {
	return ruled(f, KindAdjust, Issued, Available(e), amount, ruleSet)
}

// AdjustDown takes back pending points that the rating did not confirm.
func AdjustDown(f Fact, e domain.ExpertID, amount domain.Points, ruleSet int) (Transfer, error) {
	return ruled(f, KindAdjust, Pending(e), Issued, amount, ruleSet)
}

// Reinstate makes points of e pending again that were taken while they were, after
// an appeal.
func Reinstate(f Fact, e domain.ExpertID, amount domain.Points, ruleSet int) (Transfer, error) {
	return ruled(f, KindAdjust, Issued, Pending(e), amount, ruleSet)
}

// Forfeit takes back points that e could have spent: what a penalty takes when
// not enough is pending.
func Forfeit(f Fact, e domain.ExpertID, amount domain.Points, ruleSet int) (Transfer, error) {
	return ruled(f, KindAdjust, Available(e), Issued, amount, ruleSet)
}

// Overdraw takes back of e what was fraud and is not there to take.
func Overdraw(f Fact, e domain.ExpertID, amount domain.Points, ruleSet int) (Transfer, error) {
	return ruled(f, KindAdjust, Owed(e), Issued, amount, ruleSet)
}

// Repay takes what e owes out of new points.
func Repay(f Fact, e domain.ExpertID, amount domain.Points, ruleSet int) (Transfer, error) {
	return ruled(f, KindAdjust, Available(e), Owed(e), amount, ruleSet)
}

// Pardon ends what e still owes of something, after an appeal.
func Pardon(f Fact, e domain.ExpertID, amount domain.Points, ruleSet int) (Transfer, error) {
	return ruled(f, KindAdjust, Issued, Owed(e), amount, ruleSet)
}

// Reserve sets spendable points of e aside for a reward.
func Reserve(f Fact, e domain.ExpertID, amount domain.Points) (Transfer, error) {
	return move(f, KindReserve, Available(e), Reserved(e), amount)
}

// Spend exchanges reserved points of e for good.
func Spend(f Fact, e domain.ExpertID, amount domain.Points) (Transfer, error) {
	return move(f, KindSpend, Reserved(e), Redeemed, amount)
}

// Return makes reserved points of e spendable again.
func Return(f Fact, e domain.ExpertID, amount domain.Points) (Transfer, error) {
	return move(f, KindReturn, Reserved(e), Available(e), amount)
}

// Unspend gives e back the points of an approved reward that will not come
// after all. It is a reversal of the transfer that spent them, and the
// database allows one reversal of a transfer.
func Unspend(f Fact, e domain.ExpertID, spent domain.TransferID, amount domain.Points) (Transfer, error) {
	t, err := move(f, KindReversal, Redeemed, Available(e), amount)
	if err != nil {
		return Transfer{}, err
	}
	if spent == "" {
		return Transfer{}, fmt.Errorf("ledger: %s: a reversal must name what it reverses", f.Key)
	}
	t.reverses = spent
	return t, nil
}

func ruled(f Fact, k Kind, debit, credit Account, amount domain.Points, ruleSet int) (Transfer, error) {
	t, err := move(f, k, debit, credit, amount)
	if err != nil {
		return Transfer{}, err
	}
	if ruleSet < 1 {
		return Transfer{}, fmt.Errorf("ledger: %s: an award must name its rule set", f.Key)
	}
	t.ruleSet = ruleSet
	return t, nil
}

func move(f Fact, k Kind, debit, credit Account, amount domain.Points) (Transfer, error) {
	if err := f.check(); err != nil {
		return Transfer{}, err
	}
	if amount <= 0 {
		return Transfer{}, fmt.Errorf("ledger: %s: cannot move %d points", f.Key, amount)
	}
	if debit.Owner() == "" || credit.Owner() == "" {
		return Transfer{}, fmt.Errorf("ledger: %s: %s to %s: an account has no owner", f.Key, debit, credit)
	}
	return Transfer{fact: f, kind: k, debit: debit, credit: credit, amount: amount}, nil
}

func (f Fact) check() error {
	switch {
	case f.Key == "":
		return errors.New("ledger: a transfer must have a key")
	case f.ID == "" || f.At.IsZero() || f.By.Role == "":
		return fmt.Errorf("ledger: %s: a transfer must have an id, a time and an actor", f.Key)
	case f.Source.Type == "" || f.Source.ID == "":
		return fmt.Errorf("ledger: %s: a transfer must have a source", f.Key)
	}
	return nil
}
