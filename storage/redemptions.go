package storage

import (
	"slices"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
)

type redemptionRow struct {
	ID           string
	RewardID     string
	ExpertID     string
	PieceNo      int
	Nth          int
	Price        int64
	State        string
	Refused      bool
	Reason       string
	Tracking     string
	RequestedAt  Time
	ApprovedAt   *Time
	ShippedAt    *Time
	DeliveredAt  *Time
	CancelledAt  *Time
	DecidedBy    string
	DropID       *string
	Senior       bool
	ConfirmUntil *Time
	ConfirmedAt  *Time
	Gift         bool
	Matched      int64
	First        bool
	Dear         bool
	LowLevel     bool
	Accused      bool
	DecideBy     *Time
	DecideLateAt *Time
	ShipBy       *Time
	ShipLateAt   *Time
	Version      int
}

const redemptionColumns = `id, reward_id, expert_id, piece_no, nth, price, state, refused, reason, tracking, requested_at, approved_at,
	shipped_at, delivered_at, cancelled_at, decided_by, drop_id, senior, confirm_until, confirmed_at, gift, matched, first, dear, low_level, accused,
	decide_by, decide_late_at, ship_by, ship_late_at, version`

func (r redemptionRow) domain() shop.Redemption {
	return shop.Redemption{
		ID: domain.RedemptionID(r.ID), Reward: domain.RewardID(r.RewardID), Expert: domain.ExpertID(r.ExpertID),
		PieceNo: r.PieceNo, Nth: r.Nth, Price: domain.Points(r.Price), State: shop.State(r.State), Refused: r.Refused,
		Reason: r.Reason, Tracking: r.Tracking, RequestedAt: r.RequestedAt.Time, ApprovedAt: r.ApprovedAt.OrZero(),
		ShippedAt: r.ShippedAt.OrZero(), DeliveredAt: r.DeliveredAt.OrZero(), CancelledAt: r.CancelledAt.OrZero(),
		DecidedBy: r.DecidedBy, Drop: domain.DropID(deref(r.DropID)), Senior: r.Senior, ConfirmUntil: r.ConfirmUntil.OrZero(),
		ConfirmedAt: r.ConfirmedAt.OrZero(), Gift: r.Gift, Matched: domain.Points(r.Matched), Asks: r.asks(), DecideBy: r.DecideBy.OrZero(),
		DecideLateAt: r.DecideLateAt.OrZero(), ShipBy: r.ShipBy.OrZero(), ShipLateAt: r.ShipLateAt.OrZero(), Version: r.Version,
	}
}

// asks are the rules that want a person's decision.
func (r redemptionRow) asks() []shop.Ask {
	all := make([]shop.Ask, 0, 4)
	for _, rule := range []struct {
		asks bool
		name shop.Ask
	}{{r.First, shop.AskFirst}, {r.Dear, shop.AskDear}, {r.LowLevel, shop.AskLevel}, {r.Accused, shop.AskCase}} {
		if rule.asks {
			all = append(all, rule.name)
		}
	}
	return all
}

// AddRedemption stores a new redemption.
func (tx Tx) AddRedemption(r shop.Redemption) error {
	_, err := tx.exec(`INSERT INTO redemptions (id, reward_id, expert_id, piece_no, nth, price, state, requested_at, drop_id, senior, confirm_until,
		gift, matched, first, dear, low_level, accused, decide_by, version) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.Reward, r.Expert, r.PieceNo, r.Nth, r.Price, r.State, At(r.RequestedAt), orNull(r.Drop), r.Senior,
		AtOrNull(r.ConfirmUntil), r.Gift, r.Matched, slices.Contains(r.Asks, shop.AskFirst), slices.Contains(r.Asks, shop.AskDear),
		slices.Contains(r.Asks, shop.AskLevel), slices.Contains(r.Asks, shop.AskCase), AtOrNull(r.DecideBy), r.Version)
	return wrapped(err, "redemption %s", r.ID)
}

// ExpertOf returns whose a redemption is, which never changes; nothing is locked.
func (tx Tx) ExpertOf(id domain.RedemptionID) (e domain.ExpertID, err error) {
	found, err := tx.maybe(&e, "SELECT expert_id FROM redemptions WHERE id = ?", id)
	if err == nil && !found {
		err = shop.ErrUnknown
	}
	return e, err
}

// LockRedemption returns a redemption and holds its row until the transaction ends.
func (tx Tx) LockRedemption(id domain.RedemptionID) (shop.Redemption, error) {
	var r redemptionRow
	found, err := tx.maybe(&r, "SELECT "+redemptionColumns+" FROM redemptions WHERE id = ?"+tx.hold(), id)
	if err == nil && !found {
		err = shop.ErrUnknown
	}
	return r.domain(), err
}

// SaveRedemption writes what can change of r, if nobody has since it was read.
func (tx Tx) SaveRedemption(r shop.Redemption) error {
	return tx.change(`UPDATE redemptions SET state = ?, refused = ?, reason = ?, tracking = ?, approved_at = ?, shipped_at = ?,
		delivered_at = ?, cancelled_at = ?, decided_by = ?, confirmed_at = ?, decide_by = ?, decide_late_at = ?, ship_by = ?,
		ship_late_at = ?, accused = ?, version = version + 1 WHERE id = ? AND version = ?`,
		r.State, r.Refused, r.Reason, r.Tracking, AtOrNull(r.ApprovedAt), AtOrNull(r.ShippedAt),
		AtOrNull(r.DeliveredAt), AtOrNull(r.CancelledAt), r.DecidedBy, AtOrNull(r.ConfirmedAt), AtOrNull(r.DecideBy), AtOrNull(r.DecideLateAt),
		AtOrNull(r.ShipBy), AtOrNull(r.ShipLateAt), slices.Contains(r.Asks, shop.AskCase), r.ID, r.Version)
}

// TransferOf returns the transfer that was booked with a key.
func (tx Tx) TransferOf(key string) (domain.TransferID, error) {
	var id string
	err := tx.one(&id, "transfer", "SELECT id FROM transfers WHERE key = ?", key)
	return domain.TransferID(id), err
}
