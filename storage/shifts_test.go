package storage_test

import (
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shifts"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// plan is a floor with its shifts.
type plan struct {
	*floor
	shifts *shifts.Shifts
}

func newPlan(t *testing.T, db *storage.DB) *plan {
	t.Helper()
	f := newFloor(t, db)
	return &plan{f, shifts.New(db.Shifts, f.runtime(), &tokens{})}
}

// byShifts lets the brand go by shifts.
func (p *plan) byShifts(optIn bool) {
	p.Helper()
	s, _, err := p.db.Views().PlanSettings(p.Context())
	p.must(err)
	s.Duty, s.OptIn = shifts.ByShifts, optIn
	_, err = p.shifts.ChangeSettings(p.Context(), s)
	p.must(err)
}

// slot opens a slot that begins so long after the next full hour.
func (p *plan) slot(after, length time.Duration, seats int) domain.SlotID {
	p.Helper()
	start := p.clock.Now().Truncate(time.Hour).Add(time.Hour + after)
	s, err := p.shifts.AddSlot(p.Context(), manager, shifts.NewSlot{StartsAt: start, EndsAt: start.Add(length), Seats: seats, Open: true})
	p.must(err)
	return s.ID
}

func (p *plan) signUp(e domain.ExpertID, id domain.SlotID) shifts.Shift {
	p.Helper()
	s, err := p.shifts.SignUp(p.Context(), e, id)
	p.must(err)
	return s
}

func (p *plan) mind() {
	p.Helper()
	_, err := p.shifts.Mind(p.Context())
	p.must(err)
}

func (p *plan) state(id domain.ShiftID) string {
	p.Helper()
	return storagetest.Text(p.TB, p.db, "SELECT state FROM shifts WHERE id = ?", id)
}

func (p *plan) clean() {
	p.Helper()
	findings, err := p.db.Reconcile(p.Context())
	p.must(err)
	for _, f := range findings {
		p.Errorf("%s %s %s: %s", f.Rule, f.Table, f.Row, f.Detail)
	}
}

// TestTheLastPlaceIsTakenOnce lets many experts take the last places at once.
func TestTheLastPlaceIsTakenOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPlan(t, db)
		slot := p.slot(0, 2*time.Hour, 2)
		var won, full atomic.Int64
		var wg sync.WaitGroup
		for range 8 {
			e := p.expert(roster.FullExpert)
			wg.Go(func() {
				switch _, err := p.shifts.SignUp(t.Context(), e, slot); {
				case err == nil:
					won.Add(1)
				case errors.Is(err, shifts.ErrSlotFull):
					full.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 2 || full.Load() != 6 {
			t.Errorf("%d have one of two places, %d were told that it is full", won.Load(), full.Load())
		}
		// The database keeps the place, whoever forgets to look.
		err := storagetest.TryExec(t.Context(), db, `INSERT INTO shifts (id, slot_id, expert_id, place, state, starts_at, ends_at, signed_at, reason,
			short_notice, present_ms, version) SELECT 'shf_x', slot_id, ?, place, 'planned', starts_at, ends_at, 0, '', FALSE, 0, 1 FROM shifts WHERE place = 1`,
			p.expert(roster.FullExpert))
		if err == nil {
			t.Error("one place of a slot was given twice")
		}
		p.clean()
	})
}

// TestNobodyIsInTwoPlacesAtOnce lets one expert take two slots of one time at once.
func TestNobodyIsInTwoPlacesAtOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPlan(t, db)
		e := p.expert(roster.FullExpert)
		slots := []domain.SlotID{p.slot(0, 2*time.Hour, 2), p.slot(time.Hour, 2*time.Hour, 2), p.slot(0, time.Hour, 1)}
		var won atomic.Int64
		var wg sync.WaitGroup
		for _, id := range slots {
			wg.Go(func() {
				if _, err := p.shifts.SignUp(t.Context(), e, id); err == nil {
					won.Add(1)
				} else if !errors.Is(err, shifts.ErrOverlap) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if n := won.Load(); n != 1 && n != 2 { // the second and the third slot do not overlap
			t.Errorf("%d shifts", n)
		}
		p.clean()
	})
}

func TestTheAllocatorObeysThePlan(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPlan(t, db)
		e := p.expert(roster.FullExpert)
		p.byShifts(true)
		slot := p.slot(0, 2*time.Hour, 1)
		p.signUp(e, slot)
		asked := p.ask(p.customer(), desk.Question{})
		offers := func() int64 {
			p.must(p.desk.Allocate(t.Context()))
			return storagetest.Int(t, db, "SELECT COUNT(*) FROM offers WHERE conversation_id = ?", asked)
		}
		presence := func() storage.PresenceView {
			v, err := db.Views().Presence(t.Context(), e, p.clock.Now())
			p.must(err)
			return v
		}
		seats := func() int {
			d, err := db.Views().Duty(t.Context(), p.clock.Now())
			p.must(err)
			return d.Measured("en").Seats
		}
		// Available inside opening hours is no duty any more.
		if v := presence(); offers() != 0 || v.OnDuty || !v.ByShifts || v.NextShiftAt == nil || seats() != 0 {
			t.Fatalf("before the shift: %+v", v)
		}
		// Who waits is told when the next shift begins, not that the brand is open.
		d, err := db.Views().Duty(t.Context(), p.clock.Now())
		p.must(err)
		line, err := db.Views().Line(t.Context(), 10)
		p.must(err)
		if s := d.Stand(line[0], nil, ""); s.OnDuty || !s.OpensAt.Equal(presence().NextShiftAt.Time) {
			t.Errorf("told %v", s.OpensAt)
		}
		// The promise counts the hours in which somebody has a shift: two, and then opening hours.
		begins := presence().NextShiftAt.Time
		if want := begins.Add(8 * time.Hour); !d.Promise.Equal(want) {
			t.Errorf("promised %v, want %v", d.Promise, want)
		}

		p.must(p.shifts.Prefer(t.Context(), domain.PersonID(e), "Europe/Lisbon", true))
		if v := presence(); !v.OnDuty || !v.Willing || seats() == 0 {
			t.Errorf("willing to work outside shifts: %+v", v)
		}
		p.byShifts(false)
		if v := presence(); v.OnDuty || seats() != 0 {
			t.Errorf("where the brand does not allow it: %+v", v)
		}
		if offers() != 0 {
			t.Error("offered outside a shift")
		}
		p.clock.Add(begins.Sub(p.clock.Now()))
		if v := presence(); !v.OnDuty || v.ShiftUntil == nil || offers() != 1 || seats() == 0 {
			t.Errorf("on the shift: %+v", v)
		}
	})
}

// TestAnOfferIsNotMadeToWhoGaveTheShiftBack removes the shift between the look at
// the floor and the offer, as a cancellation at that moment does.
func TestAShiftThatEndsEndsDuty(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPlan(t, db)
		e := p.expert(roster.FullExpert)
		p.byShifts(true)
		shift := p.signUp(e, p.slot(0, time.Hour, 1))
		p.clock.Add(shift.EndsAt.Sub(p.clock.Now()) - time.Millisecond)
		duty := func() bool {
			v, err := db.Views().Presence(t.Context(), e, p.clock.Now())
			p.must(err)
			return v.OnDuty
		}
		if !duty() {
			t.Error("off duty in the last millisecond")
		}
		p.clock.Add(time.Millisecond)
		if duty() {
			t.Error("on duty when the shift is over")
		}
		// An open question may be picked: the brand allows work outside shifts.
		c := p.ask(p.customer(), desk.Question{})
		p.must(p.desk.Leave(t.Context(), domain.CustomerID(storagetest.Text(t, db, "SELECT customer_id FROM conversations WHERE id = ?", c)), c))
		p.byShifts(false)
		p.refused(p.desk.Pick(t.Context(), e, c), desk.ErrNotOnDuty)
		p.byShifts(true)
		p.must(p.desk.Pick(t.Context(), e, c))
	})
}

func TestAShiftIsSwapped(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPlan(t, db)
		a, b, c := p.expert(roster.FullExpert), p.expert(roster.FullExpert), p.expert(roster.FullExpert)
		slot := p.slot(0, 2*time.Hour, 1)
		mine := p.signUp(a, slot)
		ctx := t.Context()
		if _, err := p.shifts.Offer(ctx, b, mine.ID, "", ""); !errors.Is(err, shifts.ErrUnknownShift) {
			t.Errorf("another's shift was offered: %v", err)
		}
		swap, err := p.shifts.Offer(ctx, a, mine.ID, "", "A wedding")
		p.must(err)
		if _, err := p.shifts.Offer(ctx, a, mine.ID, "", ""); !errors.Is(err, shifts.ErrOnOffer) {
			t.Errorf("offered twice: %v", err)
		}
		if _, err := p.shifts.Take(ctx, a, swap.ID); !errors.Is(err, shifts.ErrOwnSwap) {
			t.Errorf("took one's own: %v", err)
		}
		// Of two who take it one gets it, and it has one place all the time.
		var won atomic.Int64
		var wg sync.WaitGroup
		for _, e := range []domain.ExpertID{b, c} {
			wg.Go(func() {
				if _, err := p.shifts.Take(ctx, e, swap.ID); err == nil {
					won.Add(1)
				} else if !errors.Is(err, shifts.ErrNotPlanned) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if won.Load() != 1 || p.state(mine.ID) != "swapped" || storagetest.Int(t, db, "SELECT COUNT(*) FROM shifts WHERE ended_at IS NULL AND place = 1") != 1 {
			t.Errorf("%d took it, the first is %s", won.Load(), p.state(mine.ID))
		}
		p.refused(p.shifts.Withdraw(ctx, a, swap.ID), shifts.ErrNotPlanned)
		p.clean()
	})
}

func TestAnOfferForOneAndOneThatLapses(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPlan(t, db)
		a, b, c := p.expert(roster.FullExpert), p.expert(roster.FullExpert), p.expert(roster.FullExpert)
		mine := p.signUp(a, p.slot(0, 2*time.Hour, 1))
		ctx := t.Context()
		swap, err := p.shifts.Offer(ctx, a, mine.ID, b, "")
		p.must(err)
		if _, err := p.shifts.Take(ctx, c, swap.ID); !errors.Is(err, shifts.ErrUnknownSwap) {
			t.Errorf("took what was meant for another: %v", err)
		}
		seen := func(e domain.ExpertID) int {
			v, err := db.Views().MyPlan(ctx, e, p.clock.Now())
			p.must(err)
			return len(v.Offered)
		}
		if v, err := db.Views().MyPlan(ctx, c, p.clock.Now()); err != nil || v.Offered == nil || v.Colleagues == nil || v.Coming == nil || v.Past == nil {
			t.Errorf("a list is none: %+v, %v", v, err)
		}
		if seen(b) != 1 || seen(c) != 0 || seen(a) != 0 {
			t.Error("the offer is shown to others")
		}
		p.must(p.shifts.Withdraw(ctx, a, swap.ID))
		p.must(p.shifts.Withdraw(ctx, a, swap.ID))
		if _, err := p.shifts.Offer(ctx, a, mine.ID, "", ""); err != nil {
			t.Fatal(err)
		}
		p.clock.Add(mine.StartsAt.Sub(p.clock.Now()))
		p.mind()
		if storagetest.Int(t, db, "SELECT COUNT(*) FROM swaps WHERE state = 'lapsed'") != 1 {
			t.Error("an offer outlived the beginning of its shift")
		}
	})
}

func TestTheWaitingListMovesUp(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPlan(t, db)
		a, b, c := p.expert(roster.FullExpert), p.expert(roster.FullExpert), p.expert(roster.FullExpert)
		slot := p.slot(24*time.Hour, 2*time.Hour, 1)
		ctx := t.Context()
		p.refused(p.shifts.Wait(ctx, b, slot), shifts.ErrPlaceFree)
		mine := p.signUp(a, slot)
		p.must(p.shifts.Wait(ctx, b, slot))
		p.clock.Add(time.Second)
		p.must(p.shifts.Wait(ctx, c, slot))
		p.must(p.shifts.Wait(ctx, b, slot))               // twice is once, and keeps the place
		p.signUp(b, p.slot(24*time.Hour, 2*time.Hour, 1)) // b cannot come any more, and lets c pass
		gave, err := p.shifts.Cancel(ctx, domain.Actor{Role: domain.RoleExpert, ID: string(a)}, mine.ID, "")
		p.must(err)
		if gave.ShortNotice {
			t.Error("a day before is short notice")
		}
		p.mind()
		if got := storagetest.Text(t, db, "SELECT expert_id FROM shifts WHERE slot_id = ? AND ended_at IS NULL", slot); got != string(c) {
			t.Errorf("%s moved up, not %s", got, c)
		}
		if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM slot_waiters WHERE slot_id = ?", slot); n != 1 {
			t.Errorf("%d still wait", n)
		}
		p.must(p.shifts.Unwait(ctx, b, slot))
		p.must(p.shifts.Unwait(ctx, b, slot))
		p.clean()
	})
}

func TestAHolidayTakesItsSlotsWithIt(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPlan(t, db)
		a := p.expert(roster.FullExpert)
		mine := p.signUp(a, p.slot(24*time.Hour, 2*time.Hour, 1))
		zone, err := time.LoadLocation("Europe/Amsterdam")
		p.must(err)
		storagetest.Exec(t, db, "INSERT INTO holidays (day, name) VALUES (?, 'Storm')", mine.StartsAt.In(zone).Format(time.DateOnly))
		p.mind()
		if p.state(mine.ID) != "cancelled" || storagetest.Text(t, db, "SELECT reason FROM shifts WHERE id = ?", mine.ID) != "closed" {
			t.Errorf("the shift is %s", p.state(mine.ID))
		}
		p.clock.Add(48 * time.Hour)
		p.mind()
		if p.state(mine.ID) != "cancelled" {
			t.Error("a holiday was missed")
		}
	})
}
