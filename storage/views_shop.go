package storage

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/ledger"
	"github.com/kennerhq/kenner/domain/roster"
	"github.com/kennerhq/kenner/domain/shop"
)

// Reward is an item of the shop.
type Reward struct {
	ID          string      `json:"id"`
	Name        string      `json:"name"`
	Description string      `json:"description"`
	Picture     string      `json:"picture" doc:"Name of a built-in picture."`
	Price       int64       `json:"price" doc:"In points."`
	NextPrice   *int64      `json:"nextPrice,omitempty" doc:"Announced: a higher price counts after seven days."`
	NextPriceAt *Time       `json:"nextPriceAt,omitempty"`
	Prices      []PriceView `json:"prices" doc:"Those that counted, newest first; the first counts now."`
	Savers      int         `json:"savers" doc:"How many experts have it on their wish list."`
	Stock       int         `json:"stock" doc:"All pieces there are and were."`
	Remaining   int         `json:"remaining" doc:"Pieces that nobody has asked for."`
	PerPerson   int         `json:"perPerson" doc:"How many one expert can have."`
	MinLevel    int         `json:"minLevel" minimum:"0" maximum:"4"`
	Limited     bool        `json:"limited" doc:"It goes out in drops alone."`
	OnSaleAt    *Time       `json:"onSaleAt,omitempty" doc:"Its release. Seniors have it a day before."`
	Charity     bool        `json:"charity" doc:"Points go to a cause: as many as one gives, and at least the price."`
	Match       int         `json:"match" doc:"Percent that the brand adds to a gift."`
	Given       int64       `json:"given,omitempty" doc:"To this cause so far, by experts."`
	Matched     int64       `json:"matched,omitempty" doc:"To this cause so far, by the brand."`
	Archived    bool        `json:"archived"`
	LowAt       *Time       `json:"lowAt,omitempty" doc:"For staff: since when a fifth or less remains."`
	Version     int         `json:"version"`
	Mine        *RewardMine `json:"mine,omitempty" doc:"For experts: what it is to them."`
}

// RewardMine is what a reward is to the expert who looks at it.
type RewardMine struct {
	Redeemed   int        `json:"redeemed" doc:"How many they have or asked for."`
	CanRedeem  bool       `json:"canRedeem"`
	OnWishList bool       `json:"onWishList" doc:"They save up for it."`
	Missing    int64      `json:"missing,omitempty" doc:"Points that they still need."`
	Reason     string     `json:"reason,omitempty" enum:"level,stock,limit,points,drop,early" doc:"Why they cannot."`
	From       *Time      `json:"from,omitempty" doc:"Of what is not released to them: from when they can."`
	Asks       []shop.Ask `json:"asks" enum:"first,dear,level,case" doc:"Why a person would decide about it; nothing: it would be approved at once."`
}

// Rewards lists the shop by price. Experts see what is in it and what it is to
// them; staff see what is archived, too.
func (v Views) Rewards(ctx context.Context, by domain.Actor, now time.Time, p Page) (List[Reward], error) {
	after, err := p.after(2)
	if err != nil {
		return List[Reward]{}, err
	}
	price, id := int64(-1), ""
	if after != nil {
		if price, err = strconv.ParseInt(after[0], 10, 64); err != nil {
			return List[Reward]{}, errCursor
		}
		id = after[1]
	}
	var rows []rewardRow
	err = v.all(ctx, &rows, "SELECT "+rewardViewColumns+` FROM rewards WHERE (? OR archived_at IS NULL)
		AND (price > ? OR (price = ? AND id > ?)) ORDER BY price, id LIMIT ?`, by.Staff(), price, price, id, p.fetch())
	if err != nil {
		return List[Reward]{}, err
	}
	all, err := v.rewards(ctx, by, now, rows)
	return list(p, all, func(r Reward) []string { return []string{strconv.FormatInt(r.Price, 10), r.ID} }), err
}

// Reward returns one reward as the actor sees it.
func (v Views) Reward(ctx context.Context, by domain.Actor, now time.Time, id domain.RewardID) (Reward, error) {
	var r rewardRow
	if err := v.one(ctx, &r, "reward", "SELECT "+rewardViewColumns+" FROM rewards WHERE id = ?", id); err != nil {
		return Reward{}, err
	}
	all, err := v.rewards(ctx, by, now, []rewardRow{r})
	if err != nil {
		return Reward{}, err
	}
	return all[0], nil
}

func (v Views) rewards(ctx context.Context, by domain.Actor, now time.Time, rows []rewardRow) ([]Reward, error) {
	all := make([]Reward, len(rows))
	for i, r := range rows {
		all[i] = Reward{
			ID: r.ID, Name: r.Name, Description: r.Description, Picture: r.Picture, Price: r.Price, NextPrice: r.NextPrice, NextPriceAt: r.NextPriceAt,
			Stock: r.Stock, Remaining: r.Remaining,
			PerPerson: r.PerPerson, MinLevel: r.MinLevel, Limited: r.Limited, OnSaleAt: r.OnSaleAt, Charity: r.Charity, Match: r.MatchPercent, Archived: r.ArchivedAt != nil, Version: r.Version,
		}
		if by.Staff() {
			all[i].LowAt = r.LowAt
		}
	}
	if err := v.priced(ctx, all); err != nil || by.Expert() == "" {
		return all, err
	}
	b, err := v.buyer(ctx, by.Expert())
	for i, r := range rows {
		all[i].Mine = b.mine(r.domain(), now)
	}
	return all, err
}

// buyer is an expert with all that decides what they can redeem.
type buyer struct {
	shop.Buyer

	available domain.Points
	trusted   bool // something was approved for them before
	wishes    map[domain.RewardID]bool
	held      map[domain.RewardID]int
}

func (v Views) buyer(ctx context.Context, e domain.ExpertID) (buyer, error) {
	b := buyer{held: map[domain.RewardID]int{}, wishes: map[domain.RewardID]bool{}}
	var r struct {
		Level   int
		State   roster.State
		Balance int64
		Trusted bool
		Won     *Time
		Accused bool
	}
	err := v.one(ctx, &r, "expert", `SELECT e.level, e.state, COALESCE(a.balance, 0) AS balance, `+trusted+` AS trusted,
		`+earlyWon+` AS won, `+accused+` AS accused FROM experts e LEFT JOIN accounts a ON a.id = ? WHERE e.id = ?`, e, ledger.Available(e), e)
	if err != nil {
		return b, err
	}
	b.Buyer = shop.Buyer{ID: e, Level: r.Level, Active: r.State == roster.Active, Won: r.Won.OrZero(), Accused: r.Accused}
	b.available, b.trusted = domain.Points(r.Balance), r.Trusted
	var rows []struct {
		RewardID string
		Held     int
	}
	err = v.all(ctx, &rows, `SELECT reward_id, COUNT(*) AS held FROM redemptions
		WHERE expert_id = ? AND state <> 'cancelled' GROUP BY reward_id`, e)
	for _, r := range rows {
		b.held[domain.RewardID(r.RewardID)] = r.Held
	}
	if err != nil {
		return b, err
	}
	var wishes []domain.RewardID
	err = v.all(ctx, &wishes, "SELECT reward_id FROM wish_lists WHERE expert_id = ?", e)
	for _, id := range wishes {
		b.wishes[id] = true
	}
	return b, err
}

func (b buyer) mine(r shop.Reward, now time.Time) *RewardMine {
	m := &RewardMine{Redeemed: b.held[r.ID], OnWishList: b.wishes[r.ID], Missing: int64(max(r.Price-b.available, 0)), Asks: shop.Asks(b.Buyer, r.Price, b.trusted)}
	err := r.Eligible(b.Buyer, m.Redeemed, now)
	switch {
	case r.Limited:
		m.Reason = "drop"
	case err == nil && m.Missing == 0:
		m.CanRedeem = true
	case err == nil:
		m.Reason = "points"
	case errors.Is(err, shop.ErrLevel):
		m.Reason = "level"
	case errors.Is(err, shop.ErrNotYet):
		m.Reason, m.From = "early", new(At(r.SaleFor(b.Buyer)))
	case errors.Is(err, shop.ErrLimit):
		m.Reason = "limit"
	case errors.Is(err, shop.ErrSoldOut):
		m.Reason = "stock"
	}
	return m
}

// Redemption is an exchange of points for a piece of a reward.
type Redemption struct {
	ID           string            `json:"id"`
	RewardID     string            `json:"rewardId"`
	RewardName   string            `json:"rewardName"`
	Picture      string            `json:"picture"`
	Price        int64             `json:"price" doc:"What it was asked for at."`
	PieceNo      int               `json:"pieceNo"`
	State        string            `json:"state" enum:"requested,approved,shipped,delivered,cancelled"`
	Refused      bool              `json:"refused" doc:"Cancelled, because a manager refused it."`
	Reason       string            `json:"reason,omitempty" doc:"Why it was refused or cancelled."`
	Tracking     string            `json:"tracking,omitempty"`
	RequestedAt  Time              `json:"requestedAt"`
	ApprovedAt   *Time             `json:"approvedAt,omitempty"`
	ShippedAt    *Time             `json:"shippedAt,omitempty"`
	DeliveredAt  *Time             `json:"deliveredAt,omitempty"`
	CancelledAt  *Time             `json:"cancelledAt,omitempty"`
	DropID       *string           `json:"dropId,omitempty" doc:"The drop that it came from."`
	ConfirmUntil *Time             `json:"confirmUntil,omitempty" doc:"Of a first-come drop: until when the expert says that they want it."`
	ConfirmedAt  *Time             `json:"confirmedAt,omitempty"`
	Gift         bool              `json:"gift" doc:"Its points went to a cause."`
	Matched      int64             `json:"matched" doc:"What the brand adds to a gift, in points."`
	Asks         []shop.Ask        `json:"asks" enum:"first,dear,level,case" doc:"Why a person decides; nothing: it is approved by itself."`
	DecideBy     *Time             `json:"decideBy,omitempty" doc:"Until when it is decided, three working days from the request."`
	ShipBy       *Time             `json:"shipBy,omitempty" doc:"Until when it is sent, ten working days from the approval."`
	Late         bool              `json:"late" doc:"The day that was promised for what comes next is over."`
	Itself       bool              `json:"itself" doc:"It was approved without a person: no rule asked for one."`
	Expert       *RedemptionExpert `json:"expert,omitempty" doc:"For staff: whose it is."`
	Version      int               `json:"version"`
}

// RedemptionExpert is whose redemption it is.
type RedemptionExpert struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	DisplayName string `json:"displayName"`
	Level       int    `json:"level"`
}

type redemptionView struct {
	Row                                          redemptionRow `gorm:"embedded"`
	RewardName, Picture, ExpertName, DisplayName string
	Level                                        int
}

const selectRedemptions = `SELECT d.id, d.reward_id, d.expert_id, d.piece_no, d.nth, d.price, d.state, d.refused, d.reason, d.tracking,
	d.requested_at, d.approved_at, d.shipped_at, d.delivered_at, d.cancelled_at, d.decided_by, d.drop_id, d.senior,
	d.confirm_until, d.confirmed_at, d.gift, d.matched, d.first, d.dear, d.low_level,
	CASE WHEN d.state = 'requested' THEN ` + accused + ` ELSE d.accused END AS accused, d.decide_by, d.decide_late_at, d.ship_by, d.ship_late_at, d.version,
	w.name AS reward_name, w.picture, p.name AS expert_name, e.display_name, e.level
	FROM redemptions d JOIN rewards w ON w.id = d.reward_id JOIN experts e ON e.id = d.expert_id JOIN people p ON p.id = e.id `

// Redemptions lists redemptions, newest first: an expert's own, everybody's for
// staff, and of those only the ones in a state when it is given.
func (v Views) Redemptions(ctx context.Context, by domain.Actor, state shop.State, p Page) (List[Redemption], error) {
	after, err := p.afterID("rdm_")
	if err != nil {
		return List[Redemption]{}, err
	}
	var rows []redemptionView
	err = v.all(ctx, &rows, selectRedemptions+`WHERE (? OR d.expert_id = ?) AND (? OR d.state = ?) AND (? OR d.id < ?)
		ORDER BY d.id DESC LIMIT ?`, by.Staff(), by.Expert(), state == "", state, after == "", after, p.fetch())
	all := make([]Redemption, len(rows))
	for i, r := range rows {
		all[i] = r.view(by)
	}
	return list(p, all, func(r Redemption) []string { return []string{r.ID} }), err
}

// Redemption returns one redemption: the actor's own, or any for staff.
func (v Views) Redemption(ctx context.Context, by domain.Actor, id domain.RedemptionID) (Redemption, error) {
	var r redemptionView
	err := v.one(ctx, &r, "redemption", selectRedemptions+"WHERE d.id = ? AND (? OR d.expert_id = ?)", id, by.Staff(), by.Expert())
	if err != nil {
		return Redemption{}, err
	}
	return r.view(by), nil
}

func (r redemptionView) view(by domain.Actor) Redemption {
	v := Redemption{
		ID: r.Row.ID, RewardID: r.Row.RewardID, RewardName: r.RewardName, Picture: r.Picture, Price: r.Row.Price, PieceNo: r.Row.PieceNo, State: r.Row.State,
		Refused: r.Row.Refused, Reason: r.Row.Reason, Tracking: r.Row.Tracking, RequestedAt: r.Row.RequestedAt, ApprovedAt: r.Row.ApprovedAt,
		ShippedAt: r.Row.ShippedAt, DeliveredAt: r.Row.DeliveredAt, CancelledAt: r.Row.CancelledAt,
		DropID: r.Row.DropID, ConfirmUntil: r.Row.ConfirmUntil, ConfirmedAt: r.Row.ConfirmedAt, Gift: r.Row.Gift, Matched: r.Row.Matched, Version: r.Row.Version,
		Asks: r.Row.asks(), DecideBy: r.Row.DecideBy, ShipBy: r.Row.ShipBy, Itself: r.Row.ApprovedAt != nil && r.Row.decidedAlone(),
		Late: r.Row.DecideLateAt != nil && r.Row.State == "requested" || r.Row.ShipLateAt != nil && r.Row.State == "approved",
	}
	if by.Staff() {
		v.Expert = &RedemptionExpert{r.Row.ExpertID, r.ExpertName, r.DisplayName, r.Level}
	}
	return v
}

// decidedAlone reports whether no person decided.
func (r redemptionRow) decidedAlone() bool { return r.DecidedBy == string(domain.RoleSystem) }
