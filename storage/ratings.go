package storage

import (
	"time"

	"github.com/kennerhq/kenner/domain"
	"github.com/kennerhq/kenner/domain/desk"
)

type ratingRow struct {
	ConversationID domain.ConversationID
	Episode        int
	CustomerID     domain.CustomerID
	ExpertID       domain.ExpertID
	Stars          int
	Solved         desk.Answer
	Cause          *desk.Cause
	CauseDetail    *string
	Comment        string
	Learned        *desk.Answer
	ReasonID       *domain.ReasonID
	Difficulty     int
	Controllable   bool
	SettledAt      *Time
	GivenAt        Time
	ChangedAt      Time
	TellAt         *Time
	ToldAt         *Time
	Excluded       desk.Excluded
	Version        int
}

const ratingColumns = `conversation_id, episode, customer_id, expert_id, stars, solved, cause, cause_detail, comment, learned, reason_id,
	difficulty, controllable, settled_at, given_at, changed_at, tell_at, told_at, excluded, version`

func (r ratingRow) domain() desk.Rating {
	return desk.Rating{
		Conversation: r.ConversationID, Episode: r.Episode, Customer: r.CustomerID, Expert: r.ExpertID, Stars: r.Stars, Solved: r.Solved,
		Cause: orEmpty(r.Cause), CauseDetail: orEmpty(r.CauseDetail), Comment: r.Comment,
		Learned: orEmpty(r.Learned), Reason: orEmpty(r.ReasonID),
		Difficulty: r.Difficulty, Controllable: r.Controllable, SettledAt: r.SettledAt.OrZero(), GivenAt: r.GivenAt.Time,
		ChangedAt: r.ChangedAt.Time, TellAt: r.TellAt.OrZero(), ToldAt: r.ToldAt.OrZero(), Excluded: r.Excluded, Version: r.Version,
	}
}

func (tx Tx) ratings(where string, args ...any) ([]desk.Rating, error) {
	var rows []ratingRow
	err := tx.all(&rows, "SELECT "+ratingColumns+" FROM ratings WHERE "+where, args...)
	all := make([]desk.Rating, len(rows))
	for i, r := range rows {
		all[i] = r.domain()
	}
	return all, wrapped(err, "read ratings")
}

// Rating reads the rating of an episode. Its conversation is held.
func (tx Tx) Rating(id domain.ConversationID, episode int) (rating desk.Rating, found bool, err error) {
	var r ratingRow
	found, err = tx.maybe(&r, "SELECT "+ratingColumns+" FROM ratings WHERE conversation_id = ? AND episode = ?"+tx.hold(), id, episode)
	if err != nil || !found {
		return rating, false, wrapped(err, "read rating of %s", id)
	}
	return r.domain(), true, nil
}

// RatingsIn are all ratings of a conversation, which is held.
func (tx Tx) RatingsIn(id domain.ConversationID) ([]desk.Rating, error) {
	return tx.ratings("conversation_id = ? ORDER BY episode"+tx.hold(), id)
}

// SaveRating stores a new rating, or one that is changed and not settled.
func (tx Tx) SaveRating(r desk.Rating) error {
	if r.Version == 0 {
		_, err := tx.exec(`INSERT INTO ratings (conversation_id, episode, customer_id, expert_id, stars, solved, cause, cause_detail, comment,
			learned, reason_id, difficulty, controllable, settled_at, given_at, changed_at, tell_at, excluded, version)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
			r.Conversation, r.Episode, r.Customer, r.Expert, r.Stars, r.Solved, orNull(r.Cause), orNull(r.CauseDetail), r.Comment,
			orNull(r.Learned), orNull(r.Reason), r.Difficulty, r.Controllable, AtOrNull(r.SettledAt), At(r.GivenAt), At(r.ChangedAt),
			AtOrNull(r.TellAt), r.Excluded)
		return wrapped(err, "add rating of %s", r.Conversation)
	}
	return tx.change(`UPDATE ratings SET stars = ?, solved = ?, cause = ?, cause_detail = ?, comment = ?, learned = ?, reason_id = ?, difficulty = ?,
		controllable = ?, changed_at = ?, tell_at = ?, told_at = ?, version = version + 1
		WHERE conversation_id = ? AND episode = ? AND version = ? AND settled_at IS NULL`,
		r.Stars, r.Solved, orNull(r.Cause), orNull(r.CauseDetail), r.Comment, orNull(r.Learned), orNull(r.Reason), r.Difficulty,
		r.Controllable, At(r.ChangedAt), AtOrNull(r.TellAt), AtOrNull(r.ToldAt), r.Conversation, r.Episode, r.Version)
}

// SettledAt is when the points of an episode were settled. SettleRating waits
// for whoever holds the conversation, so it cannot happen after this look.
func (tx Tx) SettledAt(id domain.ConversationID, episode int) (time.Time, error) {
	var r struct{ SettledAt *Time }
	_, err := tx.maybe(&r, "SELECT settled_at FROM awards WHERE kind = 'conversation' AND conversation_id = ? AND episode = ?", id, episode)
	return r.SettledAt.OrZero(), wrapped(err, "read whether %s is settled", id)
}

// SetWish stores whether a customer wants to meet an expert again.
func (tx Tx) SetWish(c domain.CustomerID, e domain.ExpertID, again bool, now time.Time) error {
	_, err := tx.exec(`INSERT INTO expert_wishes (customer_id, expert_id, again, set_at) VALUES (?, ?, ?, ?)
		ON CONFLICT (customer_id, expert_id) DO UPDATE SET again = excluded.again, set_at = excluded.set_at`, c, e, again, At(now))
	return wrapped(err, "store a wish of %s", c)
}
