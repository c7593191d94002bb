package storage

import (
	"context"
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
	"github.com/kennerhq/kenner/domain/league"
	"github.com/kennerhq/kenner/domain/rewards"
	"github.com/kennerhq/kenner/domain/roster"
)

var _ league.Past = Views{}

// RulesOf returns all versions of the rules by number.
func (v Views) RulesOf(ctx context.Context) (map[int]rewards.Rules, error) {
	var rows []ruleSetRow
	if err := v.all(ctx, &rows, "SELECT version, effective_at, body FROM rule_sets"); err != nil {
		return nil, wrapped(err, "list rule sets")
	}
	all := map[int]rewards.Rules{}
	for _, r := range rows {
		set, err := r.domain()
		if err != nil {
			return nil, err
		}
		all[set.Version] = set.Rules
	}
	return all, nil
}

// SeasonAt returns a season with its rounds and who is in it: whoever has an award,
// and whoever takes part now.
func (v Views) SeasonAt(ctx context.Context, id domain.SeasonID, now time.Time) (p league.Played, err error) {
	var s seasonRow
	if err := v.one(ctx, &s, "season", "SELECT "+seasonColumns+" FROM seasons WHERE id = ?", id); err != nil {
		return p, err
	}
	p.Season = s.domain()
	var rounds []roundRow
	if err := v.all(ctx, &rounds, "SELECT "+roundColumns+" FROM rounds WHERE season_id = ? ORDER BY number", id); err != nil {
		return p, wrapped(err, "rounds of %s", id)
	}
	for _, r := range rounds {
		p.Rounds = append(p.Rounds, r.domain())
	}
	var name string
	if err := v.one(ctx, &name, "brand", "SELECT time_zone FROM brand WHERE id = 1"); err != nil {
		return p, err
	}
	if p.Zone, err = time.LoadLocation(name); err != nil {
		return p, wrapped(err, "the brand's time zone")
	}
	if err := v.all(ctx, &p.Awards, "SELECT COUNT(*) FROM awards WHERE round_id IN (SELECT id FROM rounds WHERE season_id = ?)", id); err != nil {
		return p, wrapped(err, "awards of %s", id)
	}
	if now.After(p.Season.EndsAt) {
		now = p.Season.EndsAt
	}
	p.Players, err = v.seasonPlayers(ctx, id, now)
	return p, err
}

// seasonPlayers are who takes part now, with their quality, and whoever else
// earned something, who has no place.
func (v Views) seasonPlayers(ctx context.Context, id domain.SeasonID, at time.Time) ([]league.Player, error) {
	players, err := playersOf(v.on(ctx), at)
	if err != nil {
		return nil, err
	}
	var others []struct {
		ID          domain.ExpertID
		DisplayName string
	}
	err = v.all(ctx, &others, `SELECT id, display_name FROM experts WHERE state NOT IN ('active', 'paused') AND EXISTS (SELECT 1 FROM awards a
		JOIN rounds r ON r.id = a.round_id WHERE a.expert_id = experts.id AND r.season_id = ?) ORDER BY id`, id)
	for _, o := range others {
		players = append(players, league.Player{Expert: o.ID, Name: o.DisplayName, Quality: roster.Quality{}})
	}
	return players, wrapped(err, "experts of %s", id)
}

type playedRow struct {
	Award            awardRow `gorm:"embedded"`
	OpenedAt         *Time
	ClosedAt         *Time
	CustomerMessages int
	ExpertMessages   int
	Outcome          *desk.Outcome
	Transfers        int
	HandOvers        int
	Linked           *desk.Link
	CustomerID       *string
	Chosen, Closing  int          // difficulties
	Reasons          reasonLevels `gorm:"embedded"`
	Stars            *int
	Controllable     *bool
	Solved           *desk.Answer
	Score            *int
	ShiftStarts      *Time
	ShiftEnds        *Time
}

// PlayedBy returns the awards of an expert in a season with the facts behind them.
func (v Views) PlayedBy(ctx context.Context, id domain.SeasonID, e domain.ExpertID) ([]rewards.Played, error) {
	var rows []playedRow
	err := v.all(ctx, &rows, `SELECT a.id, a.kind, a.source, a.expert_id, a.conversation_id, a.episode, a.round_id, a.rule_set, a.difficulty,
			a.day, a.day_no, a.pending, a.settled, a.arithmetic, a.earned_at, a.settle_at, a.settled_at, a.version, a.campaign_id, m.factor AS boost,
			e.opened_at, e.closed_at, COALESCE(e.customer_messages, 0) AS customer_messages, COALESCE(e.expert_messages, 0) AS expert_messages,
			e.outcome, COALESCE(e.transfers, 0) AS transfers, COALESCE(e.hand_overs, 0) AS hand_overs, e.linked, c.customer_id,
			COALESCE(chosen.difficulty, 0) AS chosen, COALESCE(closing.difficulty, 0) AS closing, `+selectReasons+`,
			r.stars, r.controllable, COALESCE(r.solved, y.answer) AS solved, h.score, s.starts_at AS shift_starts, s.ends_at AS shift_ends
		FROM awards a JOIN rounds o ON o.id = a.round_id AND o.season_id = ?
		LEFT JOIN campaigns m ON m.id = a.campaign_id
		LEFT JOIN conversations c ON c.id = a.conversation_id
		LEFT JOIN episodes e ON e.conversation_id = a.conversation_id AND e.episode = a.episode`+joinReasons+`
		LEFT JOIN ratings r ON r.conversation_id = a.conversation_id AND r.episode = a.episode AND r.given_at <= COALESCE(a.settled_at, 0)
			AND (SELECT anonymous_ratings FROM brand WHERE id = 1)
		LEFT JOIN still_solved y ON y.conversation_id = a.conversation_id AND y.episode = a.episode AND y.answered_at <= COALESCE(a.settled_at, 0)
			AND (SELECT anonymous_ratings FROM brand WHERE id = 1)
		LEFT JOIN hand_overs h ON h.id = a.source LEFT JOIN shifts s ON s.id = a.source
		WHERE a.expert_id = ? ORDER BY a.earned_at, a.id`, id, e)
	if err != nil {
		return nil, wrapped(err, "what %s played in %s", e, id)
	}
	all := make([]rewards.Played, len(rows))
	for i, r := range rows {
		if all[i], err = r.domain(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (r playedRow) domain() (rewards.Played, error) {
	a, err := r.Award.domain()
	p := rewards.Played{Award: a, Customer: deref(r.CustomerID), Score: deref(r.Score), StartsAt: r.ShiftStarts.OrZero()}
	if r.ShiftEnds != nil {
		p.Length = r.ShiftEnds.Sub(p.StartsAt)
	}
	p.Episode = rewards.Episode{
		Conversation: a.Conversation, Number: a.Episode, Expert: a.Expert, OpenedAt: r.OpenedAt.OrZero(), ClosedAt: r.ClosedAt.OrZero(),
		ConfirmedAt: a.EarnedAt, CustomerMessages: r.CustomerMessages, ExpertMessages: r.ExpertMessages, Outcome: deref(r.Outcome),
		Transfers: r.Transfers + r.HandOvers, ChosenDifficulty: r.Chosen, ClosingDifficulty: r.Closing, Reason: r.Reasons.of(a.Episode),
		Linked: deref(r.Linked), Solved: deref(r.Solved),
	}
	if r.Stars != nil {
		p.Episode.Rating = &rewards.Rating{Stars: *r.Stars, Controllable: deref(r.Controllable)}
	}
	return p, err
}

// ContactsAfter returns the episodes that the conversation's customer began
// between two times.
func (v Views) ContactsAfter(ctx context.Context, id domain.ConversationID, after, before time.Time) ([]rewards.Contact, error) {
	return contactsOf(v.on(ctx), id, after, before)
}

// BoostOf returns what an episode would be multiplied with.
func (v Views) BoostOf(ctx context.Context, e rewards.Episode) (rewards.Boost, error) {
	var rows []campaignRow
	err := v.all(ctx, &rows, campaignsAt, At(e.ClosedAt), At(e.ClosedAt))
	running, err := campaignsOf(rows, err)
	if err != nil || len(running) == 0 {
		return rewards.Boost{}, err
	}
	var c circumstancesRow
	err = v.one(ctx, &c, "episode", circumstances, e.Expert, e.Expert, e.Conversation, e.Number)
	return rewards.Highest(running, c.domain(e.Number)), err
}

// MissedSince reports whether another no-show of an expert began in a time.
func (v Views) MissedSince(ctx context.Context, e domain.ExpertID, since, before time.Time) (bool, error) {
	return noShowSince(v.on(ctx), e, since, before)
}
