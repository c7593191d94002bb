package shop

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// DropKind is how the pieces of a drop go out.
type DropKind string

// The kinds of drops.
const (
	Draw      DropKind = "draw"       // by lot among who entered
	FirstCome DropKind = "first_come" // to who asks first
)

// DropState is where a drop is.
type DropState string

// The states of a drop.
const (
	DropDraft     DropState = "draft"     // staff see it
	Announced     DropState = "announced" // everybody does
	Live          DropState = "live"      // entries, or redemptions, come in
	Drawn         DropState = "drawn"     // winners confirm, and others move up
	Over          DropState = "over"
	DropCancelled DropState = "cancelled"
)

// Drop is a number of pieces of a limited reward that go out in a window.
type Drop struct {
	ID          domain.DropID
	Reward      domain.RewardID
	Kind        DropKind
	Price       domain.Points
	Pieces      int
	Reserve     int // of those, for seniors in the first 24 hours
	MinLevel    int
	State       DropState
	OpensAt     time.Time
	ClosesAt    time.Time
	AnnouncedAt time.Time
	SeedHash    string // published at the opening
	Sealed      string // the seed, for us
	Seed        string // published with the draw
	OpenedAt    time.Time
	DrawnAt     time.Time
	EndedAt     time.Time
	Reason      string
	CreatedBy   string
	CreatedAt   time.Time
	Version     int
}

// What drops go by.
const (
	DropNotice    = 7 * 24 * time.Hour // from the announcement to the opening
	SeniorWindow  = 24 * time.Hour     // in which seniors may have the reserve
	ConfirmWindow = 48 * time.Hour     // in which a winner confirms
	HoldWindow    = 15 * time.Minute   // in which who came first confirms
	DropLevel     = 2                  // experts and above, unless a manager says otherwise
	SeniorLevel   = 3
	ReserveShare  = 20 // percent of the pieces, rounded down
	minWindow     = time.Hour
	maxWindow     = 30 * 24 * time.Hour
)

// Refusals about drops.
var (
	ErrUnknownDrop   = domain.Refuse(domain.NotFound, "drop_not_found", "There is no such drop.")
	ErrNotLimited    = domain.Refuse(domain.Conflict, "reward_not_limited", "Only a limited reward goes out in a drop.").At("/rewardId")
	ErrLimited       = domain.Refuse(domain.Conflict, "reward_limited", "This reward goes out in drops alone.")
	ErrDropRunning   = domain.Refuse(domain.Conflict, "drop_running", "This reward has a drop that is not over.")
	ErrDropPieces    = domain.Refuse(domain.Invalid, "drop_pieces_invalid", "A drop has at least one piece, and no more than remain of its reward.").At("/pieces")
	ErrDropReserve   = domain.Refuse(domain.Invalid, "drop_reserve_invalid", "The reserve is a part of the pieces.").At("/reserve")
	ErrDropWindow    = domain.Refuse(domain.Invalid, "drop_window_invalid", "The window lasts from one hour to 30 days.").At("/closesAt")
	ErrDropNotice    = domain.Refuse(domain.Conflict, "drop_notice", "A drop is announced at least seven days before it opens.").At("/opensAt")
	ErrDropLevel     = domain.Refuse(domain.Invalid, "drop_level_too_low", "A drop asks for the level of its reward, or a higher one.").At("/minLevel")
	ErrDropTaken     = domain.Refuse(domain.Conflict, "drop_taken", "Somebody has a piece of this drop. Cancel those redemptions first.")
	ErrDropState     = domain.Refuse(domain.Conflict, "drop_wrong_state", "This drop is no longer where that can be done.")
	ErrDropClosed    = domain.Refuse(domain.Conflict, "drop_not_open", "This drop is not open now.")
	ErrEntered       = domain.Refuse(domain.Conflict, "already_entered", "You are in this draw already.")
	ErrNoEntry       = domain.Refuse(domain.NotFound, "entry_not_found", "You have no entry in this drop.")
	ErrNotWon        = domain.Refuse(domain.Conflict, "entry_not_won", "There is no piece here for you to decide about now.")
	ErrConfirmLate   = domain.Refuse(domain.Conflict, "confirm_too_late", "The 48 hours for this piece are over.")
	errDropKind      = domain.Refuse(domain.Invalid, "drop_kind_invalid", "A drop is a draw or first come.").At("/kind")
	ErrReserveSenior = domain.Refuse(domain.Conflict, "reserved_for_seniors", "What is left is kept for seniors in the first 24 hours.")
)

// reserveOf is the seniors' part of a number of pieces.
func reserveOf(pieces int) int { return pieces * ReserveShare / 100 }

// check refuses a drop that makes no sense, or that its reward cannot serve.
func (d Drop) check(r Reward) error {
	switch {
	case !r.ArchivedAt.IsZero():
		return ErrUnknownReward
	case !r.Limited:
		return ErrNotLimited
	case d.Kind != Draw && d.Kind != FirstCome:
		return errDropKind
	case d.Pieces < 1 || d.Pieces > r.Remaining:
		return ErrDropPieces
	case d.Reserve < 0 || d.Reserve > d.Pieces:
		return ErrDropReserve
	case d.MinLevel < 0 || d.MinLevel > maxLevel:
		return ErrMinLevel
	case d.MinLevel < r.MinLevel:
		return ErrDropLevel
	case d.ClosesAt.Sub(d.OpensAt) < minWindow || d.ClosesAt.Sub(d.OpensAt) > maxWindow:
		return ErrDropWindow
	}
	return nil
}

// announce shows the drop to everybody, seven days before it opens or earlier.
func (d *Drop) announce(now time.Time) error {
	switch {
	case d.State != DropDraft:
		return ErrDropState
	case d.OpensAt.Sub(now) < DropNotice:
		return ErrDropNotice
	}
	d.State, d.AnnouncedAt = Announced, now
	return nil
}

// cancel ends a drop before anything was given away; taken pieces were.
func (d *Drop) cancel(reason string, taken int, now time.Time) error {
	reason = strings.TrimSpace(reason)
	switch {
	case reason == "" || utf8.RuneCountInString(reason) > maxReason:
		return ErrReason
	case d.State != DropDraft && d.State != Announced && d.State != Live:
		return ErrDropState
	case taken > 0:
		return ErrDropTaken
	}
	d.State, d.Reason, d.EndedAt = DropCancelled, reason, now
	return nil
}

// opens reports whether the window has begun and nobody has noted it.
func (d Drop) opens(now time.Time) bool { return d.State == Announced && !now.Before(d.OpensAt) }

// open reports whether entries, or redemptions, are taken.
func (d Drop) open(now time.Time) bool {
	return d.State == Live && !now.Before(d.OpensAt) && now.Before(d.ClosesAt)
}

// early reports whether it is the time of the seniors' reserve.
func (d Drop) early(now time.Time) bool { return now.Before(d.OpensAt.Add(SeniorWindow)) }

// admits refuses whom the drop is not for.
func (d Drop) admits(b Buyer) error {
	switch {
	case !b.Active:
		return ErrNotActive
	case b.Level < d.MinLevel:
		return ErrLevel
	}
	return nil
}

// serves refuses a buyer whom a first-come drop has no piece for: taken are
// gone, of them senior to seniors.
func (d Drop) serves(b Buyer, taken, senior int, now time.Time) error {
	switch {
	case d.State == DropDraft:
		return ErrLimited
	case d.Kind != FirstCome || !d.open(now):
		return ErrDropClosed
	case taken >= d.Pieces:
		return ErrSoldOut
	case b.Level < SeniorLevel && d.early(now) && taken-senior >= d.Pieces-d.Reserve:
		return ErrReserveSenior
	}
	return d.admits(b)
}

// EntryState is where an entry is.
type EntryState string

// The states of an entry.
const (
	Entered   EntryState = "entered"
	Withdrawn EntryState = "withdrawn" // by its expert, or with the drop
	Missed    EntryState = "missed"    // not drawn; moves up when a winner leaves a piece
	Won       EntryState = "won"       // to be confirmed
	Confirmed EntryState = "confirmed" // became a redemption
	Declined  EntryState = "declined"
	Lapsed    EntryState = "lapsed" // not confirmed in time
)

// Entry is one person's entry in a draw.
type Entry struct {
	ID           domain.EntryID
	Drop         domain.DropID
	Expert       domain.ExpertID
	Price        domain.Points
	Half         bool // weighs half; what counts is who won the last draw when this one is made
	Senior       bool
	State        EntryState
	Place        int // 0: not drawn yet
	EnteredAt    time.Time
	ReleasedAt   time.Time // when its points came back
	WonAt        time.Time
	ConfirmUntil time.Time
	EndedAt      time.Time
	Redemption   domain.RedemptionID
	Version      int
}

// win gives the entry a piece to confirm.
func (e *Entry) win(now time.Time) {
	e.State, e.WonAt, e.ConfirmUntil = Won, now, now.Add(ConfirmWindow)
}

// confirm makes it the redemption id; the points must have been released.
func (e *Entry) confirm(id domain.RedemptionID, now time.Time) {
	e.State, e.EndedAt, e.Redemption = Confirmed, now, id
}

// decides refuses when there is nothing to confirm or decline, or too late.
func (e Entry) decides(now time.Time) error {
	switch {
	case e.State != Won:
		return ErrNotWon
	case !now.Before(e.ConfirmUntil):
		return ErrConfirmLate
	}
	return nil
}

// lapse ends a win that was not confirmed in time.
func (e *Entry) lapse(now time.Time) bool {
	if e.State != Won || now.Before(e.ConfirmUntil) {
		return false
	}
	e.State, e.EndedAt = Lapsed, now
	return true
}

// DropChanged: a drop is new, moved on, or somebody entered it.
type DropChanged struct {
	Drop  domain.DropID `json:"dropId"`
	State DropState     `json:"state"`
}

// EventName is the published name.
func (DropChanged) EventName() string { return "drop.changed" }

// EntryChanged: what somebody has in a draw moved on.
type EntryChanged struct {
	Entry  domain.EntryID  `json:"entryId"`
	Drop   domain.DropID   `json:"dropId"`
	Expert domain.ExpertID `json:"expertId"`
	State  EntryState      `json:"state"`
}

// EventName is the published name.
func (EntryChanged) EventName() string { return "entry.changed" }
