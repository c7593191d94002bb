package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
)

var _ ledger.Store = Tx{}

// Ledger runs fn with the Store of domain/ledger.
func (db *DB) Ledger(ctx context.Context, fn func(ledger.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

// keepLots lets the lots follow a transfer that was booked. Whoever books holds
// the purse, so the lots of one expert change one transfer after the other.
func (tx Tx) keepLots(t ledger.Transfer) error {
	switch {
	case t.Debit().Spendable():
		return wrapped(tx.takeFromLots(t), "take %s from lots", t.ID())
	case t.Credit().Spendable():
		return wrapped(tx.putIntoLots(t), "put %s into lots", t.ID())
	default:
		return nil
	}
}

// takeFromLots spends what expires first; what expires is of one lot.
func (tx Tx) takeFromLots(t ledger.Transfer) error {
	if t.Kind() == ledger.KindExpire {
		if _, err := tx.exec("INSERT INTO lot_uses (transfer_id, lot_id, amount) VALUES (?, ?, ?)", t.ID(), t.Source().ID, t.Amount()); err != nil {
			return err
		}
		return tx.change("UPDATE lots SET remaining = remaining - ? WHERE id = ?", t.Amount(), t.Source().ID)
	}
	_, err := tx.exec(`INSERT INTO lot_uses (transfer_id, lot_id, amount)
		SELECT ?, id, CASE WHEN remaining > CAST(? AS BIGINT) - before THEN CAST(? AS BIGINT) - before ELSE remaining END FROM (
			SELECT id, remaining, SUM(remaining) OVER (ORDER BY expires_at, id) - remaining AS before FROM lots
			WHERE expert_id = ? AND remaining > 0) AS living WHERE before < CAST(? AS BIGINT)`,
		t.ID(), t.Amount(), t.Amount(), t.Debit().Owner(), t.Amount())
	if err != nil {
		return err
	}
	return tx.followUses(t)
}

// putIntoLots makes a lot of what is new. What was set aside goes back to the
// lots it came from, which then live 30 days at least: once, and whenever it was
// staff who gave it back, so that asking and cancelling keeps nothing alive.
func (tx Tx) putIntoLots(t ledger.Transfer) error {
	left := t.Amount()
	if t.Kind() == ledger.KindReturn || t.Kind() == ledger.KindReversal {
		var back []domain.Points
		err := tx.all(&back, `INSERT INTO lot_uses (transfer_id, lot_id, amount)
			SELECT ?, lot_id, -CASE WHEN net > CAST(? AS BIGINT) - before THEN CAST(? AS BIGINT) - before ELSE net END FROM (
				SELECT lot_id, net, SUM(net) OVER (ORDER BY lot_id DESC) - net AS before FROM (
					SELECT u.lot_id, SUM(u.amount) AS net FROM lot_uses u JOIN transfers t ON t.id = u.transfer_id
					WHERE t.source_type = ? AND t.source_id = ? GROUP BY u.lot_id) AS used WHERE net > 0) AS taken
			WHERE before < CAST(? AS BIGINT) RETURNING amount`,
			t.ID(), t.Amount(), t.Amount(), t.Source().Type, t.Source().ID, t.Amount())
		if err != nil {
			return err
		}
		for _, amount := range back {
			left += amount
		}
		if len(back) > 0 {
			if err := tx.followUses(t); err != nil {
				return err
			}
			until := At(t.At().Add(ledger.ReturnedLife))
			if _, err := tx.exec(`UPDATE lots SET expires_at = ?, extended = TRUE WHERE expires_at < ? AND (NOT extended OR CAST(? AS BOOLEAN))
				AND id IN (SELECT lot_id FROM lot_uses WHERE transfer_id = ?)`, until, until, t.By().Staff(), t.ID()); err != nil {
				return err
			}
		}
	}
	if left <= 0 {
		return nil
	}
	_, err := tx.exec("INSERT INTO lots (id, expert_id, amount, remaining, confirmed_at, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
		t.ID(), t.Credit().Owner(), left, left, At(t.At()), At(ledger.ExpiryOf(t.At())))
	return err
}

// followUses brings what is left of lots in line with the uses of a transfer.
func (tx Tx) followUses(t ledger.Transfer) error {
	_, err := tx.exec(`UPDATE lots SET remaining = remaining - (SELECT u.amount FROM lot_uses u WHERE u.transfer_id = ? AND u.lot_id = lots.id)
		WHERE id IN (SELECT lot_id FROM lot_uses WHERE transfer_id = ?)`, t.ID(), t.ID())
	return err
}

type lotRow struct {
	ID          string
	ExpertID    string
	Remaining   int64
	ConfirmedAt Time
	ExpiresAt   Time
}

const lotColumns = "l.id, l.expert_id, l.remaining, l.confirmed_at, l.expires_at"

func (r lotRow) domain() ledger.Lot {
	return ledger.Lot{
		ID: domain.TransferID(r.ID), Expert: domain.ExpertID(r.ExpertID), Remaining: domain.Points(r.Remaining),
		ConfirmedAt: r.ConfirmedAt.Time, ExpiresAt: r.ExpiresAt.Time,
	}
}

func lotsOf(rows []lotRow) []ledger.Lot {
	lots := make([]ledger.Lot, len(rows))
	for i, r := range rows {
		lots[i] = r.domain()
	}
	return lots
}

// putToRest says of an expert e that staff put them to rest.
const putToRest = `(e.state = 'suspended' OR (e.state = 'paused'
	AND NOT EXISTS (SELECT 1 FROM expert_pauses p WHERE p.expert_id = e.id AND p.returned_at IS NULL)))`

// resting says of an expert e that nothing of theirs expires now: they pause, since
// a moment at least, or somebody put them to rest, holds points of theirs or owes
// them an answer. The moment is restSince.
const resting = `(` + putToRest + `
	OR EXISTS (SELECT 1 FROM expert_pauses p WHERE p.expert_id = e.id AND p.returned_at IS NULL AND p.began_at <= ?)
	OR EXISTS (SELECT 1 FROM cases c WHERE c.expert_id = e.id AND c.state = 'appealed')
	OR EXISTS (SELECT 1 FROM holds h JOIN awards a ON a.id = h.award_id WHERE a.expert_id = e.id AND h.state = 'held'))`

// restSince is when a pause must have begun that keeps lots from expiring.
func restSince(now time.Time) Time { return At(now.Add(-ledger.RestLeast)) }

// frozenLots says it of lot l, whose clock also stands still until it has been put forward.
const frozenLots = `(EXISTS (SELECT 1 FROM lot_freezes f WHERE f.expert_id = l.expert_id AND f.ended_at IS NULL)
	OR EXISTS (SELECT 1 FROM experts e WHERE e.id = l.expert_id AND ` + resting + `))`

// FreezesToBegin returns who rests and whose lots are not frozen, since when.
func (tx Tx) FreezesToBegin(now time.Time) (due []ledger.Freeze, err error) {
	var rows []struct {
		ID                         string
		PausedAt, HeldAt, AppealAt *Time
	}
	err = tx.all(&rows, `SELECT e.id, (SELECT p.began_at FROM expert_pauses p WHERE p.expert_id = e.id AND p.returned_at IS NULL) AS paused_at,
		(SELECT MIN(h.began_at) FROM holds h JOIN awards a ON a.id = h.award_id WHERE a.expert_id = e.id AND h.state = 'held') AS held_at,
		(SELECT MIN(c.appealed_at) FROM cases c WHERE c.expert_id = e.id AND c.state = 'appealed') AS appeal_at
		FROM experts e WHERE `+resting+` AND NOT EXISTS (SELECT 1 FROM lot_freezes f WHERE f.expert_id = e.id AND f.ended_at IS NULL)
		AND EXISTS (SELECT 1 FROM lots l WHERE l.expert_id = e.id AND l.remaining > 0) ORDER BY e.id`, restSince(now))
	for _, r := range rows {
		f := ledger.Freeze{Expert: domain.ExpertID(r.ID), BeganAt: now}
		for _, at := range []*Time{r.PausedAt, r.HeldAt, r.AppealAt} {
			if at != nil && at.Before(f.BeganAt) {
				f.BeganAt = at.Time
			}
		}
		due = append(due, f)
	}
	return due, wrapped(err, "find whose lots to freeze")
}

// NoteStaffRest notes of open freezes that staff keep their experts from working now.
func (tx Tx) NoteStaffRest(now time.Time) error {
	_, err := tx.exec(`UPDATE lot_freezes SET staff_from = COALESCE(staff_from, ?), staff_until = ? WHERE ended_at IS NULL
		AND EXISTS (SELECT 1 FROM experts e WHERE e.id = lot_freezes.expert_id AND `+putToRest+`)`, At(now), At(now))
	return wrapped(err, "note whom staff put to rest")
}

// FreezesToEnd returns the freezes of who is back.
func (tx Tx) FreezesToEnd(now time.Time) (due []ledger.Freeze, err error) {
	var rows []struct {
		ExpertID string
		BeganAt  Time
	}
	err = tx.all(&rows, `SELECT f.expert_id, f.began_at FROM lot_freezes f JOIN experts e ON e.id = f.expert_id
		WHERE f.ended_at IS NULL AND NOT `+resting+` ORDER BY f.expert_id`, restSince(now))
	for _, r := range rows {
		due = append(due, ledger.Freeze{Expert: domain.ExpertID(r.ExpertID), BeganAt: r.BeganAt.Time})
	}
	return due, wrapped(err, "find whose lots to thaw")
}

// Rests returns when the expert of a freeze rested since it began; what has not
// ended ends now, and what staff did was so until the night after they were last seen to.
func (tx Tx) Rests(f ledger.Freeze, now time.Time) (rests []ledger.Rest, err error) {
	var rows []struct{ Since, Until Time }
	at, began := At(now), At(f.BeganAt)
	err = tx.all(&rows, `SELECT began_at AS since, COALESCE(returned_at, CAST(? AS BIGINT)) AS until FROM expert_pauses
			WHERE expert_id = ? AND (returned_at IS NULL OR returned_at > ?)
		UNION ALL SELECT h.began_at, COALESCE(h.ended_at, CAST(? AS BIGINT)) FROM holds h JOIN awards a ON a.id = h.award_id
			WHERE a.expert_id = ? AND (h.ended_at IS NULL OR h.ended_at > ?)
		UNION ALL SELECT appealed_at, COALESCE(answered_at, CAST(? AS BIGINT)) FROM cases
			WHERE expert_id = ? AND appealed_at IS NOT NULL AND (answered_at IS NULL OR answered_at > ?)
		UNION ALL SELECT staff_from, staff_until + 86400000 FROM lot_freezes WHERE expert_id = ? AND began_at = ? AND staff_from IS NOT NULL
		ORDER BY 1, 2`, at, f.Expert, began, at, f.Expert, began, at, f.Expert, began, f.Expert, began)
	for _, r := range rows {
		rests = append(rests, ledger.Rest{Since: r.Since.Time, Until: r.Until.Time})
	}
	return rests, wrapped(err, "read when %s rested", f.Expert)
}

// BeginFreeze stops the clock of an expert's lots; false: it stands still already.
func (tx Tx) BeginFreeze(f ledger.Freeze) (bool, error) {
	n, err := tx.exec("INSERT INTO lot_freezes (expert_id, began_at) VALUES (?, ?) ON CONFLICT DO NOTHING", f.Expert, At(f.BeganAt))
	return n == 1, wrapped(err, "freeze the lots of %s", f.Expert)
}

// EndFreeze puts the clock of an expert's lots forward, once.
func (tx Tx) EndFreeze(f ledger.Freeze, now time.Time, days int) (bool, error) {
	n, err := tx.exec("UPDATE lot_freezes SET ended_at = ?, days = ? WHERE expert_id = ? AND began_at = ? AND ended_at IS NULL",
		At(later(now, f.BeganAt)), days, f.Expert, At(f.BeganAt))
	if err != nil || n == 0 || days == 0 {
		return n == 1, wrapped(err, "thaw the lots of %s", f.Expert)
	}
	_, err = tx.exec("UPDATE lots SET expires_at = expires_at + ? WHERE expert_id = ? AND confirmed_at < ? AND expires_at > ?",
		(time.Duration(days) * 24 * time.Hour).Milliseconds(), f.Expert, At(now), At(f.BeganAt))
	return true, wrapped(err, "put the lots of %s forward", f.Expert)
}

// HoldPurse holds what an expert can spend until the transaction ends.
func (tx Tx) HoldPurse(e domain.ExpertID) error {
	_, err := tx.LockAvailable(e)
	return err
}

// LotsToTell returns lots whose warning is due: of the steps before their end
// whose day has come the last was not told, nor one after it.
func (tx Tx) LotsToTell(now time.Time, limit int) ([]ledger.Lot, error) {
	at := At(now)
	var rows []lotRow
	const ms = 86400000
	err := tx.all(&rows, `SELECT `+lotColumns+` FROM lots l WHERE l.remaining > 0 AND l.expires_at <= ? AND NOT `+frozenLots+`
		AND NOT EXISTS (SELECT 1 FROM lot_warnings w WHERE w.lot_id = l.id AND w.expires_at = l.expires_at
			AND w.step <= CASE WHEN l.expires_at <= ? THEN 7 WHEN l.expires_at <= ? THEN 30 ELSE 60 END)
		ORDER BY l.expert_id, l.expires_at, l.id LIMIT ?`,
		At(at.AddDate(0, 0, 60)), restSince(now), At(now.Add(7*ms*time.Millisecond)), At(now.Add(30*ms*time.Millisecond)), limit)
	return lotsOf(rows), wrapped(err, "find lots to tell of")
}

// TellLot notes that an expert was told, once.
func (tx Tx) TellLot(l ledger.Lot, step int, now time.Time) (bool, error) {
	n, err := tx.exec(`INSERT INTO lot_warnings (lot_id, expires_at, step, points, told_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		l.ID, At(l.ExpiresAt), step, l.Remaining, At(now))
	return n == 1, wrapped(err, "tell of lot %s", l.ID)
}

// LotsOver returns lots whose end has come and that are not frozen, by end and id.
func (tx Tx) LotsOver(now time.Time, after ledger.Lot, limit int) ([]ledger.Lot, error) {
	var rows []lotRow
	end := At(after.ExpiresAt)
	if after.ID == "" {
		end = At(time.UnixMilli(0))
	}
	err := tx.all(&rows, `SELECT `+lotColumns+` FROM lots l WHERE l.remaining > 0 AND l.expires_at <= ? AND NOT `+frozenLots+`
		AND (l.expires_at > ? OR (l.expires_at = ? AND l.id > ?)) ORDER BY l.expires_at, l.id LIMIT ?`, At(now), restSince(now), end, end, after.ID, limit)
	return lotsOf(rows), wrapped(err, "find lots that are over")
}

// Lot returns a lot, whose purse is held, and when its expert first heard of its end.
func (tx Tx) Lot(id domain.TransferID) (ledger.Lot, time.Time, error) {
	var r lotRow
	if err := tx.one(&r, "lot", "SELECT "+lotColumns+" FROM lots l WHERE l.id = ?", id); err != nil {
		return ledger.Lot{}, time.Time{}, err
	}
	var told *Time
	err := tx.all(&told, "SELECT MIN(told_at) FROM lot_warnings WHERE lot_id = ? AND expires_at = ?", id, r.ExpiresAt)
	return r.domain(), told.OrZero(), wrapped(err, "read what was told of lot %s", id)
}

// FrozenLots reports whether nothing of an expert expires now.
func (tx Tx) FrozenLots(e domain.ExpertID, now time.Time) (frozen bool, err error) {
	var n int
	err = tx.all(&n, `SELECT COUNT(*) FROM (SELECT CAST(? AS TEXT) AS expert_id) AS l WHERE `+frozenLots, e, restSince(now))
	return n > 0, wrapped(err, "whether lots of %s are frozen", e)
}
