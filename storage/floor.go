package storage

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/roster"
)

// OpenNow reports whether the brand is open.
func (v Views) OpenNow(ctx context.Context, now time.Time) (bool, error) {
	settings, hours, err := v.Brand(ctx)
	if err != nil {
		return false, err
	}
	zone, err := settings.Zone()
	return err == nil && hours.Open(zone, now), err
}

// FreeExperts finds the experts who are on duty while the brand is open, have a
// free seat and are not being asked.
func (v Views) FreeExperts(ctx context.Context, now time.Time) ([]desk.Candidate, error) {
	var rows []struct {
		Expert                       expertRow `gorm:"embedded"`
		OpenSeats, FreeSeats, SeatNo int
	}
	err := v.all(ctx, &rows, `SELECT `+expertColumns+`, open_seats, free_seats, seat_no FROM experts JOIN (
		SELECT expert_id, SUM(CASE WHEN open THEN 1 ELSE 0 END) AS open_seats,
			SUM(CASE WHEN open AND conversation_id IS NULL THEN 1 ELSE 0 END) AS free_seats,
			MIN(CASE WHEN open AND conversation_id IS NULL THEN seat_no END) AS seat_no
		FROM seats GROUP BY expert_id) s ON s.expert_id = experts.id
		WHERE state = 'active' AND presence = 'available' AND free_seats > 0
		AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = experts.id AND p.disabled_at IS NOT NULL)
		AND NOT EXISTS (SELECT 1 FROM offers o WHERE o.expert_id = experts.id AND o.state = 'open') ORDER BY id`)
	if err != nil || len(rows) == 0 {
		return nil, wrapped(err, "find free experts")
	}
	plan, err := floorAt(v.on(ctx), now)
	if err != nil {
		return nil, err
	}
	ids := make([]domain.ExpertID, len(rows))
	for i := range rows {
		ids[i] = rows[i].Expert.ID
	}
	topics, err := topicsOf(v.on(ctx), ids)
	if err != nil {
		return nil, err
	}
	free := make([]desk.Candidate, len(rows))
	for i, r := range rows {
		e, err := r.Expert.domain()
		if err != nil {
			return nil, err
		}
		e.Topics = topics[e.ID]
		free[i] = desk.Candidate{Expert: e, Duty: plan.of(e.ID), SeatNo: r.SeatNo, Free: r.FreeSeats, Open: r.OpenSeats}
	}
	return slices.DeleteFunc(free, func(c desk.Candidate) bool { return !c.Expert.OnDuty(c.Duty) }), nil
}

func topicsOf(q *gorm.DB, ids []domain.ExpertID) (map[domain.ExpertID][]roster.Topic, error) {
	var rows []struct {
		ExpertID domain.ExpertID
		ReasonID domain.ReasonID
		Kind     roster.TopicKind
	}
	_, err := fetch(q, &rows, "SELECT expert_id, reason_id, kind FROM expert_topics WHERE expert_id IN ? ORDER BY expert_id, reason_id", ids)
	topics := make(map[domain.ExpertID][]roster.Topic, len(ids))
	for _, r := range rows {
		topics[r.ExpertID] = append(topics[r.ExpertID], roster.Topic{Reason: r.ReasonID, Kind: r.Kind})
	}
	return topics, wrapped(err, "read topics")
}

type queueRow struct {
	ID                domain.ConversationID
	Class             desk.Class
	QueuedAt          Time
	Episode           int
	CustomerID        domain.CustomerID
	Language          domain.Language
	ReasonID          *domain.ReasonID
	ParentID          *domain.ReasonID
	Difficulty        int
	PreferredExpertID *domain.ExpertID
}

// QueueAfter reads the next part of the queue in some languages, with who let each
// conversation pass and whom each customer wants to meet again.
func (v Views) QueueAfter(ctx context.Context, after desk.Place, languages []domain.Language, limit int) ([]desk.InQueue, error) {
	class, queuedAt := -1, Time{}
	if after.ID != "" {
		class, queuedAt = int(after.Class), At(after.QueuedAt)
	}
	var rows []queueRow
	err := v.all(ctx, &rows, `SELECT c.id, c.class, c.queued_at, c.episode, c.customer_id, c.language, c.reason_id, r.parent_id,
		COALESCE(r.difficulty, 0) AS difficulty, c.preferred_expert_id
		FROM conversations c LEFT JOIN contact_reasons r ON r.id = c.reason_id
		WHERE `+forAllocator+`
		AND c.language IN ? AND (c.class, c.queued_at, c.id) > (?, ?, ?)
		ORDER BY c.class, c.queued_at, c.id LIMIT ?`, languages, class, queuedAt, after.ID, limit)
	if err != nil || len(rows) == 0 {
		return nil, wrapped(err, "read the queue")
	}
	queue := make([]desk.InQueue, len(rows))
	for i, r := range rows {
		queue[i] = desk.InQueue{
			Place: desk.Place{Class: r.Class, QueuedAt: r.QueuedAt.Time, ID: r.ID}, Episode: r.Episode, Customer: r.CustomerID,
			Language: r.Language, Reason: orEmpty(r.ReasonID), Parent: orEmpty(r.ParentID), Difficulty: r.Difficulty,
			Preferred: orEmpty(r.PreferredExpertID),
		}
	}
	if err := v.refusals(ctx, queue); err != nil {
		return nil, err
	}
	if err := v.givers(ctx, queue); err != nil {
		return nil, err
	}
	if err := v.links(ctx, queue); err != nil {
		return nil, err
	}
	return queue, v.wishes(ctx, queue)
}

// refusals notes who declined a conversation's episode, let the offer lapse or
// fell silent in it.
func (v Views) refusals(ctx context.Context, queue []desk.InQueue) error {
	ids, at := make([]domain.ConversationID, len(queue)), make(map[domain.ConversationID]int, len(queue))
	for i := range queue {
		ids[i], at[queue[i].ID] = queue[i].ID, i
	}
	var rows []struct {
		ConversationID domain.ConversationID
		ExpertID       domain.ExpertID
		Episode        int
		EndedAt        Time
	}
	err := v.all(ctx, &rows, `SELECT conversation_id, expert_id, episode, decided_at AS ended_at FROM offers
			WHERE conversation_id IN ? AND state IN ('declined', 'lapsed')
		UNION ALL SELECT conversation_id, expert_id, episode, ended_at FROM assignments
			WHERE conversation_id IN ? AND end_reason = 'timed_out'`, ids, ids)
	for _, r := range rows {
		q := &queue[at[r.ConversationID]]
		if r.Episode != q.Episode {
			continue
		}
		if q.Refused == nil {
			q.Refused = map[domain.ExpertID]time.Time{}
		}
		if r.EndedAt.After(q.Refused[r.ExpertID]) {
			q.Refused[r.ExpertID] = r.EndedAt.Time
		}
	}
	return wrapped(err, "read who let conversations pass")
}

// wishes notes whom a customer wants to meet again, or not.
func (v Views) wishes(ctx context.Context, queue []desk.InQueue) error {
	ids := make([]domain.CustomerID, len(queue))
	for i := range queue {
		ids[i] = queue[i].Customer
	}
	var rows []struct {
		CustomerID domain.CustomerID
		ExpertID   domain.ExpertID
		Again      bool
		SetAt      Time
	}
	err := v.all(ctx, &rows, "SELECT customer_id, expert_id, again, set_at FROM expert_wishes WHERE customer_id IN ?", ids)
	of := map[domain.CustomerID]map[domain.ExpertID]desk.Wish{}
	for _, r := range rows {
		if of[r.CustomerID] == nil {
			of[r.CustomerID] = map[domain.ExpertID]desk.Wish{}
		}
		of[r.CustomerID][r.ExpertID] = desk.Wish{Again: r.Again, At: r.SetAt.Time}
	}
	for i := range queue {
		queue[i].Wishes = of[queue[i].Customer]
	}
	return wrapped(err, "read wishes")
}

// RatingsOf reads the newest controllable ratings of experts that they were told
// of, which is what their quality is made of.
func (v Views) RatingsOf(ctx context.Context, experts []domain.ExpertID) (map[domain.ExpertID][]roster.Rated, error) {
	return ratingsOf(v.on(ctx), experts)
}

// ratingsOf reads expert by expert on purpose: the index gives the newest of
// one without a look at all that were ever given, which a window over many
// experts would take.
func ratingsOf(q *gorm.DB, experts []domain.ExpertID) (map[domain.ExpertID][]roster.Rated, error) {
	all := make(map[domain.ExpertID][]roster.Rated, len(experts))
	for _, id := range experts {
		var rows []struct {
			Stars, Difficulty int
			GivenAt           Time
			ReasonID          *domain.ReasonID
			ParentID          *domain.ReasonID
		}
		_, err := fetch(q, &rows, `SELECT r.stars, r.difficulty, r.given_at, r.reason_id, c.parent_id FROM ratings r
			LEFT JOIN contact_reasons c ON c.id = r.reason_id WHERE r.expert_id = ? AND r.controllable AND r.tell_at IS NULL
			ORDER BY r.given_at DESC, r.conversation_id DESC, r.episode DESC LIMIT ?`, id, roster.QualityWindow)
		if err != nil {
			return nil, wrapped(err, "read the ratings of %s", id)
		}
		rated := make([]roster.Rated, len(rows))
		for i, r := range rows {
			rated[i] = roster.Rated{
				Reason: orEmpty(r.ReasonID), Parent: orEmpty(r.ParentID), Stars: r.Stars, Difficulty: r.Difficulty, At: r.GivenAt.Time,
			}
		}
		all[id] = rated
	}
	return all, nil
}

// ProgrammeMeans are the mean stars of each difficulty class that has enough
// controllable ratings since a time.
func (v Views) ProgrammeMeans(ctx context.Context, since time.Time) (roster.Means, error) {
	return programmeMeans(v.on(ctx), since)
}

func programmeMeans(q *gorm.DB, since time.Time) (roster.Means, error) {
	var rows []struct{ Difficulty, Stars, Ratings int }
	_, err := fetch(q, &rows, `SELECT difficulty, SUM(stars) AS stars, COUNT(*) AS ratings FROM ratings
		WHERE given_at >= ? AND controllable GROUP BY difficulty`, At(since))
	means := roster.Means{}
	for _, r := range rows {
		if r.Ratings >= roster.MeanMinRatings {
			means[r.Difficulty] = float64(r.Stars) / float64(r.Ratings)
		}
	}
	return means, wrapped(err, "read the programme's means")
}
