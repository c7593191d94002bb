package rewards

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
)

// CampaignStore is what campaigns need from one transaction.
type CampaignStore interface {
	// CampaignsAt are the campaigns that run at that time and stand.
	CampaignsAt(time.Time) ([]Campaign, error)
	// Circumstances are those in which an episode ended.
	Circumstances(domain.ConversationID, int, domain.ExpertID) (Circumstances, error)
	AddCampaign(Campaign, time.Time) error
	LockCampaign(CampaignID) (Campaign, error)
	SaveCampaign(Campaign, time.Time) error // domain.ErrStale when another writer was first
	DropCampaign(CampaignID) error
}

var (
	ErrCampaignAnnounced = domain.Refuse(domain.Conflict, "campaign_announced", "What is announced does not change. It can be withdrawn while a day is left.")
	ErrCampaignDraft     = domain.Refuse(domain.Conflict, "campaign_draft", "This campaign is not announced.")
	ErrCampaignWithdrawn = domain.Refuse(domain.Conflict, "campaign_withdrawn", "This campaign is withdrawn.")
	ErrCampaignSoon      = domain.Refuse(domain.Conflict, "campaign_too_soon", "Experts hear of a campaign 24 hours before it begins, and what begins within a day stands.")
	ErrOwnCampaign       = domain.Refuse(domain.Conflict, "own_campaign", "Somebody else announces what you wrote.")
	ErrCampaignStale     = domain.Refuse(domain.Stale, "stale_version", "Somebody else changed this since you opened it. Look at it again.")
)

// CampaignAnnounced: experts can read of a campaign that will come, or that it will not.
type CampaignAnnounced struct {
	Campaign CampaignID `json:"campaignId"`
}

// EventCampaign is its name.
const EventCampaign = "campaign.announced"

func (CampaignAnnounced) EventName() string { return EventCampaign }

// DraftCampaign writes a campaign down that nobody hears of yet.
func (r *Rulebook) DraftCampaign(ctx context.Context, by domain.PersonID, c Campaign) (Campaign, error) {
	if err := c.check(); err != nil {
		return c, err
	}
	c.ID, c.Author, c.Version = CampaignID(r.rt.NewID("cmp")), by, 1
	return c, r.inTx(ctx, func(tx Store) error { return tx.AddCampaign(c, r.rt.Now()) })
}

// ChangeCampaign changes a draft; c.Version is the one that was read. Who changes
// it has written it.
func (r *Rulebook) ChangeCampaign(ctx context.Context, by domain.PersonID, c Campaign) (saved Campaign, err error) {
	if err := c.check(); err != nil {
		return c, err
	}
	err = r.inTx(ctx, func(tx Store) error {
		was, err := tx.LockCampaign(c.ID)
		switch {
		case err != nil:
			return err
		case !was.AnnouncedAt.IsZero():
			return ErrCampaignAnnounced
		case was.Version != c.Version:
			return ErrCampaignStale
		}
		saved = c
		saved.Author = by
		err = tx.SaveCampaign(saved, r.rt.Now())
		saved.Version++
		return err
	})
	return saved, err
}

// DropCampaign throws a draft away.
func (r *Rulebook) DropCampaign(ctx context.Context, id CampaignID) error {
	return r.inTx(ctx, func(tx Store) error {
		was, err := tx.LockCampaign(id)
		if err != nil {
			return err
		}
		if !was.AnnouncedAt.IsZero() {
			return ErrCampaignAnnounced
		}
		return tx.DropCampaign(id)
	})
}

// Announce tells the experts of a campaign, at least a day before it begins.
// From then on it stands. Who announces it did not write it, and something is left
// of the budgets of its seasons. version is the one that was read.
func (r *Rulebook) Announce(ctx context.Context, by domain.PersonID, id CampaignID, version int) (c Campaign, err error) {
	err = r.inTx(ctx, func(tx Store) error {
		if c, err = tx.LockCampaign(id); err != nil {
			return err
		}
		switch now := r.rt.Now(); {
		case !c.AnnouncedAt.IsZero():
			return ErrCampaignAnnounced
		case c.Version != version:
			return ErrCampaignStale
		case c.Author == by:
			return ErrOwnCampaign
		case c.StartsAt.Sub(now) < announceAhead:
			return ErrCampaignSoon
		default:
			c.Announcer, c.AnnouncedAt = by, now
		}
		if err := affordable(tx, c); err != nil {
			return err
		}
		if err := tx.SaveCampaign(c, r.rt.Now()); err != nil {
			return err
		}
		c.Version++
		return tx.Emit(CampaignAnnounced{id})
	})
	return c, err
}

// Withdraw takes an announced campaign back while a day is left before it begins:
// what is nearer somebody may have planned by.
func (r *Rulebook) Withdraw(ctx context.Context, by domain.PersonID, id CampaignID) (c Campaign, err error) {
	err = r.inTx(ctx, func(tx Store) error {
		if c, err = tx.LockCampaign(id); err != nil {
			return err
		}
		switch now := r.rt.Now(); {
		case c.AnnouncedAt.IsZero():
			return ErrCampaignDraft
		case !c.WithdrawnAt.IsZero():
			return ErrCampaignWithdrawn
		case c.StartsAt.Sub(now) < announceAhead:
			return ErrCampaignSoon
		default:
			c.WithdrawnBy, c.WithdrawnAt = by, now
		}
		if err := tx.SaveCampaign(c, r.rt.Now()); err != nil {
			return err
		}
		c.Version++
		return tx.Emit(CampaignAnnounced{id})
	})
	return c, err
}

// boost finds what an episode is multiplied with, by the time at which it ended.
func (r *Rewards) boost(tx Store, e Episode) (Boost, error) {
	running, err := tx.CampaignsAt(e.ClosedAt)
	if err != nil || len(running) == 0 {
		return Boost{}, err
	}
	c, err := tx.Circumstances(e.Conversation, e.Number, e.Expert)
	return Highest(running, c), err
}
