package ledger

import (
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
)

var fact = Fact{
	ID: "tfr_1", Key: "award:cnv_1:1", Source: Source{"award", "awd_1"},
	At: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC), By: domain.System,
}

func TestATransferRefusesNonsense(t *testing.T) {
	t.Parallel()
	but := func(change func(*Fact)) Fact {
		f := fact
		change(&f)
		return f
	}
	tests := map[string]func() (Transfer, error){
		"nothing moves":               func() (Transfer, error) { return Award(fact, "exp_1", 0, 1) },
		"points move backwards":       func() (Transfer, error) { return Reserve(fact, "exp_1", -5) },
		"no fact is named":            func() (Transfer, error) { return Reserve(but(func(f *Fact) { f.Key = "" }), "exp_1", 5) },
		"it has no id":                func() (Transfer, error) { return Reserve(but(func(f *Fact) { f.ID = "" }), "exp_1", 5) },
		"nobody did it":               func() (Transfer, error) { return Spend(but(func(f *Fact) { f.By = domain.Actor{} }), "exp_1", 5) },
		"it never happened":           func() (Transfer, error) { return Return(but(func(f *Fact) { f.At = time.Time{} }), "exp_1", 5) },
		"it is about nothing":         func() (Transfer, error) { return Settle(but(func(f *Fact) { f.Source = Source{} }), "exp_1", 5, 1) },
		"no rule set is behind it":    func() (Transfer, error) { return Award(fact, "exp_1", 5, 0) },
		"the expert has no name":      func() (Transfer, error) { return AdjustUp(fact, "", 5, 1) },
		"a reversal of nothing":       func() (Transfer, error) { return Unspend(fact, "exp_1", "", 5) },
		"an adjustment of no points":  func() (Transfer, error) { return AdjustDown(fact, "exp_1", 0, 1) },
		"a reversal of a fair amount": func() (Transfer, error) { return Unspend(fact, "exp_1", "tfr_0", -1) },
	}
	for name, try := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := try(); err == nil {
				t.Fatalf("made %+v", got)
			}
		})
	}
}

func TestEachMovementHasItsTwoAccounts(t *testing.T) {
	t.Parallel()
	const e = domain.ExpertID("exp_1")
	tests := map[string]struct {
		make          func() (Transfer, error)
		debit, credit Account
		kind          Kind
	}{
		"an award waits":           {func() (Transfer, error) { return Award(fact, e, 10, 1) }, Issued, Pending(e), KindAward},
		"settled, it can be spent": {func() (Transfer, error) { return Settle(fact, e, 10, 1) }, Pending(e), Available(e), KindSettle},
		"a good rating adds":       {func() (Transfer, error) { return AdjustUp(fact, e, 7, 1) }, Issued, Available(e), KindAdjust},
		"a poor one takes back":    {func() (Transfer, error) { return AdjustDown(fact, e, 7, 1) }, Pending(e), Issued, KindAdjust},
		"a wish reserves":          {func() (Transfer, error) { return Reserve(fact, e, 5) }, Available(e), Reserved(e), KindReserve},
		"approval spends":          {func() (Transfer, error) { return Spend(fact, e, 5) }, Reserved(e), Redeemed, KindSpend},
		"refusal returns":          {func() (Transfer, error) { return Return(fact, e, 5) }, Reserved(e), Available(e), KindReturn},
		"a late cancellation too":  {func() (Transfer, error) { return Unspend(fact, e, "tfr_0", 5) }, Redeemed, Available(e), KindReversal},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := tt.make()
			if err != nil {
				t.Fatal(err)
			}
			if got.Debit() != tt.debit || got.Credit() != tt.credit || got.Kind() != tt.kind {
				t.Fatalf("%s: %s to %s", got.Kind(), got.Debit(), got.Credit())
			}
		})
	}
}

func TestAccountsKnowTheirOwner(t *testing.T) {
	t.Parallel()
	for a, want := range map[Account]string{
		Issued: Programme, Redeemed: Programme, Expired: Programme,
		Pending("exp_1"): "exp_1", Available("exp_2"): "exp_2", Reserved("exp_3"): "exp_3",
	} {
		if a.Owner() != want || a.KeepsBalance() != (want != Programme) {
			t.Errorf("%s: owner %q, keeps %v", a, a.Owner(), a.KeepsBalance())
		}
	}
}
