package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shop"
)

var _ shop.Store = Tx{}

// Shop runs fn with the Store of domain/shop.
func (db *DB) Shop(ctx context.Context, fn func(shop.Store) error) error {
	return db.InTx(ctx, func(tx Tx) error { return fn(tx) })
}

type rewardRow struct {
	ID           string
	Name         string
	Description  string
	Picture      string
	Price        int64
	NextPrice    *int64
	NextPriceAt  *Time
	Stock        int
	Remaining    int
	PerPerson    int
	MinLevel     int
	Limited      bool
	OnSaleAt     *Time
	Charity      bool
	MatchPercent int
	ArchivedAt   *Time
	LowAt        *Time
	Version      int
	CreatedAt    Time
}

const rewardColumns = "id, name, description, picture, price, next_price, next_price_at, stock, remaining, per_person, min_level, limited, on_sale_at, charity, match_percent, archived_at, version, created_at"

const rewardViewColumns = rewardColumns + ", low_at"

func (r rewardRow) domain() shop.Reward {
	return shop.Reward{
		ID: domain.RewardID(r.ID), Name: r.Name, Description: r.Description, Picture: r.Picture, Price: domain.Points(r.Price),
		NextPrice: domain.Points(deref(r.NextPrice)), NextPriceAt: r.NextPriceAt.OrZero(),
		Stock: r.Stock, Remaining: r.Remaining, PerPerson: r.PerPerson, MinLevel: r.MinLevel, Limited: r.Limited,
		OnSaleAt: r.OnSaleAt.OrZero(), Charity: r.Charity, Match: r.MatchPercent, ArchivedAt: r.ArchivedAt.OrZero(), Version: r.Version, CreatedAt: r.CreatedAt.Time,
	}
}

// accused says of an expert e that somebody proposed to take points of theirs back.
// Cases change while their expert is held, so it is asked when they are.
const accused = "EXISTS (SELECT 1 FROM cases c WHERE c.expert_id = e.id AND c.state = 'proposed' AND c.voids)"

// LockBuyer returns an expert as the shop sees them and holds the row until the
// transaction ends.
func (tx Tx) LockBuyer(id domain.ExpertID) (shop.Buyer, error) {
	var r struct {
		Level int
		State roster.State
	}
	if err := tx.one(&r, "expert", "SELECT level, state FROM experts WHERE id = ?"+tx.hold(), id); err != nil {
		return shop.Buyer{ID: id}, err
	}
	b := shop.Buyer{ID: id, Level: r.Level, Active: r.State == roster.Active}
	var won *Time
	if err := tx.all(&won, "SELECT "+earlyWon, id); err != nil {
		return b, wrapped(err, "early access of %s", id)
	}
	b.Won = won.OrZero()
	_, err := tx.maybe(&b.Accused, "SELECT TRUE FROM experts e WHERE e.id = ? AND "+accused, id)
	return b, wrapped(err, "whether %s is accused", id)
}

// earlyWon is when an expert last won early access.
const earlyWon = "(SELECT MAX(w.won_at) FROM prize_wins w JOIN prizes z ON z.id = w.prize_id WHERE w.expert_id = ? AND z.early_access)"

// LockReward returns a reward and holds its row until the transaction ends.
func (tx Tx) LockReward(id domain.RewardID) (shop.Reward, error) {
	var r rewardRow
	found, err := tx.maybe(&r, "SELECT "+rewardColumns+" FROM rewards WHERE id = ?"+tx.hold(), id)
	if err == nil && !found {
		err = shop.ErrUnknownReward
	}
	return r.domain(), err
}

// AddReward stores a new reward.
func (tx Tx) AddReward(r shop.Reward) error {
	_, err := tx.exec("INSERT INTO rewards ("+rewardColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		r.ID, r.Name, r.Description, r.Picture, r.Price, pointsOrNull(r.NextPrice), AtOrNull(r.NextPriceAt), r.Stock, r.Remaining, r.PerPerson, r.MinLevel, r.Limited,
		AtOrNull(r.OnSaleAt), r.Charity, r.Match, AtOrNull(r.ArchivedAt), r.Version, At(r.CreatedAt))
	return wrapped(err, "reward %s", r.ID)
}

// SaveReward writes r, if nobody has since it was read.
func (tx Tx) SaveReward(r shop.Reward) error {
	return tx.change(`UPDATE rewards SET name = ?, description = ?, picture = ?, price = ?, next_price = ?, next_price_at = ?, stock = ?, remaining = ?, per_person = ?,
		min_level = ?, limited = ?, on_sale_at = ?, match_percent = ?, archived_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
		r.Name, r.Description, r.Picture, r.Price, pointsOrNull(r.NextPrice), AtOrNull(r.NextPriceAt), r.Stock, r.Remaining, r.PerPerson,
		r.MinLevel, r.Limited, AtOrNull(r.OnSaleAt), r.Match, AtOrNull(r.ArchivedAt), r.ID, r.Version)
}

// TakePiece leaves one fewer remaining, or refuses with shop.ErrSoldOut.
func (tx Tx) TakePiece(id domain.RewardID) error {
	n, err := tx.exec("UPDATE rewards SET remaining = remaining - 1 WHERE id = ? AND remaining > 0", id)
	if err == nil && n == 0 {
		err = shop.ErrSoldOut
	}
	return err
}

// ReturnPiece leaves one more remaining.
func (tx Tx) ReturnPiece(id domain.RewardID) error {
	return tx.change("UPDATE rewards SET remaining = remaining + 1 WHERE id = ?", id)
}

// FreePiece returns the smallest number that no live redemption of the reward has.
func (tx Tx) FreePiece(id domain.RewardID) (no int, err error) {
	err = tx.all(&no, `SELECT COALESCE(MIN(free), 1) FROM (
		SELECT 1 AS free WHERE NOT EXISTS (
			SELECT 1 FROM redemptions WHERE reward_id = ? AND state <> 'cancelled' AND piece_no = 1)
		UNION ALL
		SELECT r.piece_no + 1 FROM redemptions r WHERE r.reward_id = ? AND r.state <> 'cancelled' AND NOT EXISTS (
			SELECT 1 FROM redemptions o WHERE o.reward_id = r.reward_id AND o.state <> 'cancelled' AND o.piece_no = r.piece_no + 1)
		) gaps`, id, id)
	return no, err
}

// HeldBy returns how many live redemptions of a reward an expert has, and the
// smallest number among theirs that is free.
func (tx Tx) HeldBy(id domain.RewardID, e domain.ExpertID) (held, free int, err error) {
	var taken []int
	err = tx.all(&taken, `SELECT nth FROM redemptions WHERE reward_id = ? AND expert_id = ? AND state <> 'cancelled' ORDER BY nth`, id, e)
	free = 1
	for _, nth := range taken {
		if nth == free {
			free++
		}
	}
	return len(taken), free, err
}

func pointsOrNull(p domain.Points) *int64 {
	if p == 0 {
		return nil
	}
	return new(int64(p))
}
