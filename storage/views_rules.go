package storage

import (
	"context"
	"encoding/json"
)

// RuleSetView is one version of what facts are worth.
type RuleSetView struct {
	Version     int       `json:"version"`
	EffectiveAt Time      `json:"effectiveAt"`
	Body        RulesView `json:"body"`
	// Coming is what counts from a later season on.
	Coming *ComingRules `json:"coming,omitempty" doc:"What counts from the next season on, when that is known to be something else."`
}

// ComingRules are those of the season that begins next.
type ComingRules struct {
	Version     int          `json:"version"`
	EffectiveAt Time         `json:"effectiveAt"`
	Reason      string       `json:"reason,omitempty"`
	Changes     []RuleChange `json:"changes" nullable:"false" doc:"From the rules that count now."`
}

// RulesView is the body of a rule set.
type RulesView struct {
	Conversation   ConversationRulesView `json:"conversation"`
	FirstTimeRight *FirstTimeRightView   `json:"firstTimeRight,omitempty" doc:"Absent where the version pays nothing for it, like the next ones."`
	HandOver       *HandOverRulesView    `json:"handOver,omitempty"`
	FollowUp       *FollowUpRulesView    `json:"followUp,omitempty"`
	Shift          *ShiftRulesView       `json:"shift,omitempty"`
	Audition       *AuditionRulesView    `json:"audition,omitempty"`
	Review         *ReviewRulesView      `json:"review,omitempty"`
	Article        *ArticleRulesView     `json:"article,omitempty"`
}

// AuditionRulesView says what taking part in an audition is worth.
type AuditionRulesView struct {
	Points int64 `json:"points" doc:"Passed or failed; they count for no board."`
}

// ReviewRulesView says what an agreeing review is worth.
type ReviewRulesView struct {
	Points int64 `json:"points" doc:"To both who marked alike without seeing each other's card."`
	PerDay int   `json:"perDay" doc:"Most that are paid of one day."`
}

// ArticleRulesView says what it is worth to write what customers read.
type ArticleRulesView struct {
	Accepted int64 `json:"accepted" doc:"When an article is published, to who wrote it."`
	Recheck  int64 `json:"recheck" doc:"When an old one is changed or confirmed after half a year, and that is published."`
	Helped   int64 `json:"helped" doc:"For each reader whom it helped, once."`
	PerMonth int64 `json:"perMonth" doc:"Most that the readers of one article are worth in a month."`
	OfExpert int64 `json:"ofExpert" doc:"Most that the readers of all articles of an expert are worth in a month."`
}

// ShiftRulesView says what a kept shift is worth.
type ShiftRulesView struct {
	PerHour    int64 `json:"perHour"`
	DailyHours int   `json:"dailyHours" doc:"Most that are paid of one day."`
	NoShow     int64 `json:"noShow" doc:"What a missed one takes, as far as it is there."`
	TalkDays   int   `json:"talkDays" doc:"The second no-show in so many days takes nothing more."`
}

// FirstTimeRightView says what it is worth that a customer need not come back.
type FirstTimeRightView struct {
	Points int64 `json:"points"`
	Days   int   `json:"days" doc:"Without a contact of the customer on the same reason, from the close."`
}

// HandOverRulesView says what a good hand-over is worth to who gave it.
type HandOverRulesView struct {
	Points   int64 `json:"points" doc:"Times the difficulty."`
	MinScore int   `json:"minScore" doc:"That the receiver gives the summary, of five."`
}

// FollowUpRulesView says what a promise is worth.
type FollowUpRulesView struct {
	Kept   int64 `json:"kept" doc:"On time and with a research note."`
	Helped int64 `json:"helped" doc:"On top of that, when the customer says it helped."`
	Missed int64 `json:"missed" doc:"What a missed one takes, as far as it is there."`
}

// ConversationRulesView says what an answered conversation is worth. The
// factors apply in the order difficulty, quality, campaign, daily curve, and
// then the points are rounded half up.
type ConversationRulesView struct {
	Base       int64           `json:"base"`
	Difficulty []float64       `json:"difficulty" doc:"Of D1, D2 and D3."`
	Quality    QualityRules    `json:"quality"`
	DailyCurve []CurveStepView `json:"dailyCurve"`
	Qualified  QualifiedView   `json:"qualified" doc:"The least a conversation must be to earn anything."`
	Vesting    VestingView     `json:"vesting" doc:"How long points wait for the rating."`
}

// QualityRules is what the customer's rating does.
type QualityRules struct {
	Stars          []float64 `json:"stars" doc:"One star first."`
	Uncontrollable float64   `json:"uncontrollable" doc:"A low rating for a cause that is not the expert's."`
	Unrated        float64   `json:"unrated"`
}

// CurveStepView is the share that the conversations of a day earn.
type CurveStepView struct {
	UpTo  int     `json:"upTo,omitempty" doc:"The last one of the day with this share; absent: all that follow."`
	Share float64 `json:"share"`
}

// QualifiedView is the least a conversation must be.
type QualifiedView struct {
	CustomerMessages int `json:"customerMessages"`
	ExpertMessages   int `json:"expertMessages"`
	ActiveSeconds    int `json:"activeSeconds" doc:"From opening to closing. Longer is never worth more."`
}

// VestingView is how long points wait.
type VestingView struct {
	ConfirmedHours int `json:"confirmedHours" doc:"After the customer's confirmation or rating."`
	SilenceHours   int `json:"silenceHours" doc:"After the closing, when the customer said nothing."`
}

// RuleSet returns the rules that the running season is played by. It refuses
// with rule_set_not_found when no season runs.
func (v Views) RuleSet(ctx context.Context) (RuleSetView, error) {
	var r ruleSetRow
	err := v.one(ctx, &r, "rule_set", `SELECT version, effective_at, body FROM rule_sets
		WHERE version = (SELECT rule_set FROM seasons WHERE state = 'running')`)
	if err != nil {
		return RuleSetView{}, err
	}
	view := RuleSetView{Version: r.Version, EffectiveAt: r.EffectiveAt}
	if err := json.Unmarshal([]byte(r.Body), &view.Body); err != nil {
		return view, wrapped(err, "rule set %d", r.Version)
	}
	view.Coming, err = v.rulesToCome(ctx, r)
	return view, err
}

// rulesToCome are the newest rules, unless they are those that count now.
func (v Views) rulesToCome(ctx context.Context, now ruleSetRow) (*ComingRules, error) {
	var r struct {
		Set    ruleSetRow `gorm:"embedded"`
		Reason *string
	}
	there, err := v.maybe(ctx, &r, `SELECT r.version, r.effective_at, r.body, d.reason FROM rule_sets r LEFT JOIN rule_drafts d ON d.version = r.version
		WHERE r.version > ? ORDER BY r.version DESC LIMIT 1`, now.Version)
	if err != nil || !there {
		return nil, wrapped(err, "the rules to come")
	}
	before, err := now.domain()
	if err != nil {
		return nil, err
	}
	after, err := r.Set.domain()
	return &ComingRules{after.Version, r.Set.EffectiveAt, deref(r.Reason), ruleChanges(before.Rules, after.Rules)}, err
}
