package storage

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/domain/shifts"
)

// SlotsWaitedFor finds open slots to come that have a place and somebody who waits for it.
func (tx Tx) SlotsWaitedFor(now time.Time, limit int) (ids []domain.SlotID, err error) {
	err = tx.all(&ids, `SELECT id FROM slots s WHERE state = 'open' AND starts_at > ?
		AND EXISTS (SELECT 1 FROM slot_waiters w WHERE w.slot_id = s.id)
		AND seats > (SELECT COUNT(*) FROM shifts h WHERE h.slot_id = s.id AND h.`+standing+`) ORDER BY starts_at, id LIMIT ?`, At(now), limit)
	return ids, wrapped(err, "find slots that are waited for")
}

// Beginning finds planned shifts that have begun and whose expert is available.
func (tx Tx) Beginning(now time.Time, limit int) (ids []domain.ShiftID, err error) {
	err = tx.all(&ids, `SELECT h.id FROM shifts h JOIN experts e ON e.id = h.expert_id AND e.presence = 'available'
		WHERE h.ended_at IS NULL AND h.state = 'planned' AND h.starts_at <= ? AND h.ends_at > ? ORDER BY h.id LIMIT ?`, At(now), At(now), limit)
	return ids, wrapped(err, "find shifts that begin")
}

// Lacking finds planned shifts that had begun by then and of which nobody was told.
func (tx Tx) Lacking(begunBefore time.Time, limit int) (ids []domain.ShiftID, err error) {
	err = tx.all(&ids, `SELECT id FROM shifts WHERE ended_at IS NULL AND state = 'planned' AND starts_at <= ? AND ends_at > ?
		AND late_at IS NULL ORDER BY id LIMIT ?`, At(begunBefore), At(begunBefore), limit)
	return ids, wrapped(err, "find shifts that nobody came to")
}

// Ended finds shifts that are over and not judged.
func (tx Tx) Ended(now time.Time, limit int) (ids []domain.ShiftID, err error) {
	err = tx.all(&ids, `SELECT id FROM shifts WHERE ends_at <= ? AND (ended_at IS NULL OR state = 'cancelled' AND short_notice)
		ORDER BY ends_at, id LIMIT ?`, At(now), limit)
	return ids, wrapped(err, "find shifts that have ended")
}

// Reminding finds planned shifts that begin in a time and of which their experts
// were not told so many hours before.
func (tx Tx) Reminding(now, until time.Time, hours int) ([]shifts.Reminder, error) {
	var rows []struct {
		ID       domain.ShiftID
		ExpertID domain.ExpertID
		StartsAt Time
		SignedAt Time
	}
	err := tx.all(&rows, `SELECT id, expert_id, starts_at, signed_at FROM shifts s WHERE ended_at IS NULL AND starts_at > ? AND starts_at <= ?
		AND NOT EXISTS (SELECT 1 FROM shift_reminders r WHERE r.shift_id = s.id AND r.hours = ?) ORDER BY starts_at, id`, At(now), At(until), hours)
	all := make([]shifts.Reminder, len(rows))
	for i, r := range rows {
		all[i] = shifts.Reminder{Shift: r.ID, Expert: r.ExpertID, StartsAt: r.StartsAt.Time, SignedAt: r.SignedAt.Time}
	}
	return all, wrapped(err, "find who is to be reminded")
}

// AddReminder notes that a reminder was told.
func (tx Tx) AddReminder(id domain.ShiftID, hours int, at time.Time) (first bool, err error) {
	n, err := tx.exec("INSERT INTO shift_reminders (shift_id, hours, told_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", id, hours, At(at))
	return n == 1, wrapped(err, "remind of shift %s", id)
}

// LapsedSwaps finds open offers of shifts that have begun.
func (tx Tx) LapsedSwaps(now time.Time, limit int) (ids []domain.SwapID, err error) {
	err = tx.all(&ids, `SELECT w.id FROM swaps w JOIN shifts h ON h.id = w.shift_id WHERE w.state = 'open' AND h.starts_at <= ?
		ORDER BY w.id LIMIT ?`, At(now), limit)
	return ids, wrapped(err, "find offers that nobody took")
}

// PresentIn is how long an expert was available between two moments, and since when.
func (tx Tx) PresentIn(e domain.ExpertID, from, to time.Time) (sum time.Duration, since time.Time, err error) {
	var rows []struct {
		FromAt Time
		ToAt   *Time
	}
	err = tx.all(&rows, `SELECT from_at, to_at FROM presence_spans WHERE expert_id = ? AND from_at < ? AND (to_at IS NULL OR to_at > ?)
		ORDER BY from_at`, e, At(to), At(from))
	for _, r := range rows {
		begins, ends := r.FromAt.Time, to
		if begins.Before(from) {
			begins = from
		}
		if r.ToAt != nil && r.ToAt.Before(to) {
			ends = r.ToAt.Time
		}
		if since.IsZero() {
			since = begins
		}
		sum += ends.Sub(begins)
	}
	return sum, since, wrapped(err, "read when %s was there", e)
}

// SteppedIn reports whether somebody took the place of a shift after it was given back.
func (tx Tx) SteppedIn(s shifts.Shift) (bool, error) {
	var n int
	found, err := tx.maybe(&n, "SELECT 1 FROM shifts WHERE slot_id = ? AND place = ? AND id <> ? AND signed_at >= ? AND "+standing+" LIMIT 1",
		s.Slot, s.Place, s.ID, At(s.EndedAt))
	return found, wrapped(err, "find who stepped in for %s", s.ID)
}

// Covers are the open slots that lie between two moments, with who has them.
func (tx Tx) Covers(from, to time.Time) ([]shifts.Cover, error) { return covers(tx.DB, from, to) }

func covers(q *gorm.DB, from, to time.Time) ([]shifts.Cover, error) {
	var rows []struct {
		StartsAt, EndsAt Time
		Seats, Taken     int
	}
	_, err := fetch(q, &rows, `SELECT starts_at, ends_at, seats, (SELECT COUNT(*) FROM shifts h WHERE h.slot_id = s.id AND h.`+standing+`) AS taken
		FROM slots s WHERE state = 'open' AND starts_at < ? AND starts_at > ? AND ends_at > ? ORDER BY starts_at`,
		At(to), At(from.Add(-shifts.MaxLength)), At(from))
	all := make([]shifts.Cover, len(rows))
	for i, r := range rows {
		all[i] = shifts.Cover{StartsAt: r.StartsAt.Time, EndsAt: r.EndsAt.Time, Seats: r.Seats, Taken: r.Taken}
	}
	return all, wrapped(err, "read who covers the plan")
}

// AddGapAlarm notes that managers hear of a gap: once, and again when more are missing.
func (tx Tx) AddGapAlarm(g shifts.Gap, at time.Time) (first bool, err error) {
	n, err := tx.exec(`INSERT INTO gap_alarms (starts_at, missing, told_at) VALUES (?, ?, ?)
		ON CONFLICT (starts_at) DO UPDATE SET missing = excluded.missing, told_at = excluded.told_at WHERE gap_alarms.missing < excluded.missing`,
		At(g.StartsAt), g.Missing(), At(at))
	return n == 1, wrapped(err, "tell of a gap")
}

// EarnedShift returns what rewards wants to know of a shift.
func (tx Tx) EarnedShift(id domain.ShiftID) (rewards.EarnedShift, error) {
	s, err := tx.FindShift(id)
	return rewards.EarnedShift{
		ID: s.ID, Expert: s.Expert, StartsAt: s.StartsAt, EndsAt: s.EndsAt, Kept: s.State == shifts.Kept, Missed: s.State == shifts.Missed,
	}, err
}

// PaidShiftTime is how long the shifts were that have an award on an expert's day.
func (tx Tx) PaidShiftTime(e domain.ExpertID, day string) (time.Duration, error) {
	var ms int64
	err := tx.all(&ms, `SELECT CAST(COALESCE(SUM(h.ends_at - h.starts_at), 0) AS BIGINT) FROM awards a JOIN shifts h ON h.id = a.source
		WHERE a.kind = 'shift' AND a.expert_id = ? AND a.day = ?`, e, day)
	return time.Duration(ms) * time.Millisecond, wrapped(err, "read what %s was paid for", e)
}

// NoShowSince reports whether another no-show of an expert began in a time.
func (tx Tx) NoShowSince(e domain.ExpertID, since, before time.Time) (bool, error) {
	return noShowSince(tx.DB, e, since, before)
}

func noShowSince(q *gorm.DB, e domain.ExpertID, since, before time.Time) (bool, error) {
	var n int
	found, err := maybe(q, &n, "SELECT 1 FROM shifts WHERE expert_id = ? AND state = 'missed' AND starts_at >= ? AND starts_at < ? LIMIT 1", e, At(since), At(before))
	return found, wrapped(err, "read the no-shows of %s", e)
}

// KeptShifts are the kept shifts that began between two moments, by expert and
// time, for whoever pays for their hours. It reads in the transaction of ctx, if
// there is one.
func (v Views) KeptShifts(ctx context.Context, from, to time.Time) ([]shifts.KeptShift, error) {
	return keptShifts(v.on(ctx), from, to)
}

// KeptShifts are those of Views, in this transaction.
func (tx Tx) KeptShifts(from, to time.Time) ([]shifts.KeptShift, error) {
	return keptShifts(tx.DB, from, to)
}

func keptShifts(q *gorm.DB, from, to time.Time) ([]shifts.KeptShift, error) {
	var rows []struct {
		ID        domain.ShiftID
		ExpertID  domain.ExpertID
		Day       string
		StartsAt  Time
		EndsAt    Time
		PresentMs int64
	}
	_, err := fetch(q, &rows, `SELECT h.id, h.expert_id, s.day, h.starts_at, h.ends_at, h.present_ms FROM shifts h JOIN slots s ON s.id = h.slot_id
		WHERE h.state = 'kept' AND h.starts_at >= ? AND h.starts_at < ? ORDER BY h.expert_id, h.starts_at, h.id`, At(from), At(to))
	all := make([]shifts.KeptShift, len(rows))
	for i, r := range rows {
		all[i] = shifts.KeptShift{
			Shift: r.ID, Expert: r.ExpertID, Day: r.Day, StartsAt: r.StartsAt.Time, EndsAt: r.EndsAt.Time,
			Present: time.Duration(r.PresentMs) * time.Millisecond,
		}
	}
	return all, wrapped(err, "read kept shifts")
}
