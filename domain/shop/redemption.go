package shop

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// State is where a redemption is: its points and its piece are set aside from
// the request until it is decided.
type State string

const (
	Requested State = "requested"
	Approved  State = "approved"
	Shipped   State = "shipped"
	Delivered State = "delivered"
	Cancelled State = "cancelled"
)

// Redemption is an expert's exchange of points for one piece of a reward.
type Redemption struct {
	ID           domain.RedemptionID
	Reward       domain.RewardID
	Expert       domain.ExpertID
	PieceNo      int // no two live redemptions of a reward have the same
	Nth          int // the expert's how-manieth of this reward
	Price        domain.Points
	State        State
	Refused      bool   // cancelled because a manager refused it
	Reason       string // why it was refused or cancelled
	Tracking     string
	RequestedAt  time.Time
	ApprovedAt   time.Time
	ShippedAt    time.Time
	DeliveredAt  time.Time
	CancelledAt  time.Time
	Drop         domain.DropID // that it came from; empty: none
	Senior       bool          // asked for by a senior
	ConfirmUntil time.Time     // zero: nothing to confirm
	ConfirmedAt  time.Time
	Gift         bool          // its points went to a cause
	Matched      domain.Points // what the brand adds to them
	DecidedBy    string        // who approved, refused or cancelled it
	Asks         []Ask         // why a person decides; none: it is approved by itself
	DecideBy     time.Time     // when that is promised; zero: not yet
	DecideLateAt time.Time     // since when that is late and said so
	ShipBy       time.Time
	ShipLateAt   time.Time
	Version      int
}

// The longest texts, in letters.
const (
	maxReason   = 500
	maxTracking = 200
)

// Refusals about redemptions.
var (
	ErrUnknown      = domain.Refuse(domain.NotFound, "redemption_not_found", "There is no such redemption.")
	ErrWrongState   = domain.Refuse(domain.Conflict, "wrong_state", "This redemption is no longer where that can be done.")
	ErrNotActive    = domain.Refuse(domain.Conflict, "expert_not_active", "A manager has paused this account: the shop is closed to it now.")
	ErrLevel        = domain.Refuse(domain.Conflict, "level_too_low", "This reward asks for a higher level.")
	ErrSoldOut      = domain.Refuse(domain.Conflict, "sold_out", "There are no pieces left.")
	ErrLimit        = domain.Refuse(domain.Conflict, "limit_reached", "You have as many of these as one person can have.")
	ErrHeld         = domain.Refuse(domain.Conflict, "points_held", "Some of your points wait for a person to look at them, three days at most. Until then they cannot be spent.")
	ErrUnconfirmed  = domain.Refuse(domain.Conflict, "not_confirmed", "Its expert has not confirmed this redemption yet.")
	ErrHoldLate     = domain.Refuse(domain.Conflict, "hold_too_late", "The 15 minutes for this piece are over.")
	ErrReason       = domain.Refuse(domain.Invalid, "reason_required", "Say why in at most 500 characters.").At("/reason")
	ErrReasonLength = domain.Refuse(domain.Invalid, "reason_too_long", "A reason has at most 500 characters.").At("/reason")
	ErrTrackingLen  = domain.Refuse(domain.Invalid, "tracking_too_long", "A tracking code has at most 200 characters.").At("/tracking")
)

// Buyer is what the shop asks of an expert.
type Buyer struct {
	ID      domain.ExpertID
	Level   int
	Active  bool
	Won     time.Time // when they last won early access; zero: never
	Accused bool      // somebody proposed to take points of theirs back
}

// Eligible refuses whom r is not for, or what is not there yet or any more; held
// is how many live redemptions of it the buyer has. The balance is the ledger's business.
func (r Reward) Eligible(b Buyer, held int, now time.Time) error {
	switch {
	case !r.ArchivedAt.IsZero():
		return ErrUnknownReward
	case !b.Active:
		return ErrNotActive
	case b.Level < r.MinLevel:
		return ErrLevel
	case now.Before(r.SaleFor(b)):
		return ErrNotYet
	case held >= r.PerPerson:
		return ErrLimit
	case r.Remaining == 0:
		return ErrSoldOut
	}
	return nil
}

// Approve decides that the reward will come; the points are spent.
// What has to be confirmed is, before: ErrUnconfirmed. It is sent by shipBy.
func (r *Redemption) Approve(by domain.Actor, now, shipBy time.Time) error {
	switch {
	case r.State != Requested:
		return ErrWrongState
	case r.unconfirmed():
		return ErrUnconfirmed
	}
	r.approve(by, now, shipBy)
	return nil
}

// unconfirmed reports whether its expert still has to say that they want it.
func (r Redemption) unconfirmed() bool { return !r.ConfirmUntil.IsZero() && r.ConfirmedAt.IsZero() }

// Confirm says that its expert wants what they were first to come for, in time.
func (r *Redemption) Confirm(by Buyer, now time.Time) error {
	switch {
	case by.ID != r.Expert:
		return ErrUnknown
	case !by.Active:
		return ErrNotActive
	case r.State != Requested || !r.unconfirmed():
		return ErrWrongState
	case !now.Before(r.ConfirmUntil):
		return ErrHoldLate
	}
	r.ConfirmedAt = now
	return nil
}

// Refuse decides that it will not come, and must say why.
func (r *Redemption) Refuse(by domain.Actor, reason string, now time.Time) error {
	reason = strings.TrimSpace(reason)
	if reason == "" || utf8.RuneCountInString(reason) > maxReason {
		return ErrReason
	}
	if r.State != Requested {
		return ErrWrongState
	}
	r.cancel(by, reason, now)
	r.Refused = true
	return nil
}

// Cancel takes the redemption back: its expert may while it is requested,
// staff also when it is approved and not yet under way. To anybody else it does
// not exist.
func (r *Redemption) Cancel(by domain.Actor, reason string, now time.Time) error {
	reason = strings.TrimSpace(reason)
	switch {
	case !by.Staff() && by.Expert() != r.Expert:
		return ErrUnknown
	case utf8.RuneCountInString(reason) > maxReason:
		return ErrReasonLength
	case r.State != Requested && (r.State != Approved || !by.Staff()):
		return ErrWrongState
	}
	r.cancel(by, reason, now)
	return nil
}

func (r *Redemption) cancel(by domain.Actor, reason string, now time.Time) {
	r.State, r.CancelledAt, r.DecidedBy, r.Reason = Cancelled, now, by.ID, reason
}

// Ship sends it off.
func (r *Redemption) Ship(tracking string, now time.Time) error {
	tracking = strings.TrimSpace(tracking)
	if utf8.RuneCountInString(tracking) > maxTracking {
		return ErrTrackingLen
	}
	if r.State != Approved || r.Gift {
		return ErrWrongState
	}
	r.State, r.ShippedAt, r.Tracking = Shipped, now, tracking
	return nil
}

// Deliver notes that it arrived. A gift to a cause is handed over without a parcel.
func (r *Redemption) Deliver(now time.Time) error {
	if r.Gift && r.State == Approved {
		r.State, r.ShippedAt = Shipped, now
	}
	if r.State != Shipped {
		return ErrWrongState
	}
	r.State, r.DeliveredAt = Delivered, now
	return nil
}

// Redeemed: an expert asked for a reward.
type Redeemed struct {
	Redemption domain.RedemptionID `json:"redemptionId"`
	Expert     domain.ExpertID     `json:"expertId"`
	State      State               `json:"state"`
}

func (Redeemed) EventName() string { return "reward.redeemed" }

// RedemptionChanged: a redemption moved on.
type RedemptionChanged struct {
	Redemption domain.RedemptionID `json:"redemptionId"`
	Expert     domain.ExpertID     `json:"expertId"`
	State      State               `json:"state"`
}

func (RedemptionChanged) EventName() string { return "redemption.changed" }
