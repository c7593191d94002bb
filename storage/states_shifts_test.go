package storage_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shifts"
	"github.com/kennerhq/kenner/storage"
	"github.com/kennerhq/kenner/storage/storagetest"
)

// shift stores a shift that was judged.
func (p *programme) shift(e domain.ExpertID, state string) domain.ShiftID {
	p.t.Helper()
	id := fmt.Sprintf("shf_%s_%s", e, state)
	storagetest.Exec(p.t, p.db, `INSERT INTO slots (id, day, starts_at, ends_at, language, seats, origin, state, note, why, created_at, created_by, version)
		VALUES (?, '2026-09-02', ?, ?, '', 1, 'manual', 'open', '', '{}', 0, 'mgr_1', 1) ON CONFLICT DO NOTHING`,
		"slt_"+id, p.clock.Now().Add(-time.Hour).UnixMilli(), p.clock.Now().UnixMilli())
	storagetest.Exec(p.t, p.db, `INSERT INTO shifts (id, slot_id, expert_id, place, state, starts_at, ends_at, signed_at, ended_at, reason, short_notice,
		present_ms, version) SELECT ?, id, ?, 1, ?, starts_at, ends_at, 0, ends_at, '', FALSE, 0, 1 FROM slots WHERE id = ? ON CONFLICT DO NOTHING`,
		id, e, state, "slt_"+id)
	return domain.ShiftID(id)
}

// planActs is what can be done to a slot of tomorrow, a shift in it and its swap.
type planActs struct {
	*plan
	a, b, c domain.ExpertID
	slot    domain.SlotID
	shift   domain.ShiftID
	swap    domain.SwapID
}

func newPlanActs(t *testing.T) *planActs {
	p := newPlan(t, storagetest.Open(t))
	w := &planActs{plan: p, a: p.expert(roster.FullExpert), b: p.expert(roster.FullExpert), c: p.expert(roster.FullExpert)}
	for _, e := range []domain.ExpertID{w.a, w.b, w.c} {
		p.must(p.desk.SetPresence(t.Context(), e, roster.Away))
	}
	return w
}

// newest finds what the last act made.
func (w *planActs) newest() {
	w.slot = domain.SlotID(storagetest.Text(w.TB, w.db, "SELECT COALESCE(MAX(id), '') FROM slots"))
	w.shift = domain.ShiftID(storagetest.Text(w.TB, w.db, "SELECT COALESCE(MAX(id), '') FROM shifts"))
	w.swap = domain.SwapID(storagetest.Text(w.TB, w.db, "SELECT COALESCE(MAX(id), '') FROM swaps"))
}

func (w *planActs) acts() []act {
	start := w.clock.Now().Truncate(24*time.Hour).AddDate(0, 0, 1).Add(10 * time.Hour)
	week := start.AddDate(0, 0, 7).Format(time.DateOnly)
	by := func(e domain.ExpertID) domain.Actor { return domain.Actor{Role: domain.RoleExpert, ID: string(e)} }
	add := func(open bool) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := w.shifts.AddSlot(ctx, manager, shifts.NewSlot{StartsAt: start, EndsAt: start.Add(2 * time.Hour), Seats: 1, Open: open})
			return err
		}
	}
	change := func(c shifts.SlotChange) func(context.Context) error {
		return func(ctx context.Context) error { _, err := w.shifts.ChangeSlot(ctx, w.slot, c); return err }
	}
	until := func(at time.Duration, do func(context.Context) error) func(context.Context) error {
		return func(ctx context.Context) error {
			w.clock.Add(max(start.Add(at).Sub(w.clock.Now()), 0))
			return do(ctx)
		}
	}
	mind := func(ctx context.Context) error { _, err := w.shifts.Mind(ctx); return err }
	closing := func(ctx context.Context) error { _, err := w.shifts.Close(ctx); return err }
	there := func(ctx context.Context) error { return w.desk.SetPresence(ctx, w.a, roster.Available) }
	yes, note := true, "Bring tea"
	return []act{
		{"Generate", func(ctx context.Context) error { _, err := w.shifts.Generate(ctx, manager, week); return err }},
		{"Publish", func(ctx context.Context) error { _, err := w.shifts.Publish(ctx, week); return err }},
		{"AddSlot, draft", add(false)},
		{"AddSlot, open", add(true)},
		{"ChangeSlot, note", change(shifts.SlotChange{Note: &note})},
		{"ChangeSlot, open", change(shifts.SlotChange{Open: &yes})},
		{"ChangeSlot, cancel", change(shifts.SlotChange{Cancel: true})},
		{"SignUp", func(ctx context.Context) error { _, err := w.shifts.SignUp(ctx, w.a, w.slot); return err }},
		{"Offer", func(ctx context.Context) error { _, err := w.shifts.Offer(ctx, w.a, w.shift, "", ""); return err }},
		{"Withdraw", func(ctx context.Context) error { return w.shifts.Withdraw(ctx, w.a, w.swap) }},
		{"Take", func(ctx context.Context) error { _, err := w.shifts.Take(ctx, w.b, w.swap); return err }},
		{"Wait", func(ctx context.Context) error { return w.shifts.Wait(ctx, w.c, w.slot) }},
		{"Unwait", func(ctx context.Context) error { return w.shifts.Unwait(ctx, w.c, w.slot) }},
		{"Cancel", func(ctx context.Context) error { _, err := w.shifts.Cancel(ctx, by(w.a), w.shift, ""); return err }},
		{"Cancel, late", until(-time.Hour, func(ctx context.Context) error { _, err := w.shifts.Cancel(ctx, by(w.a), w.shift, ""); return err })},
		{"Cancel by staff", func(ctx context.Context) error { _, err := w.shifts.Cancel(ctx, manager, w.shift, ""); return err }},
		{"Promote", func(ctx context.Context) error { _, err := w.shifts.Promote(ctx, w.slot); return err }},
		{"SetPresence, early", until(0, there)},
		{"SetPresence, half", until(time.Hour, there)},
		{"SetPresence, gone", until(0, func(ctx context.Context) error { return w.desk.SetPresence(ctx, w.a, roster.Away) })},
		{"TakePause", func(ctx context.Context) error {
			return roster.NewLevels(w.db.Levels, w.runtime()).TakePause(ctx, w.a, w.clock.Now().AddDate(0, 1, 0), "")
		}},
		{"Arrive", until(0, w.shifts.Arrive)},
		{"Mind", mind},
		{"Mind, begun", until(10*time.Minute, mind)},
		{"Mind, over", until(2*time.Hour, mind)},
		{"Close", until(2*time.Hour, closing)},
		{"Mind, closed", func(ctx context.Context) error {
			return w.db.InTx(ctx, func(tx storage.Tx) error {
				return errors.Join(tx.Exec("DELETE FROM opening_hours").Error, mind(ctx))
			})
		}},
	}
}

// TestThePlanIsDrawnAsItIs tries every use case of shifts in every situation.
func TestThePlanIsDrawnAsItIs(t *testing.T) {
	t.Parallel()
	slots := constants(t, "shifts", "SlotState")
	states, swaps := constants(t, "shifts", "State"), constants(t, "shifts", "SwapState")
	w := newWalker(t,
		machine{"slot", slots, "SELECT id, state FROM slots ORDER BY id", []string{"ChangeSlot"}},
		machine{"shift", states, "SELECT id, state FROM shifts ORDER BY id", []string{"Cancel"}},
		machine{"swap", swaps, "SELECT id, state FROM swaps ORDER BY id", []string{"Take", "Withdraw"}},
	)
	taken := []string{"AddSlot, open", "SignUp"}
	for _, steps := range [][]string{
		nil,
		{"Generate"},
		{"AddSlot, draft"},
		{"AddSlot, open"},
		{"AddSlot, draft", "ChangeSlot, cancel"},
		taken,
		append(slices.Clone(taken), "Wait"),
		append(slices.Clone(taken), "Wait", "Cancel"),
		append(slices.Clone(taken), "Offer"),
		append(slices.Clone(taken), "Offer", "Withdraw"),
		append(slices.Clone(taken), "Offer", "Take"),
		append(slices.Clone(taken), "Offer", "Mind, begun"),
		append(slices.Clone(taken), "Cancel"),
		append(slices.Clone(taken), "Cancel, late"),
		append(slices.Clone(taken), "SetPresence, early"),
		append(slices.Clone(taken), "SetPresence, half"),
		append(slices.Clone(taken), "SetPresence, early", "Arrive"),
		append(slices.Clone(taken), "SetPresence, early", "Arrive", "SetPresence, gone"),
		append(slices.Clone(taken), "SetPresence, half", "Mind, begun"),
		append(slices.Clone(taken), "SetPresence, early", "Close"),
		append(slices.Clone(taken), "SetPresence, half", "Close"),
		append(slices.Clone(taken), "Close"),
	} {
		p := newPlanActs(t)
		acts := p.acts()
		for _, name := range steps {
			i := slices.IndexFunc(acts, func(a act) bool { return a.name == name })
			p.must(acts[i].run(t.Context()))
			p.newest()
		}
		for _, a := range acts {
			w.try(p.db, &p.clock, "the plan", a)
		}
		complete(t, p.shifts, acts, "ChangeSettings", "ChangePresence", "Prefer", "MakeFeed", "EndFeed", "UseFeed")
		checked(t, p.db, "slots", "state", slots)
		checked(t, p.db, "shifts", "state", states)
		checked(t, p.db, "swaps", "state", swaps)
	}
	w.compare()
}
