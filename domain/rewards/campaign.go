package rewards

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// CampaignID names a campaign.
type CampaignID string

// Campaign makes some conversations worth more for a time. Those count that ended
// while it ran, whenever they are confirmed, booked and settled. Several at once
// do not add up: the highest counts.
type Campaign struct {
	ID          CampaignID
	Name        string
	Factor      Factor
	Scope       Scope
	StartsAt    time.Time
	EndsAt      time.Time
	Author      domain.PersonID
	Announcer   domain.PersonID
	AnnouncedAt time.Time // zero: a draft
	WithdrawnBy domain.PersonID
	WithdrawnAt time.Time // zero: it stands
	Version     int
}

// Scope says which conversations a campaign is for. What is empty is all of them;
// a conversation must fit in every respect.
type Scope struct {
	Reasons   []domain.ReasonID  `json:"reasons,omitempty"` // of either level
	Products  []domain.ProductID `json:"products,omitempty"`
	Languages []domain.Language  `json:"languages,omitempty"`
	Channels  []string           `json:"channels,omitempty"`
	Levels    []int              `json:"levels,omitempty"`  // the expert's, when it ended
	OnShift   bool               `json:"onShift,omitempty"` // it ended in a shift of the expert
}

// Circumstances are what scopes are about, as they were when the conversation ended.
type Circumstances struct {
	At       time.Time
	Reason   Reason
	Product  domain.ProductID
	Language domain.Language
	Channel  string
	Level    int
	OnShift  bool
}

// Boost is the campaign that a conversation is multiplied with; the zero one is none.
type Boost struct {
	Campaign CampaignID
	Factor   Factor
}

// The bounds of campaigns. The database has them too.
const (
	minBoost      Factor = 101
	maxBoost      Factor = 200
	announceAhead        = 24 * time.Hour
	maxCampaign          = 31 * 24 * time.Hour
	maxScope             = 50
	maxName              = 60
)

// standing reports whether c counts for anything: it is announced and not withdrawn.
func (c Campaign) standing() bool { return !c.AnnouncedAt.IsZero() && c.WithdrawnAt.IsZero() }

// covers reports whether c runs at that time; its end is the first moment at
// which it does not.
func (c Campaign) covers(at time.Time) bool { return !at.Before(c.StartsAt) && at.Before(c.EndsAt) }

func (s Scope) fits(c Circumstances) bool {
	return within(s.Reasons, c.Reason.First, c.Reason.Second) && within(s.Products, c.Product) && within(s.Languages, c.Language) &&
		within(s.Channels, c.Channel) && within(s.Levels, c.Level) && (!s.OnShift || c.OnShift)
}

// within reports whether all are meant, or one of what there is.
func within[T comparable](meant []T, there ...T) bool {
	var none T
	return len(meant) == 0 || slices.ContainsFunc(there, func(t T) bool { return t != none && slices.Contains(meant, t) })
}

// Highest is what a conversation is multiplied with: the highest of the campaigns
// that are announced, run when it ended and are meant for it. Of equal ones the
// first that began is named.
func Highest(all []Campaign, c Circumstances) Boost {
	var best *Campaign
	for i := range all {
		if one := &all[i]; one.standing() && one.covers(c.At) && one.Scope.fits(c) && (best == nil || one.before(*best)) {
			best = one
		}
	}
	if best == nil {
		return Boost{}
	}
	return Boost{best.ID, best.Factor}
}

func (c Campaign) before(o Campaign) bool {
	return cmp.Or(cmp.Compare(o.Factor, c.Factor), c.StartsAt.Compare(o.StartsAt), cmp.Compare(c.ID, o.ID)) < 0
}

// Step is what the arithmetic says of it.
func (b Boost) Step() (Factor, string) {
	if b.Campaign == "" {
		return hundred, "none"
	}
	return b.Factor, string(b.Campaign)
}

var (
	errCampaignName   = domain.Refuse(domain.Invalid, "name_required", "Say in a few words what the campaign is.").At("/name")
	errCampaignFactor = domain.Refuse(domain.Invalid, "campaign_factor", "A campaign multiplies with more than 1 and at most 2.").At("/factor")
	errCampaignTime   = domain.Refuse(domain.Invalid, "campaign_time", "A campaign ends after it begins, and lasts a month at most.").At("/endsAt")
	errCampaignScope  = domain.Refuse(domain.Invalid, "campaign_scope", "Name at most 50 of a kind, levels from 0 to 4.").At("/scope")
)

// check refuses what no campaign can be.
func (c Campaign) check() error {
	s := c.Scope
	switch {
	case strings.TrimSpace(c.Name) == "" || len([]rune(c.Name)) > maxName:
		return errCampaignName
	case c.Factor < minBoost || c.Factor > maxBoost:
		return errCampaignFactor
	case !c.EndsAt.After(c.StartsAt) || c.EndsAt.Sub(c.StartsAt) > maxCampaign:
		return errCampaignTime
	case max(len(s.Reasons), len(s.Products), len(s.Languages), len(s.Channels)) > maxScope,
		slices.ContainsFunc(s.Levels, func(l int) bool { return l < 0 || l > 4 }):
		return errCampaignScope
	}
	return nil
}

// ParseFactor reads a factor with at most two places: "1.5".
func ParseFactor(s string) (Factor, error) {
	n, err := parse(s, 2)
	return Factor(n), err
}

// Hundredths makes a factor from a number of the interface, which has two places.
func Hundredths(f float64) (Factor, error) { return ParseFactor(strconv.FormatFloat(f, 'f', -1, 64)) }
