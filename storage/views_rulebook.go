package storage

import (
	"context"
	"encoding/json"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
)

// RuleBookView is every version of the rules, the draft and what it can be tried on.
type RuleBookView struct {
	Versions []RuleVersion  `json:"versions" doc:"Newest first."`
	Draft    *RuleDraftView `json:"draft,omitempty" doc:"Absent while nobody writes one."`
	Start    RulesView      `json:"start" doc:"What a new draft begins with: the newest version, with every kind."`
	Seasons  []ReplaySeason `json:"seasons" doc:"That can be replayed, newest first."`
}

// RuleVersion is one version of the rules, and what it changed.
type RuleVersion struct {
	Version     int          `json:"version"`
	EffectiveAt Time         `json:"effectiveAt"`
	InForce     bool         `json:"inForce" doc:"The running season is played by it."`
	Reason      string       `json:"reason,omitempty" doc:"Absent for what came with the product, like the next ones."`
	Author      string       `json:"author,omitempty"`
	Publisher   string       `json:"publisher,omitempty"`
	PublishedAt *Time        `json:"publishedAt,omitempty"`
	Changes     []RuleChange `json:"changes" nullable:"false" doc:"From the version before."`
}

// RuleChange is one number that differs.
type RuleChange struct {
	At     string `json:"at" doc:"A JSON pointer into the rules."`
	Before string `json:"before" doc:"Empty: there was none."`
	After  string `json:"after" doc:"Empty: there is none."`
}

// RuleDraftView is the draft.
type RuleDraftView struct {
	Version   int          `json:"version" doc:"Of the draft itself; each change makes the next."`
	BasedOn   int          `json:"basedOn" doc:"The version that it would follow."`
	Body      RulesView    `json:"body"`
	Reason    string       `json:"reason"`
	Author    string       `json:"author"`
	AuthorID  string       `json:"authorId"`
	ChangedAt Time         `json:"changedAt"`
	Changes   []RuleChange `json:"changes" nullable:"false"`
	Replays   []KeptReplay `json:"replays" nullable:"false" doc:"Of exactly this draft, newest first."`
}

// KeptReplay is what a replay came to.
type KeptReplay struct {
	Season  string `json:"season"`
	Experts int    `json:"experts"`
	Changed int    `json:"changed" doc:"Experts whose points or place would be others."`
	Before  int64  `json:"before" doc:"Points of all."`
	After   int64  `json:"after"`
	By      string `json:"by"`
	At      Time   `json:"at"`
}

// ReplaySeason is a season that can be replayed.
type ReplaySeason struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Running bool   `json:"running"`
}

// RuleBook returns what staff read of the rules.
func (v Views) RuleBook(ctx context.Context) (b RuleBookView, err error) {
	var sets []struct {
		Set               ruleSetRow `gorm:"embedded"`
		InForce           bool
		Reason            *string
		Author, Publisher *string
		PublishedAt       *Time
	}
	if err := v.all(ctx, &sets, `SELECT r.version, r.effective_at, r.body, d.reason, a.name AS author, p.name AS publisher, d.published_at,
			EXISTS (SELECT 1 FROM seasons s WHERE s.state = 'running' AND s.rule_set = r.version) AS in_force
		FROM rule_sets r LEFT JOIN rule_drafts d ON d.version = r.version LEFT JOIN people a ON a.id = d.author_id
		LEFT JOIN people p ON p.id = d.publisher_id ORDER BY r.version`); err != nil {
		return b, wrapped(err, "list rule sets")
	}
	var before rewards.Rules
	b.Versions = make([]RuleVersion, len(sets))
	for i, r := range sets {
		set, err := r.Set.domain()
		if err != nil {
			return b, err
		}
		one := RuleVersion{
			Version: set.Version, EffectiveAt: r.Set.EffectiveAt, InForce: r.InForce, Reason: deref(r.Reason), Author: deref(r.Author),
			Publisher: deref(r.Publisher), PublishedAt: r.PublishedAt, Changes: []RuleChange{},
		}
		if i > 0 {
			one.Changes = ruleChanges(before, set.Rules)
		}
		b.Versions[len(sets)-1-i], before = one, set.Rules
	}
	if b.Start, err = rulesView(rewards.Complete(before)); err != nil {
		return b, err
	}
	if b.Draft, err = v.ruleDraft(ctx, before); err != nil {
		return b, err
	}
	return b, wrapped(v.all(ctx, &b.Seasons, `SELECT id, name, state = 'running' AS running FROM seasons WHERE state <> 'upcoming'
		ORDER BY starts_at DESC LIMIT 8`), "list seasons")
}

func rulesView(r rewards.Rules) (v RulesView, err error) {
	raw, err := json.Marshal(r)
	if err == nil {
		err = json.Unmarshal(raw, &v)
	}
	return v, wrapped(err, "rules")
}

func ruleChanges(before, after rewards.Rules) []RuleChange {
	all := []RuleChange{}
	for _, c := range rewards.Changes(before, after) {
		all = append(all, RuleChange(c))
	}
	return all
}

// RuleDraft returns the draft, or refuses with draft_not_found.
func (v Views) RuleDraft(ctx context.Context) (RuleDraftView, error) {
	b, err := v.RuleBook(ctx)
	if err == nil && b.Draft == nil {
		err = rewards.ErrNoDraft
	}
	if err != nil {
		return RuleDraftView{}, err
	}
	return *b.Draft, nil
}

// DraftRules returns the draft's rules as they are replayed.
func (v Views) DraftRules(ctx context.Context) (rewards.Draft, error) {
	var r draftRow
	there, err := v.maybe(ctx, &r, "SELECT "+draftColumns+" FROM rule_drafts WHERE published_at IS NULL")
	if err == nil && !there {
		err = rewards.ErrNoDraft
	}
	if err != nil {
		return rewards.Draft{}, err
	}
	return r.domain()
}

func (v Views) ruleDraft(ctx context.Context, newest rewards.Rules) (*RuleDraftView, error) {
	var r struct {
		Draft  draftRow `gorm:"embedded"`
		Author string
	}
	there, err := v.maybe(ctx, &r, `SELECT d.id, d.based_on, d.body, d.reason, d.author_id, d.edition, d.changed_at, d.publisher_id, d.published_at,
		d.version, a.name AS author FROM rule_drafts d JOIN people a ON a.id = d.author_id WHERE d.published_at IS NULL`)
	if err != nil || !there {
		return nil, wrapped(err, "the draft of the rules")
	}
	d, err := r.Draft.domain()
	if err != nil {
		return nil, err
	}
	view := &RuleDraftView{
		Version: d.Edition, BasedOn: d.BasedOn, Reason: d.Reason, Author: r.Author, AuthorID: string(d.Author), ChangedAt: r.Draft.ChangedAt,
		Changes: ruleChanges(newest, d.Rules), Replays: []KeptReplay{},
	}
	if view.Body, err = rulesView(d.Rules); err != nil {
		return nil, err
	}
	err = v.all(ctx, &view.Replays, `SELECT s.name AS season, k.experts, k.changed, k.points_before AS before, k.points_after AS after,
		p.name AS by, k.made_at AS at FROM rule_replays k JOIN seasons s ON s.id = k.season_id JOIN people p ON p.id = k.made_by
		WHERE k.draft_id = ? AND k.edition = ? ORDER BY k.made_at DESC, k.id DESC LIMIT 20`, d.ID, d.Edition)
	return view, wrapped(err, "replays of %s", d.ID)
}

// CampaignView is a campaign. What is announced is announced to everybody.
type CampaignView struct {
	ID          string             `json:"id"`
	Name        string             `json:"name"`
	Factor      float64            `json:"factor"`
	Scope       CampaignScope      `json:"scope"`
	StartsAt    Time               `json:"startsAt"`
	EndsAt      Time               `json:"endsAt" doc:"The first moment at which it does not run."`
	State       string             `json:"state" enum:"draft,announced,withdrawn"`
	AnnouncedAt *Time              `json:"announcedAt,omitempty"`
	Version     int                `json:"version"`
	Staff       *CampaignStaffView `json:"staff,omitempty" doc:"For staff."`
}

// CampaignStaffView is what staff see of a campaign beside what experts do.
type CampaignStaffView struct {
	Author      string `json:"author"`
	AuthorID    string `json:"authorId"`
	Announcer   string `json:"announcer,omitempty"`
	WithdrawnBy string `json:"withdrawnBy,omitempty"`
	Awards      int    `json:"awards" doc:"That it multiplied."`
}

// CampaignScope says which conversations it is for; what is empty is all of them.
type CampaignScope struct {
	Reasons   []domain.ReasonID  `json:"reasons,omitempty" maxItems:"50" doc:"Of either level."`
	Products  []domain.ProductID `json:"products,omitempty" maxItems:"50"`
	Languages []domain.Language  `json:"languages,omitempty" maxItems:"50"`
	Channels  []string           `json:"channels,omitempty" maxItems:"50"`
	Levels    []int              `json:"levels,omitempty" maxItems:"5" doc:"The expert's, when the conversation ended."`
	OnShift   bool               `json:"onShift,omitempty" doc:"Only what ended in a shift of the expert."`
}

// Campaigns lists them by when they begin, newest first: staff see all, others
// what is announced and not withdrawn.
func (v Views) Campaigns(ctx context.Context, by domain.Actor, only rewards.CampaignID) ([]CampaignView, error) {
	staff := by.Staff() || by.Role == domain.RoleAuditor
	var rows []struct {
		Campaign                     campaignRow `gorm:"embedded"`
		Author, Announcer, Withdrawn *string
		Awards                       int
	}
	err := v.all(ctx, &rows, `SELECT c.id, c.name, c.factor, c.scope, c.starts_at, c.ends_at, c.author_id, c.announcer_id, c.announced_at,
			c.withdrawn_by, c.withdrawn_at, c.version, a.name AS author, n.name AS announcer, w.name AS withdrawn,
			(SELECT COUNT(*) FROM awards d WHERE d.campaign_id = c.id) AS awards
		FROM campaigns c LEFT JOIN people a ON a.id = c.author_id LEFT JOIN people n ON n.id = c.announcer_id
		LEFT JOIN people w ON w.id = c.withdrawn_by
		WHERE (? OR (c.announced_at IS NOT NULL AND c.withdrawn_at IS NULL)) AND (? OR c.id = ?) ORDER BY c.starts_at DESC, c.id LIMIT 60`,
		staff, only == "", only)
	all := make([]CampaignView, 0, len(rows))
	for _, r := range rows {
		c, err := r.Campaign.domain()
		if err != nil {
			return nil, err
		}
		one := CampaignView{
			ID: string(c.ID), Name: c.Name, Factor: float64(c.Factor) / 100, Scope: CampaignScope(c.Scope), StartsAt: r.Campaign.StartsAt,
			EndsAt: r.Campaign.EndsAt, State: "announced", AnnouncedAt: r.Campaign.AnnouncedAt, Version: c.Version,
		}
		switch {
		case c.AnnouncedAt.IsZero():
			one.State = "draft"
		case !c.WithdrawnAt.IsZero():
			one.State = "withdrawn"
		}
		if staff {
			one.Staff = &CampaignStaffView{deref(r.Author), string(c.Author), deref(r.Announcer), deref(r.Withdrawn), r.Awards}
		}
		all = append(all, one)
	}
	return all, wrapped(err, "list campaigns")
}
