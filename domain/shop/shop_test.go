package shop

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
)

var (
	now     = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	manager = domain.Actor{Role: domain.RoleManager, ID: "mgr_1"}
	owner   = domain.Actor{Role: domain.RoleExpert, ID: "exp_1"}
	other   = domain.Actor{Role: domain.RoleExpert, ID: "exp_2"}
)

var states = []State{Requested, Approved, Shipped, Delivered, Cancelled}

func TestMoves(t *testing.T) {
	t.Parallel()
	moves := map[string]struct {
		do   func(*Redemption) error
		from map[State]State
	}{
		"approve":        {func(r *Redemption) error { return r.Approve(manager, now, now.Add(time.Hour)) }, map[State]State{Requested: Approved}},
		"refuse":         {func(r *Redemption) error { return r.Refuse(manager, "no", now) }, map[State]State{Requested: Cancelled}},
		"ship":           {func(r *Redemption) error { return r.Ship("TR 1", now) }, map[State]State{Approved: Shipped}},
		"deliver":        {func(r *Redemption) error { return r.Deliver(now) }, map[State]State{Shipped: Delivered}},
		"expert cancels": {func(r *Redemption) error { return r.Cancel(owner, "", now) }, map[State]State{Requested: Cancelled}},
		"staff cancels": {
			func(r *Redemption) error { return r.Cancel(manager, "", now) },
			map[State]State{Requested: Cancelled, Approved: Cancelled},
		},
	}
	for name, move := range moves {
		for _, from := range states {
			t.Run(name+" when "+string(from), func(t *testing.T) {
				t.Parallel()
				r := Redemption{Expert: "exp_1", State: from}
				err := move.do(&r)
				want, allowed := move.from[from]
				if allowed && (err != nil || r.State != want) {
					t.Fatalf("became %s, %v", r.State, err)
				}
				if !allowed && (!errors.Is(err, ErrWrongState) || r.State != from) {
					t.Fatalf("became %s, %v", r.State, err)
				}
			})
		}
	}
}

func TestWhoMayDecide(t *testing.T) {
	t.Parallel()
	r := Redemption{Expert: "exp_1", State: Requested}
	if err := r.Cancel(other, "", now); !errors.Is(err, ErrUnknown) {
		t.Errorf("another expert: %v", err)
	}
	if err := r.Refuse(manager, "  ", now); !errors.Is(err, ErrReason) {
		t.Errorf("a refusal without a reason: %v", err)
	}
	if err := r.Refuse(manager, "out of stock", now); err != nil || !r.Refused || r.Reason != "out of stock" || r.DecidedBy != "mgr_1" {
		t.Errorf("%v, %+v", err, r)
	}
}

func TestTextsAreCountedInLetters(t *testing.T) {
	t.Parallel()
	long, longer := strings.Repeat("é", 500), strings.Repeat("é", 501)
	asked := func() *Redemption { return &Redemption{Expert: "exp_1", State: Requested} }
	tests := map[string]struct {
		err  error
		want error
	}{
		"a refusal as long as it may be":   {asked().Refuse(manager, " "+long+" ", now), nil},
		"one that is longer":               {asked().Refuse(manager, longer, now), ErrReason},
		"a cancellation of that length":    {asked().Cancel(owner, long, now), nil},
		"a longer one":                     {asked().Cancel(owner, longer, now), ErrReasonLength},
		"a tracking code of that length":   {(&Redemption{State: Approved}).Ship(long[:400], now), nil},
		"a longer code":                    {(&Redemption{State: Approved}).Ship(longer, now), ErrTrackingLen},
		"a reward's name on two lines":     {(&Reward{}).Apply(Change{Name: new("Cap\nand hat")}, now), ErrName},
		"a reward's name that is too long": {(&Reward{}).Apply(Change{Name: new(longer)}, now), ErrName},
	}
	for name, tt := range tests {
		if !errors.Is(tt.err, tt.want) {
			t.Errorf("%s: got %v, want %v", name, tt.err, tt.want)
		}
	}
}

func TestEligible(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*Reward, *Buyer)
		held   int
		want   error
	}{
		"there is one for them":     {func(*Reward, *Buyer) {}, 0, nil},
		"their level is too low":    {func(r *Reward, _ *Buyer) { r.MinLevel = 3 }, 0, ErrLevel},
		"they have theirs":          {func(*Reward, *Buyer) {}, 1, ErrLimit},
		"they may have another":     {func(r *Reward, _ *Buyer) { r.PerPerson = 2 }, 1, nil},
		"there are none left":       {func(r *Reward, _ *Buyer) { r.Remaining = 0 }, 0, ErrSoldOut},
		"it is not in the shop":     {func(r *Reward, _ *Buyer) { r.ArchivedAt = now }, 0, ErrUnknownReward},
		"it is not released":        {func(r *Reward, _ *Buyer) { r.OnSaleAt = now.Add(EarlyAccess) }, 0, ErrNotYet},
		"seniors come a day early":  {func(r *Reward, b *Buyer) { r.OnSaleAt, b.Level = now.Add(EarlyAccess), 3 }, 0, nil},
		"and no sooner":             {func(r *Reward, b *Buyer) { r.OnSaleAt, b.Level = now.Add(EarlyAccess+1), 3 }, 0, ErrNotYet},
		"it is released now":        {func(r *Reward, _ *Buyer) { r.OnSaleAt = now }, 0, nil},
		"their account is paused":   {func(_ *Reward, b *Buyer) { b.Active = false }, 0, ErrNotActive},
		"sold out for the unworthy": {func(r *Reward, b *Buyer) { r.Remaining, b.Level, r.MinLevel = 0, 1, 2 }, 0, ErrLevel},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r, b := Reward{Remaining: 1, PerPerson: 1}, Buyer{ID: "exp_1", Level: 2, Active: true}
			tt.change(&r, &b)
			if err := r.Eligible(b, tt.held, now); !errors.Is(err, tt.want) {
				t.Fatalf("got %v, want %v", err, tt.want)
			}
		})
	}
}

func TestChangingAReward(t *testing.T) {
	t.Parallel()
	yes, no, empty, price := true, false, " ", domain.Points(0)
	tests := map[string]struct {
		change    Change
		want      error
		remaining int
	}{
		"more stock, more remaining":            {Change{Stock: new(12)}, nil, 9},
		"less stock, less remaining":            {Change{Stock: new(3)}, nil, 0},
		"never less than what is taken":         {Change{Stock: new(2)}, ErrStockTaken, 7},
		"a stock that cannot be":                {Change{Stock: new(-1)}, ErrStock, 7},
		"a name that is none":                   {Change{Name: &empty}, ErrName, 7},
		"a price that is none":                  {Change{Price: &price}, ErrPrice, 7},
		"nobody may have any":                   {Change{PerPerson: new(0)}, ErrPerPerson, 7},
		"a level that does not exist":           {Change{MinLevel: new(5)}, ErrMinLevel, 7},
		"somebody else was first":               {Change{Version: 3, Stock: new(12)}, ErrVersion, 7},
		"out of the shop":                       {Change{Version: 4, Archived: &yes}, nil, 7},
		"in the shop, where it is":              {Change{Archived: &no}, nil, 7},
		"a picture that could lead out of here": {Change{Picture: new("../cap")}, ErrPicture, 7},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Reward{Name: "Cap", Price: 400, Stock: 10, Remaining: 7, PerPerson: 1, Version: 4}
			err := r.Apply(tt.change, now)
			if !errors.Is(err, tt.want) || err == nil && r.Remaining != tt.remaining {
				t.Fatalf("%v, %d of %d remain", err, r.Remaining, r.Stock)
			}
			if err == nil && r.ArchivedAt.IsZero() == (tt.change.Archived == &yes) {
				t.Fatalf("archived at %s", r.ArchivedAt)
			}
		})
	}
}

// Between the list of what is late and its lock a redemption may move on.
func TestWhatMovedOnIsNotLate(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	before := now.Add(-time.Hour)
	for state, late := range map[State]bool{Requested: true, Approved: true, Shipped: false, Delivered: false, Cancelled: false} {
		r := Redemption{State: state, DecideBy: before, ShipBy: before}
		if r.late(now) != late {
			t.Errorf("%s: late %v", state, !late)
		}
	}
	r := Redemption{State: Approved, DecideBy: before, ShipBy: now.Add(time.Hour)}
	if r.late(now) {
		t.Error("what was decided is late for its decision")
	}
}
