// Package shop exchanges points for rewards: what there is to have, and who
// gets which piece. It imports domain and domain/ledger.
package shop

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/kennerhq/kenner/domain"
)

// Reward is an item in the shop. Remaining is the pieces that nobody has asked
// for; it moves with the redemptions, in their transactions.
type Reward struct {
	ID          domain.RewardID
	Name        string
	Description string
	Picture     string // name of a built-in picture
	Price       domain.Points
	NextPrice   domain.Points // announced, and higher; 0: none
	NextPriceAt time.Time     // when it counts
	Stock       int
	Remaining   int
	PerPerson   int
	MinLevel    int
	Limited     bool      // goes out in drops alone
	OnSaleAt    time.Time // its release; zero: it was always there
	Charity     bool      // points are given to a cause; the price is the least
	Match       int       // percent that the brand adds to a gift
	ArchivedAt  time.Time // zero: in the shop
	Version     int
	CreatedAt   time.Time
}

// The longest name and the widest numbers of a reward.
const (
	maxName      int           = 120
	maxPrice     domain.Points = 1_000_000
	maxStock     int           = 100_000
	maxPerPerson int           = 1_000
	maxLevel     int           = 4
	maxMatch     int           = 300
)

// Refusals about rewards.
var (
	ErrUnknownReward = domain.Refuse(domain.NotFound, "reward_not_found", "There is no such reward.")
	ErrName          = domain.Refuse(domain.Invalid, "name_required", "Give the reward a name of at most 120 characters, on one line.").At("/name")
	ErrText          = domain.Refuse(domain.Invalid, "description_too_long", "A description has at most 2,000 characters.").At("/description")
	ErrPicture       = domain.Refuse(domain.Invalid, "picture_invalid", "Name a built-in picture in small letters.").At("/picture")
	ErrPrice         = domain.Refuse(domain.Invalid, "price_invalid", "A price is between 1 and 1,000,000 points.").At("/price")
	ErrStock         = domain.Refuse(domain.Invalid, "stock_invalid", "Stock is between 0 and 100,000 pieces.").At("/stock")
	ErrStockTaken    = domain.Refuse(domain.Conflict, "stock_taken", "More pieces than that are taken already.").At("/stock")
	ErrPerPerson     = domain.Refuse(domain.Invalid, "per_person_invalid", "Allow between 1 and 1,000 pieces each.").At("/perPerson")
	ErrMinLevel      = domain.Refuse(domain.Invalid, "level_invalid", "Levels go from 0 to 4.").At("/minLevel")
	ErrRelease       = domain.Refuse(domain.Invalid, "release_invalid", "What goes out in drops, or to a cause, has no release date.").At("/onSaleAt")
	ErrCharity       = domain.Refuse(domain.Invalid, "charity_limited", "A gift to a cause does not go out in drops.").At("/limited")
	ErrMatch         = domain.Refuse(domain.Invalid, "match_invalid", "The brand adds between 0 and 300 percent to a gift to a cause.").At("/match")
	ErrVersion       = domain.Refuse(domain.Stale, "stale_version", "Somebody changed this reward since you read it.")
)

// clean trims the texts of a reward and refuses one that makes no sense.
func (r *Reward) clean() error {
	var named bool
	r.Name, named = domain.Line(r.Name, maxName)
	r.Description = strings.TrimSpace(r.Description)
	switch {
	case !named:
		return ErrName
	case utf8.RuneCountInString(r.Description) > 2_000:
		return ErrText
	case len(r.Picture) > 60 || strings.Trim(r.Picture, "abcdefghijklmnopqrstuvwxyz0123456789-") != "":
		return ErrPicture
	case r.Price < 1 || max(r.Price, r.NextPrice) > maxPrice:
		return ErrPrice
	case r.Stock < 0 || r.Stock > maxStock:
		return ErrStock
	case r.PerPerson < 1 || r.PerPerson > maxPerPerson:
		return ErrPerPerson
	case r.MinLevel < 0 || r.MinLevel > maxLevel:
		return ErrMinLevel
	case r.Charity && r.Limited:
		return ErrCharity
	case !r.OnSaleAt.IsZero() && (r.Charity || r.Limited):
		return ErrRelease
	case r.Match < 0 || r.Match > maxMatch || (r.Match > 0 && !r.Charity):
		return ErrMatch
	}
	return nil
}

// Change is what a manager may change of a reward; nil leaves it as it is.
type Change struct {
	Name        *string
	Description *string
	Picture     *string
	Price       *domain.Points
	Stock       *int
	PerPerson   *int
	MinLevel    *int
	Limited     *bool
	OnSaleAt    *time.Time // the zero time takes it away
	Match       *int
	Archived    *bool
	Version     int // the one that was read; 0: whatever it is now
}

// Apply makes the change. Stock takes the remaining pieces with it and cannot
// go below what is taken: ErrStockTaken. What was asked for keeps the price it
// was asked for at; a higher price of what is on the shelf counts after PriceNotice.
func (r *Reward) Apply(c Change, now time.Time) error {
	if c.Version != 0 && c.Version != r.Version {
		return ErrVersion
	}
	domain.Set(&r.Name, c.Name)
	domain.Set(&r.Description, c.Description)
	domain.Set(&r.Picture, c.Picture)
	domain.Set(&r.PerPerson, c.PerPerson)
	domain.Set(&r.MinLevel, c.MinLevel)
	domain.Set(&r.Limited, c.Limited)
	domain.Set(&r.OnSaleAt, c.OnSaleAt)
	domain.Set(&r.Match, c.Match)
	if c.Price != nil {
		r.reprice(*c.Price, now)
	}
	if c.Stock != nil {
		r.Remaining += *c.Stock - r.Stock
		r.Stock = *c.Stock
	}
	if c.Archived != nil && *c.Archived != !r.ArchivedAt.IsZero() {
		r.ArchivedAt = time.Time{}
		if *c.Archived {
			r.ArchivedAt = now
		}
	}
	if err := r.clean(); err != nil {
		return err
	}
	if r.Remaining < 0 {
		return ErrStockTaken
	}
	return nil
}

// promisesAs reports whether r reads as it did, and is for the same people: what
// an announced drop promises beside its price.
func (r Reward) promisesAs(before Reward) bool {
	return r.Name == before.Name && r.Description == before.Description && r.Picture == before.Picture &&
		r.PerPerson == before.PerPerson && r.MinLevel == before.MinLevel
}

// RewardChanged: a reward is new or reads differently.
type RewardChanged struct {
	Reward domain.RewardID `json:"rewardId"`
}

func (RewardChanged) EventName() string { return "reward.changed" }
