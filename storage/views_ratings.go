package storage

import (
	"context"
	"strconv"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

// OwnRating is a rating as its expert reads it: of which answer, without who gave
// it, when, or in what words.
type OwnRating struct {
	ConversationID domain.ConversationID `json:"conversationId"`
	Episode        int                   `json:"episode" minimum:"1"`
	Question       string                `json:"question" doc:"Its beginning."`
	ReasonName     string                `json:"reasonName,omitempty"`
	Stars          int                   `json:"stars" minimum:"1" maximum:"5"`
	Cause          desk.Cause            `json:"cause,omitempty" enum:"expert,company"`
	CauseDetail    string                `json:"causeDetail,omitempty" enum:"answer,product,wait,delivery,rule,other"`
	Counts         bool                  `json:"counts" doc:"For the quality."`
	Excluded       desk.Excluded         `json:"excluded,omitempty" enum:"dispute,abuse" doc:"Why people set it aside."`
	ToldAt         Time                  `json:"toldAt" format:"date-time" doc:"When it was shown, with others."`
	Disputable     bool                  `json:"disputable" doc:"Whether the expert can dispute it, if no more than two of their disputes are open."`
	Dispute        *OwnRatingDispute     `json:"dispute,omitempty"`
}

// OwnRatingDispute is an expert's dispute of a rating.
type OwnRatingDispute struct {
	Text     string                  `json:"text"`
	State    desk.RatingDisputeState `json:"state" enum:"open,upheld,denied"`
	RaisedAt Time                    `json:"raisedAt" format:"date-time"`
	Answer   string                  `json:"answer,omitempty"`
}

type toldRow struct {
	ConversationID domain.ConversationID
	Episode        int
	Question       string
	ReasonName     *string
	Names          *string
	Stars          int
	Cause          *desk.Cause
	CauseDetail    *string
	Controllable   bool
	Excluded       desk.Excluded
	At             Time
	Text           *string
	State          *desk.RatingDisputeState
	RaisedAt       *Time
	Answer         *string
}

// OwnRatings lists the ratings that the actor was told of, the newest batch
// first; inside a batch their order says nothing. Names of reasons are in the
// given language where there is one.
func (v Views) OwnRatings(ctx context.Context, by domain.Actor, l domain.Language, p Page) (List[OwnRating], error) {
	after, err := p.after(3)
	if err != nil {
		return List[OwnRating]{}, err
	}
	at, id, episode := Time{}, "", 0
	if after != nil {
		if at, id, err = position(after[:2]); err != nil {
			return List[OwnRating]{}, err
		}
		if episode, err = strconv.Atoi(after[2]); err != nil {
			return List[OwnRating]{}, errCursor
		}
	}
	var rows []toldRow
	err = v.all(ctx, &rows, `SELECT * FROM (SELECT r.conversation_id, r.episode, SUBSTR(c.question, 1, ?) AS question, n.name AS reason_name,
			n.translations AS names, r.stars, r.cause, r.cause_detail, r.controllable, r.excluded, COALESCE(r.told_at, r.given_at) AS at,
			d.text, d.state, d.raised_at, d.answer
		FROM ratings r JOIN conversations c ON c.id = r.conversation_id LEFT JOIN contact_reasons n ON n.id = r.reason_id
		LEFT JOIN rating_disputes d ON d.conversation_id = r.conversation_id AND d.episode = r.episode
		WHERE r.expert_id = ? AND r.tell_at IS NULL) AS told
		WHERE ? OR at < ? OR (at = ? AND (conversation_id, episode) < (?, ?))
		ORDER BY at DESC, conversation_id DESC, episode DESC LIMIT ?`, titleLength, by.Expert(), after == nil, at, at, id, episode, p.fetch())
	if err != nil {
		return List[OwnRating]{}, wrapped(err, "list the ratings of %s", by.ID)
	}
	all := make([]OwnRating, len(rows))
	for i, r := range rows {
		if all[i], err = r.view(l); err != nil {
			return List[OwnRating]{}, err
		}
	}
	return list(p, all, func(r OwnRating) []string {
		return []string{r.ToldAt.Format(time.RFC3339Nano), string(r.ConversationID), strconv.Itoa(r.Episode)}
	}), nil
}

func (r toldRow) view(l domain.Language) (OwnRating, error) {
	o := OwnRating{
		ConversationID: r.ConversationID, Episode: r.Episode, Question: r.Question, Stars: r.Stars, Cause: orEmpty(r.Cause),
		CauseDetail: orEmpty(r.CauseDetail), Counts: r.Controllable, Excluded: r.Excluded, ToldAt: r.At,
		Disputable: r.State == nil && r.Stars <= desk.DisputableStars && r.Controllable,
	}
	if r.State != nil {
		o.Dispute = &OwnRatingDispute{orEmpty(r.Text), *r.State, *r.RaisedAt, orEmpty(r.Answer)}
	}
	var err error
	o.ReasonName, err = reasonName(r.ReasonName, r.Names, l)
	return o, wrapped(err, "rating of %s", r.ConversationID)
}

// RatingDisputeView is a dispute as staff read it.
type RatingDisputeView struct {
	ID             desk.RatingDisputeID    `json:"id"`
	ExpertID       domain.ExpertID         `json:"expertId"`
	Name           string                  `json:"name" doc:"The expert's."`
	ConversationID domain.ConversationID   `json:"conversationId"`
	Episode        int                     `json:"episode" minimum:"1"`
	Question       string                  `json:"question" doc:"Its beginning."`
	Stars          int                     `json:"stars" minimum:"1" maximum:"5"`
	Cause          desk.Cause              `json:"cause,omitempty" enum:"expert,company"`
	CauseDetail    string                  `json:"causeDetail,omitempty" enum:"answer,product,wait,delivery,rule,other"`
	Comment        string                  `json:"comment,omitempty" doc:"What the customer wrote; experts do not read it."`
	Text           string                  `json:"text" doc:"Why the expert disputes it."`
	State          desk.RatingDisputeState `json:"state" enum:"open,upheld,denied"`
	RaisedAt       Time                    `json:"raisedAt" format:"date-time"`
	Answer         string                  `json:"answer,omitempty"`
	By             string                  `json:"by,omitempty" doc:"Who answered."`
}

// RatingDisputes returns the disputes for staff: open ones first, the oldest
// first, and then the newest that were decided.
func (v Views) RatingDisputes(ctx context.Context) ([]RatingDisputeView, error) {
	all := []RatingDisputeView{}
	err := v.all(ctx, &all, `SELECT d.id, d.expert_id, e.display_name AS name, d.conversation_id, d.episode, SUBSTR(c.question, 1, ?) AS question,
			r.stars, COALESCE(r.cause, '') AS cause, COALESCE(r.cause_detail, '') AS cause_detail, r.comment, d.text, d.state, d.raised_at, d.answer, COALESCE(p.name, '') AS "by"
		FROM rating_disputes d JOIN ratings r ON r.conversation_id = d.conversation_id AND r.episode = d.episode
		JOIN conversations c ON c.id = d.conversation_id JOIN experts e ON e.id = d.expert_id LEFT JOIN people p ON p.id = d.decided_by
		ORDER BY CASE WHEN d.state = 'open' THEN 0 ELSE 1 END, CASE WHEN d.state = 'open' THEN d.raised_at ELSE -d.decided_at END, d.id LIMIT 100`, titleLength)
	return all, wrapped(err, "disputes of ratings")
}
