package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/fairness"
)

// FairnessFacts are what the signals go by: what was answered and confirmed since then.
func (v Views) FairnessFacts(ctx context.Context, since time.Time) (f fairness.Facts, err error) {
	var r struct {
		Experts  int
		StartsAt *Time
	}
	if _, err := v.maybe(ctx, &r, `SELECT (SELECT COUNT(*) FROM experts WHERE state <> 'retired') AS experts,
		(SELECT starts_at FROM rounds WHERE state = 'running') AS starts_at`); err != nil {
		return f, wrapped(err, "read the round that runs")
	}
	f.Experts, f.Round = r.Experts, since
	if r.StartsAt != nil {
		f.Round = r.StartsAt.Time
	}
	if f.Talks, err = v.talks(ctx, since); err != nil {
		return f, err
	}
	if f.Votes, err = v.votes(ctx, since); err != nil {
		return f, err
	}
	f.Texts, err = v.texts(ctx, since)
	return f, err
}

// talks are the answered episodes. Who is tied to whom is what is known by now.
func (v Views) talks(ctx context.Context, since time.Time) ([]fairness.Talk, error) {
	var rows []struct {
		AwardID        *domain.AwardID
		ConversationID domain.ConversationID
		Episode        int
		ExpertID       domain.ExpertID
		CustomerID     domain.CustomerID
		Known          bool
		CreatedAt      Time
		Network        string
		Tied           bool
		ClosedAt       Time
		Points         int64
		Qualified      bool
		Stars          int
		GivenAt        *Time
	}
	err := v.all(ctx, &rows, `SELECT a.id AS award_id, e.conversation_id, e.episode, e.expert_id, c.customer_id, k.brand_customer_id IS NOT NULL AS known,
		k.created_at, c.network, e.linked <> '' AS tied, e.closed_at, COALESCE(a.settled, a.pending, 0) AS points,
		a.arithmetic IS NULL OR (a.arithmetic NOT LIKE '%not_qualified:customer_messages%' AND a.arithmetic NOT LIKE '%not_qualified:expert_messages%'
			AND a.arithmetic NOT LIKE '%not_qualified:active_time%') AS qualified, COALESCE(r.stars, 0) AS stars, r.given_at
		FROM episodes e JOIN conversations c ON c.id = e.conversation_id JOIN customers k ON k.id = c.customer_id
		LEFT JOIN awards a ON a.kind = 'conversation' AND a.conversation_id = e.conversation_id AND a.episode = e.episode AND a.expert_id = e.expert_id
		LEFT JOIN ratings r ON r.conversation_id = e.conversation_id AND r.episode = e.episode AND r.expert_id = e.expert_id
		WHERE e.confirmed_at >= ? AND e.expert_id IS NOT NULL ORDER BY e.closed_at, e.conversation_id, e.episode`, At(since))
	if err != nil {
		return nil, wrapped(err, "read what was answered")
	}
	ties, err := v.ties(ctx, since)
	talks := make([]fairness.Talk, len(rows))
	for i, r := range rows {
		t := fairness.Talk{
			Award: orEmpty(r.AwardID), Conversation: r.ConversationID, Expert: r.ExpertID, Customer: r.CustomerID, Known: r.Known,
			Since: r.CreatedAt.Time, Network: r.Network, Tied: r.Tied, EndedAt: r.ClosedAt.Time, Points: domain.Points(r.Points),
			Qualified: r.Qualified, Stars: r.Stars, RatedAt: r.GivenAt.OrZero(),
		}
		for _, tie := range ties[episodeKey{r.ConversationID, r.Episode}] {
			switch {
			case tie.expert == r.ExpertID:
				t.Tied = true
			case tie.link != "network":
				t.Behind = tie.expert
			}
		}
		talks[i] = t
	}
	return talks, err
}

type episodeKey struct {
	conversation domain.ConversationID
	episode      int
}

type tie struct {
	expert domain.ExpertID
	link   string
}

// ties are the experts who are tied to the customers of episodes.
func (v Views) ties(ctx context.Context, since time.Time) (map[episodeKey][]tie, error) {
	var rows []struct {
		Link           string
		ExpertID       domain.ExpertID
		ConversationID domain.ConversationID
		Episode        int
	}
	at := At(since)
	err := v.all(ctx, &rows, "SELECT link, expert_id, conversation_id, episode FROM ("+linkedPairs("1 = 1", "e.confirmed_at >= ?")+
		") AS pairs ORDER BY conversation_id, episode, expert_id, link", at, at, at, at)
	all := map[episodeKey][]tie{}
	for _, r := range rows {
		key := episodeKey{r.ConversationID, r.Episode}
		all[key] = append(all[key], tie{r.ExpertID, r.Link})
	}
	return all, wrapped(err, "read who is tied to whom")
}

// votes are the good words that experts gave each other: score cards with 16 of
// 20 marks or more, and kudos.
func (v Views) votes(ctx context.Context, since time.Time) ([]fairness.Vote, error) {
	var rows []struct {
		ReviewerID domain.ExpertID
		ExpertID   domain.ExpertID
		MarkedAt   Time
	}
	err := v.all(ctx, &rows, `SELECT s.reviewer_id, s.expert_id, s.marked_at FROM samples s JOIN experts x ON x.id = s.reviewer_id
		WHERE s.marked_at >= ? AND s.helpful + s.correct + s.tone + s.own_words >= 16
		UNION ALL SELECT l.reviewer_id, s.expert_id, l.marked_at FROM second_looks l JOIN samples s ON s.id = l.sample_id
		JOIN experts x ON x.id = l.reviewer_id WHERE l.marked_at >= ? AND l.helpful + l.correct + l.tone + l.own_words >= 16
		UNION ALL SELECT k.from_id, k.to_id, k.given_at FROM kudos k JOIN experts x ON x.id = k.from_id
		WHERE k.given_at >= ? AND k.hidden_at IS NULL
		ORDER BY marked_at, reviewer_id, expert_id`, At(since), At(since), At(since))
	votes := make([]fairness.Vote, len(rows))
	for i, r := range rows {
		votes[i] = fairness.Vote{From: r.ReviewerID, To: r.ExpertID, At: r.MarkedAt.Time}
	}
	return votes, wrapped(err, "read who spoke well of whom")
}

// texts are what experts wrote themselves: a card under it is no part of it.
func (v Views) texts(ctx context.Context, since time.Time) ([]fairness.Text, error) {
	var rows []struct {
		AwardID        *domain.AwardID
		ConversationID domain.ConversationID
		ExpertID       domain.ExpertID
		ReasonID       *domain.ReasonID
		Text           string
		At             Time
	}
	err := v.all(ctx, &rows, `SELECT a.id AS award_id, t.conversation_id, e.expert_id, COALESCE(c.reason_id, e.closing_reason_id) AS reason_id, t.text, t.at
		FROM episodes e JOIN conversations c ON c.id = e.conversation_id
		JOIN timeline_entries t ON t.conversation_id = e.conversation_id AND t.episode = e.episode AND t.kind = 'message' AND t.author_id = e.expert_id
		LEFT JOIN awards a ON a.kind = 'conversation' AND a.conversation_id = e.conversation_id AND a.episode = e.episode AND a.expert_id = e.expert_id
		WHERE e.confirmed_at >= ? AND t.text <> '' ORDER BY t.at, t.conversation_id, t.seq`, At(since))
	texts := make([]fairness.Text, len(rows))
	for i, r := range rows {
		texts[i] = fairness.Text{
			Award: orEmpty(r.AwardID), Conversation: r.ConversationID, Expert: r.ExpertID, Reason: orEmpty(r.ReasonID), Words: r.Text, At: r.At.Time,
		}
	}
	return texts, wrapped(err, "read what was written")
}
