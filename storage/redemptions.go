package storage

import (
	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/shop"
)

type redemptionRow struct {
	ID          string
	RewardID    string
	ExpertID    string
	PieceNo     int
	Nth         int
	Price       int64
	State       string
	Refused     bool
	Reason      string
	Tracking    string
	RequestedAt Time
	ApprovedAt  *Time
	ShippedAt   *Time
	DeliveredAt *Time
	CancelledAt *Time
	DecidedBy   string
	Version     int
}

const redemptionColumns = `id, reward_id, expert_id, piece_no, nth, price, state, refused, reason, tracking, requested_at, approved_at,
	shipped_at, delivered_at, cancelled_at, decided_by, version`

func (r redemptionRow) domain() shop.Redemption {
	return shop.Redemption{
		ID: domain.RedemptionID(r.ID), Reward: domain.RewardID(r.RewardID), Expert: domain.ExpertID(r.ExpertID),
		PieceNo: r.PieceNo, Nth: r.Nth, Price: domain.Points(r.Price), State: shop.State(r.State), Refused: r.Refused,
		Reason: r.Reason, Tracking: r.Tracking, RequestedAt: r.RequestedAt.Time, ApprovedAt: r.ApprovedAt.OrZero(),
		ShippedAt: r.ShippedAt.OrZero(), DeliveredAt: r.DeliveredAt.OrZero(), CancelledAt: r.CancelledAt.OrZero(),
		DecidedBy: r.DecidedBy, Version: r.Version,
	}
}

// AddRedemption stores a new redemption.
func (tx Tx) AddRedemption(r shop.Redemption) error {
	_, err := tx.exec(`INSERT INTO redemptions (id, reward_id, expert_id, piece_no, nth, price, state, requested_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID, r.Reward, r.Expert, r.PieceNo, r.Nth, r.Price, r.State, At(r.RequestedAt), r.Version)
	return wrapped(err, "redemption %s", r.ID)
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
		delivered_at = ?, cancelled_at = ?, decided_by = ?, version = version + 1 WHERE id = ? AND version = ?`,
		r.State, r.Refused, r.Reason, r.Tracking, AtOrNull(r.ApprovedAt), AtOrNull(r.ShippedAt),
		AtOrNull(r.DeliveredAt), AtOrNull(r.CancelledAt), r.DecidedBy, r.ID, r.Version)
}

// TransferOf returns the transfer that was booked with a key.
func (tx Tx) TransferOf(key string) (domain.TransferID, error) {
	var id string
	err := tx.one(&id, "transfer", "SELECT id FROM transfers WHERE key = ?", key)
	return domain.TransferID(id), err
}
