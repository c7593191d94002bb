package storage

import (
	"context"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/insight"
)

// Asked is what the customer wrote in the episode that is open, to whoever may
// know the conversation as one who answers it.
func (v Views) Asked(ctx context.Context, by domain.Actor, id domain.ConversationID) (string, error) {
	if by.Role == domain.RoleCustomer {
		return "", desk.ErrUnknownConversation
	}
	where, args := mine(by)
	var episode int
	found, err := v.maybe(ctx, &episode, "SELECT c.episode FROM conversations c WHERE "+where+" AND c.id = ?", append(args, id)...)
	switch {
	case err != nil:
		return "", wrapped(err, "read the question of %s", id)
	case !found:
		return "", desk.ErrUnknownConversation
	}
	said, err := v.said(ctx, []domain.ConversationID{id})
	text := ""
	for _, s := range said {
		if s.Episode == episode {
			text = joined(text, s.Text)
		}
	}
	return text, err
}

// SuggestionsView is what is suggested to whoever answers.
type SuggestionsView struct {
	Model   domain.ModelID        `json:"modelId,omitempty" doc:"The version that suggests; absent: nothing was learned yet."`
	Reasons []SuggestedReasonView `json:"reasons" nullable:"false" doc:"The likeliest first, three at most."`
	Similar []SimilarView         `json:"similar" nullable:"false" doc:"Solved questions that were alike, the most alike first."`
}

// SuggestedReasonView is a reason with its share of certainty.
type SuggestedReasonView struct {
	ID    domain.ReasonID `json:"id"`
	Name  string          `json:"name"`
	Share float64         `json:"share" minimum:"0" maximum:"1" doc:"Of certainty: all reasons together have 1."`
}

// SimilarView is a solved conversation whose question was alike. The question is
// told to whoever answered it and to staff, never to another expert.
type SimilarView struct {
	ID         domain.ConversationID `json:"id,omitempty" doc:"To those who may read it."`
	Question   string                `json:"question,omitempty" doc:"To those who may read it."`
	ReasonName string                `json:"reasonName"`
	Product    string                `json:"product,omitempty"`
	AnsweredBy string                `json:"answeredBy,omitempty" doc:"A colleague whom you can ask; absent: it was you, the team, or somebody who is not there any more."`
	Mine       bool                  `json:"mine" doc:"You answered it."`
	Stars      int                   `json:"stars,omitempty" minimum:"1" maximum:"5" doc:"Told to staff alone."`
	ClosedAt   Time                  `json:"closedAt"`
	Facts      []FactCardView        `json:"facts" nullable:"false" doc:"Cards that its answers showed and that are still in use."`
}

// Suggestions shows what was suggested, with names in the given language where
// there is one: reasons in use, and of similar conversations what the actor may know.
func (v Views) Suggestions(ctx context.Context, by domain.Actor, l domain.Language, s insight.Suggested) (SuggestionsView, error) {
	view := SuggestionsView{Model: s.Model, Reasons: []SuggestedReasonView{}, Similar: []SimilarView{}}
	names, err := v.reasonNames(ctx, l, s.Reasons)
	if err != nil {
		return view, err
	}
	for _, r := range s.Reasons {
		if name, ok := names[r.Reason]; ok {
			view.Reasons = append(view.Reasons, SuggestedReasonView{r.Reason, name, r.Share})
		}
	}
	view.Similar, err = v.similar(ctx, by, l, s.Similar)
	return view, wrapped(err, "show suggestions")
}

func (v Views) reasonNames(ctx context.Context, l domain.Language, of []insight.Suggestion) (map[domain.ReasonID]string, error) {
	ids := make([]domain.ReasonID, len(of))
	for i, r := range of {
		ids[i] = r.Reason
	}
	names := map[domain.ReasonID]string{}
	if len(ids) == 0 {
		return names, nil
	}
	var rows []struct {
		ID                 domain.ReasonID
		Name, Translations string
	}
	err := v.all(ctx, &rows, "SELECT id, name, translations FROM contact_reasons WHERE id IN ? AND archived_at IS NULL", ids)
	for _, r := range rows {
		name, bad := reasonName(&r.Name, &r.Translations, l)
		if bad != nil {
			return nil, bad
		}
		names[r.ID] = name
	}
	return names, wrapped(err, "name reasons")
}

type similarRow struct {
	ID                       domain.ConversationID
	Episode                  int
	Question                 string
	ReasonName, Translations *string
	Product                  *string
	ExpertID                 *domain.ExpertID
	DisplayName              *string
	Stars                    *int
	ClosedAt                 Time
}

// similar reads the newest solved episode of each conversation.
func (v Views) similar(ctx context.Context, by domain.Actor, l domain.Language, of []insight.Solution) ([]SimilarView, error) {
	all := []SimilarView{}
	for _, s := range of {
		var r similarRow
		found, err := v.maybe(ctx, &r, `SELECT c.id, e.episode, c.question, r.name AS reason_name, r.translations, p.name AS product, e.expert_id,
			x.display_name, g.stars, e.closed_at
			FROM conversations c JOIN episodes e ON e.conversation_id = c.id JOIN contact_reasons r ON r.id = e.closing_reason_id
			LEFT JOIN products p ON p.id = c.product_id LEFT JOIN experts x ON x.id = e.expert_id AND x.state = 'active'
			LEFT JOIN ratings g ON g.conversation_id = e.conversation_id AND g.episode = e.episode
			WHERE c.id = ? AND e.outcome = 'solved' ORDER BY e.episode DESC LIMIT 1`, s.Conversation)
		if err != nil {
			return nil, err
		}
		if !found { // it was opened again, and not solved
			continue
		}
		view, err := r.view(by, l)
		if err != nil {
			return nil, err
		}
		if view.Facts, err = v.factsShown(ctx, r.ID, r.Episode); err != nil {
			return nil, err
		}
		all = append(all, view)
	}
	return all, nil
}

func (r similarRow) view(by domain.Actor, l domain.Language) (SimilarView, error) {
	reason, err := reasonName(r.ReasonName, r.Translations, l)
	view := SimilarView{ReasonName: reason, Product: orEmpty(r.Product), ClosedAt: r.ClosedAt, Facts: []FactCardView{}}
	view.Mine = r.ExpertID != nil && *r.ExpertID == by.Expert()
	if view.Mine || by.Staff() {
		view.ID, view.Question = r.ID, r.Question
	}
	if by.Staff() && r.Stars != nil {
		view.Stars = *r.Stars
	}
	if !view.Mine {
		view.AnsweredBy = orEmpty(r.DisplayName)
	}
	return view, err
}

// factsShown are the cards in use that an episode showed.
func (v Views) factsShown(ctx context.Context, id domain.ConversationID, episode int) ([]FactCardView, error) {
	var rows []factRow
	err := v.all(ctx, &rows, selectFacts+`f.archived_at IS NULL AND f.id IN
		(SELECT fact_id FROM fact_uses WHERE conversation_id = ? AND episode = ?) ORDER BY f.title, f.id LIMIT 3`, id, episode)
	cards := make([]FactCardView, len(rows))
	for i, r := range rows {
		cards[i] = r.view().FactCardView
	}
	return cards, err
}
