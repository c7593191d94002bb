package storage

import (
	"context"
	"strings"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/rewards"
)

// Award is what an expert earned with one fact, or lost.
type Award struct {
	ID             string       `json:"id"`
	Kind           rewards.Kind `json:"kind" enum:"audition,conversation,first_time_right,hand_over,follow_up,follow_up_helped,follow_up_missed,shift,no_show,review,article,recheck"`
	ConversationID string       `json:"conversationId"`
	Episode        int          `json:"episode"`
	Question       string       `json:"question" doc:"Its beginning."`
	Promise        string       `json:"promise,omitempty" doc:"Of a follow-up."`
	Article        string       `json:"article,omitempty" doc:"The title of the article that it is for."`
	ReasonName     string       `json:"reasonName,omitempty"`
	Difficulty     *int         `json:"difficulty,omitempty" minimum:"1" maximum:"3" doc:"Of conversations and hand-overs."`
	State          string       `json:"state" enum:"pending,settled"`
	Points         int64        `json:"points" doc:"Settled, or what is pending; negative for a penalty."`
	PendingPoints  int64        `json:"pendingPoints" doc:"What was booked before the rating counted."`
	Taken          int64        `json:"taken,omitempty" doc:"What penalties took of it while it was pending."`
	EarnedAt       Time         `json:"earnedAt"`
	SettleAt       Time         `json:"settleAt"`
	SettledAt      *Time        `json:"settledAt,omitempty"`
	Stars          *int         `json:"stars,omitempty" doc:"The rating; not before it is settled."`
	RuleSet        int          `json:"ruleSet"`
	Campaign       string       `json:"campaign,omitempty" doc:"The name of the campaign that it was multiplied with."`
	Arithmetic     Arithmetic   `json:"arithmetic"`
}

type awardView struct {
	Row        awardRow `gorm:"embedded"`
	Question   *string
	Promise    *string
	ReasonName *string
	Names      *string // the reason's, by language
	Stars      *int
	Taken      int64
	Campaign   *string
}

// Awards lists what the actor earned and lost, newest first, of some kinds when
// they are given. Names of reasons are in the given language where there is one.
func (v Views) Awards(ctx context.Context, by domain.Actor, kinds []rewards.Kind, l domain.Language, p Page) (List[Award], error) {
	after, err := p.after(2)
	if err != nil {
		return List[Award]{}, err
	}
	at, id, err := position(after)
	if err != nil {
		return List[Award]{}, err
	}
	var rows []awardView
	err = v.all(ctx, &rows, `SELECT a.id, a.kind, a.source, a.expert_id, a.conversation_id, a.episode, a.round_id, a.rule_set, a.difficulty,
			a.day, a.day_no, a.pending, a.settled, a.arithmetic, a.earned_at, a.settle_at, a.settled_at, a.version,
			SUBSTR(c.question, 1, ?) AS question, SUBSTR(f.promise, 1, ?) AS promise, n.name AS reason_name, n.translations AS names,
			CASE WHEN a.kind = 'conversation' AND (r.tell_at IS NULL OR r.given_at < a.settled_at) THEN r.stars END AS stars,
			COALESCE((SELECT SUM(t.amount - t.returned) FROM takings t WHERE t.award_id = a.id), 0) AS taken,
			m.name AS campaign
		FROM awards a LEFT JOIN campaigns m ON m.id = a.campaign_id LEFT JOIN conversations c ON c.id = a.conversation_id
		LEFT JOIN episodes e ON e.conversation_id = a.conversation_id AND e.episode = a.episode
		LEFT JOIN contact_reasons n ON n.id = COALESCE(c.reason_id, e.closing_reason_id)
		LEFT JOIN ratings r ON r.conversation_id = a.conversation_id AND r.episode = a.episode
		LEFT JOIN follow_ups f ON f.id = a.source
		WHERE a.expert_id = ? AND (? OR a.kind IN ?) AND (? OR a.earned_at < ? OR (a.earned_at = ? AND a.id < ?))
		ORDER BY a.earned_at DESC, a.id DESC LIMIT ?`, titleLength, titleLength, by.Expert(), len(kinds) == 0, kinds, after == nil, at, at, id, p.fetch())
	if err != nil {
		return List[Award]{}, err
	}
	all := make([]Award, len(rows))
	for i, r := range rows {
		if all[i], err = r.view(l); err != nil {
			return List[Award]{}, err
		}
	}
	if err := v.nameArticles(ctx, rows, all); err != nil {
		return List[Award]{}, err
	}
	return list(p, all, func(a Award) []string { return []string{a.EarnedAt.Format(time.RFC3339Nano), a.ID} }), nil
}

func (r awardView) view(l domain.Language) (Award, error) {
	a := Award{
		ID: r.Row.ID, Kind: r.Row.Kind, ConversationID: deref(r.Row.ConversationID), Episode: deref(r.Row.Episode),
		Question: deref(r.Question), Promise: deref(r.Promise), Difficulty: r.Row.Difficulty, State: "pending",
		Points: r.Row.Pending, PendingPoints: r.Row.Pending, Taken: r.Taken,
		EarnedAt: r.Row.EarnedAt, SettleAt: r.Row.SettleAt, SettledAt: r.Row.SettledAt, RuleSet: r.Row.RuleSet, Campaign: deref(r.Campaign),
	}
	if r.Row.Settled != nil {
		a.State, a.Points, a.Stars = "settled", *r.Row.Settled, r.Stars
	}
	var err error
	if a.ReasonName, err = reasonName(r.ReasonName, r.Names, l); err != nil {
		return a, err
	}
	a.Arithmetic, err = arithmeticOf(r.Row.Arithmetic)
	return a, wrapped(err, "award %s", r.Row.ID)
}

// nameArticles writes the titles of the articles down that awards are for.
func (v Views) nameArticles(ctx context.Context, rows []awardView, all []Award) error {
	ids := make([]string, len(rows))
	for i, r := range rows {
		if r.Row.Kind == rewards.ForArticle || r.Row.Kind == rewards.ForRecheck {
			ids[i], _, _ = strings.Cut(r.Row.Source, ":")
		}
	}
	var titles []struct{ ID, Title string }
	if err := v.all(ctx, &titles, `SELECT a.id, n.title FROM articles a JOIN article_versions n ON n.article_id = a.id
		AND n.no = COALESCE(a.published, a.newest) WHERE a.id IN ?`, append(ids, "")); err != nil {
		return wrapped(err, "read the titles of articles")
	}
	for i, id := range ids {
		for _, t := range titles {
			if t.ID == id {
				all[i].Article = t.Title
			}
		}
	}
	return nil
}
