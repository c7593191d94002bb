package shop

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// vector is a draw that the page and verify-draw make as well: their tests have the same one.
const vectorSeed = "0f1e2d3c4b5a69788796a5b4c3d2e1f00f1e2d3c4b5a69788796a5b4c3d2e1f0"

func vector() []Ticket {
	return []Ticket{
		{ID: "ent_ada"},
		{ID: "ent_bo", Half: true},
		{ID: "ent_cleo", Senior: true},
		{ID: "ent_dirk"},
		{ID: "ent_els", Senior: true, Half: true},
		{ID: "ent_finn"},
	}
}

func TestTheDrawIsTheSameForEverybody(t *testing.T) {
	t.Parallel()
	if got := SeedHash(vectorSeed); got != "331ab04caa328927f706627b812f4139f9ec42a6d61f17e468a70c41a48d8f67" {
		t.Errorf("the seed's hash is %s", got)
	}
	got := Order(vectorSeed, vector(), 1)
	if want := []domain.EntryID{"ent_cleo", "ent_ada", "ent_dirk", "ent_els", "ent_finn", "ent_bo"}; !slices.Equal(got, want) {
		t.Errorf("drew %q", got)
	}
	tickets := vector()
	slices.Reverse(tickets)
	if again := Order(vectorSeed, tickets, 1); !slices.Equal(got, again) {
		t.Errorf("in another order of entries it drew %q", again)
	}
	if other := Order(vectorSeed[1:]+"0", vector(), 1); slices.Equal(got, other) {
		t.Error("another seed drew the same")
	}
}

func TestTheReserveIsForSeniors(t *testing.T) {
	t.Parallel()
	for reserve, want := range map[int]int{0: 0, 1: 1, 2: 2, 5: 2} {
		order := Order(vectorSeed, vector(), reserve)
		first := 0
		for _, id := range order[:min(reserve, len(order))] {
			if id == "ent_cleo" || id == "ent_els" {
				first++
			}
		}
		if first < want || len(order) != 6 {
			t.Errorf("of %d reserved pieces seniors have %d: %q", reserve, first, order)
		}
	}
}

// TestHalfWeighsHalf draws between a whole and a half entry: two to one.
func TestHalfWeighsHalf(t *testing.T) {
	t.Parallel()
	const draws = 20_000
	half := 0
	for i := range draws {
		if Order(strconv.Itoa(i), []Ticket{{ID: "ent_whole"}, {ID: "ent_half", Half: true}}, 0)[0] == "ent_half" {
			half++
		}
	}
	if half < draws*31/100 || half > draws*36/100 {
		t.Errorf("half an entry won %d of %d", half, draws)
	}
}

func TestEverybodyHasTheSameChance(t *testing.T) {
	t.Parallel()
	const draws = 6_000
	firsts := map[domain.EntryID]int{}
	for i := range draws {
		firsts[Order(fmt.Sprint("seed ", i), []Ticket{{ID: "ent_a"}, {ID: "ent_b"}, {ID: "ent_c"}}, 0)[0]]++
	}
	for id, n := range firsts {
		if n < 1_850 || n > 2_150 {
			t.Errorf("%s came first %d times of %d", id, n, draws)
		}
	}
}

func TestDropsThatMakeNoSense(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*Drop, *Reward)
		want   error
	}{
		"as it should be":                {func(*Drop, *Reward) {}, nil},
		"a reward of every day":          {func(_ *Drop, r *Reward) { r.Limited = false }, ErrNotLimited},
		"a reward that is gone":          {func(_ *Drop, r *Reward) { r.ArchivedAt = now }, ErrUnknownReward},
		"more pieces than there are":     {func(d *Drop, _ *Reward) { d.Pieces = 6 }, ErrDropPieces},
		"no piece":                       {func(d *Drop, _ *Reward) { d.Pieces = 0 }, ErrDropPieces},
		"more reserved than there are":   {func(d *Drop, _ *Reward) { d.Reserve = 6 }, ErrDropReserve},
		"everything is reserved":         {func(d *Drop, _ *Reward) { d.Reserve = 5 }, nil},
		"a level that does not exist":    {func(d *Drop, _ *Reward) { d.MinLevel = 5 }, ErrMinLevel},
		"it closes before it opens":      {func(d *Drop, _ *Reward) { d.ClosesAt = d.OpensAt.Add(-time.Hour) }, ErrDropWindow},
		"it is open for a minute":        {func(d *Drop, _ *Reward) { d.ClosesAt = d.OpensAt.Add(time.Minute) }, ErrDropWindow},
		"it is open for half a year":     {func(d *Drop, _ *Reward) { d.ClosesAt = d.OpensAt.Add(180 * 24 * time.Hour) }, ErrDropWindow},
		"a kind that does not exist":     {func(d *Drop, _ *Reward) { d.Kind = "auction" }, errDropKind},
		"first come, first served":       {func(d *Drop, _ *Reward) { d.Kind = FirstCome }, nil},
		"all that remains, to the piece": {func(d *Drop, r *Reward) { d.Pieces, r.Remaining = 3, 3 }, nil},
	}
	for name, tt := range tests {
		d := Drop{Kind: Draw, Pieces: 5, Reserve: 1, MinLevel: 2, OpensAt: now, ClosesAt: now.Add(72 * time.Hour)}
		r := Reward{Stock: 5, Remaining: 5, Limited: true}
		tt.change(&d, &r)
		if d.Pieces < d.Reserve && tt.want == nil {
			d.Reserve = 0
		}
		if err := d.check(r); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestADropIsAnnouncedSevenDaysBefore(t *testing.T) {
	t.Parallel()
	for notice, want := range map[time.Duration]error{
		DropNotice: nil, DropNotice + time.Hour: nil, DropNotice - time.Millisecond: ErrDropNotice, -time.Hour: ErrDropNotice,
	} {
		d := Drop{State: DropDraft, OpensAt: now.Add(notice)}
		if err := d.announce(now); !errors.Is(err, want) || (err == nil) != (d.State == Announced) {
			t.Errorf("%s before: %v, %s", notice, err, d.State)
		}
	}
}

func TestTheReserveIsAFifth(t *testing.T) {
	t.Parallel()
	for pieces, want := range map[int]int{1: 0, 4: 0, 5: 1, 9: 1, 10: 2, 100: 20} {
		if got := reserveOf(pieces); got != want {
			t.Errorf("of %d pieces %d are reserved, want %d", pieces, got, want)
		}
	}
}
