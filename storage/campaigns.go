package storage

import (
	"encoding/json"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
)

type campaignRow struct {
	ID          rewards.CampaignID
	Name        string
	Factor      rewards.Factor
	Scope       string
	StartsAt    Time
	EndsAt      Time
	AuthorID    domain.PersonID
	AnnouncerID *domain.PersonID
	AnnouncedAt *Time
	WithdrawnBy *domain.PersonID
	WithdrawnAt *Time
	Version     int
}

const campaignColumns = `id, name, factor, scope, starts_at, ends_at, author_id, announcer_id, announced_at, withdrawn_by, withdrawn_at, version`

func (r campaignRow) domain() (rewards.Campaign, error) {
	c := rewards.Campaign{
		ID: r.ID, Name: r.Name, Factor: r.Factor, StartsAt: r.StartsAt.Time, EndsAt: r.EndsAt.Time, Author: r.AuthorID,
		Announcer: deref(r.AnnouncerID), AnnouncedAt: r.AnnouncedAt.OrZero(), WithdrawnBy: deref(r.WithdrawnBy),
		WithdrawnAt: r.WithdrawnAt.OrZero(), Version: r.Version,
	}
	return c, wrapped(json.Unmarshal([]byte(r.Scope), &c.Scope), "scope of %s", r.ID)
}

func campaignsOf(rows []campaignRow, err error) ([]rewards.Campaign, error) {
	if err != nil || len(rows) == 0 {
		return nil, wrapped(err, "list campaigns")
	}
	all := make([]rewards.Campaign, len(rows))
	for i, r := range rows {
		if all[i], err = r.domain(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// campaignsAt finds those that run at a time and stand.
const campaignsAt = "SELECT " + campaignColumns + ` FROM campaigns WHERE ends_at > ? AND starts_at <= ?
	AND announced_at IS NOT NULL AND withdrawn_at IS NULL ORDER BY id`

// CampaignsAt returns the campaigns that run at that time and stand.
func (tx Tx) CampaignsAt(at time.Time) ([]rewards.Campaign, error) {
	var rows []campaignRow
	err := tx.all(&rows, campaignsAt, At(at), At(at))
	return campaignsOf(rows, err)
}

type circumstancesRow struct {
	ClosedAt Time
	Product  *domain.ProductID
	Language domain.Language
	Channel  string
	Level    *int
	OnShift  bool
	Reasons  reasonLevels `gorm:"embedded"`
}

// circumstances are those in which an episode ended, for an expert: the level of
// that time, and whether a shift of theirs ran, whatever became of it later.
var circumstances = `SELECT e.closed_at, c.product_id AS product, c.language, c.channel, ` + selectReasons + `, ` + standingAtClose("?") + `
	FROM episodes e JOIN conversations c ON c.id = e.conversation_id` + joinReasons + `WHERE e.conversation_id = ? AND e.episode = ?`

// standingAtClose reads of an expert what they were when episode e ended.
func standingAtClose(expert string) string {
	return `(SELECT l.to_level FROM level_changes l WHERE l.expert_id = ` + expert + ` AND l.at <= e.closed_at ORDER BY l.no DESC LIMIT 1) AS level,
	EXISTS (SELECT 1 FROM shifts h WHERE h.expert_id = ` + expert + ` AND h.starts_at <= e.closed_at AND h.ends_at > e.closed_at
		AND h.signed_at <= e.closed_at AND (h.ended_at IS NULL OR h.ended_at > e.closed_at)) AS on_shift`
}

func (r circumstancesRow) domain(episode int) rewards.Circumstances {
	return rewards.Circumstances{
		At: r.ClosedAt.Time, Reason: r.Reasons.of(episode), Product: deref(r.Product), Language: r.Language, Channel: r.Channel,
		Level: deref(r.Level), OnShift: r.OnShift,
	}
}

// Circumstances returns what the scopes of campaigns are about.
func (tx Tx) Circumstances(id domain.ConversationID, episode int, e domain.ExpertID) (rewards.Circumstances, error) {
	var r circumstancesRow
	err := tx.one(&r, "episode", circumstances, e, e, id, episode)
	return r.domain(episode), err
}

// AddCampaign stores a draft.
func (tx Tx) AddCampaign(c rewards.Campaign, at time.Time) error {
	scope, err := json.Marshal(c.Scope)
	if err != nil {
		return wrapped(err, "scope of %s", c.ID)
	}
	_, err = tx.exec(`INSERT INTO campaigns (id, name, factor, scope, starts_at, ends_at, author_id, changed_at, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, c.ID, c.Name, int64(c.Factor), string(scope), At(c.StartsAt), At(c.EndsAt), c.Author, At(at), c.Version)
	return wrapped(err, "campaign %s", c.ID)
}

// LockCampaign returns a campaign and holds it until the transaction ends.
func (tx Tx) LockCampaign(id rewards.CampaignID) (rewards.Campaign, error) {
	var r campaignRow
	if err := tx.one(&r, "campaign", "SELECT "+campaignColumns+" FROM campaigns WHERE id = ?"+tx.hold(), id); err != nil {
		return rewards.Campaign{}, err
	}
	return r.domain()
}

// SaveCampaign writes what has changed, if nobody has since c was read.
func (tx Tx) SaveCampaign(c rewards.Campaign, at time.Time) error {
	scope, err := json.Marshal(c.Scope)
	if err != nil {
		return wrapped(err, "scope of %s", c.ID)
	}
	return tx.change(`UPDATE campaigns SET name = ?, factor = ?, scope = ?, starts_at = ?, ends_at = ?, author_id = ?, changed_at = ?,
		announcer_id = ?, announced_at = ?, withdrawn_by = ?, withdrawn_at = ?, version = version + 1 WHERE id = ? AND version = ?`,
		c.Name, int64(c.Factor), string(scope), At(c.StartsAt), At(c.EndsAt), c.Author, At(at), orNull(c.Announcer), AtOrNull(c.AnnouncedAt),
		orNull(c.WithdrawnBy), AtOrNull(c.WithdrawnAt), c.ID, c.Version)
}

// DropCampaign deletes a draft.
func (tx Tx) DropCampaign(id rewards.CampaignID) error {
	return tx.change("DELETE FROM campaigns WHERE id = ? AND announced_at IS NULL", id)
}
