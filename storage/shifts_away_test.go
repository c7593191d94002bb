package storage_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shifts"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// away are the ways in which an expert is away from a moment on.
func (p *plan) away() map[string]func(domain.ExpertID) error {
	levels := roster.NewLevels(p.db.Levels, p.runtime())
	change := func(state roster.State) func(domain.ExpertID) error {
		return func(e domain.ExpertID) error {
			return p.putOut(p.Context(), e, state)
		}
	}
	return map[string]func(domain.ExpertID) error{
		"pause": func(e domain.ExpertID) error {
			return levels.TakePause(p.Context(), e, p.clock.Now().Add(96*time.Hour), "")
		},
		"leaving":    func(e domain.ExpertID) error { return levels.LeaveProgramme(p.Context(), e) },
		"suspension": change(roster.Suspended),
		"retirement": change(roster.Retired),
	}
}

// TestWhoIsAwayIsOutOfThePlan lets an expert go in every way: their shifts are
// given back at once, even an hour before, and whoever waits moves up. What a
// manager decides costs them nothing; who chose to go gave the near one back late.
func TestWhoIsAwayIsOutOfThePlan(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPlan(t, db)
		ctx := t.Context()
		for how, leave := range p.away() {
			e, next := p.expert(roster.FullExpert), p.expert(roster.FullExpert)
			soon, later, full := p.slot(0, time.Hour, 2), p.slot(48*time.Hour, time.Hour, 1), p.slot(72*time.Hour, time.Hour, 1)
			near, far := p.signUp(e, soon), p.signUp(e, later)
			p.signUp(next, full)
			p.must(p.shifts.Wait(ctx, e, full))
			p.must(p.shifts.Wait(ctx, next, later))
			_, err := p.shifts.Offer(ctx, e, far.ID, "", "")
			p.must(err)
			p.must(leave(e))
			chosen := how == "pause" || how == "leaving"
			for id, late := range map[domain.ShiftID]bool{near.ID: chosen, far.ID: false} {
				s := storagetest.Text(t, db, "SELECT state || ' ' || reason || ' ' || CASE WHEN short_notice THEN 'late' ELSE 'in time' END || ' ' || place FROM shifts WHERE id = ?", id)
				if want := map[bool]string{true: "cancelled away late 1", false: "cancelled away in time 1"}[late]; s != want {
					t.Errorf("%s: shift %s is %s", how, id, s)
				}
			}
			if how == "leaving" {
				p.signUp(p.expert(roster.FullExpert), soon) // somebody steps in
			}
			if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM slot_waiters WHERE expert_id = ?", e); n != 0 {
				t.Errorf("%s: still waits for a place", how)
			}
			if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM swaps WHERE offered_by = ? AND state = 'open'", e); n != 0 {
				t.Errorf("%s: still offers a shift", how)
			}
			if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM outbox WHERE name = 'slot.freed' AND payload LIKE ?", `%`+string(later)+`%`); n != 1 {
				t.Errorf("%s: nobody hears that there is a place", how)
			}
			_, err = p.shifts.Promote(ctx, later)
			p.must(err)
			if got := storagetest.Text(t, db, "SELECT expert_id FROM shifts WHERE slot_id = ? AND ended_at IS NULL", later); got != string(next) {
				t.Errorf("%s: the waiting list did not move up", how)
			}
			_, err = p.shifts.SignUp(ctx, e, later)
			p.refused(err, roster.ErrNotActive)
			p.clean()
		}
		p.clock.Add(96 * time.Hour)
		p.mind()
		if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM shifts WHERE reason = 'away' AND state = 'missed'"); n != 1 {
			t.Errorf("%d of those who were away have missed their shift, not the one whose pause came late", n)
		}
	})
}

// TestAShiftThatRunsWhenItsExpertGoes is kept by whoever was there for long enough,
// and costs the others nothing.
func TestAShiftThatRunsWhenItsExpertGoes(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPlan(t, db)
		ctx, slot := t.Context(), p.slot(0, 2*time.Hour, 6)
		short, long, over := p.expert(roster.FullExpert), p.expert(roster.FullExpert), p.expert(roster.FullExpert)
		first, second, third := p.signUp(short, slot), p.signUp(long, slot), p.signUp(over, slot)
		absent := p.expert(roster.FullExpert)
		fourth := p.signUp(absent, slot)
		stopped := p.expert(roster.FullExpert)
		fifth, elsewhere := p.signUp(stopped, slot), p.expert(roster.FullExpert)
		sixth := p.signUp(elsewhere, slot)
		for _, e := range []domain.ExpertID{absent, stopped, elsewhere} {
			p.must(p.desk.SetPresence(ctx, e, roster.Away))
		}
		for _, e := range []domain.ExpertID{short, long, over} {
			p.must(p.desk.SetPresence(ctx, e, roster.Available))
		}
		pause := p.away()["pause"]
		p.clock.Add(first.StartsAt.Add(95 * time.Minute).Sub(p.clock.Now()))
		p.must(pause(short))
		p.must(pause(elsewhere))
		p.must(p.away()["suspension"](stopped))
		p.clock.Add(time.Minute) // 96 of 120 minutes are 80 %
		p.must(pause(long))
		p.clock.Add(first.EndsAt.Sub(p.clock.Now()))
		p.must(pause(over)) // nobody has judged it yet
		p.must(pause(absent))
		_, err := p.shifts.Close(ctx)
		p.must(err)
		if a, b, c := p.state(first.ID), p.state(second.ID), p.state(third.ID); a != "cancelled" || b != "kept" || c != "kept" {
			t.Errorf("after 95 minutes it is %s, after 96 %s, at its end %s", a, b, c)
		}
		if d, e, f := p.state(fourth.ID), p.state(fifth.ID), p.state(sixth.ID); d != "missed" || e != "cancelled" || f != "missed" {
			t.Errorf("to which nobody came: when it is over it is %s, of who was stopped %s, of who paused meanwhile %s", d, e, f)
		}
		p.clean()
	})
}

// TestGoingAndSigningUpAtOnce lets an expert go while they sign up, move up from
// a waiting list and take a colleague's shift.
func TestGoingAndSigningUpAtOnce(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPlan(t, db)
		ctx := t.Context()
		for _, leave := range p.away() {
			e, other := p.expert(roster.FullExpert), p.expert(roster.FullExpert)
			free, full, offered := p.slot(0, time.Hour, 1), p.slot(2*time.Hour, time.Hour, 1), p.slot(4*time.Hour, time.Hour, 1)
			theirs, given := p.signUp(other, full), p.signUp(other, offered)
			p.must(p.shifts.Wait(ctx, e, full))
			swap, err := p.shifts.Offer(ctx, other, given.ID, e, "")
			p.must(err)
			_, err = p.shifts.Cancel(ctx, manager, theirs.ID, "")
			p.must(err)
			may := []error{nil, roster.ErrNotActive}
			var wg sync.WaitGroup
			for _, do := range []func() error{
				func() error { return leave(e) },
				func() error { _, err := p.shifts.SignUp(ctx, e, free); return err },
				func() error { _, err := p.shifts.Promote(ctx, full); return err },
				func() error { _, err := p.shifts.Take(ctx, e, swap.ID); return err },
			} {
				wg.Go(func() {
					if err := do(); !slices.ContainsFunc(may, func(m error) bool { return errors.Is(err, m) }) {
						t.Error(err)
					}
				})
			}
			wg.Wait()
			if n := storagetest.Int(t, db, "SELECT COUNT(*) FROM shifts WHERE expert_id = ? AND ended_at IS NULL", e); n != 0 {
				t.Errorf("%d shifts of somebody who is away", n)
			}
			p.clean()
		}
	})
}

// TestAPlannedShiftOfSomebodyAwayIsFound stands for code that forgets to take them out of the plan.
func TestAPlannedShiftOfSomebodyAwayIsFound(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPlan(t, db)
		e := p.expert(roster.FullExpert)
		mine := p.signUp(e, p.slot(24*time.Hour, time.Hour, 1))
		p.clean()
		storagetest.Exec(t, db, "UPDATE experts SET state = 'suspended' WHERE id = ?", e)
		findings, err := db.Reconcile(t.Context())
		p.must(err)
		if len(findings) != 1 || findings[0].Row != string(mine.ID) {
			t.Errorf("found %+v", findings)
		}
	})
}

// TestASlotSaysForWhomItIsNot tells each expert why they cannot sign up, before they try.
func TestASlotSaysForWhomItIsNot(t *testing.T) {
	t.Parallel()
	storagetest.Each(t, func(t *testing.T, db *storage.DB) {
		p := newPlan(t, db)
		ctx := t.Context()
		start := p.clock.Now().Truncate(time.Hour).Add(time.Hour)
		storagetest.Exec(t, db, `UPDATE brand SET languages = '["en","nl"]'`)
		dutch, err := p.shifts.AddSlot(ctx, manager, shifts.NewSlot{StartsAt: start, EndsAt: start.Add(time.Hour), Seats: 5, Open: true, Language: "nl"})
		p.must(err)
		speaks, not := p.expert(roster.FullExpert), p.expert(roster.FullExpert)
		young, gone := p.expert(roster.FullExpert), p.expert(roster.FullExpert)
		storagetest.Exec(t, db, "UPDATE experts SET level = 0 WHERE id = ?", young)
		p.must(p.away()["pause"](gone))
		storagetest.Exec(t, db, `UPDATE experts SET languages = '["nl"]' WHERE id = ?`, speaks)
		for e, want := range map[domain.ExpertID]string{speaks: "", not: "slot_other_language", young: "level_too_low", gone: "expert_not_active"} {
			w, err := db.Views().Week(ctx, "", domain.Actor{Role: domain.RoleExpert, ID: string(e)}, p.clock.Now())
			p.must(err)
			i := slices.IndexFunc(w.Slots, func(s storage.SlotView) bool { return s.ID == dutch.ID })
			if w.Slots[i].Bar != want {
				t.Errorf("%s is told %q, not %q", e, w.Slots[i].Bar, want)
			}
			_, err = p.shifts.SignUp(ctx, e, dutch.ID)
			var refused *domain.Error
			if errors.As(err, &refused) != (want != "") || want != "" && refused.Code != want {
				t.Errorf("%s is refused with %v, not %q", e, err, want)
			}
		}
		w, err := db.Views().Week(ctx, "", manager, p.clock.Now())
		p.must(err)
		if w.Slots[0].Bar != "" {
			t.Error("staff are told that a slot is not for them")
		}
	})
}
