package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shifts"
)

// Shifts runs a use case of package shifts in one transaction.
func (db *DB) Shifts(ctx context.Context, fn func(shifts.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

var _ shifts.Store = Tx{}

type shiftRow struct {
	ID          domain.ShiftID
	SlotID      domain.SlotID
	ExpertID    domain.ExpertID
	Place       int
	State       shifts.State
	StartsAt    Time
	EndsAt      Time
	SignedAt    Time
	BeganAt     *Time
	LateAt      *Time
	EndedAt     *Time
	Reason      string
	ShortNotice bool
	PresentMs   int64
	Version     int
}

const shiftColumns = `id, slot_id, expert_id, place, state, starts_at, ends_at, signed_at, began_at, late_at, ended_at, reason,
	short_notice, present_ms, version`

// standing is the condition that a shift holds a place of its slot.
const standing = `state IN ('planned', 'on', 'kept', 'late')`

func (r shiftRow) domain() shifts.Shift {
	return shifts.Shift{
		ID: r.ID, Slot: r.SlotID, Expert: r.ExpertID, Place: r.Place, State: r.State, StartsAt: r.StartsAt.Time, EndsAt: r.EndsAt.Time,
		SignedAt: r.SignedAt.Time, BeganAt: r.BeganAt.OrZero(), LateAt: r.LateAt.OrZero(), EndedAt: r.EndedAt.OrZero(), Reason: r.Reason,
		ShortNotice: r.ShortNotice, Present: time.Duration(r.PresentMs) * time.Millisecond, Version: r.Version,
	}
}

func shiftsOf(rows []shiftRow) []shifts.Shift {
	all := make([]shifts.Shift, len(rows))
	for i, r := range rows {
		all[i] = r.domain()
	}
	return all
}

// FindExpert reads an expert without topics; the row is not held.
func (tx Tx) FindExpert(id domain.ExpertID) (roster.Expert, error) {
	var r expertRow
	found, err := tx.maybe(&r, "SELECT "+expertColumns+" FROM experts WHERE id = ?", id)
	if err != nil || !found {
		return roster.Expert{}, orRefused(err, roster.ErrUnknownExpert)
	}
	return r.domain()
}

func (tx Tx) shift(id domain.ShiftID, lock string) (shifts.Shift, error) {
	var r shiftRow
	found, err := tx.maybe(&r, "SELECT "+shiftColumns+" FROM shifts WHERE id = ?"+lock, id)
	if err != nil || !found {
		return shifts.Shift{}, orRefused(err, shifts.ErrUnknownShift)
	}
	return r.domain(), nil
}

// FindShift reads a shift.
func (tx Tx) FindShift(id domain.ShiftID) (shifts.Shift, error) { return tx.shift(id, "") }

// LockShift reads a shift and holds it.
func (tx Tx) LockShift(id domain.ShiftID) (shifts.Shift, error) { return tx.shift(id, tx.hold()) }

// StandingShifts are the shifts that hold a place of a slot.
func (tx Tx) StandingShifts(id domain.SlotID) ([]shifts.Shift, error) {
	var rows []shiftRow
	err := tx.all(&rows, "SELECT "+shiftColumns+" FROM shifts WHERE slot_id = ? AND "+standing+" ORDER BY place", id)
	return shiftsOf(rows), wrapped(err, "read who has slot %s", id)
}

// ShiftsAround are the shifts that an expert has between two moments.
func (tx Tx) ShiftsAround(e domain.ExpertID, from, to time.Time) ([]shifts.Shift, error) {
	var rows []shiftRow
	err := tx.all(&rows, "SELECT "+shiftColumns+" FROM shifts WHERE expert_id = ? AND starts_at >= ? AND starts_at < ? AND "+standing+" ORDER BY starts_at",
		e, At(from), At(to))
	return shiftsOf(rows), wrapped(err, "read the shifts of %s", e)
}

// AddShift stores a shift, unless its place is taken or its expert is in the slot.
func (tx Tx) AddShift(s shifts.Shift) (first bool, err error) {
	n, err := tx.exec("INSERT INTO shifts ("+shiftColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		s.ID, s.Slot, s.Expert, s.Place, s.State, At(s.StartsAt), At(s.EndsAt), At(s.SignedAt), AtOrNull(s.BeganAt), AtOrNull(s.LateAt),
		AtOrNull(s.EndedAt), s.Reason, s.ShortNotice, s.Present.Milliseconds(), s.Version)
	return n == 1, wrapped(err, "add shift %s", s.ID)
}

// SaveShift writes a shift if nobody has since it was read.
func (tx Tx) SaveShift(s shifts.Shift) error {
	return tx.change(`UPDATE shifts SET place = ?, state = ?, began_at = ?, late_at = ?, ended_at = ?, reason = ?, short_notice = ?,
		present_ms = ?, version = version + 1 WHERE id = ? AND version = ?`,
		s.Place, s.State, AtOrNull(s.BeganAt), AtOrNull(s.LateAt), AtOrNull(s.EndedAt), s.Reason, s.ShortNotice, s.Present.Milliseconds(), s.ID, s.Version)
}

// AddWaiter puts an expert on a waiting list; the first time counts.
func (tx Tx) AddWaiter(id domain.SlotID, e domain.ExpertID, at time.Time) error {
	_, err := tx.exec("INSERT INTO slot_waiters (slot_id, expert_id, since_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", id, e, At(at))
	return wrapped(err, "wait for slot %s", id)
}

// DropWaiter takes an expert off a waiting list, and tells whether they were on it.
func (tx Tx) DropWaiter(id domain.SlotID, e domain.ExpertID) (bool, error) {
	n, err := tx.exec("DELETE FROM slot_waiters WHERE slot_id = ? AND expert_id = ?", id, e)
	return n == 1, wrapped(err, "wait no longer for slot %s", id)
}

// DropWaits takes an expert off every waiting list.
func (tx Tx) DropWaits(e domain.ExpertID) error {
	_, err := tx.exec("DELETE FROM slot_waiters WHERE expert_id = ?", e)
	return wrapped(err, "let %s wait no longer", e)
}

// LiveShifts are the shifts of an expert that are planned or run.
func (tx Tx) LiveShifts(e domain.ExpertID) ([]shifts.Shift, error) {
	var rows []shiftRow
	err := tx.all(&rows, "SELECT "+shiftColumns+" FROM shifts WHERE expert_id = ? AND ended_at IS NULL ORDER BY id", e)
	return shiftsOf(rows), wrapped(err, "read the plan of %s", e)
}

// ReleaseShifts takes an expert who is away from now on out of the plan.
func (tx Tx) ReleaseShifts(e domain.ExpertID, chosen bool, now time.Time) error {
	return shifts.Release(tx, e, chosen, now)
}

// Waiters are those who wait for a slot, the longest first.
func (tx Tx) Waiters(id domain.SlotID) (all []domain.ExpertID, err error) {
	err = tx.all(&all, "SELECT expert_id FROM slot_waiters WHERE slot_id = ? ORDER BY since_at, expert_id", id)
	return all, wrapped(err, "read who waits for slot %s", id)
}

type swapRow struct {
	ID         domain.SwapID
	ShiftID    domain.ShiftID
	OfferedBy  domain.ExpertID
	ToExpertID *domain.ExpertID
	State      shifts.SwapState
	Note       string
	MadeAt     Time
	EndedAt    *Time
	TakenBy    *domain.ExpertID
}

const swapColumns = "id, shift_id, offered_by, to_expert_id, state, note, made_at, ended_at, taken_by"

func (r swapRow) domain() shifts.Swap {
	return shifts.Swap{
		ID: r.ID, Shift: r.ShiftID, By: r.OfferedBy, To: orEmpty(r.ToExpertID), State: r.State, Note: r.Note, MadeAt: r.MadeAt.Time,
		EndedAt: r.EndedAt.OrZero(), TakenBy: orEmpty(r.TakenBy),
	}
}

// AddSwap stores an offer, unless the shift is on offer already.
func (tx Tx) AddSwap(s shifts.Swap) (first bool, err error) {
	n, err := tx.exec("INSERT INTO swaps ("+swapColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
		s.ID, s.Shift, s.By, orNull(s.To), s.State, s.Note, At(s.MadeAt), AtOrNull(s.EndedAt), orNull(s.TakenBy))
	return n == 1, wrapped(err, "add swap %s", s.ID)
}

func (tx Tx) swap(id domain.SwapID, lock string) (shifts.Swap, error) {
	var r swapRow
	found, err := tx.maybe(&r, "SELECT "+swapColumns+" FROM swaps WHERE id = ?"+lock, id)
	if err != nil || !found {
		return shifts.Swap{}, orRefused(err, shifts.ErrUnknownSwap)
	}
	return r.domain(), nil
}

// FindSwap reads an offer.
func (tx Tx) FindSwap(id domain.SwapID) (shifts.Swap, error) { return tx.swap(id, "") }

// LockSwap reads an offer and holds it.
func (tx Tx) LockSwap(id domain.SwapID) (shifts.Swap, error) { return tx.swap(id, tx.hold()) }

// SwapOf reads the open offer of a shift and holds it.
func (tx Tx) SwapOf(id domain.ShiftID) (s shifts.Swap, open bool, err error) {
	var r swapRow
	open, err = tx.maybe(&r, "SELECT "+swapColumns+" FROM swaps WHERE shift_id = ? AND state = 'open'"+tx.hold(), id)
	return r.domain(), open, wrapped(err, "read the offer of shift %s", id)
}

// SaveSwap ends an offer that is open.
func (tx Tx) SaveSwap(s shifts.Swap) error {
	return tx.change("UPDATE swaps SET state = ?, ended_at = ?, taken_by = ? WHERE id = ? AND state = 'open'",
		s.State, AtOrNull(s.EndedAt), orNull(s.TakenBy), s.ID)
}

// SavePreference stores what a person says about shifts. Who opted in before
// keeps that time.
func (tx Tx) SavePreference(id domain.PersonID, p shifts.Preference) error {
	_, err := tx.exec(`INSERT INTO shift_preferences (person_id, time_zone, opted_in_at) VALUES (?, ?, ?)
		ON CONFLICT (person_id) DO UPDATE SET time_zone = excluded.time_zone,
		opted_in_at = CASE WHEN excluded.opted_in_at IS NULL THEN NULL ELSE COALESCE(shift_preferences.opted_in_at, excluded.opted_in_at) END`,
		id, p.TimeZone, AtOrNull(p.OptedIn))
	return wrapped(err, "save what %s says about shifts", id)
}
