package storage

import (
	"context"
	"time"
)

// EffortView is what solving a question costs, beside what customers say of it.
// It is measured to improve the work and never scores anybody.
type EffortView struct {
	From     Time `json:"from" format:"date-time"`
	Until    Time `json:"until" format:"date-time"`
	Episodes int  `json:"episodes" minimum:"0" doc:"That ended for good in this time and that somebody held."`
	Solved   int  `json:"solved" minimum:"0" doc:"Of these: the customer says so, or said nothing and it was closed as solved."`
	// The effort of all episodes, for each that was solved; nothing before there is one.
	PerSolved *EffortPerSolved `json:"perSolved,omitempty" doc:"What all of them took, divided by those that were solved."`
	Stars     *float64         `json:"stars,omitempty" doc:"The mean of the ratings of these episodes."`
	Ratings   int              `json:"ratings" minimum:"0"`
}

// EffortPerSolved is what all episodes took together for each one solved.
type EffortPerSolved struct {
	Messages  float64 `json:"messages" doc:"Of experts and staff."`
	Minutes   float64 `json:"minutes" doc:"That an expert's seat was taken."`
	HandOvers float64 `json:"handOvers"`
	Episodes  float64 `json:"episodes" doc:"1 when every one is solved."`
}

// Effort looks at the episodes that ended for good from one time until another.
func (v Views) Effort(ctx context.Context, from, until time.Time) (EffortView, error) {
	var r struct {
		Episodes, Solved, Messages, HandOvers, HeldMs, Ratings, Stars int64
	}
	_, err := v.maybe(ctx, &r, `SELECT COUNT(*) AS episodes,
			COUNT(CASE WHEN COALESCE(r.solved, y.answer, CASE e.outcome WHEN 'solved' THEN 'yes' END) = 'yes' THEN 1 END) AS solved,
			CAST(COALESCE(SUM(e.expert_messages), 0) AS BIGINT) AS messages, CAST(COALESCE(SUM(e.hand_overs), 0) AS BIGINT) AS hand_overs,
			CAST(COALESCE(SUM((SELECT SUM(a.ended_at - a.started_at) FROM assignments a
				WHERE a.conversation_id = e.conversation_id AND a.episode = e.episode AND a.expert_id IS NOT NULL)), 0) AS BIGINT) AS held_ms,
			COUNT(r.stars) AS ratings, CAST(COALESCE(SUM(r.stars), 0) AS BIGINT) AS stars
		FROM episodes e LEFT JOIN ratings r ON r.conversation_id = e.conversation_id AND r.episode = e.episode
		LEFT JOIN still_solved y ON y.conversation_id = e.conversation_id AND y.episode = e.episode
		WHERE e.confirmed_at >= ? AND e.confirmed_at < ?
			AND EXISTS (SELECT 1 FROM assignments a WHERE a.conversation_id = e.conversation_id AND a.episode = e.episode)`,
		At(from), At(until))
	view := EffortView{
		From: At(from), Until: At(until), Episodes: int(r.Episodes), Solved: int(r.Solved), Ratings: int(r.Ratings),
	}
	if err != nil {
		return view, wrapped(err, "measure the effort since %s", from)
	}
	if r.Solved > 0 {
		per := func(n int64) float64 { return float64(n) / float64(r.Solved) }
		view.PerSolved = &EffortPerSolved{
			Messages: per(r.Messages), Minutes: per(r.HeldMs) / float64(time.Minute.Milliseconds()),
			HandOvers: per(r.HandOvers), Episodes: per(r.Episodes),
		}
	}
	if r.Ratings > 0 {
		mean := float64(r.Stars) / float64(r.Ratings)
		view.Stars = &mean
	}
	return view, nil
}
