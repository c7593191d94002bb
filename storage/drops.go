package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
)

var _ shop.DropStore = Tx{}

// Drops runs fn with the store of drops.
func (db *DB) Drops(ctx context.Context, fn func(shop.DropStore) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

type dropRow struct {
	ID          string
	RewardID    string
	Kind        string
	Price       int64
	Pieces      int
	Reserve     int
	MinLevel    int
	State       string
	OpensAt     Time
	ClosesAt    Time
	AnnouncedAt *Time
	SeedHash    string
	Sealed      string
	Seed        string
	OpenedAt    *Time
	DrawnAt     *Time
	EndedAt     *Time
	Reason      string
	CreatedBy   string
	CreatedAt   Time
	Version     int
}

const dropColumns = `id, reward_id, kind, price, pieces, reserve, min_level, state, opens_at, closes_at, announced_at, seed_hash, sealed, seed,
	opened_at, drawn_at, ended_at, reason, created_by, created_at, version`

func (r dropRow) domain() shop.Drop {
	return shop.Drop{
		ID: domain.DropID(r.ID), Reward: domain.RewardID(r.RewardID), Kind: shop.DropKind(r.Kind), Price: domain.Points(r.Price),
		Pieces: r.Pieces, Reserve: r.Reserve, MinLevel: r.MinLevel, State: shop.DropState(r.State), OpensAt: r.OpensAt.Time,
		ClosesAt: r.ClosesAt.Time, AnnouncedAt: r.AnnouncedAt.OrZero(), SeedHash: r.SeedHash, Sealed: r.Sealed, Seed: r.Seed,
		OpenedAt: r.OpenedAt.OrZero(), DrawnAt: r.DrawnAt.OrZero(), EndedAt: r.EndedAt.OrZero(), Reason: r.Reason, CreatedBy: r.CreatedBy, CreatedAt: r.CreatedAt.Time, Version: r.Version,
	}
}

// Drop returns a drop as it is.
func (tx Tx) Drop(id domain.DropID) (shop.Drop, error) { return tx.drop(id, "") }

// LockDrop returns a drop and holds its row until the transaction ends.
func (tx Tx) LockDrop(id domain.DropID) (shop.Drop, error) { return tx.drop(id, tx.hold()) }

func (tx Tx) drop(id domain.DropID, hold string) (shop.Drop, error) {
	var r dropRow
	found, err := tx.maybe(&r, "SELECT "+dropColumns+" FROM drops WHERE id = ?"+hold, id)
	if err == nil && !found {
		err = shop.ErrUnknownDrop
	}
	return r.domain(), err
}

// AddDrop stores a new drop, unless its reward has one that is not over.
func (tx Tx) AddDrop(d shop.Drop) error {
	n, err := tx.exec(`INSERT INTO drops (id, reward_id, kind, price, pieces, reserve, min_level, state, opens_at, closes_at, created_by,
		created_at, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (reward_id) WHERE ended_at IS NULL DO NOTHING`,
		d.ID, d.Reward, d.Kind, d.Price, d.Pieces, d.Reserve, d.MinLevel, d.State, At(d.OpensAt), At(d.ClosesAt), d.CreatedBy,
		At(d.CreatedAt), d.Version)
	if err == nil && n == 0 {
		err = shop.ErrDropRunning
	}
	return wrapped(err, "drop %s", d.ID)
}

// SaveDrop writes what can change of d, if nobody has since it was read.
func (tx Tx) SaveDrop(d shop.Drop) error {
	return tx.change(`UPDATE drops SET price = ?, state = ?, announced_at = ?, seed_hash = ?, sealed = ?, seed = ?, opened_at = ?, drawn_at = ?,
		ended_at = ?, reason = ?, version = version + 1 WHERE id = ? AND version = ?`,
		d.Price, d.State, AtOrNull(d.AnnouncedAt), d.SeedHash, d.Sealed, d.Seed, AtOrNull(d.OpenedAt), AtOrNull(d.DrawnAt),
		AtOrNull(d.EndedAt), d.Reason, d.ID, d.Version)
}

// TurningDrops are the drops that time moves on at now, the earliest first.
func (tx Tx) TurningDrops(now time.Time) (ids []domain.DropID, err error) {
	err = tx.all(&ids, `SELECT id FROM drops WHERE ended_at IS NULL AND ((state = 'announced' AND opens_at <= ?)
		OR (state = 'live' AND closes_at <= ?) OR state = 'drawn') ORDER BY closes_at, id`, At(now), At(now))
	return ids, err
}

type entryRow struct {
	ID           string
	DropID       string
	ExpertID     string
	Price        int64
	Half         bool
	Senior       bool
	State        string
	Place        *int
	EnteredAt    Time
	ReleasedAt   *Time
	WonAt        *Time
	ConfirmUntil *Time
	EndedAt      *Time
	RedemptionID *string
	Version      int
}

const entryColumns = `id, drop_id, expert_id, price, half, senior, state, place, entered_at, released_at, won_at, confirm_until, ended_at,
	redemption_id, version`

func (r entryRow) domain() shop.Entry {
	return shop.Entry{
		ID: domain.EntryID(r.ID), Drop: domain.DropID(r.DropID), Expert: domain.ExpertID(r.ExpertID), Price: domain.Points(r.Price),
		Half: r.Half, Senior: r.Senior, State: shop.EntryState(r.State), Place: deref(r.Place), EnteredAt: r.EnteredAt.Time,
		ReleasedAt: r.ReleasedAt.OrZero(), WonAt: r.WonAt.OrZero(), ConfirmUntil: r.ConfirmUntil.OrZero(), EndedAt: r.EndedAt.OrZero(),
		Redemption: domain.RedemptionID(deref(r.RedemptionID)), Version: r.Version,
	}
}

// AddEntry stores a new entry, unless its expert has one in the drop.
func (tx Tx) AddEntry(e shop.Entry) error {
	n, err := tx.exec(`INSERT INTO drop_entries (id, drop_id, expert_id, price, half, senior, state, entered_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (drop_id, expert_id) WHERE state <> 'withdrawn' DO NOTHING`,
		e.ID, e.Drop, e.Expert, e.Price, e.Half, e.Senior, e.State, At(e.EnteredAt), e.Version)
	if err == nil && n == 0 {
		err = shop.ErrEntered
	}
	return wrapped(err, "entry %s", e.ID)
}

// LockEntry returns an expert's entry that was not withdrawn, and holds it
// until the transaction ends.
func (tx Tx) LockEntry(d domain.DropID, e domain.ExpertID) (shop.Entry, error) {
	var r entryRow
	found, err := tx.maybe(&r, "SELECT "+entryColumns+" FROM drop_entries WHERE drop_id = ? AND expert_id = ? AND state <> 'withdrawn'"+
		tx.hold(), d, e)
	if err == nil && !found {
		err = shop.ErrNoEntry
	}
	return r.domain(), err
}

// SaveEntry writes what can change of e, if nobody has since it was read.
func (tx Tx) SaveEntry(e shop.Entry) error {
	return tx.change(`UPDATE drop_entries SET state = ?, released_at = ?, won_at = ?, confirm_until = ?, ended_at = ?, redemption_id = ?,
		version = version + 1 WHERE id = ? AND version = ?`,
		e.State, AtOrNull(e.ReleasedAt), AtOrNull(e.WonAt), AtOrNull(e.ConfirmUntil), AtOrNull(e.EndedAt), orNull(e.Redemption), e.ID, e.Version)
}

// WonLastDraw reports whether an expert won in the draw before.
func (tx Tx) WonLastDraw(e domain.ExpertID) (won bool, err error) {
	_, err = tx.maybe(&won, `SELECT TRUE FROM drop_entries WHERE expert_id = ? AND state IN ('won', 'confirmed') AND drop_id = (
		SELECT id FROM drops WHERE drawn_at IS NOT NULL ORDER BY drawn_at DESC, id DESC LIMIT 1)`, e)
	return won, err
}

// WeighEntries lets those weigh half who are in a draw and won the draw before,
// as it is now.
func (tx Tx) WeighEntries(d domain.DropID) error {
	_, err := tx.exec(`UPDATE drop_entries SET half = NOT half, version = version + 1 WHERE drop_id = ? AND state = 'entered'
		AND half <> (expert_id IN (SELECT w.expert_id FROM drop_entries w WHERE w.state IN ('won', 'confirmed') AND w.drop_id = (
			SELECT id FROM drops WHERE drawn_at IS NOT NULL ORDER BY drawn_at DESC, id DESC LIMIT 1)))`, d)
	return err
}

// Tickets are those who are in a draw, as the draw sees them.
func (tx Tx) Tickets(d domain.DropID) ([]shop.Ticket, error) {
	var rows []struct {
		ID           string
		Half, Senior bool
	}
	err := tx.all(&rows, "SELECT id, half, senior FROM drop_entries WHERE drop_id = ? AND state = 'entered' ORDER BY id"+tx.hold(), d)
	all := make([]shop.Ticket, len(rows))
	for i, r := range rows {
		all[i] = shop.Ticket{ID: domain.EntryID(r.ID), Half: r.Half, Senior: r.Senior}
	}
	return all, err
}

// PlaceEntries writes the order of a draw: the first of it have won.
func (tx Tx) PlaceEntries(order []domain.EntryID, won int, now time.Time) error {
	for i, id := range order {
		state, at, until := shop.Missed, any(nil), any(nil)
		if i < won {
			state, at, until = shop.Won, At(now), At(now.Add(shop.ConfirmWindow))
		}
		if err := tx.change(`UPDATE drop_entries SET place = ?, state = ?, won_at = ?, confirm_until = ?, version = version + 1
			WHERE id = ? AND state = 'entered'`, i+1, state, at, until, id); err != nil {
			return wrapped(err, "place entry %s", id)
		}
	}
	return nil
}

// WithdrawEntries takes everybody out of a drop that was cancelled.
func (tx Tx) WithdrawEntries(d domain.DropID, now time.Time) error {
	_, err := tx.exec("UPDATE drop_entries SET state = 'withdrawn', ended_at = ?, version = version + 1 WHERE drop_id = ? AND state = 'entered'",
		At(now), d)
	return err
}

func (tx Tx) entries(where string, args ...any) ([]shop.Entry, error) {
	var rows []entryRow
	err := tx.all(&rows, "SELECT "+entryColumns+" FROM drop_entries WHERE "+where+tx.hold(), args...)
	all := make([]shop.Entry, len(rows))
	for i, r := range rows {
		all[i] = r.domain()
	}
	return all, err
}

// LapsedEntries are the wins of a drop that nobody confirmed in time.
func (tx Tx) LapsedEntries(d domain.DropID, now time.Time) ([]shop.Entry, error) {
	return tx.entries("drop_id = ? AND state = 'won' AND confirm_until <= ? ORDER BY place", d, At(now))
}

// MissedEntries are the next n of a drop in the order of its draw.
func (tx Tx) MissedEntries(d domain.DropID, n int) ([]shop.Entry, error) {
	return tx.entries("drop_id = ? AND state = 'missed' ORDER BY place LIMIT ?", d, max(n, 0))
}

// Pieces are those of a drop that winners still have to confirm, and have.
func (tx Tx) Pieces(d domain.DropID) (waiting, confirmed int, err error) {
	var r struct{ Waiting, Confirmed int }
	err = tx.all(&r, `SELECT COUNT(CASE WHEN state = 'won' THEN 1 END) AS waiting, COUNT(CASE WHEN state = 'confirmed' THEN 1 END) AS confirmed
		FROM drop_entries WHERE drop_id = ?`, d)
	return r.Waiting, r.Confirmed, err
}

// Unreleased are entries with nothing to wait for whose points are still set
// aside, by expert: their accounts are taken in that order.
func (tx Tx) Unreleased(limit int) ([]shop.Entry, error) {
	return tx.entries(`released_at IS NULL AND state IN ('withdrawn', 'missed', 'declined', 'lapsed') ORDER BY expert_id, id LIMIT ?`, limit)
}

// PromisedPieces are the pieces that a reward's drop that is not over still has
// to give.
func (tx Tx) PromisedPieces(id domain.RewardID) (n int, running bool, err error) {
	running, err = tx.maybe(&n, `SELECT d.pieces - (SELECT COUNT(*) FROM redemptions r WHERE r.drop_id = d.id AND r.state <> 'cancelled')
		FROM drops d WHERE d.reward_id = ? AND d.ended_at IS NULL`, id)
	return n, running, err
}

// LockLivingDrop returns the drop of a reward that is not over, if there is
// one, and holds it until the transaction ends.
func (tx Tx) LockLivingDrop(id domain.RewardID) (shop.Drop, bool, error) {
	var r dropRow
	found, err := tx.maybe(&r, "SELECT "+dropColumns+" FROM drops WHERE reward_id = ? AND ended_at IS NULL"+tx.hold(), id)
	return r.domain(), found, err
}

// TakenOf are the pieces of a drop that are gone, and those of them that
// seniors have.
func (tx Tx) TakenOf(id domain.DropID) (taken, senior int, err error) {
	var r struct{ Taken, Seniors int }
	err = tx.all(&r, `SELECT COUNT(*) AS taken, COUNT(CASE WHEN senior THEN 1 END) AS seniors FROM redemptions
		WHERE drop_id = ? AND state <> 'cancelled'`, id)
	return r.Taken, r.Seniors, err
}

// Unconfirmed are requests of first-come drops that nobody confirmed in time.
func (tx Tx) Unconfirmed(now time.Time) (ids []domain.RedemptionID, err error) {
	err = tx.all(&ids, `SELECT id FROM redemptions WHERE state = 'requested' AND confirm_until IS NOT NULL AND confirmed_at IS NULL
		AND confirm_until <= ? ORDER BY confirm_until, id LIMIT 500`, At(now))
	return ids, err
}
