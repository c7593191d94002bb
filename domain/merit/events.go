package merit

import "github.com/kennerhq/kenner/domain"

// The names of what happens to recognition.
const (
	EventBadge  = "merit.badge"
	EventKudos  = "merit.kudos"
	EventThanks = "merit.thanks"
	EventSpot   = "merit.spot"
)

// BadgeEarned tells an expert of a badge.
type BadgeEarned struct {
	ExpertID domain.ExpertID  `json:"expertId"`
	Code     Code             `json:"code"`
	About    domain.ProductID `json:"productId,omitempty"`
}

// EventName is merit.badge.
func (BadgeEarned) EventName() string { return EventBadge }

// KudosGiven tells an expert of praise, or that it was hidden.
type KudosGiven struct {
	KudosID  KudosID         `json:"kudosId"`
	ExpertID domain.ExpertID `json:"expertId"`
}

// EventName is merit.kudos.
func (KudosGiven) EventName() string { return EventKudos }

// ThanksShown tells an expert of a card; never of which conversation.
type ThanksShown struct {
	ThanksID ThanksID        `json:"thanksId"`
	ExpertID domain.ExpertID `json:"expertId"`
}

// EventName is merit.thanks.
func (ThanksShown) EventName() string { return EventThanks }

// SpotAwarded tells an expert of the award of the month.
type SpotAwarded struct {
	AwardID  AwardID         `json:"awardId"`
	ExpertID domain.ExpertID `json:"expertId"`
}

// EventName is merit.spot.
func (SpotAwarded) EventName() string { return EventSpot }
