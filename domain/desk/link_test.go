package desk

import (
	"errors"
	"testing"

	"github.com/kennerhq/kenner/domain"
)

func TestWhoIsTiedToTheCustomerIsNotAsked(t *testing.T) {
	t.Parallel()
	q := InQueue{Language: "en", Linked: []domain.ExpertID{"exp_1"}}
	best, other := candidate("exp_1"), candidate("exp_2")
	if m, ok := Rank(q, []Candidate{best, other}, monday, never); !ok || m.Candidate.Expert.ID != "exp_2" {
		t.Fatalf("%q is asked", m.Candidate.Expert.ID)
	}
	if m, ok := Rank(q, []Candidate{best}, monday, never); ok {
		t.Fatalf("%q is asked", m.Candidate.Expert.ID)
	}
	if h := Hinders(q, best.Expert); h != Related || !errors.Is(h.refusal(), ErrLinked) {
		t.Fatalf("may pick: %q", h)
	}
	if h := Hinders(q, other.Expert); h != "" {
		t.Fatalf("the other may not: %q", h)
	}
}
