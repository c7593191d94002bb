// Package ledger is the double-entry book of expert points: one Transfer moves
// an amount from one Account to another, and nothing else moves points. It
// imports domain alone; README.md tells what each account means.
package ledger

import (
	"strings"

	"github.com/kennerhq/kenner/domain"
)

// Account is one side of every movement of points.
type Account string

// The programme's own accounts. They keep no balance: they are summed when
// somebody asks.
const (
	Issued   Account = "programme:issued"   // where points come from, and go back to
	Redeemed Account = "programme:redeemed" // what was exchanged for rewards
	Expired  Account = "programme:expired"  // what nobody exchanged in time
)

// Programme owns every account that is no expert's.
const Programme = "programme"

// Pending holds what e earned and may not spend yet.
func Pending(e domain.ExpertID) Account { return account(e, "pending") }

// Available holds what e may spend.
func Available(e domain.ExpertID) Account { return account(e, "available") }

// Reserved holds what e offered for rewards that are not decided yet.
func Reserved(e domain.ExpertID) Account { return account(e, "reserved") }

// Owed is what proven fraud left below zero: it holds no points, and is never
// above zero nor below OwedFloor.
func Owed(e domain.ExpertID) Account { return account(e, "owed") }

// OwedFloor is how far below zero anybody goes.
const OwedFloor domain.Points = -200

func account(e domain.ExpertID, purse string) Account {
	return Account("expert:" + string(e) + ":" + purse)
}

// Owner is the expert whose account a is, or Programme.
func (a Account) Owner() string {
	if rest, ok := strings.CutPrefix(string(a), "expert:"); ok {
		owner, _, _ := strings.Cut(rest, ":")
		return owner
	}
	return Programme
}

// Spendable reports whether what a holds can be spent: it is kept in lots.
func (a Account) Spendable() bool {
	return a.KeepsBalance() && strings.HasSuffix(string(a), ":available")
}

// Floor is how far below zero a may go.
func (a Account) Floor() domain.Points {
	if a.KeepsBalance() && strings.HasSuffix(string(a), ":owed") {
		return OwedFloor
	}
	return 0
}

// KeepsBalance reports whether a's balance is kept, and may never be below its floor.
// Experts' accounts keep theirs; the programme's would make every award wait
// for one row.
func (a Account) KeepsBalance() bool { return a.Owner() != Programme }
