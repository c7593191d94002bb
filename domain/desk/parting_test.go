package desk

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
)

func TestWhatIsLeftAtTheClose(t *testing.T) {
	t.Parallel()
	customer, held := domain.Actor{Role: domain.RoleCustomer, ID: "cus_1"}, domain.Actor{Role: domain.RoleExpert, ID: "exp_1"}
	tests := map[string]struct {
		by   domain.Actor
		cl   Closure
		want *domain.Error
	}{
		"a tip and a next step":     {held, Closure{Tip: " Turn them in spring. ", NextStep: "Listen tonight."}, nil},
		"nothing":                   {held, Closure{}, nil},
		"a customer leaves nothing": {customer, Closure{}, nil},
		"a customer leaves a tip":   {customer, Closure{Tip: "Be nicer."}, ErrNoParting},
		"a tip that is too long":    {held, Closure{Tip: strings.Repeat("x", MaxParting+1)}, ErrTextLength},
		"a step of control signs":   {held, Closure{NextStep: "a\x01b"}, ErrBadText},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := tt.cl.parting(tt.by)
			if tt.want == nil && err != nil || tt.want != nil && !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
			if tt.want == nil && got.Tip != strings.TrimSpace(tt.cl.Tip) {
				t.Errorf("left %q", got.Tip)
			}
		})
	}
}

func TestAnEpisodeThatOpensAgainForgetsWhatWasLeft(t *testing.T) {
	t.Parallel()
	now := time.UnixMilli(1_000_000).UTC()
	c := open(Conversation{ID: "cnv_1", Customer: "cus_1"}, Message{ID: "msg_1", Text: "Does it float?"}, now)
	if err := c.Close(domain.System, Solved, "", now); err != nil {
		t.Fatal(err)
	}
	c.Episode.Tip, c.Episode.NextStep = "Turn them.", "Listen."
	if err := c.CustomerSays(Message{ID: "msg_2", Text: "It is back."}, false, now.Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if c.Episode.Tip != "" || c.Episode.NextStep != "" {
		t.Errorf("it still says %+v", c.Episode)
	}
}

func TestWhetherTheCustomerLearned(t *testing.T) {
	t.Parallel()
	for learned, want := range map[Answer]*domain.Error{"": nil, "yes": nil, "partly": nil, "no": nil, "perhaps": ErrBadLearned} {
		_, err := Opinion{Stars: 5, Solved: SolvedYes, Learned: learned}.check()
		if want == nil && err != nil || want != nil && !errors.Is(err, want) {
			t.Errorf("%q: got %v", learned, err)
		}
	}
}
