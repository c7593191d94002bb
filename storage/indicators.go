package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/indicators"
)

// mostHeld bounds the assignments and the imported rows of one report.
const mostHeld = 100_000

// answering are who answers customers.
const answering = "('expert', 'manager', 'admin')"

// IndicatorPeriod makes a period of the brand's days. It refuses
// indicators.ErrBadPeriod.
func (v Views) IndicatorPeriod(ctx context.Context, from, to string, days int, now time.Time) (indicators.Period, error) {
	c, err := calendar(v.on(ctx))
	if err != nil {
		return indicators.Period{}, err
	}
	return indicators.NewPeriod(c.Zone, from, to, days, now)
}

// IndicatorFacts reads what happened in a period: the arithmetic is the domain's.
// It refuses indicators.ErrTooMany rather than leave something out.
func (v Views) IndicatorFacts(ctx context.Context, p indicators.Period) (f indicators.Facts, err error) {
	f.Period = p
	if f.Episodes, err = v.episodeFacts(ctx, p); err != nil {
		return f, err
	}
	if err := v.returns(ctx, p, f.Episodes); err != nil {
		return f, err
	}
	days := p.DayNames()
	f.Contacts, err = contactsBy(v.on(ctx), "WHERE i.day >= ? AND i.day <= ? ORDER BY i.day, i.source, i.external_id LIMIT ?", days[0], days[len(days)-1], mostHeld+1)
	if err != nil {
		return f, err
	}
	if f.Assignments, err = v.heldIn(ctx, p); err != nil {
		return f, err
	}
	if len(f.Contacts) > mostHeld || len(f.Assignments) > mostHeld {
		return f, indicators.ErrTooMany
	}
	_, err = v.maybe(ctx, &f.Searches, `SELECT COUNT(*) AS shown, COUNT(CASE WHEN state = 'solved' THEN 1 END) AS solved
		FROM searches WHERE searched_at >= ? AND searched_at < ? AND shown > 0`, At(p.From), At(p.To))
	return f, wrapped(err, "count searches")
}

type happenedRow struct {
	ConversationID  domain.ConversationID
	Episode         int
	Channel         string
	ExpertID        *domain.ExpertID
	OpenedAt        Time
	FirstResponseAt *Time
	ClosedAt        *Time
	ClosedBy        *domain.Role
	Outcome         *desk.Outcome
	ConfirmedAt     *Time
	ConfirmedBy     *desk.ConfirmedBy
	Passed          int
	Reasons         reasonLevels `gorm:"embedded"`
	Stars           *int
	Solved          *desk.Answer
	AssignedAt      *Time
	HeldMs          int64
	OfferedEndAt    *Time
	LastAnswerAt    *Time
}

func (r happenedRow) domain() indicators.Episode {
	return indicators.Episode{
		Conversation: r.ConversationID, No: r.Episode, Channel: r.Channel, Reason: r.Reasons.of(r.Episode), Expert: orEmpty(r.ExpertID),
		OpenedAt: r.OpenedAt.Time, AssignedAt: r.AssignedAt.OrZero(), RespondedAt: r.FirstResponseAt.OrZero(), OfferedEndAt: r.OfferedEndAt.OrZero(),
		LastAnswerAt: r.LastAnswerAt.OrZero(), ClosedAt: r.ClosedAt.OrZero(), ClosedBy: orEmpty(r.ClosedBy), Outcome: orEmpty(r.Outcome),
		ConfirmedAt: r.ConfirmedAt.OrZero(), ConfirmedBy: orEmpty(r.ConfirmedBy), Solved: orEmpty(r.Solved),
		Held: time.Duration(r.HeldMs) * time.Millisecond, Passed: r.Passed > 0, Stars: orZero(r.Stars),
	}
}

func (v Views) episodeFacts(ctx context.Context, p indicators.Period) ([]indicators.Episode, error) {
	var rows []happenedRow
	err := v.all(ctx, &rows, `SELECT e.conversation_id, e.episode, c.channel, e.expert_id, e.opened_at, e.first_response_at, e.closed_at, e.closed_by,
			e.outcome, e.confirmed_at, e.confirmed_by, e.transfers + e.hand_overs AS passed, `+selectReasons+`,
			r.stars, COALESCE(r.solved, y.answer) AS solved,
			(SELECT MIN(a.started_at) FROM assignments a WHERE a.conversation_id = e.conversation_id AND a.episode = e.episode) AS assigned_at,
			CAST(COALESCE((SELECT SUM(a.ended_at - a.started_at) FROM assignments a
				WHERE a.conversation_id = e.conversation_id AND a.episode = e.episode), 0) AS BIGINT) AS held_ms,
			(SELECT MIN(t.at) FROM timeline_entries t WHERE t.conversation_id = e.conversation_id AND t.episode = e.episode
				AND t.kind = 'status' AND t.status = 'closed' AND t.author_role IN `+answering+`) AS offered_end_at,
			(SELECT MAX(t.at) FROM timeline_entries t WHERE t.conversation_id = e.conversation_id AND t.episode = e.episode
				AND t.kind = 'message' AND t.author_role IN `+answering+` AND (e.closed_at IS NULL OR t.at <= e.closed_at)) AS last_answer_at
		FROM episodes e JOIN conversations c ON c.id = e.conversation_id`+joinReasons+`
		LEFT JOIN ratings r ON r.conversation_id = e.conversation_id AND r.episode = e.episode
		LEFT JOIN still_solved y ON y.conversation_id = e.conversation_id AND y.episode = e.episode
		WHERE e.opened_at >= ? AND e.opened_at < ? ORDER BY e.opened_at, e.conversation_id, e.episode LIMIT ?`,
		At(p.From), At(p.To), indicators.MostEpisodes+1)
	switch {
	case err != nil:
		return nil, wrapped(err, "read what happened since %s", p.From)
	case len(rows) > indicators.MostEpisodes:
		return nil, indicators.ErrTooMany
	}
	all := make([]indicators.Episode, len(rows))
	for i, r := range rows {
		all[i] = r.domain()
	}
	return all, nil
}

// returns marks the episodes after whose end their customers asked about the same.
func (v Views) returns(ctx context.Context, p indicators.Period, all []indicators.Episode) error {
	var rows []struct {
		EndedConversation domain.ConversationID
		EndedEpisode      int
		OpenedAt          Time
		Episode           int
		Reasons           reasonLevels `gorm:"embedded"`
	}
	err := v.all(ctx, &rows, `SELECT d.conversation_id AS ended_conversation, d.episode AS ended_episode, e.opened_at, e.episode, `+selectReasons+`
		FROM episodes d JOIN conversations k ON k.id = d.conversation_id JOIN conversations c ON c.customer_id = k.customer_id
		JOIN episodes e ON e.conversation_id = c.id AND e.opened_at > d.closed_at AND e.opened_at < d.closed_at + ?`+joinReasons+`
		WHERE d.opened_at >= ? AND d.opened_at < ? AND d.outcome = 'solved' LIMIT ?`,
		indicators.ReturnWithin.Milliseconds(), At(p.From), At(p.To), mostHeld+1)
	switch {
	case err != nil:
		return wrapped(err, "read who came back")
	case len(rows) > mostHeld:
		return indicators.ErrTooMany
	}
	type key struct {
		conversation domain.ConversationID
		episode      int
	}
	at := make(map[key]int, len(all))
	for i, e := range all {
		at[key{e.Conversation, e.No}] = i
	}
	for _, r := range rows {
		if i, there := at[key{r.EndedConversation, r.EndedEpisode}]; there && all[i].Again(r.OpenedAt.Time, r.Reasons.of(r.Episode)) {
			all[i].Returned = true
		}
	}
	return nil
}

// heldIn are the holds of experts that touch a period.
func (v Views) heldIn(ctx context.Context, p indicators.Period) ([]indicators.Assignment, error) {
	var rows []struct {
		ExpertID       domain.ExpertID
		ConversationID domain.ConversationID
		Episode        int
		StartedAt      Time
		EndedAt        *Time
	}
	err := v.all(ctx, &rows, `SELECT expert_id, conversation_id, episode, started_at, ended_at FROM (
			SELECT id, expert_id, conversation_id, episode, started_at, ended_at FROM assignments
				WHERE expert_id IS NOT NULL AND ended_at > ? AND started_at < ?
			UNION ALL SELECT id, expert_id, conversation_id, episode, started_at, ended_at FROM assignments
				WHERE expert_id IS NOT NULL AND ended_at IS NULL AND started_at < ?) a ORDER BY started_at, id LIMIT ?`,
		At(p.From), At(p.To), At(p.To), mostHeld+1)
	all := make([]indicators.Assignment, len(rows))
	for i, r := range rows {
		all[i] = indicators.Assignment{
			Expert: r.ExpertID, Conversation: r.ConversationID, Episode: r.Episode, From: r.StartedAt.Time, Until: r.EndedAt.OrZero(),
		}
	}
	return all, wrapped(err, "read who held what")
}
